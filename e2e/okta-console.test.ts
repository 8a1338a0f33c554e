import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOktaEmulator, ensureEmulatorConsole, type OktaEmulator } from '@rollcall/okta-emulator';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { scim, startServer } from './console-world.ts';
import { poll } from './testing/poll.ts';

/** What an Okta administrator does beside the seed's walk-through: in the emulator’s console, against Rollcall. */
const screens = join(import.meta.dirname, '../.artifacts/screens');
const dataDir = mkdtempSync(join(tmpdir(), 'okta-console-e2e-'));
const saml = { ssoUrl: 'https://placeholder.example/sso', audience: 'https://placeholder.example' };
let server: Awaited<ReturnType<typeof startServer>>;
let okta: OktaEmulator;
let browser: Browser;
let page: Page;
let cookie = '';
let appId = '';
let target = { url: '', token: '' };

const button = (name: string, within: Page | Locator = page) => within.getByRole('button', { name, exact: true });
const item = (name: string | RegExp) => page.getByRole('menuitem', { name }).click();
const row = (table: string, text: string) =>
  page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: text });
const openTab = (name: string) => page.goto(`${okta.url}/applications/${appId}?tab=${name}`);
const settled = () => okta.engine.settle();

async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${okta.url}/admin/api${path}`, {
    method,
    headers: { cookie },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

interface Resource {
  readonly id: string;
  readonly userName?: string;
  readonly displayName?: string;
  readonly title?: string;
  readonly members?: readonly object[];
}
async function directory(type: 'Users' | 'Groups'): Promise<readonly Resource[]> {
  const { text } = await scim(target.url, target.token, 'GET', `/${type}?count=200`);
  return JSON.parse(text).Resources ?? [];
}
const groupNamed = async (name: string) => (await directory('Groups')).find((group) => group.displayName === name);

async function screen(name: string): Promise<void> {
  mkdirSync(screens, { recursive: true });
  for (const [width, colorScheme] of [
    [390, 'light'],
    [1280, 'dark'],
    [1280, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 820 });
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(screens, `okta-${name}-${width}-${colorScheme}.png`) });
  }
}

beforeAll(async () => {
  await ensureEmulatorConsole(() => {});
  server = await startServer('SQLite', inject('postgresUrl'));
  okta = await createOktaEmulator({ dataDir, port: 0, seed: 36, orgName: 'Acme' });
  const { token } = JSON.parse(await server.rollcall('integration', 'create', '--name', 'Okta', '--json'));
  target = { url: `${server.origin}/api/v1/scim`, token };
  const session = await fetch(`${okta.url}/admin/api/session`, { method: 'POST', body: JSON.stringify(okta.admin) });
  cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  ({ id: appId } = await ask<{ id: string }>('POST', '/apps', { label: 'Rollcall SCIM', saml }));
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(30_000);
  await page.goto(okta.url);
  await page.getByLabel('Username').fill(okta.admin.username);
  await page.getByLabel('Password', { exact: true }).fill(okta.admin.password);
  await button('Sign in').click();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
}, 120_000);
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  mkdirSync(screens, { recursive: true });
  await page.screenshot({ path: join(screens, 'okta-console-failed.png') });
});
afterAll(async () => {
  await browser?.close();
  await okta?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

const actions = {
  importUsers: true,
  importGroups: true,
  pushNewUsers: true,
  pushProfileUpdates: true,
  pushGroups: true,
};

test('whoever was assigned before provisioning was on gets an account by Provision User', async () => {
  const people = [...okta.engine.org.users.keys()];
  await ask('POST', `/apps/${appId}/people`, { userIds: people });
  await ask('PUT', `/apps/${appId}/general`, { provisioning: 'SCIM' });
  const auth = { mode: 'HEADER', token: target.token };
  await ask('PUT', `/apps/${appId}/integration`, { baseUrl: target.url, uniqueIdField: 'userName', actions, auth });
  await ask('PUT', `/apps/${appId}/to-app`, {
    createUsers: true,
    updateUserAttributes: true,
    deactivateUsers: true,
    excludeUsernameUpdates: false,
    syncPassword: false,
  });
  await settled();
  expect(await directory('Users')).toEqual([]);
  await openTab('assignments');
  await row('Assigned people', 'Click Provision User').first().waitFor();
  await button('Provision User').click();
  await page.getByText('Click Provision User').first().waitFor({ state: 'hidden' });
  await settled();
  await row('Assigned people', 'Provisioned').first().waitFor();
  expect(await directory('Users')).toHaveLength(people.length);
});

test('a mapping that is edited reaches everybody', async () => {
  await openTab('provisioning');
  await button('Actions for Title').click();
  await item('Edit');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Expression').fill('user.department + " / " + user.title');
  await button('Save', dialog).click();
  await row('Attribute Mappings', 'user.department + " / " + user.title').waitFor();
  await settled();
  const [person] = okta.engine.org.users.values();
  const there = (await directory('Users')).find((user) => user.userName === person?.profile.login);
  expect(there?.title).toBe(`${person?.profile.department} / ${person?.profile.title}`);
});

test('groups are pushed by rule, those that come later as well', async () => {
  await openTab('push-groups');
  await button('Push Groups').click();
  await item('Find groups by rule');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Rule name').fill('Offices');
  await dialog.getByLabel('Text').fill('Office');
  await button('Create Rule', dialog).click();
  await row('Push rules', 'starts with “Office”').waitFor();
  await ask('POST', '/groups', { name: 'Office Oslo' });
  await settled();
  await row('Pushed groups', 'Office Oslo').getByText('Active', { exact: true }).waitFor();
  const offices = [...okta.engine.org.groups.values()].filter((group) => group.name.startsWith('Office'));
  const pushed = (await directory('Groups')).map((group) => group.displayName).sort();
  expect(pushed).toEqual(offices.map((group) => group.name).sort());
});

test('Link Group takes over the group that the application has', async () => {
  const old = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Legacy engineers' };
  const { id } = await scim(target.url, target.token, 'POST', '/Groups', old);
  await openTab('push-groups');
  await button('Push Groups').click();
  await item('Find groups by name');
  const dialog = page.getByRole('dialog');
  const choose = async (label: string, name: string) => {
    await dialog.getByLabel(label, { exact: true }).first().fill(name);
    await page.getByRole('option', { name, exact: true }).click();
  };
  await choose('Enter a group to push', 'Engineering');
  await dialog.getByRole('radio', { name: 'Link Group' }).check();
  await choose('Group in the app', 'Legacy engineers');
  await button('Save', dialog).click();
  await row('Pushed groups', 'Engineering').waitFor();
  await settled();
  const engineers = [...okta.engine.org.users.values()].filter((user) => user.profile.department === 'Engineering');
  const groups = await directory('Groups');
  expect(groups.find((group) => group.id === id)?.members).toHaveLength(engineers.length);
});

test('Deactivate group push sends nothing; Activate group push catches up', async () => {
  await openTab('push-groups');
  const status = row('Pushed groups', 'Office Oslo').getByRole('button', { name: /^Push Status/ });
  await status.click();
  await item('Deactivate group push');
  await row('Pushed groups', 'Office Oslo').getByText('Inactive').waitFor();
  const [person] = okta.engine.org.users.keys();
  const group = [...okta.engine.org.groups.values()].find(({ name }) => name === 'Office Oslo')?.id;
  await ask('PUT', `/groups/${group}/members/${person}`);
  await settled();
  expect((await groupNamed('Office Oslo'))?.members ?? []).toEqual([]);
  await status.click();
  await item('Activate group push');
  await row('Pushed groups', 'Office Oslo').getByText('Active', { exact: true }).waitFor();
  await settled();
  expect((await groupNamed('Office Oslo'))?.members).toHaveLength(1);
});

test('unlinking can leave the group in the target application', async () => {
  await openTab('push-groups');
  const engineering = row('Pushed groups', 'Engineering');
  await engineering.getByRole('button', { name: /^Push Status/ }).click();
  await item('Unlink push group');
  const dialog = page.getByRole('dialog', { name: 'Unlink push group' });
  await dialog.getByRole('radio', { name: 'Leave the group in the target app' }).check();
  await button('Unlink', dialog).click();
  await engineering.waitFor({ state: 'hidden' });
  await settled();
  const left = (await directory('Groups')).filter((group) => !group.displayName?.startsWith('Office'));
  expect(left.map((group) => group.members?.length ?? 0)).not.toContain(0);
  expect(left).toHaveLength(1);
});

test('Import: what the application has is matched, assigned and confirmed', async () => {
  const stranger = { userName: 'mona.lind@acme.example', name: { givenName: 'Mona', familyName: 'Lind' } };
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
  await scim(target.url, target.token, 'POST', '/Users', { schemas, ...stranger });
  await scim(target.url, target.token, 'POST', '/Users', { schemas, userName: 'old@acme.example', active: false });
  await openTab('import');
  await page.getByText('Nothing was imported yet').waitFor();
  await button('Import Now').click();
  const accounts = page.getByRole('list', { name: 'Imported accounts' }).getByRole('listitem');
  await accounts.filter({ hasText: 'Mona Lind' }).waitFor();
  expect(await accounts.count()).toBe(1);
  await page.getByText('1 inactive skipped').waitFor();
  expect(await page.getByRole('combobox', { name: /^Okta user for mona/ }).inputValue()).toBe('New user');
  await page.getByRole('checkbox', { name: 'Select mona.lind@acme.example' }).check();
  // The group that was left there is an app group of the directory now; the pushed ones are the org's own.
  const [legacy] = (await directory('Groups')).filter((group) => !group.displayName?.startsWith('Office'));
  const name = legacy?.displayName ?? '?';
  await row('Imported groups', name).waitFor();
  expect(await row('Imported groups', 'Office').count()).toBe(0);
  await screen('import');
  await button('Confirm Assignments').click();
  await page.getByText('Everybody is assigned').waitFor();
  await settled();
  const mona = [...okta.engine.org.users.values()].find((user) => user.profile.login === stranger.userName);
  // The application hands over no password, so Okta waits for her first sign-in.
  expect(mona).toMatchObject({ status: 'PROVISIONED', profile: { firstName: 'Mona', lastName: 'Lind' } });
  await openTab('assignments');
  await page.getByLabel('Search assigned people').fill('mona');
  await row('Assigned people', 'Mona Lind').getByText('Provisioned').waitFor();
  await openTab('import');
  await row('Imported groups', name).getByRole('link').click();
  await page.getByText('Imported from').waitFor();
  await row('Members', 'Rollcall SCIM').first().waitFor();
  expect(await button('Assign people').count()).toBe(0);
  await screen('imported-group');
});

test('a rule that would hold the org up is INVALID, says why, and can be mended', async () => {
  const [person] = okta.engine.org.users.values();
  await ask('PUT', `/people/${person?.id}`, { profile: { ...person?.profile, nickName: 'a'.repeat(1900) } });
  const { id } = await ask<{ id: string }>('POST', '/groups', { name: 'Patient' });
  const condition = { kind: 'expression', text: 'user.nickName matches ("(a|a?|a*){40}" + "b")' };
  await ask('POST', '/rules', { name: 'Too much', condition, groupIds: [id] });
  await page.goto(`${okta.url}/groups?tab=rules`);
  const rule = row('Rules', 'Too much');
  await rule.getByRole('button', { name: 'Actions' }).click();
  await item('Activate');
  await rule.getByText('Invalid').waitFor();
  await rule.getByText('takes too long').waitFor();
  await screen('rule-invalid');
  await rule.getByRole('button', { name: 'Actions' }).click();
  await item('Edit');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('takes too long').waitFor();
  await dialog.getByRole('textbox', { name: 'Expression' }).fill('user.nickName matches "a+"');
  await button('Save', dialog).click();
  await rule.getByText('Inactive').waitFor();
  await rule.getByRole('button', { name: 'Actions' }).click();
  await item('Activate');
  await rule.getByText('Active', { exact: true }).waitFor();
  await poll(() => [...(okta.engine.org.members.get(id)?.keys() ?? [])]).toEqual([person?.id]);
});

test('chaos: what the server seems to refuse waits, and arrives once the clock was put ahead', async () => {
  await page.goto(`${okta.url}/settings`);
  await page.getByLabel('Answer 500').fill('100');
  await button('Save').click();
  await page.getByText('Chaos is set').waitFor();
  const [person] = okta.engine.org.users.values();
  await ask('PUT', `/people/${person?.id}`, { profile: { ...person?.profile, title: 'Chief of chaos' } });
  await page.goto(`${okta.url}/tasks`);
  await row('Tasks', 'Waiting').waitFor();
  await page.goto(`${okta.url}/settings`);
  await button('Switch off').click();
  await page.getByText('Chaos is set').waitFor();
  await button('Advance to the next task').click();
  await page.getByText('None waits').waitFor();
  await page.goto(`${okta.url}/tasks`);
  await page.getByText('Nothing to do').waitFor();
  const there = (await directory('Users')).find((user) => user.userName === person?.profile.login);
  expect(there?.title).toBe(`${person?.profile.department} / Chief of chaos`);
});

/** `npm run demo` as a newcomer starts it, on free ports; what it prints. */
async function startDemo() {
  const demo = join(import.meta.dirname, '../apps/okta/src/demo.ts');
  const env = { ...process.env, ROLLCALL_PORT: '0', OKTA_PORT: '0' };
  const child = spawn(process.execPath, [demo], { env });
  const printed = { text: '' };
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        printed.text += chunk;
        if (/Okta emulator[\s\S]*sign in .*\n/.test(printed.text)) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`The demo ended with ${code}: ${printed.text}`)));
  });
  await ready;
  const [, origin = '', email = '', password = ''] = /Rollcall +(\S+)\s+sign in +(\S+) +(\S+)/.exec(printed.text) ?? [];
  const [, emulator = '', username = '', secret = ''] =
    /Okta emulator +(\S+)\s+sign in +(\S+) +(\S+)/.exec(printed.text) ?? [];
  return {
    text: printed.text,
    rollcall: { origin, email, password },
    emulator: { url: emulator, username, password: secret },
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}

test('the demo shows the whole story: whoever leaves Sales in Okta loses its app on the device', async () => {
  await using demo = await startDemo();
  expect(demo.text).toMatch(/500 people and 24 groups pushed; \d+ devices, 10 Library Items, 1 Blueprint/);
  await page.goto(`${demo.rollcall.origin}/sign-in`);
  await page.getByLabel('E-mail').fill(demo.rollcall.email);
  await page.getByLabel('Password', { exact: true }).fill(demo.rollcall.password);
  await button('Sign in').click();
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  await page.goto(`${demo.rollcall.origin}/devices?search=Quinn%20Kim`);
  await page
    .getByRole('link', { name: /^Quinn Kim/ })
    .first()
    .click();
  await page.getByText('All Devices → Sales').first().waitFor();

  const call = async (method: string, path: string) => {
    const session = await fetch(`${demo.emulator.url}/admin/api/session`, {
      method: 'POST',
      body: JSON.stringify(demo.emulator),
    });
    const headers = { cookie: session.headers.get('set-cookie')?.split(';')[0] ?? '' };
    return (await fetch(`${demo.emulator.url}/admin/api${path}`, { method, headers })).json();
  };
  const { items } = await call('GET', '/groups?q=Sales');
  const sales = items.find((group: { name: string }) => group.name === 'Sales').id;
  const { items: members } = await call('GET', `/groups/${sales}/members?q=quinn.kim@`);
  await call('DELETE', `/groups/${sales}/members/${members[0].id}`);
  await page.getByText('All Devices → Everybody else').waitFor();
  expect(await page.getByText('All Devices → Sales').count()).toBe(0);
}, 240_000);
