import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DatabaseName } from './console-world.ts';
import { violations } from './testing/axe.ts';
import { untilKnown } from './testing/known.ts';
import { openProductConsole } from './testing/product-console.ts';

describe.each<DatabaseName>(['SQLite', 'PostgreSQL'])('devices and Blueprints in the console on %s', (database) => {
  let world: Awaited<ReturnType<typeof openProductConsole>>;
  let page: Page;
  const ids = { ada: '', engineering: '' };

  const send = (method: string, path: string, body?: unknown) => world.scim(world.okta.token, method, path, body);
  const shots = (name: string) => world.shots(name);

  beforeAll(async () => {
    world = await openProductConsole(database, inject('postgresUrl'));
    page = world.page;
    const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada@acme.example' };
    ids.ada = (await send('POST', '/Users', { ...user, name: { givenName: 'Ada', familyName: 'Byron' } })).id;
    const group = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Engineering' };
    ids.engineering = (await send('POST', '/Groups', group)).id;
    await untilKnown(page, 'groups', ids.engineering);
  }, 120_000);
  afterAll(() => world?.[Symbol.asyncDispose]());

  test('a Library Item is added in the console', async () => {
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('button', { name: 'Add item' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Slack');
    await dialog.getByText('Up to 256 MiB; kept with its SHA-256.').waitFor();
    const buffer = Buffer.from('the app');
    await dialog.locator('input[type=file]').setInputFiles({ name: 'slack.pkg', mimeType: 'text/plain', buffer });
    await dialog.getByRole('combobox', { name: 'Conflict key' }).fill('chat');
    await dialog.getByText('it gets only the one farthest right on the map').waitFor();
    await shots('library-item-form');
    await dialog.getByRole('button', { name: 'Add item' }).click();
    await page.getByRole('link', { name: 'Slack' }).click();
    await page.getByText(createHash('sha256').update(buffer).digest('hex')).waitFor();
    await page.getByText('chat', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a Blueprint is drawn: a condition on a group with an item on it, saved after the diff is shown', async () => {
    await page.getByRole('link', { name: 'Blueprints' }).click();
    await page.getByRole('button', { name: 'Add Blueprint' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Laptops');
    await page.getByRole('dialog').getByRole('button', { name: 'Add Blueprint' }).click();
    await page.getByRole('button', { name: 'Edit assignments' }).click();
    await page.getByRole('button', { name: 'Add to All Devices' }).click();
    await page.getByRole('menuitem', { name: 'Conditional block' }).click();
    await page.getByRole('button', { name: 'Edit If' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Label').fill('Engineers');
    await dialog.getByRole('button', { name: 'Add rule' }).click();
    await dialog.getByLabel('Groups').fill('Engin');
    await page.getByRole('option', { name: 'Engineering' }).click();
    await dialog.getByText('Matches 0 devices of 0').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Add to Engineers' }).click();
    await page.getByRole('menuitem', { name: 'Slack' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Redo' }).click();
    await page.getByRole('button', { name: 'Take Slack off Engineers' }).waitFor();
    await shots('blueprint-edit');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog', { name: 'Save assignments' }).waitFor();
    await page.getByRole('button', { name: 'Save assignments' }).click();
    await page.getByText(/Version \d+ saved/).waitFor();
    await page.getByRole('button', { name: 'Edit assignments' }).waitFor();
  });

  test('a device is added and assigned to a user of the directory', async () => {
    await page.getByRole('link', { name: 'Devices' }).click();
    await page.getByRole('button', { name: 'Add device' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Device name').fill('Ada’s MacBook');
    await dialog.getByLabel('Serial number').fill('C02-ZX81');
    await dialog.getByRole('combobox', { name: 'User' }).fill('Ada');
    await page.getByRole('option', { name: /Ada Byron/ }).click();
    await dialog.getByRole('combobox', { name: 'Blueprint' }).click();
    await page.getByRole('option', { name: 'Laptops' }).click();
    await dialog.getByRole('button', { name: 'Add device' }).click();
    await page.getByRole('link', { name: 'Ada’s MacBook' }).waitFor();
    await shots('devices');
    expect(await violations(page)).toEqual([]);
  });

  test('⌘K finds a Blueprint by name, and a device by name or serial number', async () => {
    const choose = async (typed: string, option: RegExp, heading: string) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: /^Search/ }).fill(typed);
      await page.getByRole('option', { name: option }).click();
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    };
    await choose('lapto', /^Laptops/, 'Laptops');
    await choose('macb', /Ada’s MacBook/, 'Ada’s MacBook');
    await page.goto(`${world.origin}/devices`);
    await page.getByRole('link', { name: 'Ada’s MacBook' }).waitFor();
    await choose('c02-zx', /Ada’s MacBook/, 'Ada’s MacBook');
    await page.goto(`${world.origin}/devices`);
    await page.getByRole('link', { name: 'Ada’s MacBook' }).waitFor();
  });

  test('a membership pushed over SCIM changes what the device gets within seconds, and the lookup says why', async () => {
    await page.getByRole('link', { name: 'Ada’s MacBook' }).click();
    await page.getByText('Nothing is assigned to it').waitFor();
    await send('PATCH', `/Groups/${ids.engineering}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'add', path: 'members', value: [{ value: ids.ada }] }],
    });
    await page.getByText('All Devices → Engineers').waitFor();
    await shots('device');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Show on the map' }).click();
    const why = page.getByRole('complementary', { name: 'Why' });
    await why.getByText('Gets Slack.').waitFor();
    await why.getByText(/User group is Engineering/).waitFor();
    await page.locator('[data-lit]').nth(1).waitFor();
    await shots('blueprint-lookup');
    expect(await violations(page)).toEqual([]);
  });

  test('Activity shows how long the change took', async () => {
    await page.getByRole('tab', { name: 'Activity' }).click();
    await page
      .getByText(/^[\d,]+ ms$/)
      .first()
      .waitFor();
    await shots('blueprint-activity');
    expect(await violations(page)).toEqual([]);
  });

  test('a group’s page names the Blueprints that use it, a user’s page what each device gets', async () => {
    await page.goto(`${world.origin}/groups/${ids.engineering}?tab=blueprints`);
    await page.getByRole('link', { name: 'Engineers' }).waitFor();
    await page.goto(`${world.origin}/users/${ids.ada}?tab=devices`);
    await page.getByRole('row').filter({ hasText: 'Ada’s MacBook' }).getByText('Slack').waitFor();
  });

  test('a Blueprint is begun from a template', async () => {
    await page.goto(`${world.origin}/blueprints`);
    await page.getByRole('button', { name: 'Add Blueprint' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Tablets');
    await dialog.getByRole('radio', { name: 'By device family' }).click();
    await dialog.getByRole('button', { name: 'Add Blueprint' }).click();
    await page.getByTestId('node Everything else').waitFor();
  });

  test('routes are labelled and dragged into their order, and leaving unsaved edits asks', async () => {
    await page.goto(`${world.origin}/blueprints`);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Blueprint Routing' }).click();
    const dialog = page.getByRole('dialog');
    const option = (name: string) => page.getByRole('option', { name, exact: true }).click();
    const addRoute = async (label: string, family: string, blueprint: string) => {
      await page.getByRole('button', { name: 'Add route' }).click();
      await dialog.getByLabel('Label').fill(label);
      await dialog.getByRole('button', { name: 'Add rule' }).click();
      await dialog.getByRole('combobox', { name: 'Input' }).fill('family');
      await option('Device family');
      await dialog.getByRole('combobox', { name: 'Values' }).press('ArrowDown');
      await option(family);
      await dialog.getByLabel('Label').click();
      await dialog.getByRole('button', { name: 'Done' }).click();
      await page.getByRole('combobox', { name: `Blueprint of ${label}` }).click();
      await option(blueprint);
    };
    await addRoute('Mobile', 'iPad', 'Laptops');
    await addRoute('Pads', 'iPad', 'Tablets');
    await page.getByRole('combobox', { name: 'Blueprint of Fallback' }).click();
    await option('Laptops');
    await page.getByTestId('grip Pads').dragTo(page.getByText('If Mobile'));
    await page.getByText('Else if Mobile').waitFor();
    page.once('dialog', (asked) => void asked.dismiss());
    await page.getByRole('link', { name: 'Devices' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Blueprint Routing saved').waitFor();
    await shots('routing');
    expect(await violations(page)).toEqual([]);
    const { routing } = await world.api('GET', '/api/v1/blueprint-routing');
    expect(routing.routes.map(({ label }: { label: string }) => label)).toEqual(['Pads', 'Mobile']);
  });

  test('devices are imported from CSV with errors by line, linked on arrival, and routed to their Blueprint', async () => {
    await page.getByRole('link', { name: 'Devices' }).click();
    await page.getByRole('button', { name: 'Import CSV' }).click();
    const dialog = page.getByRole('dialog');
    const lines = [
      'device_name,serial_number,user,platform',
      'Grace’s iPad,S1,grace@acme.example,iPad',
      'PC,S2,,Toaster',
    ];
    const buffer = Buffer.from(lines.join('\n'));
    await dialog.locator('input[type=file]').setInputFiles({ name: 'devices.csv', mimeType: 'text/csv', buffer });
    await dialog.getByText('2 lines: 1 to add, 0 to update, 1 error').waitFor();
    await dialog.getByText(/^Line 3: .*Toaster/).waitFor();
    await dialog.getByText(/^Line 2: .*waits for grace@acme.example/).waitFor();
    await shots('device-import');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByText('Done: 1 added, 0 updated, 1 error').waitFor();
    await dialog.getByRole('progressbar').waitFor();
    await dialog.getByText(/^Line 3: /).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    const row = page.getByRole('row').filter({ hasText: 'Grace’s iPad' });
    await row.getByText('Tablets').waitFor();
    await row.getByText('grace@acme.example').waitFor();
    const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'grace@acme.example' };
    await send('POST', '/Users', { ...user, name: { givenName: 'Grace', familyName: 'Hopper' } });
    await expect
      .poll(async () => (await world.api('GET', '/api/v1/devices?serial_number=S1')).results[0].user?.name)
      .toBe('Grace Hopper');
    await page.goto(`${world.origin}/blueprints/routing`);
    await page.getByText('Grace’s iPad went to Tablets by route “Pads”').waitFor();
  });
});
