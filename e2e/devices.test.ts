import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DatabaseName } from './console-world.ts';
import { violations } from './testing/axe.ts';
import { untilKnown } from './testing/known.ts';
import { openProductConsole } from './testing/product-console.ts';

const user = (userName: string, givenName: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName,
  name: { givenName, familyName: 'Example' },
  emails: [{ value: userName, primary: true }],
});

describe.each<DatabaseName>(['SQLite', 'PostgreSQL'])('many devices at once in the console on %s', (database) => {
  let world: Awaited<ReturnType<typeof openProductConsole>>;

  const deviceNamed = async (name: string) =>
    (await world.api('GET', `/api/v1/devices?search=${encodeURIComponent(name)}`)).results[0];

  beforeAll(async () => {
    world = await openProductConsole(database, inject('postgresUrl'));
    const { id: ada } = await world.scim(world.okta.token, 'POST', '/Users', user('ada@acme.example', 'Ada'));
    const grace = await world.scim(world.okta.token, 'POST', '/Users', user('grace@acme.example', 'Grace'));
    await untilKnown(world.page, 'users', grace.id);
    await world.api('POST', '/api/v1/blueprints', { name: 'Laptops' });
    for (const [name, more] of [
      ['Mac 1', { user: ada }],
      ['Mac 2', {}],
      ['Mac 3', { user_name: 'late@acme.example' }],
      ['Mac 4', { user: ada }],
    ] as const)
      await world.api('POST', '/api/v1/devices', { device_name: name, device_family: 'mac', ...more });
    await world.page.getByRole('link', { name: 'Devices' }).click();
    await world.page.getByRole('link', { name: 'Mac 4' }).waitFor();
  }, 120_000);
  afterAll(() => world?.[Symbol.asyncDispose]());

  const selected = () => world.page.getByRole('region', { name: 'Selected devices' });

  test('ticked devices are assigned to one user, and undoing brings each back to whose it was', async () => {
    const { page } = world;
    await page.getByRole('checkbox', { name: 'Select Mac 1' }).click();
    await page.getByRole('checkbox', { name: 'Select Mac 3' }).click({ modifiers: ['Shift'] });
    await selected().getByText('3 devices selected').waitFor();
    await world.shots('devices-selected');
    expect(await violations(page)).toEqual([]);
    await selected().getByRole('button', { name: 'Assign to user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'User' }).fill('Grace');
    await page.getByRole('option', { name: /Grace Example/ }).click();
    await dialog.getByRole('button', { name: 'Assign 3 devices' }).click();
    await page.getByText(/3 devices assigned to Grace/).waitFor();
    for (const name of ['Mac 1', 'Mac 2', 'Mac 3'])
      await page.getByRole('row').filter({ hasText: name }).getByText('Grace Example').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('3 devices as before').waitFor();
    expect((await deviceNamed('Mac 1')).user.name).toBe('Ada Example');
    expect(await deviceNamed('Mac 2')).toMatchObject({ user: null, awaited_user: null });
    expect(await deviceNamed('Mac 3')).toMatchObject({ user: null, awaited_user: 'late@acme.example' });
  });

  test('all devices are moved to a Blueprint, and unassigned', async () => {
    const { page } = world;
    await page.getByRole('checkbox', { name: 'Select all rows' }).click();
    await selected().getByRole('button', { name: 'Move to Blueprint' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Blueprint' }).click();
    await page.getByRole('option', { name: 'Laptops' }).click();
    await dialog.getByRole('button', { name: 'Move 4 devices' }).click();
    await page.getByText('4 devices moved to Laptops').waitFor();
    expect((await deviceNamed('Mac 2')).blueprint_name).toBe('Laptops');
    // The keyboard's way: the box of the row in focus is its neighbour.
    await page.getByRole('link', { name: 'Mac 1' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toBe('Mac 4');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    await selected().getByText('1 device selected').waitFor();
    await selected().getByRole('button', { name: 'Unassign' }).click();
    await page.getByText('1 device unassigned').waitFor();
    expect((await deviceNamed('Mac 4')).user).toBeNull();
    expect((await deviceNamed('Mac 1')).user.name).toBe('Ada Example');
  });

  test('a device is given to somebody and taken back in its details, by the documented words', async () => {
    const { page } = world;
    await page.getByRole('link', { name: 'Mac 4' }).click();
    const editUser = async () => {
      await page.getByRole('button', { name: 'Edit device details' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Edit user' }).click();
    };
    await editUser();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'User' }).fill('Grace');
    await page.getByRole('option', { name: /Grace Example/ }).click();
    await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
    await world.shots('device-edit');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Grace Example' }).waitFor();
    await editUser();
    await dialog.getByRole('button', { name: 'Unassign', exact: true }).click();
    await dialog.getByText('Nobody').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Grace Example' }).waitFor({ state: 'hidden' });
    expect((await deviceNamed('Mac 4')).user).toBeNull();
  });

  test('when an integration is rebuilt, the page of the new one moves the devices that are left ticked', async () => {
    const { page } = world;
    const fresh = await world.connect('Okta, rebuilt');
    for (const [name, given] of [
      ['ada@acme.example', 'Ada'],
      ['grace@acme.example', 'Grace'],
    ] as const) {
      const [old] = (await world.api('GET', `/api/v1/users?email=${name}`)).results;
      await world.api('POST', '/api/v1/devices', { device_name: `${given}’s iPad`, user: old.id });
      await world.scim(world.okta.token, 'DELETE', `/Users/${old.id}`);
      await world.scim(fresh.token, 'POST', '/Users', user(name, given));
    }
    await expect
      .poll(async () => (await world.api('GET', `/api/v1/device-moves?integration_id=${fresh.id}`)).results.length)
      .toBe(2);
    await page.goto(`${world.origin}/integrations/${fresh.id}`);
    await page.getByRole('button', { name: 'Review' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Select Grace Example' }).click();
    await dialog.getByRole('button', { name: 'Move 2 devices' }).waitFor();
    await world.shots('integration-moves');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Move 2 devices' }).click();
    await page.getByText('2 devices moved to 1 record').waitFor();
    expect((await deviceNamed('Mac 1')).user).toMatchObject({ is_archived: false, integration: { id: fresh.id } });
    expect((await deviceNamed('Grace')).user).toMatchObject({ is_archived: true });
    expect(world.problems).toEqual([]);
  });
});
