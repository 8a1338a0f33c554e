import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOktaEmulator, ensureEmulatorConsole, type OktaEmulator } from '@rollcall/okta-emulator';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DatabaseName } from './console-world.ts';
import { openProductConsole } from './testing/product-console.ts';

/** From an edit in Okta to what a device gets, in both consoles. */
describe.each<DatabaseName>(['SQLite', 'PostgreSQL'])('a person moves from Sales to Engineering, on %s', (database) => {
  let world: Awaited<ReturnType<typeof openProductConsole>>;
  let okta: OktaEmulator;
  let admin: Page;
  let person = { id: '', login: '' };
  const dataDir = mkdtempSync(join(tmpdir(), 'okta-move-e2e-'));
  const labels = ['Sales', 'Engineering'] as const;

  beforeAll(async () => {
    await ensureEmulatorConsole(() => {});
    world = await openProductConsole(database, inject('postgresUrl'));
    okta = await createOktaEmulator({ dataDir, port: 0, seed: 24, orgName: 'Acme' });
    const session = await fetch(`${okta.url}/admin/api/session`, { method: 'POST', body: JSON.stringify(okta.admin) });
    const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
    const ask = async (method: string, path: string, body: object = {}): Promise<{ readonly id: string }> => {
      const answer = await fetch(`${okta.url}/admin/api${path}`, {
        method,
        headers: { cookie },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    };
    const found = [...okta.engine.org.users.values()].find(({ profile }) => profile.department === 'Sales');
    person = { id: found?.id ?? '', login: found?.profile.login ?? '' };

    const saml = { ssoUrl: 'https://placeholder.example/sso', audience: 'https://placeholder.example' };
    const app = `/apps/${(await ask('POST', '/apps', { label: 'Rollcall SCIM', saml })).id}`;
    const actions = {
      importUsers: true,
      importGroups: true,
      pushNewUsers: true,
      pushProfileUpdates: true,
      pushGroups: true,
    };
    await ask('PUT', `${app}/general`, { provisioning: 'SCIM' });
    const auth = { mode: 'HEADER', token: world.okta.token };
    const baseUrl = `${world.origin}/api/v1/scim`;
    await ask('PUT', `${app}/integration`, { baseUrl, uniqueIdField: 'userName', actions, auth });
    const toApp = { createUsers: true, updateUserAttributes: true, deactivateUsers: true };
    await ask('PUT', `${app}/to-app`, { ...toApp, excludeUsernameUpdates: false, syncPassword: false });
    await ask('POST', `${app}/people`, { userIds: [...okta.engine.org.users.keys()] });
    for (const label of labels) {
      const { id } = await ask('POST', '/groups', { name: `${label} team` });
      const condition = { kind: 'expression', text: `user.department == "${label}"` };
      const rule = await ask('POST', '/rules', { name: `Everybody of ${label}`, condition, groupIds: [id] });
      await ask('POST', `/rules/${rule.id}/activate`);
      await ask('POST', `${app}/push-groups`, { groupId: id });
    }
    await okta.engine.settle();

    // They are known to the product a moment after the answer to the push.
    await world.page.waitForFunction(
      async () => (await (await fetch('/api/v1/console/groups')).json()).items.length === 2,
    );
    const groups = await world.api('GET', '/api/v1/console/groups');
    const nodes = await Promise.all(
      labels.map(async (label, i) => {
        const group = groups.items.find(({ name }: { name: string }) => name === `${label} team`);
        const ref = { integrationId: group?.integration.id, groupId: group?.id, name: group?.name };
        const { id } = await world.api('POST', '/api/v1/library-items', { name: `${label} tools`, kind: 'app' });
        const rules = [{ input: 'userGroup', operator: 'is', groups: [ref] }];
        return { id: `n${i}`, kind: i === 0 ? 'if' : 'elseIf', label, rules, items: [id], blocks: [] };
      }),
    );
    const root = { id: 'all-devices', kind: 'all', label: 'All Devices', rules: [], items: [], blocks: ['teams'] };
    const map = { nodes: [root, ...nodes], blocks: [{ id: 'teams', label: 'Teams', nodes: ['n0', 'n1'] }] };
    const { id: blueprint_id } = await world.api('POST', '/api/v1/blueprints', { name: 'Standard', map });
    await world.api('POST', '/api/v1/devices', { device_name: 'Mac 1', user_name: person.login, blueprint_id });

    admin = await world.page.context().newPage();
    admin.setDefaultTimeout(30_000);
    await admin.goto(okta.url);
    await admin.getByLabel('Username').fill(okta.admin.username);
    await admin.getByLabel('Password', { exact: true }).fill(okta.admin.password);
    await admin.getByRole('button', { name: 'Sign in' }).click();
    await admin.getByRole('heading', { name: 'Dashboard' }).waitFor();
  }, 120_000);
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await okta?.[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('the device’s items change, the lookup says why, and Activity how long it took', async () => {
    const { page } = world;
    await page.getByRole('link', { name: 'Devices' }).click();
    await page.getByRole('link', { name: 'Mac 1' }).click();
    await page.getByText('All Devices → Sales').waitFor();

    await admin.goto(`${okta.url}/people/${person.id}?tab=profile`);
    await admin.getByRole('button', { name: 'Edit' }).click();
    await admin.getByLabel('department', { exact: true }).fill('Engineering');
    await admin.getByRole('button', { name: 'Save' }).click();
    await admin.getByRole('button', { name: 'Edit' }).waitFor();
    await admin.goto(`${okta.url}/people/${person.id}?tab=groups`);
    await admin.getByText('Everybody of Engineering').waitFor();

    await page.bringToFront();
    await page.getByText('All Devices → Engineering').waitFor();
    await page.getByRole('link', { name: 'Show on the map' }).click();
    const why = page.getByRole('complementary', { name: 'Why' });
    await why.getByText('Gets Engineering tools.').waitFor();
    await why.getByText('✗ User group is Sales team (has').waitFor();
    await why.getByText('✓ User group is Engineering team (has').waitFor();
    await page.locator('[data-lit][data-testid="node Engineering"]').waitFor();
    await world.shots('sales-to-engineering');

    await page.getByRole('tab', { name: 'Activity' }).click();
    const gained = page.getByRole('listitem').filter({ hasText: '+Engineering tools 1' });
    await gained.getByRole('link', { name: 'Request' }).waitFor();
    // How long it took is shown here and measured in the bench.
    await gained.getByText(/^[\d,]+ ms$/).waitFor();
    expect(world.problems).toEqual([]);
  });
});
