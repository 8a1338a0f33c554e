/** Checklist G: cursor pagination (RFC 9865), and schemas of one's own (#36). */
import { expect, test } from 'vitest';
import type { Json } from '../../testing/test-server.ts';
import { Cursors } from '../cursor.ts';
import { writeBadgeSchema } from './badge-schema.ts';
import { bulkUrn, type Client, onEachDatabase, searchUrn, userUrn } from './each-database.ts';

const deskUrn = 'urn:example:Desk:User';

async function pages(c: Client, query: string): Promise<Json[]> {
  const found: Json[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const { json, status } = await c.get(`/Users?${query}&cursor=${cursor}`);
    expect(status).toBe(200);
    found.push(json);
    cursor = json.nextCursor;
  }
  return found;
}

const idsOf = (list: readonly Json[]): string[] => list.flatMap(({ Resources }) => Resources.map(({ id }: Json) => id));

onEachDatabase(
  'Cursors and custom schemas',
  (world) => {
    test('#144 pagination is advertised', async () => {
      const { pagination } = (await world.server.scim('GET', '/ServiceProviderConfig')).json;
      expect(pagination).toEqual({
        cursor: true,
        index: true,
        defaultPaginationMethod: 'index',
        defaultPageSize: 100,
        maxPageSize: 1000,
        cursorTimeout: 3600,
      });
    });

    test('#145 ?cursor or ?cursor= starts, nextCursor leads on but for the last page, previousCursor back but for the first', async () => {
      const c = await world.client();
      const ids: string[] = [];
      for (let i = 0; i < 7; i++) ids.push((await c.user({ userName: `n${6 - i}`, title: i % 2 ? 'odd' : 'even' })).id);
      const list = await pages(c, 'count=3');
      expect(idsOf(list)).toEqual(ids);
      expect(list.map(({ Resources }) => Resources.length)).toEqual([3, 3, 1]);
      for (const [at, page] of list.entries()) {
        expect(page.startIndex).toBeUndefined();
        expect('nextCursor' in page).toBe(at < 2);
        expect('previousCursor' in page).toBe(at > 0);
        for (const name of ['nextCursor', 'previousCursor']) if (page[name]) expect(page[name]).toMatch(/^[\w.~-]+$/);
      }
      const bare = (await c.get('/Users?cursor&count=3')).json;
      expect(idsOf([bare])).toEqual(ids.slice(0, 3));
      const back = (await c.get(`/Users?count=3&cursor=${list[2].previousCursor}`)).json;
      expect(idsOf([back])).toEqual(ids.slice(3, 6));
      const first = (await c.get(`/Users?count=3&cursor=${back.previousCursor}`)).json;
      expect(idsOf([first])).toEqual(ids.slice(0, 3));
      expect(first.previousCursor).toBeUndefined();
      const sorted = await pages(c, 'count=2&sortBy=userName');
      expect(idsOf(sorted)).toEqual(ids.toReversed());
      const filtered = await pages(
        c,
        `count=2&filter=${encodeURIComponent('title eq "odd"')}&sortBy=title&sortOrder=descending`,
      );
      expect(idsOf(filtered).toSorted()).toEqual([ids[1], ids[3], ids[5]].toSorted());
      const searched = (await c.post('/Users/.search', { schemas: [searchUrn], cursor: '', count: 5 })).json;
      expect(searched.Resources).toHaveLength(5);
      const more = (await c.post('/Users/.search', { schemas: [searchUrn], cursor: searched.nextCursor, count: 5 }))
        .json;
      expect(idsOf([searched, more])).toEqual(ids);
      expect((await c.get('/?cursor=&count=3')).json.Resources).toHaveLength(3);
    });

    test('#145 what comes or goes between pages shifts nothing', async () => {
      const c = await world.client();
      const ids: string[] = [];
      for (let i = 0; i < 6; i++) ids.push((await c.user()).id);
      const first = (await c.get('/Users?cursor=&count=3')).json;
      await c.delete(`/Users/${ids[0]}`);
      const added = (await c.user()).id;
      const second = (await c.get(`/Users?count=10&cursor=${first.nextCursor}`)).json;
      expect(second.scimType).toBe('invalidCount');
      const rest = (await c.get(`/Users?cursor=${first.nextCursor}`)).json;
      expect(idsOf([rest])).toEqual(ids.slice(3, 6));
      const last = (await c.get(`/Users?cursor=${rest.nextCursor}`)).json;
      expect(idsOf([last])).toEqual([added]);
    });

    test('#146 a cursor that is forged, of another query, tenant or count is refused', async () => {
      const c = await world.client();
      for (let i = 0; i < 4; i++) await c.user();
      const { nextCursor } = (await c.get('/Users?cursor=&count=2')).json;
      const refused = async (path: string, scimType: string, client = c) =>
        expect((await client.get(path)).json).toMatchObject({ status: '400', scimType });
      await refused('/Users?cursor=rubbish&count=2', 'invalidCursor');
      await refused(
        `/Users?cursor=${nextCursor.slice(0, -1)}${nextCursor.endsWith('A') ? 'B' : 'A'}&count=2`,
        'invalidCursor',
      );
      await refused(`/Users?cursor=${nextCursor}&count=2&filter=title%20pr`, 'invalidCursor');
      await refused(`/Users?cursor=${nextCursor}&count=2&sortBy=userName`, 'invalidCursor');
      await refused(`/Groups?cursor=${nextCursor}&count=2`, 'invalidCursor');
      await refused(`/Users?cursor=${nextCursor}&count=3`, 'invalidCount');
      await refused(`/Users?cursor=${nextCursor}&count=x`, 'invalidCount');
      await refused(`/Users?cursor=${nextCursor}&count=2`, 'invalidCursor', await world.client());
      expect((await world.server.send('GET', `/api/v1/scim/Users?cursor=${nextCursor}&count=2`)).status).toBe(401);
      expect((await c.get(`/Users?cursor=${nextCursor}&count=2`)).status).toBe(200);
    });

    test('#146 a cursor expires after the time that is advertised', () => {
      const cursors = new Cursors('secret');
      const sealed = cursors.seal('2:position', 'query', 1_000_000);
      expect(cursors.open(sealed, 'query', 1_000_000 + 3_599_000)).toEqual({ ok: true, value: '2:position' });
      expect(cursors.open(sealed, 'query', 1_000_000 + 3_602_000)).toMatchObject({
        ok: false,
        error: { scimType: 'expiredCursor' },
      });
      expect(new Cursors('other').open(sealed, 'query', 1_000_000)).toMatchObject({
        ok: false,
        error: { scimType: 'invalidCursor' },
      });
    });

    test('#36 an operator’s types, extensions and attributes are in discovery and work everywhere', async () => {
      const c = await world.client();
      const schemas = (await c.get('/Schemas')).json.Resources.map(({ id }: Json) => id);
      expect(schemas).toEqual(expect.arrayContaining(['urn:example:Badge', deskUrn]));
      expect((await c.get('/ResourceTypes/Badge')).json).toMatchObject({
        endpoint: '/Badges',
        schema: 'urn:example:Badge',
      });
      expect((await c.get('/ResourceTypes/User')).json.schemaExtensions).toContainEqual({
        schema: deskUrn,
        required: false,
      });
      const badge = (
        await c.post('/Badges', {
          label: 'B',
          code: 'X1',
          pin: '1234',
          note: 'N',
          doors: [
            { value: 'd1', level: 2 },
            { value: 'd2', level: 5 },
          ],
        })
      ).json;
      expect(badge).toMatchObject({
        schemas: ['urn:example:Badge'],
        label: 'B',
        doors: [
          { value: 'd1', level: 2 },
          { value: 'd2', level: 5 },
        ],
        meta: { resourceType: 'Badge' },
      });
      expect(badge).not.toHaveProperty('pin');
      expect(badge).not.toHaveProperty('note');
      expect((await c.get(`/Badges/${badge.id}?attributes=note`)).json.note).toBe('N');
      expect((await c.post('/Badges', { label: 'C', code: 'x1' })).json).toMatchObject({
        status: '409',
        scimType: 'uniqueness',
      });
      expect((await c.find('doors[level gt 4 and value sw "d"] and label eq "b"', '/Badges')).totalResults).toBe(1);
      expect((await c.find('doors[level gt 4 and value eq "d1"]', '/Badges')).totalResults).toBe(0);
      const patched = await c.patch(`/Badges/${badge.id}`, {
        op: 'replace',
        path: 'doors[value eq "d1"].level',
        value: 9,
      });
      expect(patched.json.doors[0]).toEqual({ value: 'd1', level: 9 });
      expect((await c.get(`/Badges/${badge.id}`, { 'if-none-match': 'W/"2"' })).status).toBe(304);
      await c.post('/Badges', { label: 'A' });
      expect((await c.get('/Badges?sortBy=label')).json.Resources.map(({ label }: Json) => label)).toEqual(['A', 'B']);
      const bulk = await c.post('/Bulk', {
        schemas: [bulkUrn],
        Operations: [{ method: 'DELETE', path: `/Badges/${badge.id}` }],
      });
      expect(bulk.json.Operations[0].status).toBe('204');
      const user = await c.user({ [deskUrn]: { floor: 3, desk: 'W' } });
      expect(user.schemas).toEqual([userUrn, deskUrn]);
      expect(await c.names(`${deskUrn}:floor ge 3 and ${deskUrn}:desk eq "w"`)).toEqual([user.userName]);
      const moved = await c.patch(`/Users/${user.id}`, { op: 'replace', path: `${deskUrn}:floor`, value: 4 });
      expect(moved.json[deskUrn]).toEqual({ floor: 4, desk: 'W' });
    });

    test('#14 #57 an attribute of an extension can be unique: taken in any case, free again when it is given up', async () => {
      const c = await world.client();
      const taken = { status: '409', scimType: 'uniqueness', detail: expect.stringContaining('locker') };
      const withLocker = (userName: string, locker: string) => c.post('/Users', { userName, [deskUrn]: { locker } });
      const anna = (await withLocker('anna', 'L1')).json;
      expect((await withLocker('ben', 'l1')).json).toMatchObject(taken);
      const ben = (await withLocker('ben', 'L2')).json;
      const path = `${deskUrn}:locker`;
      expect((await c.patch(`/Users/${ben.id}`, { op: 'replace', path, value: 'L1' })).json).toMatchObject(taken);
      const put = { userName: 'ben', [deskUrn]: { locker: 'L1' } };
      expect((await c.put(`/Users/${ben.id}`, put)).json).toMatchObject(taken);
      expect((await c.patch(`/Users/${anna.id}`, { op: 'replace', path, value: 'l1' })).status).toBe(200);
      expect((await c.patch(`/Users/${anna.id}`, { op: 'replace', path, value: 'L3' })).status).toBe(200);
      expect((await c.put(`/Users/${ben.id}`, put)).status).toBe(200);
      expect((await c.delete(`/Users/${ben.id}`)).status).toBe(204);
      const both = await Promise.all([withLocker('carl', 'L1'), withLocker('dora', 'L1'), withLocker('emil', 'L2')]);
      expect(both.map(({ status }) => status).toSorted()).toEqual([201, 201, 409]);
      expect((await c.patch(`/Users/${anna.id}`, { op: 'remove', path })).status).toBe(200);
      expect((await withLocker('fred', 'L3')).status).toBe(201);
    });
  },
  { prepare: writeBadgeSchema },
);
