/** Checklist F: ETag, bulk, /Me, soft delete. */
import { expect, test } from 'vitest';
import type { Json } from '../../testing/test-server.ts';
import { bulkUrn, type Client, enterpriseUrn, onEachDatabase } from './each-database.ts';

const bulk = (c: Client, Operations: readonly unknown[], more: object = {}) =>
  c.post('/Bulk', { schemas: [bulkUrn], ...more, Operations });
const post = (bulkId: string, userName: string) => ({ method: 'POST', path: '/Users', bulkId, data: { userName } });
const idOf = (operation: Json): string => operation.location.split('/').at(-1);

onEachDatabase('ETag, bulk and the rest', (world) => {
  test('#135 the weak version is in ETag and meta, and moves with real changes only', async () => {
    const c = await world.client();
    const user = await c.user();
    expect(user.meta.version).toBe('W/"1"');
    const path = `/Users/${user.id}`;
    expect((await c.put(path, user)).headers.etag).toBe('W/"1"');
    expect((await c.patch(path, { op: 'add', path: 'title', value: 'T' })).headers.etag).toBe('W/"2"');
    expect((await c.patch(path, { op: 'add', path: 'title', value: 'T' })).headers.etag).toBe('W/"2"');
    const group = await c.group('g');
    const joined = await c.patch(`/Groups/${group.id}`, { op: 'add', path: 'members', value: [{ value: user.id }] });
    expect(joined.headers.etag).toBe('W/"2"');
  });

  test('#136 If-Match that does not match is 412 on PUT, PATCH and DELETE; * and the version go through', async () => {
    const c = await world.client();
    const user = await c.user();
    const path = `/Users/${user.id}`;
    const patch = (tag: string) =>
      c.request('PATCH', path, { Operations: [{ op: 'replace', path: 'title', value: tag }] }, { 'if-match': tag });
    for (const tag of ['W/"7"', '"7"', 'rubbish', 'W/"7", W/"8"']) {
      expect((await c.put(path, user, { 'if-match': tag })).json).toMatchObject({ status: '412' });
      expect((await patch(tag)).status).toBe(412);
      expect((await c.delete(path, { 'if-match': tag })).status).toBe(412);
    }
    expect((await patch('W/"1"')).headers.etag).toBe('W/"2"');
    expect((await patch('*')).headers.etag).toBe('W/"3"');
    expect((await patch('W/"1", W/"3"')).headers.etag).toBe('W/"4"');
    expect((await c.delete(path, { 'if-match': 'W/"4"' })).status).toBe(204);
  });

  test('#137 If-None-Match that matches is 304 without a body', async () => {
    const c = await world.client();
    const { id } = await c.user();
    for (const tag of ['W/"1"', '*', 'W/"9", W/"1"']) {
      const answer = await c.get(`/Users/${id}`, { 'if-none-match': tag });
      expect(answer.status).toBe(304);
      expect(answer.text).toBe('');
      expect(answer.headers.etag).toBe('W/"1"');
    }
    expect((await c.get(`/Users/${id}`, { 'if-none-match': 'W/"2"' })).status).toBe(200);
  });

  test('#138 bulk answers every operation with method, location, status, bulkId and version', async () => {
    const c = await world.client();
    const user = await c.user();
    const { status, json } = await bulk(c, [
      post('one', 'first'),
      { method: 'PUT', path: `/Users/${user.id}`, data: { userName: 'put' } },
      { method: 'patch', path: `/Users/${user.id}`, data: { Operations: [{ op: 'add', path: 'title', value: 'T' }] } },
      { method: 'POST', path: '/Users', bulkId: 'dup', data: { userName: 'FIRST' } },
      { method: 'DELETE', path: `/v2/Users/${user.id}`, version: 'W/"3"' },
      { method: 'DELETE', path: '/Users/none' },
      { method: 'GET', path: '/Users' },
      { method: 'POST', path: '/Users', data: { userName: 'no bulkId' } },
      { method: 'POST', path: '/Nowhere', bulkId: 'x', data: {} },
    ]);
    expect(status).toBe(200);
    expect(json.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
    const [one, put, patch, dup, gone, none, got, noId, nowhere] = json.Operations;
    expect(one).toMatchObject({ method: 'POST', bulkId: 'one', status: '201', version: 'W/"1"' });
    expect(one.location).toBe(`${c.base}/Users/${idOf(one)}`);
    expect(put).toMatchObject({
      method: 'PUT',
      status: '200',
      location: `${c.base}/Users/${user.id}`,
      version: 'W/"2"',
    });
    expect(patch).toMatchObject({ method: 'PATCH', status: '200', version: 'W/"3"' });
    expect(dup).toMatchObject({ bulkId: 'dup', status: '409', response: { scimType: 'uniqueness', status: '409' } });
    expect(gone).toMatchObject({ method: 'DELETE', status: '204' });
    expect(none).toMatchObject({ status: '404', response: { status: '404' } });
    expect(got).toMatchObject({ status: '400', response: { status: '400' } });
    expect(noId.status).toBe('400');
    expect(nowhere.status).toBe('404');
    expect((await c.get(`/Users/${idOf(one)}`)).json.userName).toBe('first');
    for (const schemas of [undefined, ['urn:x']])
      expect((await c.post('/Bulk', { schemas, Operations: [] })).status).toBe(400);
    expect((await c.post('/Bulk', { schemas: [bulkUrn] })).status).toBe(400);
  });

  test('#139 bulkId references work backward, forward and in paths', async () => {
    const c = await world.client();
    const { json } = await bulk(c, [
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'g',
        data: { displayName: 'G', members: [{ value: 'bulkId:later' }] },
      },
      post('later', 'ann'),
      {
        method: 'PATCH',
        path: '/Users/bulkId:later',
        data: { Operations: [{ op: 'add', path: 'title', value: 'T' }] },
      },
      {
        method: 'PATCH',
        path: '/Groups/bulkId:g',
        data: { Operations: [{ op: 'remove', path: 'members[value eq "bulkId:later"]' }] },
      },
      { method: 'PUT', path: '/Groups/bulkId:missing', data: { displayName: 'X' } },
    ]);
    expect(json.Operations.map(({ status }: Json) => status)).toEqual(['201', '201', '200', '200', '409']);
    const user = (await c.get(`/Users/${idOf(json.Operations[1])}`)).json;
    expect(user).toMatchObject({ title: 'T', groups: [] });
  });

  test('#139 two resources may refer to each other', async () => {
    const c = await world.client();
    const { json } = await bulk(c, [
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'a',
        data: { displayName: 'A', members: [{ value: 'bulkId:b' }, { value: 'bulkId:u' }] },
      },
      { method: 'POST', path: '/Groups', bulkId: 'b', data: { displayName: 'B', members: [{ value: 'bulkId:a' }] } },
      { ...post('u', 'boss'), data: { userName: 'boss', [enterpriseUrn]: { manager: { value: 'bulkId:v' } } } },
      {
        ...post('v', 'vice'),
        data: { userName: 'vice', [enterpriseUrn]: { manager: { value: 'bulkId:u' }, department: 'D' } },
      },
    ]);
    expect(json.Operations.map(({ status }: Json) => status)).toEqual(['201', '201', '201', '201']);
    const [a, b, u, v] = json.Operations.map(idOf);
    const membersOf = async (id: string) =>
      (await c.get(`/Groups/${id}`)).json.members.map(({ value }: Json) => value).toSorted();
    expect(await membersOf(a)).toEqual([b, u].toSorted());
    expect(await membersOf(b)).toEqual([a]);
    expect((await c.get(`/Users/${u}`)).json[enterpriseUrn].manager.value).toBe(v);
    expect((await c.get(`/Users/${v}`)).json[enterpriseUrn]).toMatchObject({ manager: { value: u }, department: 'D' });
  });

  test('#138 a method that is none is named, as far as it is short, and the others are done', async () => {
    const c = await world.client();
    const answer = await bulk(c, [
      { method: 'GET', path: '/Users' },
      { method: 'x'.repeat(60_000), path: '/Users' },
      { method: { a: 1 }, path: '/Users' },
      { method: 'PUT', path: `/Users/${'y'.repeat(60_000)}/z`, data: {} },
      post('ok', 'done'),
    ]);
    expect(answer.json.Operations.map(({ method, status }: Json) => [method, status])).toEqual([
      ['GET', '400'],
      ['xxxxxxxxxxxxxxxx', '400'],
      ['', '400'],
      ['PUT', '404'],
      ['POST', '201'],
    ]);
    expect(answer.json.Operations[0].response.detail).toContain('must be POST, PUT, PATCH or DELETE');
    expect(answer.text.length).toBeLessThan(3_000);
  });

  test('#140 failOnErrors stops after so many errors; without it all are tried', async () => {
    const c = await world.client();
    const bad = { method: 'DELETE', path: '/Users/none' };
    const stopped = await bulk(c, [bad, post('1', 'one'), bad, post('2', 'two')], { failOnErrors: 2 });
    expect(stopped.status).toBe(200);
    expect(stopped.json.Operations.map(({ status }: Json) => status)).toEqual(['404', '201', '404']);
    expect((await c.find('userName eq "two"')).totalResults).toBe(0);
    const all = await bulk(c, [bad, bad, post('2', 'two')]);
    expect(all.json.Operations.map(({ status }: Json) => status)).toEqual(['404', '404', '201']);
  });

  test('#141 more operations or bytes than advertised are 413 with the limit', async () => {
    const c = await world.client();
    const many = await bulk(
      c,
      Array.from({ length: 1_001 }, () => ({ method: 'DELETE', path: '/Users/x' })),
    );
    expect(many.json).toMatchObject({ status: '413', detail: expect.stringContaining('1000') });
    const large = await bulk(c, [{ ...post('x', 'x'), data: { userName: 'x', title: 'y'.repeat(10_500_000) } }]);
    expect(large.json).toMatchObject({ status: '413', detail: expect.stringContaining('10485760') });
  });

  test('#142 /Me is 501 as a SCIM error', async () => {
    const c = await world.client();
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'POST'])
      expect((await c.request(method, '/Me', {})).json).toMatchObject({ status: '501' });
  });

  test('#143 what is deleted is gone, what is inactive is not', async () => {
    const c = await world.client();
    const [gone, inactive] = [await c.user(), await c.user()];
    await c.delete(`/Users/${gone.id}`);
    await c.patch(`/Users/${inactive.id}`, { op: 'replace', value: { active: false } });
    expect((await c.get(`/Users/${gone.id}`)).status).toBe(404);
    expect((await c.find(`id eq "${gone.id}"`)).totalResults).toBe(0);
    expect((await c.get(`/Users/${inactive.id}`)).json.active).toBe(false);
    expect((await c.get('/Users')).json.totalResults).toBe(1);
  });
});
