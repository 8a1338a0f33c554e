import { AdminApiError, contract } from '@rollcall/admin-api';
import { chips, enrollmentTypes, families, inputIds, operatorLabels } from '@rollcall/blueprint';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { databaseNames, type TestServer } from '../testing/test-server.ts';
import type { Browser } from './testing/browser.ts';
import { serverWithOwner } from './testing/server-with-owner.ts';
import { signedIn } from './testing/team.ts';
import { okta, until } from './testing/world.ts';

function expectRefused(error: unknown, expected: string, detail?: string | RegExp): void {
  expect(error).toBeInstanceOf(AdminApiError);
  const { body } = error as AdminApiError;
  expect(body?.code).toBe(expected);
  if (detail !== undefined) expect(body?.detail).toMatch(detail);
}

describe.each(databaseNames)('devices, library and blueprints on %s', (database) => {
  let server: TestServer;
  let owner: Browser;
  let ada: string;
  let sales: string;

  serverWithOwner(database, async (made) => {
    ({ server, owner } = made);
    ada = (await server.scim('POST', '/Users', okta.user('ada@example.com', 'Ada'))).json.id;
    sales = (await server.scim('POST', '/Groups', okta.group('Sales', [ada]))).json.id;
    // What is pushed becomes known in its order.
    await until('both are known', () => owner.api.call('groups.get', { params: { groupId: sales } }).catch(() => null));
  });

  const item = async (name: string, more: object = {}) =>
    (await owner.api.call('library.create', { body: { name, kind: 'app', ...more } })).id;
  const blueprint = (name: string, more: object = {}) =>
    owner.api.call('blueprints.create', { body: { name, ...more } });
  const device = (name: string, more: object = {}) =>
    owner.api.call('devices.create', { body: { device_name: name, serial_number: name, ...more } });
  const itemsOf = async (deviceId: string) => {
    const shown = await until('the result', async () => {
      const got = await owner.api.call('devices.libraryItems', { params: { deviceId } });
      return got.pending || got.seq === 0 ? null : got;
    });
    return shown.library_items.map((found) => found.name);
  };
  const inSales = (name = 'Sales') => ({
    input: 'userGroup' as const,
    operator: 'is' as const,
    groups: [{ integrationId: server.integrationId, groupId: sales, name }],
  });
  const mapFor = (items: readonly string[], inSalesItems: readonly string[]) => ({
    nodes: [
      { id: 'all-devices', kind: 'all' as const, label: 'All Devices', rules: [], items: [...items], blocks: ['b'] },
      { id: 'n', kind: 'if' as const, label: 'Sales', rules: [inSales()], items: [...inSalesItems], blocks: [] },
    ],
    blocks: [{ id: 'b', label: '', nodes: ['n'] }],
  });

  test('a SCIM push changes what a device gets, and the activity tells of the request and how long it took', async () => {
    const [wifi, crm] = [await item('Wi-Fi'), await item('CRM')];
    const made = await blueprint('Standard', { map: mapFor([wifi], [crm]) });
    const mac = await device('mac-1', { user: ada, blueprint_id: made.id, device_family: 'mac' });
    expect(mac.user).toMatchObject({ id: ada, name: 'Ada Example', is_archived: false });
    expect(await itemsOf(mac.device_id)).toEqual(['Wi-Fi', 'CRM']);
    const patch = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] };
    const left = [{ op: 'remove', path: `members[value eq "${ada}"]` }];
    await server.scim('PATCH', `/Groups/${sales}`, { ...patch, Operations: left });
    await until('the CRM is gone', async () => (await itemsOf(mac.device_id)).length === 1);
    const evaluated = await until('the activity', async () => {
      const { results } = await owner.api.call('blueprints.activity', { params: { blueprintId: made.id } });
      return results.find((entry) => entry.summary === '1 device changed: −CRM 1');
    });
    expect(evaluated.took_ms).toBeGreaterThanOrEqual(0);
    expect(evaluated.request_id).toMatch(/./);
    const back = [{ op: 'add', path: 'members', value: [{ value: ada }] }];
    await server.scim('PATCH', `/Groups/${sales}`, { ...patch, Operations: back });
    await until('the CRM is back', async () => (await itemsOf(mac.device_id)).length === 2);
    const feed = await owner.api.call('deviceResults.list', { query: { after: 0 } });
    expect(feed.results.at(-1)).toMatchObject({ device_id: mac.device_id, removed: false });
    expect((await owner.api.call('deviceResults.list', { query: { after: feed.next } })).results).toEqual([]);
    const why = await owner.api.call('blueprints.evaluate', {
      params: { blueprintId: made.id },
      query: { device: mac.device_id },
    });
    expect(why.decisions).toMatchObject([
      { nodeId: 'n', outcome: 'taken', rules: [{ holds: true, actual: ['Sales'] }] },
    ]);
    const user = await owner.api.call('blueprints.evaluate', {
      params: { blueprintId: made.id },
      query: { user: ada },
    });
    expect(user.items.map((found) => found.name)).toEqual(['Wi-Fi', 'CRM']);
    const using = await owner.api.call('groupBlueprints.list', { params: { groupId: sales } });
    expect(using.blueprints).toMatchObject([{ name: 'Standard', nodes: [{ label: 'Sales' }] }]);
    const kept = await owner.api.call('users.delete', { params: { userId: ada } }).catch((e) => e);
    expectRefused(kept, 'userHasDevices', 'User still assigned to one or more devices.');
  });

  test('Library Items are put on nodes and taken off, with the documented errors', async () => {
    const slack = await item('Slack');
    const made = await blueprint('Nodes');
    const params = { blueprintId: made.id };
    const assign = (body: { library_item_id: string; assignment_node_id?: string }) =>
      owner.api.call('blueprints.assignLibraryItem', { params, body });
    const refused = async (call: Promise<unknown>, expected: string, detail: string) => {
      const error = await call.then(
        () => null,
        (failed: unknown) => failed,
      );
      expectRefused(error, expected, detail);
    };
    await refused(
      assign({ library_item_id: slack }),
      'nodeRequired',
      'Must provide assignment_node_id for Assignment Map Blueprint',
    );
    const placed = await assign({ library_item_id: slack, assignment_node_id: 'all-devices' });
    expect(placed.results).toMatchObject([{ id: slack, name: 'Slack', assignment_node_id: 'all-devices' }]);
    await refused(
      assign({ library_item_id: slack, assignment_node_id: 'all-devices' }),
      'itemInNode',
      'Library Item already exists in Assignment Node',
    );
    await refused(owner.api.call('library.delete', { params: { itemId: slack } }), 'itemInUse', 'Nodes');
    const remove = (assignment_node_id: string) =>
      owner.api.call('blueprints.removeLibraryItem', { params, body: { library_item_id: slack, assignment_node_id } });
    await remove('all-devices');
    await refused(remove('all-devices'), 'itemNotInNode', 'Library Item does not exist in Assignment Node');
    await refused(remove('nowhere'), 'nodeUnknown', '');
    const { results } = await owner.api.call('blueprints.versions', { params });
    expect(results.map(({ version, note, actor }) => [version, note, actor])).toEqual([
      [3, 'Removed Slack', 'owner'],
      [2, 'Added Slack', 'owner'],
      [1, '', 'owner'],
    ]);
    const restored = await owner.api.call('blueprints.restore', { params: { ...params, version: '2' } } as never);
    expect(restored).toMatchObject({ version: 4, library_item_count: 1 });
    const third = await owner.api.call('blueprints.version', { params: { ...params, version: '3' } });
    const change = { kind: 'itemAdded', nodeId: 'all-devices', label: 'All Devices', itemId: slack };
    expect(third).toMatchObject({ version: 3, note: 'Removed Slack', actor: 'owner', since: [change] });
    expect(third.map.nodes[0]?.items).toEqual([]);
    const none = await owner.api.call('blueprints.version', { params: { ...params, version: '9' } }).catch((e) => e);
    expectRefused(none, 'notFound');
  });

  test('a map is refused with what is wrong, a stale version is refused, and a preview says what would change', async () => {
    const [zoom, teams] = [await item('Zoom'), await item('Teams')];
    const made = await blueprint('Preview', { map: mapFor([zoom], []) });
    for (let i = 0; i < 3; i++)
      await device(`preview-${i}`, { blueprint_id: made.id, ...(i === 0 ? { user: ada } : {}) });
    const params = { blueprintId: made.id };
    const wrong = mapFor([zoom], ['11111111-1111-4111-8111-111111111111']);
    const error = await owner.api
      .call('blueprints.update', { params, body: { version: 1, map: wrong } })
      .catch((e) => e);
    expectRefused(error, 'invalidMap', /does not exist/);
    expect((error as AdminApiError).body?.issues).toMatchObject([{ path: 'n' }]);
    const preview = await owner.api.call('blueprints.preview', { params, body: { map: mapFor([], [teams]) } });
    expect(preview).toMatchObject({
      devices: 3,
      changed_devices: 3,
      summary: '3 devices will change: −Zoom 3, +Teams 1',
    });
    const map = mapFor([zoom], [teams]);
    await owner.api.call('blueprints.update', { params, body: { version: 1, map, note: 'Teams for Sales' } });
    const stale = await owner.api.call('blueprints.update', { params, body: { version: 1, map } }).catch((e) => e);
    expectRefused(stale, 'versionConflict');
    const count = await owner.api.call('blueprints.countRule', {
      body: { rules: [inSales()], blueprint_id: made.id },
    });
    expect(count).toEqual({ devices: 1, of: 3, problems: [] });
    const removed = await owner.api.call('blueprints.delete', { params }).catch((e) => e);
    expectRefused(removed, 'blueprintHasDevices', '3 devices');
  });

  test('Blueprint Routing picks the blueprint of a new device, and its activity says by which route', async () => {
    const [macs, rest] = [await blueprint('Macs'), await blueprint('Rest')];
    const rules = [{ input: 'deviceFamily' as const, operator: 'is' as const, values: ['mac'] }];
    const routing = {
      routes: [{ id: 'r1', label: 'Apple laptops', rules, blueprintId: macs.id }],
      fallbackBlueprintId: rest.id,
    };
    const { version } = await owner.api.call('routing.get', {});
    await owner.api.call('routing.save', { body: { version, routing } });
    expect((await device('routed-mac', { device_family: 'mac' })).blueprint_name).toBe('Macs');
    expect((await device('routed-pc', { device_family: 'windows' })).blueprint_name).toBe('Rest');
    expect((await device('chosen', { device_family: 'mac', blueprint_id: null })).blueprint_id).toBeNull();
    const { results } = await owner.api.call('routing.activity', {});
    expect(results.slice(0, 2).map((entry) => entry.summary)).toEqual([
      'routed-pc went to Rest by Fallback',
      'routed-mac went to Macs by route “Apple laptops”',
    ]);
    expectRefused(
      await owner.api.call('blueprints.delete', { params: { blueprintId: rest.id } }).catch((e) => e),
      'blueprintInRouting',
    );
  });

  test('devices are imported from CSV with a preview, errors by line, and users who are yet to come', async () => {
    const csv = [
      'Serial Number,Device Name,Platform,OS Version,Supervised,User,Tags,Colour',
      'CSV-1,"Ada, her Mac",Mac,15.1,yes,ADA@example.com,lab;loan,red',
      'CSV-2,,Toaster,15.1,yes,,,',
      'CSV-3,Later,iPhone,18.0,no,late@example.com,,',
      'CSV-3,Again,iPhone,18.0,no,,,',
    ].join('\r\n');
    const post = async (path: string) =>
      (await owner.fetch(path, { method: 'POST', body: csv, headers: { 'content-type': 'text/csv' } })).json();
    const preview = await post('/api/v1/devices/import/preview');
    expect(preview).toMatchObject({ total: 4, creates: 2, updates: 0, errors: 2, unknown_columns: ['Colour'] });
    expect(
      preview.lines.map((line: { line: number; messages: string[] }) => [line.line, line.messages.length]),
    ).toEqual([
      [3, 1],
      [5, 1],
      [2, 0],
      [4, 0],
    ]);
    expect(preview.lines[3]).toMatchObject({ user: 'late@example.com', user_state: 'awaited' });
    const started = await post('/api/v1/devices/import');
    const done = await until('the import', async () => {
      const now = await owner.api.call('devices.getImport', { params: { importId: started.id } });
      return now.state === 'done' ? now : null;
    });
    expect(done).toMatchObject({ total: 4, done: 4, created: 2, updated: 0 });
    expect(done.errors.map(({ line }) => line)).toEqual([3, 5]);
    const bySerial = async (serial_number: string) =>
      (await owner.api.call('devices.list', { query: { serial_number } })).results[0];
    expect(await bySerial('csv-1')).toMatchObject({
      device_name: 'Ada, her Mac',
      device_family: 'mac',
      supervised: true,
      tags: ['lab', 'loan'],
      user: { id: ada },
    });
    expect(await bySerial('CSV-3')).toMatchObject({ user: null, awaited_user: 'late@example.com' });
    await server.scim('POST', '/Users', okta.user('late@example.com', 'Late'));
    await until('the late user has the device', async () => (await bySerial('CSV-3'))?.user);
    const tags = await owner.api.call('tags.list', {});
    expect(tags.results).toMatchObject([
      { name: 'lab', device_count: 1 },
      { name: 'loan', device_count: 1 },
    ]);
  });

  test('devices are listed by limit and offset, changed one by one and in bulk', async () => {
    const made = await device('list-1', { asset_tag: 'A-1' });
    const page = await owner.api.call('devices.list', { query: { limit: 1, offset: 1, sort: '-created_at' } });
    expect(page.results).toHaveLength(1);
    expect(page.next).toContain('offset=2');
    expect(page.previous).toContain('offset=0');
    expectRefused(await device('LIST-1').catch((e) => e), 'serialTaken');
    const params = { deviceId: made.device_id };
    const patched = await owner.api.call('devices.update', { params, body: { user: ada, os_version: '26.1' } });
    expect(patched).toMatchObject({ asset_tag: 'A-1', os_version: '26.1', user: { id: ada } });
    expect((await owner.api.call('devices.update', { params, body: { user: null } })).user).toBeNull();
    const bulk = await owner.api.call('devices.bulkUpdate', {
      body: { device_ids: [made.device_id, '11111111-1111-4111-8111-111111111111'], user: ada, add_tags: ['pool'] },
    });
    expect(bulk).toEqual({ updated: 1, missing: ['11111111-1111-4111-8111-111111111111'] });
    expect(await owner.api.call('devices.get', { params })).toMatchObject({ tags: ['pool'], user: { id: ada } });
    expect((await owner.api.call('devices.list', { query: { tag: 'POOL', user_id: ada } })).count).toBe(1);
    const one = { device_ids: [made.device_id] };
    await owner.api.call('devices.bulkUpdate', { body: { ...one, user_name: 'nobody-yet@example.com' } });
    const awaited = await owner.api.call('devices.get', { params });
    expect(awaited).toMatchObject({ user: null, awaited_user: 'nobody-yet@example.com', tags: ['pool'] });
    expectRefused(
      await owner.api.call('devices.update', { params, body: { user: sales } }).catch((e) => e),
      'unknownUser',
    );
    await owner.api.call('devices.delete', { params });
    expectRefused(await owner.api.call('devices.get', { params }).catch((e) => e), 'notFound');
  });

  test('devices of somebody who came back with a new id are moved in one step', async () => {
    const bob = (await server.scim('POST', '/Users', okta.user('bob@example.com', 'Bob'))).json.id;
    const mac = await device('bobs-mac', { user: bob });
    await server.scim('DELETE', `/Users/${bob}`);
    const params = { deviceId: mac.device_id };
    await until('Bob is archived', async () => (await owner.api.call('devices.get', { params })).user?.is_archived);
    const again = (await server.scim('POST', '/Users', okta.user('bob@example.com', 'Bob'))).json.id;
    const [move] = await until('the proposal', async () => {
      const { results } = await owner.api.call('deviceMoves.list', { query: { user_id: bob } });
      return results.length > 0 ? results : null;
    });
    expect(move).toMatchObject({ from: { id: bob }, to: { id: again }, matched_by: 'email', devices: 1 });
    for (const query of [{ user_id: again }, { integration_id: server.integrationId }])
      expect((await owner.api.call('deviceMoves.list', { query })).results).toEqual([move]);
    expect((await owner.api.call('deviceMoves.list', { query: { user_id: ada } })).results).toEqual([]);
    const moved = await owner.api.call('deviceMoves.run', { body: { integration_id: server.integrationId } });
    expect(moved).toMatchObject({ people: 1, devices: 1 });
    expect((await owner.api.call('devices.get', { params })).user).toMatchObject({ id: again, is_archived: false });
  });

  test('the payload of a Library Item is kept with its hash and can be downloaded', async () => {
    const itemId = await item('Script', { kind: 'script' });
    const text = '#!/bin/sh\necho hello\n'.repeat(100_000);
    const uploaded = await owner.fetch(`/api/v1/library-items/${itemId}/file?name=hello.sh`, {
      method: 'PUT',
      body: text,
    });
    expect(await uploaded.json()).toMatchObject({ file: { name: 'hello.sh', size: text.length } });
    const answer = await owner.fetch(`/api/v1/library-items/${itemId}/file`);
    expect(await answer.text()).toBe(text);
    expect(answer.headers.get('content-disposition')).toContain('hello.sh');
  });

  test('an auditor reads and changes nothing', async () => {
    const auditor = await signedIn(server, `auditor-${database}@example.com`, 'auditor');
    expect((await auditor.api.call('blueprints.list', {})).results.length).toBeGreaterThan(0);
    expectRefused(await auditor.api.call('blueprints.create', { body: { name: 'No' } }).catch((e) => e), 'forbidden');
  });

  test('the inputs, operators and choices of the contract are those of the blueprint package', async () => {
    const { inputs } = await owner.api.call('blueprints.inputs', {});
    expect(inputs.map(({ id }) => id)).toEqual(inputIds);
    const schemas = JSON.stringify([
      z.toJSONSchema(contract['blueprints.countRule'].body),
      z.toJSONSchema(contract['devices.create'].body),
    ]);
    const values = (choices: readonly { value: string }[]) => choices.map(({ value }) => value);
    const words = [
      Object.keys(operatorLabels),
      inputIds.filter((id) => id !== 'userGroup'),
      values(families),
      values(chips),
      values(enrollmentTypes),
    ];
    for (const list of words) expect(schemas).toContain(`"enum":${JSON.stringify(list)}`);
    const { results } = await owner.api.call('blueprints.templates', {});
    for (const { id, name } of results)
      expect((await blueprint(`From ${name}`, { template: id })).problems).toEqual([]);
  });
});
