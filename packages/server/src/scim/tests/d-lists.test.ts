/** Checklist D: list, filter, sort, page, search. */
import { expect, test } from 'vitest';
import type { Json } from '../../testing/test-server.ts';
import { type Client, enterpriseUrn, groupUrn, listUrn, onEachDatabase, searchUrn, userUrn } from './each-database.ts';

/** Three people that the filters tell apart. */
async function people(c: Client) {
  const ann = await c.user({
    userName: 'ann@example.com',
    externalId: 'X-Ann',
    name: { givenName: 'Ann', familyName: 'Adams' },
    title: 'Engineer',
    emails: [
      { value: 'ann@work.example', type: 'work', primary: true },
      { value: 'ann@home.example', type: 'home' },
    ],
    [enterpriseUrn]: { department: 'Research', manager: { value: 'm-1' } },
  });
  const bob = await c.user({
    userName: 'Bob',
    active: false,
    name: { familyName: 'O\u2019Brien "Bo" \\ é' },
    title: 'engineer II',
    emails: [{ value: 'bob@work.example', type: 'work' }],
  });
  const cid = await c.user({ userName: 'cid', nickName: 'C+C & D', [enterpriseUrn]: { department: 'sales' } });
  return { ann, bob, cid };
}

const usernames = (json: Json): string[] => json.Resources.map(({ userName }: Json) => userName);

onEachDatabase('Lists', (world) => {
  test('#64 a ListResponse has its numbers as numbers', async () => {
    const c = await world.client();
    const empty = (await c.get('/Users')).json;
    expect(empty).toEqual({ schemas: [listUrn], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] });
    await c.user();
    expect((await c.get('/Users')).json).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 1 });
  });

  test('#65 no match is 200 with nothing', async () => {
    const c = await world.client();
    const answer = await c.get('/Users?filter=userName%20eq%20"nobody"');
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ totalResults: 0, Resources: [] });
  });

  test('#66 startIndex and count are bent into their range, silently', async () => {
    const c = await world.client();
    for (let i = 0; i < 3; i++) await c.user();
    expect((await c.get('/Users?startIndex=0&count=2')).json).toMatchObject({
      startIndex: 1,
      itemsPerPage: 2,
      totalResults: 3,
    });
    expect((await c.get('/Users?startIndex=-5')).json).toMatchObject({ startIndex: 1, itemsPerPage: 3 });
    expect((await c.get('/Users?count=-1')).json).toMatchObject({ itemsPerPage: 0, totalResults: 3, Resources: [] });
    expect((await c.get('/Users?count=0')).json).toMatchObject({ itemsPerPage: 0, totalResults: 3, Resources: [] });
    expect((await c.get('/Users?count=1000000')).json).toMatchObject({ itemsPerPage: 3, totalResults: 3 });
    expect((await c.get('/Users?count=many')).status).toBe(400);
  });

  test('#66 a page has at most 1,000 resources, and 100 unless asked', async () => {
    const c = await world.client();
    for (let done = 0; done < 1_010; done += 101) {
      const operations = Array.from({ length: 101 }, (_, i) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `b${i}`,
        data: { userName: `many-${done + i}` },
      }));
      const answer = await c.post('/Bulk', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: operations,
      });
      expect(answer.status).toBe(200);
    }
    expect((await c.get('/Users')).json).toMatchObject({ totalResults: 1010, itemsPerPage: 100 });
    expect((await c.get('/Users?count=5000')).json).toMatchObject({ totalResults: 1010, itemsPerPage: 1000 });
    // #68 in passing: the pages of the whole are in one order and overlap nowhere.
    const seen = new Set<string>();
    for (let startIndex = 1; startIndex <= 1010; startIndex += 100)
      for (const { id } of (await c.get(`/Users?startIndex=${startIndex}&count=100`)).json.Resources) seen.add(id);
    expect(seen.size).toBe(1010);
  });

  test('#67 beyond the end is 200 with nothing, and startIndex comes back', async () => {
    const c = await world.client();
    await c.user();
    expect((await c.get('/Users?startIndex=500')).json).toMatchObject({
      totalResults: 1,
      startIndex: 500,
      itemsPerPage: 0,
      Resources: [],
    });
  });

  test('#68 without sortBy the order is the same on each page and after changes', async () => {
    const c = await world.client();
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) ids.push((await c.user()).id);
    await c.patch(`/Users/${ids[1]}`, { op: 'add', path: 'title', value: 'changed' });
    const paged: string[] = [];
    for (const start of [1, 4, 7])
      paged.push(...(await c.get(`/Users?startIndex=${start}&count=3`)).json.Resources.map(({ id }: Json) => id));
    expect(paged).toEqual(ids);
  });

  test.each([
    ['#69', 'userName eq "bob"', ['Bob']],
    ['#69', 'userName ne "bob"', ['ann@example.com', 'cid']],
    ['#69', 'userName co "EXAMPLE"', ['ann@example.com']],
    ['#69', 'title sw "eng"', ['ann@example.com', 'Bob']],
    ['#69', 'userName ew ".com"', ['ann@example.com']],
    ['#69', 'userName gt "bob"', ['cid']],
    ['#69', 'userName ge "bob"', ['Bob', 'cid']],
    ['#69', 'userName lt "bob"', ['ann@example.com']],
    ['#69', 'userName le "bob"', ['ann@example.com', 'Bob']],
    ['#69', 'title pr', ['ann@example.com', 'Bob']],
    ['#70', 'userName EQ "bob" OR userName Eq "cid"', ['Bob', 'cid']],
    ['#70', 'NOT (title PR) AND active eq true', ['cid']],
    ['#71', 'USERNAME eq "bob"', ['Bob']],
    ['#71', 'Name.FAMILYname eq "adams"', ['ann@example.com']],
    ['#72', 'userName eq "BOB"', ['Bob']],
    ['#72', 'emails.value eq "ANN@WORK.EXAMPLE"', ['ann@example.com']],
    ['#72', 'externalId eq "x-ann"', []],
    ['#72', 'externalId eq "X-Ann"', ['ann@example.com']],
    ['#73', 'userName eq "cid" or userName eq "bob" and active eq false', ['Bob', 'cid']],
    ['#73', 'userName eq "bob" and active eq true or userName eq "cid"', ['cid']],
    ['#73', '(userName eq "cid" or userName eq "bob") and active eq false', ['Bob']],
    ['#73', 'not (active eq true) or (userName eq "cid" and (nickName pr))', ['Bob', 'cid']],
    ['#74', 'not (userName eq "bob")', ['ann@example.com', 'cid']],
    ['#74', 'not(emails pr)', ['cid']],
    ['#75', 'emails[type eq "work" and value co "@work"]', ['ann@example.com', 'Bob']],
    ['#75', 'emails[type eq "home" and value co "@work"]', []],
    ['#75', 'name[familyName eq "Adams"]', ['ann@example.com']],
    ['#76', 'emails[type eq "work"].value eq "bob@work.example"', ['Bob']],
    ['#76', 'emails[type eq "work"].value eq "ann@home.example"', []],
    ['#76', 'emails[type eq "home"].value eq "ann@home.example"', ['ann@example.com']],
    ['#76', 'emails.value eq "ann@home.example"', ['ann@example.com']],
    ['#76', 'emails eq "ann@home.example"', ['ann@example.com']],
    ['#77', `${userUrn}:userName eq "bob"`, ['Bob']],
    ['#77', `${enterpriseUrn}:department eq "research"`, ['ann@example.com']],
    ['#77', `${enterpriseUrn.toUpperCase()}:DEPARTMENT eq "Sales"`, ['cid']],
    ['#78', `${enterpriseUrn}:manager.value eq "m-1"`, ['ann@example.com']],
    ['#78', `${enterpriseUrn}:manager eq "m-1"`, ['ann@example.com']],
    ['#78', `schemas eq "${enterpriseUrn}"`, ['ann@example.com', 'cid']],
    ['#78', 'active eq true', ['ann@example.com', 'cid']],
    ['#78', 'meta.lastModified gt "2020-01-01T00:00:00Z"', ['ann@example.com', 'Bob', 'cid']],
    ['#79', 'active eq "True"', ['ann@example.com', 'cid']],
    ['#79', 'active eq "false"', ['Bob']],
    ['#81', 'meta.created gt "2020-01-01T00:00:00+14:00"', ['ann@example.com', 'Bob', 'cid']],
    ['#81', 'meta.created lt "2020-01-01T00:00:00-12:00"', []],
    ['#83', 'name.familyName eq "O\u2019Brien \\"Bo\\" \\\\ \\u00e9"', ['Bob']],
    ['#83', 'nickName eq "C+C & D"', ['cid']],
    ['#83', 'nickName ne "it\'s" and nickName pr', ['cid']],
    ['#84', 'title eq null', ['cid']],
    ['#84', 'title ne null', ['ann@example.com', 'Bob']],
    ['#85', 'userName eq bob', ['Bob']],
    ['#85', 'userName eq cid and active eq true', ['cid']],
  ])('%s %s', async (_number, filter, expected) => {
    const c = await world.client();
    await people(c);
    expect(await c.names(filter)).toEqual(expected);
  });

  test('#81 the same moment is found in whatever zone it is written', async () => {
    const c = await world.client();
    const { userName, meta } = await c.user();
    for (const hours of [14, 2, 0, -12]) {
      const local = new Date(Date.parse(meta.created) + hours * 3_600_000).toISOString().slice(0, -1);
      const zone = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
      expect(await c.names(`meta.created eq "${local}${zone}"`)).toEqual([userName]);
      expect(await c.names(`meta.created gt "${local}${zone}" or meta.created lt "${local}${zone}"`)).toEqual([]);
    }
  });

  test('#78 members.value, groups.value and id find what they name', async () => {
    const c = await world.client();
    const { ann, bob } = await people(c);
    const group = await c.group('Sales', [ann.id]);
    expect((await c.find(`members.value eq "${ann.id}"`, '/Groups')).Resources.map(({ id }: Json) => id)).toEqual([
      group.id,
    ]);
    expect((await c.find(`id eq "${group.id}" and members eq "${ann.id}"`, '/Groups')).totalResults).toBe(1);
    expect((await c.find(`members.value eq "${bob.id}"`, '/Groups')).totalResults).toBe(0);
    expect(await c.names(`groups.value eq "${group.id}"`)).toEqual(['ann@example.com']);
    expect(await c.names(`id eq "${bob.id}"`)).toEqual(['Bob']);
  });

  test.each(['active gt true', 'active le "false"', 'x509Certificates.value lt "AA"'])(
    '#80 %s is 400 invalidFilter',
    async (filter) => {
      const c = await world.client();
      const answer = await c.get(`/Users?filter=${encodeURIComponent(filter)}`);
      expect(answer.json).toMatchObject({ status: '400', scimType: 'invalidFilter' });
    },
  );

  test.each([
    'userName xx "a"',
    'userName eq',
    '(userName eq "a"',
    'userName eq "a" and',
    '"a"',
    'userName eq "a" garbage',
    'not userName',
    'emails[type eq "work"',
    '(('.repeat(200),
  ])('#82 %s is 400 invalidFilter', async (filter) => {
    const c = await world.client();
    const answer = await c.get(`/Users?filter=${encodeURIComponent(filter)}`);
    expect(answer.json).toMatchObject({ status: '400', scimType: 'invalidFilter' });
  });

  test('#82 an empty filter is none', async () => {
    const c = await world.client();
    await c.user();
    expect((await c.get('/Users?filter=')).json.totalResults).toBe(1);
    expect((await c.get('/Users?filter=%20')).json.totalResults).toBe(1);
  });

  test('#83 %2B is a plus, as part of an address', async () => {
    const c = await world.client();
    await c.user({ userName: 'a+b@example.com' });
    expect((await c.get('/Users?filter=userName%20eq%20%22a%2Bb@example.com%22')).json.totalResults).toBe(1);
    expect((await c.get('/Users?filter=userName+eq+%22a%2Bb@example.com%22')).json.totalResults).toBe(1);
  });

  test('#86 an unknown attribute in a filter is 400 or no match, never 500', async () => {
    const c = await world.client();
    await c.user();
    for (const filter of ['shoeSize eq 44', 'name.shoe eq "x"', 'urn:none:x eq "y"', 'userName.value eq "x"']) {
      const answer = await c.get(`/Users?filter=${encodeURIComponent(filter)}`);
      expect(answer.status === 400 || answer.json.totalResults === 0).toBe(true);
    }
  });

  test('#87 sorting: ascending by default, case folded, primary value, missing last or first, any path', async () => {
    const c = await world.client();
    await people(c);
    const sorted = async (query: string) => usernames((await c.get(`/Users?${query}`)).json);
    expect(await sorted('sortBy=userName')).toEqual(['ann@example.com', 'Bob', 'cid']);
    expect(await sorted('sortBy=USERNAME&sortOrder=Descending')).toEqual(['cid', 'Bob', 'ann@example.com']);
    expect(await sorted('sortBy=title')).toEqual(['ann@example.com', 'Bob', 'cid']);
    expect(await sorted('sortBy=title&sortOrder=descending')).toEqual(['cid', 'Bob', 'ann@example.com']);
    expect(await sorted('sortBy=emails')).toEqual(['ann@example.com', 'Bob', 'cid']);
    expect(await sorted('sortBy=name.familyName')).toEqual(['ann@example.com', 'Bob', 'cid']);
    expect(await sorted(`sortBy=${enterpriseUrn}:department`)).toEqual(['ann@example.com', 'cid', 'Bob']);
    expect((await c.get('/Users?sortBy=userName&sortOrder=up')).status).toBe(400);
  });

  test('#88 .search takes the parameters in a body', async () => {
    const c = await world.client();
    await people(c);
    const body = {
      schemas: [searchUrn],
      filter: 'title pr',
      sortBy: 'userName',
      sortOrder: 'descending',
      startIndex: 1,
      count: 1,
      attributes: ['userName'],
    };
    const users = (await c.post('/Users/.search', body)).json;
    expect(users).toMatchObject({ totalResults: 2, itemsPerPage: 1, startIndex: 1 });
    expect(users.Resources[0]).toMatchObject({ userName: 'Bob' });
    expect(users.Resources[0].title).toBeUndefined();
    await c.group('Sales');
    expect(
      (await c.post('/Groups/.search', { schemas: [searchUrn], filter: 'displayName eq "sales"' })).json.totalResults,
    ).toBe(1);
    expect((await c.post('/.search', { schemas: [searchUrn] })).json.totalResults).toBe(4);
    expect(
      (await c.post('/Users/.search', { schemas: [searchUrn], excludedAttributes: ['emails', 'name'] })).json
        .Resources[0].emails,
    ).toBeUndefined();
    for (const schemas of [undefined, [], [userUrn]])
      expect((await c.post('/Users/.search', { schemas, filter: 'title pr' })).status).toBe(400);
  });

  test('#89 GET at the base searches all types', async () => {
    const c = await world.client();
    const { ann } = await people(c);
    await c.user({ userName: 'sales-bot', displayName: 'Sales' });
    const group = await c.group('Sales', [ann.id]);
    const found = (await c.get(`/?filter=${encodeURIComponent('displayName eq "sales"')}`)).json;
    expect(found.totalResults).toBe(2);
    expect(found.Resources.map(({ meta }: Json) => meta.resourceType).toSorted()).toEqual(['Group', 'User']);
    expect((await c.get('')).json.totalResults).toBe(5);
    expect((await c.find('userName eq "bob"', '/')).totalResults).toBe(1);
    expect((await c.find(`id eq "${group.id}"`, '/')).Resources[0].members).toHaveLength(1);
  });

  test('#90 a wide query is answered in pages; tooMany is never needed', async () => {
    const c = await world.client();
    await people(c);
    const answer = await c.get(
      `/Users?filter=${encodeURIComponent('not (userName eq "x") or userName pr or title co "e"')}`,
    );
    expect(answer.json).toMatchObject({ totalResults: 3 });
  });

  test('#91 attributes and excludedAttributes work on GET, list, .search, POST, PUT and PATCH', async () => {
    const c = await world.client();
    const made = await c.post('/Users?attributes=title', { userName: 'p', title: 'T', nickName: 'N' });
    const path = `/Users/${made.json.id}`;
    const answers = [
      made.json,
      (await c.get(`${path}?attributes=title`)).json,
      (await c.get('/Users?attributes=title')).json.Resources[0],
      (await c.put(`${path}?attributes=title`, { userName: 'p', title: 'T', nickName: 'N' })).json,
      (
        await c.request('PATCH', `${path}?attributes=title`, {
          Operations: [{ op: 'add', path: 'locale', value: 'en' }],
        })
      ).json,
    ];
    for (const json of answers) expect(Object.keys(json).toSorted()).toEqual(['id', 'schemas', 'title']);
    const less = (await c.get(`${path}?excludedAttributes=title,nickName`)).json;
    expect(less).toMatchObject({ userName: 'p', active: true });
    expect(less).not.toHaveProperty('title');
    expect(less).not.toHaveProperty('nickName');
  });

  test('#92 id and schemas stay whatever is asked for', async () => {
    const c = await world.client();
    const user = await c.user();
    const { json } = await c.get(`/Users/${user.id}?attributes=userName`);
    expect(json).toEqual({ schemas: [userUrn], id: user.id, userName: user.userName });
  });

  test('#93 names may be dotted, with a URN, in any case, with spaces after commas', async () => {
    const c = await world.client();
    const { ann } = await people(c);
    const asked = encodeURIComponent(`name.GIVENNAME, ${enterpriseUrn}:department,${userUrn}:title , nonsense`);
    const { json } = await c.get(`/Users/${ann.id}?attributes=${asked}`);
    expect(json).toEqual({
      schemas: [userUrn, enterpriseUrn],
      id: ann.id,
      name: { givenName: 'Ann' },
      title: 'Engineer',
      [enterpriseUrn]: { department: 'Research' },
    });
  });

  test('#94 what is always returned can’t be excluded, what is never returned can’t be asked for', async () => {
    const c = await world.client();
    const user = await c.user({ password: 'x' });
    const less = (await c.get(`/Users/${user.id}?excludedAttributes=id,schemas,userName`)).json;
    expect(less.id).toBe(user.id);
    expect(less.schemas).toEqual([userUrn]);
    expect((await c.get(`/Users/${user.id}?attributes=password,id`)).json).not.toHaveProperty('password');
  });

  test('#95 both parameters together are 400', async () => {
    const c = await world.client();
    const { id } = await c.user();
    for (const path of [`/Users/${id}`, '/Users']) {
      const answer = await c.get(`${path}?attributes=title&excludedAttributes=emails`);
      expect(answer.json).toMatchObject({ status: '400' });
    }
  });

  test('#96 excludedAttributes=members leaves them out and the group findable', async () => {
    const c = await world.client();
    const user = await c.user();
    const group = await c.group('TestGrp-!@#$%^&*()_+=-{}][":;\'/.,?\\1', [user.id]);
    const filter = encodeURIComponent(`displayName eq ${JSON.stringify(group.displayName)}`);
    const { json } = await c.get(`/Groups?excludedAttributes=members&filter=${filter}`);
    expect(json.totalResults).toBe(1);
    expect(json.Resources[0]).toMatchObject({ id: group.id, displayName: group.displayName, schemas: [groupUrn] });
    expect(json.Resources[0]).not.toHaveProperty('members');
    expect((await c.get(`/Groups/${group.id}?excludedAttributes=members`)).json).not.toHaveProperty('members');
    expect((await c.get(`/Groups/${group.id}`)).json.members).toHaveLength(1);
  });

  test('#97 an attribute that is not returned can be filtered by', async () => {
    const c = await world.client();
    await people(c);
    const { json } = await c.get(
      `/Users?attributes=userName&filter=${encodeURIComponent('title sw "eng" and emails.value ew "work.example"')}`,
    );
    expect(usernames(json)).toEqual(['ann@example.com', 'Bob']);
    expect(json.Resources[0]).not.toHaveProperty('title');
  });
});
