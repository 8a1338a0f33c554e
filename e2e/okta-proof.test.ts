import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOktaEmulator, ensureEmulatorConsole, type OktaEmulator } from '@rollcall/okta-emulator';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { type DatabaseName, startServer } from './console-world.ts';
import { violations } from './testing/axe.ts';
import { copiedBy } from './testing/clipboard.ts';
import { untilGone, untilListed } from './testing/known.ts';

/**
 * The seed's walk-through from its first line to its last, in both consoles, finding everything by the seed's words.
 * Once on each of two API domains, which the emulator resolves to this machine.
 */
const owner = { name: 'Kim Rivera', email: 'kim@acme.example', password: 'correct horse battery staple' };
const domains = ['api.first.localhost', 'api.second.localhost'];
const screens = join(import.meta.dirname, '../.artifacts/screens');
const assignmentGroup = 'rollcall_users';
const ruleName = 'Update rollcall_users group membership';

const cases: readonly (readonly [DatabaseName, string])[] = [
  ['SQLite', 'api.first.localhost'],
  ['SQLite', 'api.second.localhost'],
  ['PostgreSQL', 'api.first.localhost'],
  ['PostgreSQL', 'api.second.localhost'],
];

describe.each(cases)('the seed’s walk-through on %s, SCIM at %s', (database, domain) => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let okta: OktaEmulator;
  let browser: Browser;
  let context: BrowserContext;
  /** Rollcall's tab and Okta's. */
  let rollcall: Page;
  let page: Page;
  const dataDir = mkdtempSync(join(tmpdir(), 'okta-e2e-'));
  const found = { url: '', token: '', appUrl: '' };
  const problems: string[] = [];

  const watch = (watched: Page) => {
    watched.setDefaultTimeout(30_000);
    watched.on('pageerror', (error) => problems.push(`${watched.url()}: ${error.message}`));
    watched.on('console', (message) => {
      if (message.type() === 'error' && !/status of [45]\d\d/.test(message.text()))
        problems.push(`${watched.url()}: ${message.text()}`);
    });
  };
  const button = (name: string, within: Page | Locator = page) => within.getByRole('button', { name, exact: true });
  const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click();
  const item = (name: string | RegExp) => page.getByRole('menuitem', { name }).click();
  const region = (name: string, within: Page = page) => within.getByRole('region', { name, exact: true });
  const row = (table: string, text: string, within: Page = page) =>
    within.getByRole('table', { name: table }).getByRole('row').filter({ hasText: text });
  const navigate = async (section: string, link: string) => {
    const main = page.getByRole('navigation', { name: 'Main' });
    const expand = main.getByRole('button', { name: section, exact: true });
    if ((await expand.getAttribute('aria-expanded')) === 'false') await expand.click();
    await main.getByRole('link', { name: link, exact: true }).click();
    await page.getByRole('heading', { name: link, level: 1 }).waitFor();
  };
  const screen = async (name: string) => {
    if (database !== 'SQLite' || domain !== domains[0]) return;
    mkdirSync(screens, { recursive: true });
    await page.screenshot({ path: join(screens, `okta-${name}.png`) });
  };
  const choose = async (label: string, name: string) => {
    const input = page.getByRole('dialog').getByLabel(label, { exact: true }).first();
    await input.fill(name);
    await page.getByRole('option', { name, exact: true }).click();
    // The list of a field with several choices stays open until the field is left.
    await page.getByRole('dialog').getByRole('heading').first().click();
  };
  /** Waits until the emulator has nothing more to send. */
  const settled = () => okta.engine.settle();

  beforeAll(async () => {
    await ensureEmulatorConsole(() => {});
    process.env.ROLLCALL_API_DOMAINS = domains.join(',');
    server = await startServer(database, inject('postgresUrl'));
    okta = await createOktaEmulator({ dataDir, port: 0, seed: 36, orgName: 'Acme' });
    browser = await launchChromium();
    context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
      reducedMotion: 'reduce',
    });
    rollcall = await context.newPage();
    watch(rollcall);
    page = await context.newPage();
    watch(page);
  }, 120_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      mkdirSync(screens, { recursive: true });
      await page.screenshot({ path: join(screens, 'okta-failed.png') });
      await rollcall.screenshot({ path: join(screens, 'okta-failed-rollcall.png') });
    }
  });
  afterAll(async () => {
    delete process.env.ROLLCALL_API_DOMAINS;
    await browser?.close();
    await okta?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('get the SCIM token and API URL', async () => {
    await rollcall.bringToFront();
    await rollcall.goto(server.ownerLink);
    await rollcall.getByLabel('Your name').fill(owner.name);
    await rollcall.getByLabel('E-mail').fill(owner.email);
    await rollcall.getByLabel('Password', { exact: true }).fill(owner.password);
    await button('Create account', rollcall).click();
    await rollcall.getByRole('button', { name: owner.name }).click();
    await rollcall.getByRole('menuitem', { name: 'Integrations' }).click();
    await rollcall.getByRole('link', { name: 'Discover integrations' }).click();
    const tile = rollcall.getByRole('article', { name: 'SCIM protocol' });
    await tile.getByRole('link', { name: 'Add and configure' }).click();
    await rollcall.getByRole('link', { name: 'Get started' }).click();
    await rollcall.getByLabel('Name', { exact: true }).fill('Okta');
    await button('Generate token', rollcall).click();
    const dialog = rollcall.getByRole('dialog');
    found.token = await copiedBy(button('Copy token', dialog));
    expect(found.token).toMatch(/^rc_/);
    await dialog.getByRole('checkbox', { name: 'I have copied the token' }).check();
    await button('Done', dialog).click();
    await rollcall.getByRole('button', { name: 'Actions for Okta' }).click();
    await rollcall.getByRole('menuitem', { name: 'View details' }).click();
    const urls = region('Connection', rollcall).getByText(`.${domain}:`).first();
    found.url = (await urls.textContent()) ?? '';
    expect(new URL(found.url).hostname.endsWith(`.${domain}`)).toBe(true);
    expect(new URL(found.url).pathname).toBe('/api/v1/scim');
  });

  test('create the SAML application in Okta', async () => {
    await page.bringToFront();
    await page.goto(okta.url);
    await page.getByLabel('Username').fill(okta.admin.username);
    await page.getByLabel('Password', { exact: true }).fill(okta.admin.password);
    await screen('sign-in');
    await button('Sign in').click();
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    await screen('dashboard');
    await navigate('Applications', 'Applications');
    await button('Create App Integration').click();
    await page.getByRole('radio', { name: 'SAML 2.0' }).check();
    await screen('create-app');
    await button('Next').click();
    await page.getByRole('heading', { name: 'General Settings' }).waitFor();
    await page.getByLabel('App name').fill('Rollcall SCIM');
    await page.getByRole('group', { name: 'App visibility' }).getByRole('checkbox').check();
    await screen('general-settings');
    await button('Next').click();
    await page.getByRole('heading', { name: 'SAML Settings' }).waitFor();
    await page.getByLabel('Single sign-on URL').fill('https://placeholder.example/sso');
    await page.getByLabel('Audience URI (SP Entity ID)').fill('https://placeholder.example');
    await button('Next').click();
    const help = 'Help Okta Support understand how you configured this application';
    await page.getByRole('heading', { name: help }).waitFor();
    await page.getByRole('checkbox', { name: 'This is an internal app that we have created' }).check();
    await screen('help-okta-support');
    await button('Finish').click();
    await page.getByRole('heading', { name: 'Rollcall SCIM', level: 1 }).waitFor();
    await screen('sign-on');
    found.appUrl = page.url().replace(/\?.*/, '');
  });

  test('the catalog’s application offers sign-on and no provisioning', async () => {
    const catalog = await context.newPage();
    watch(catalog);
    await catalog.goto(`${okta.url}/applications`);
    await catalog.getByRole('link', { name: 'Browse App Catalog' }).click();
    const entry = region('Rollcall', catalog);
    await entry.getByText('it cannot be provisioned for SCIM').waitFor();
    await catalog.close();
  });

  test('turn SCIM on and connect; exactly three features have a tick', async () => {
    await tab('General');
    expect(await page.getByRole('tab', { name: 'Provisioning' }).count()).toBe(0);
    await button('Edit', region('Settings')).click();
    await page.getByRole('radiogroup', { name: 'Provisioning' }).getByRole('radio', { name: 'SCIM' }).check();
    await screen('general');
    await button('Save').click();
    await tab('Provisioning');
    await button('Edit', region('Integration')).click();
    await page.getByLabel('SCIM connector base URL').fill(found.url);
    await page.getByLabel('Unique identifier field for users').fill('userName');
    const actions = page.getByRole('group', { name: 'Supported provisioning actions' });
    for (const name of ['Push New Users', 'Push Profile Updates', 'Push Groups']) {
      await actions.getByRole('checkbox', { name, exact: true }).check();
    }
    await page.getByRole('combobox', { name: 'Authentication Mode' }).click();
    await page.getByRole('option', { name: 'HTTP Header' }).click();
    await page.getByLabel('Authorization', { exact: true }).fill(found.token);
    await screen('integration');
    await button('Test Connector Configuration').click();
    const dialog = page.getByRole('dialog', { name: 'Test Connector Configuration' });
    await dialog.getByRole('listitem').first().waitFor();
    const ticked = dialog
      .getByRole('listitem')
      .filter({ has: page.getByRole('img', { name: 'Detected', exact: true }) });
    expect(await ticked.allTextContents()).toEqual(['Create Users', 'Update User Attributes', 'Push Groups']);
    expect(await dialog.getByRole('listitem').count()).toBe(6);
    await screen('test-connector');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await button('Save').click();
    await region('To App').waitFor();
    await rollcall.bringToFront();
    await rollcall.goto(`${server.origin}/integrations`);
    await rollcall
      .getByRole('row')
      .filter({ hasText: 'Okta' })
      .getByText('Never contacted')
      .waitFor({ state: 'hidden' });
    await page.bringToFront();
  });

  test('provisioning to the application, and its attribute mappings', async () => {
    const toApp = region('To App');
    await toApp.getByRole('heading', { name: 'Provisioning to App' }).waitFor();
    await button('Edit', toApp).click();
    for (const name of ['Create Users', 'Update User Attributes', 'Deactivate Users']) {
      await toApp.getByRole('checkbox', { name, exact: true }).check();
    }
    await screen('to-app');
    await button('Save', toApp).click();
    await button('Edit', toApp).waitFor();
    expect(await toApp.getByRole('checkbox', { name: 'Deactivate Users' }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Actions for Nickname' }).click();
    await item('Remove');
    await button('Remove', page.getByRole('dialog')).click();
    await row('Attribute Mappings', 'Nickname').waitFor({ state: 'hidden' });
    await screen('attribute-mappings');
  });

  test('an assignment group that a rule fills, and somebody by hand', async () => {
    await navigate('Directory', 'Groups');
    await button('Add Group').click();
    await page.getByRole('dialog').getByLabel('Name').fill(assignmentGroup);
    await button('Save').click();
    await row('Groups', assignmentGroup).waitFor();
    await screen('groups');
    await tab('Rules');
    await button('Add Rule').click();
    await page.getByRole('dialog').getByLabel('Name').fill(ruleName);
    await page.getByRole('radio', { name: 'Use basic condition' }).check();
    await page.getByRole('radio', { name: 'Group membership' }).check();
    await choose('includes any of the following', 'Sales');
    await choose('includes any of the following', 'Engineering');
    await choose('Assign to', assignmentGroup);
    await screen('add-rule');
    await button('Save').click();
    const rule = row('Rules', ruleName);
    await rule.getByText('Inactive').waitFor();
    await rule.getByRole('button', { name: 'Actions' }).click();
    await item('Activate');
    await rule.getByText('Active', { exact: true }).waitFor();
    await screen('rules');

    await tab('All');
    await page.getByLabel('Search groups').fill(assignmentGroup);
    await row('Groups', assignmentGroup).getByRole('link').click();
    await row('Members', ruleName).first().waitFor();
    await button('Assign people').click();
    const people = page.getByRole('dialog').getByRole('listitem');
    const label = await people.first().getByRole('button').getAttribute('aria-label');
    const name = /^Add (.+) to the group$/.exec(label ?? '')?.[1] ?? '';
    await page.getByLabel('Search people').fill(name);
    // The list is that of the search when nobody else is in it: what is clicked before is taken away under the pointer.
    await people.filter({ hasNotText: name }).first().waitFor({ state: 'hidden' });
    await people
      .filter({ hasText: name })
      .first()
      .getByRole('button', { name: `Add ${name} to the group` })
      .click();
    await page.getByText('was added').waitFor();
    await button('Done').click();
    await row('Members', 'Manually').waitFor();
    await screen('group');
  });

  test('assign the group to the application; its members appear in Users', async () => {
    await page.goto(found.appUrl);
    await tab('Assignments');
    await button('Assign').click();
    await item('Assign to Groups');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Search groups').fill(assignmentGroup);
    const candidate = dialog.getByRole('listitem').filter({ hasText: assignmentGroup });
    await button('Assign', candidate).click();
    await button('Save and Go Back', dialog).click();
    await candidate.getByText('Assigned').waitFor();
    await screen('assign');
    await button('Done', dialog).click();
    await row('Assigned groups', assignmentGroup).waitFor();
    await page.reload();
    await region('Groups').getByText(assignmentGroup).waitFor();
    await settled();
    await row('Assigned people', 'Provisioned').first().waitFor();
    await screen('assignments');

    const expected = [...okta.engine.org.users.values()].filter((user) => user.profile.department === 'Sales');
    await rollcall.bringToFront();
    for (const user of expected.slice(0, 2)) await untilListed(rollcall, 'users', user.profile.login);
    await rollcall.goto(`${server.origin}/users`);
    for (const user of expected.slice(0, 2)) await row('Users', user.profile.login, rollcall).waitFor();
    await page.bringToFront();
  });

  test('push groups by name, one after the other', async () => {
    await tab('Push Groups');
    await button('Push Groups').click();
    await item('Find groups by name');
    const dialog = page.getByRole('dialog');
    await choose('Enter a group to push', 'Sales');
    await dialog.getByRole('radio', { name: 'Create Group' }).check();
    await screen('push-group');
    await button('Save & Add Another', dialog).click();
    await dialog.getByText('Sales was added.').waitFor();
    await choose('Enter a group to push', 'Engineering');
    await dialog.getByRole('radio', { name: 'Create Group' }).check();
    await button('Save', dialog).click();
    await dialog.waitFor({ state: 'hidden' });
    await settled();
    await row('Pushed groups', 'Sales').getByText('Active', { exact: true }).waitFor();
    await row('Pushed groups', 'Engineering').getByText('Active', { exact: true }).waitFor();
    await screen('push-groups');

    await rollcall.bringToFront();
    for (const name of ['Sales', 'Engineering']) await untilListed(rollcall, 'groups', name);
    await rollcall.goto(`${server.origin}/groups`);
    await row('Groups', 'Engineering', rollcall).waitFor();
    await row('Groups', 'Sales', rollcall).getByRole('link').click();
    const member = [...okta.engine.org.users.values()].find((user) => user.profile.department === 'Sales');
    await row('Members', member?.profile.login ?? '?', rollcall).waitFor();
    await page.bringToFront();
  });

  test('the same group for assignment and push is explained and asked about', async () => {
    await button('Push Groups').click();
    await item('Find groups by name');
    const dialog = page.getByRole('dialog');
    await choose('Enter a group to push', assignmentGroup);
    await button('Save', dialog).click();
    await dialog.getByText('Groups used to assign users in the Assignments tab cannot be used').waitFor();
    await screen('conflict');
    await button('Cancel', dialog).click();
    await dialog.getByLabel('Enter a group to push', { exact: true }).first().waitFor();
    await button('Cancel', dialog).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await row('Pushed groups', assignmentGroup).count()).toBe(0);
  });

  test('a change of membership arrives, and Push Now sends the whole group again', async () => {
    const { org } = okta.engine;
    const newcomer = [...org.users.values()].find((user) => user.profile.department === 'Marketing');
    const login = newcomer?.profile.login ?? '?';
    await navigate('Directory', 'Groups');
    await page.getByLabel('Search groups').fill('Sales');
    await row('Groups', 'Sales').getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Sales', level: 1 }).waitFor();
    await button('Assign people').click();
    await page.getByLabel('Search people').fill(login);
    const adding = page.getByRole('dialog').getByRole('listitem').filter({ hasText: login });
    await adding.getByRole('button').click();
    await page.getByText('was added').waitFor();
    await button('Done').click();
    await settled();
    await rollcall.bringToFront();
    await untilListed(rollcall, 'users', login);
    await rollcall.reload();
    await row('Members', login, rollcall).waitFor();
    await page.bringToFront();

    await page.goto(`${found.appUrl}?tab=push-groups`);
    const before = row('Pushed groups', 'Sales');
    await before.getByRole('button', { name: /^Push Status/ }).click();
    await screen('push-status');
    await item(/^Push now$/i);
    await settled();
    await before.getByText('Active', { exact: true }).waitFor();
    await navigate('Reports', 'System Log');
    await tab('SCIM requests');
    const sent = row('SCIM requests', '/Groups/').first();
    await sent.getByRole('button', { name: /^View request/ }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('region', { name: 'Request', exact: true }).waitFor();
    await drawer.getByRole('region', { name: 'Response', exact: true }).waitFor();
    await screen('scim-request');
    await page.keyboard.press('Escape');
    await tab('Events');
    await row('Events', 'Success').first().waitFor();
    await screen('system-log');
  });

  test('unlink with delete: the group is gone, the users are not', async () => {
    await page.goto(`${found.appUrl}?tab=push-groups`);
    const sales = row('Pushed groups', 'Sales');
    await sales.getByRole('button', { name: /^Push Status/ }).click();
    await item('Unlink push group');
    const dialog = page.getByRole('dialog', { name: 'Unlink push group' });
    await dialog.getByRole('radio', { name: 'Delete the group in the target app (recommended)' }).check();
    await screen('unlink');
    await button('Unlink', dialog).click();
    await sales.waitFor({ state: 'hidden' });
    await settled();
    const member = [...okta.engine.org.users.values()].find((user) => user.profile.department === 'Sales');
    await rollcall.bringToFront();
    await untilGone(rollcall, 'groups', 'Sales');
    await rollcall.goto(`${server.origin}/groups`);
    await row('Groups', 'Engineering', rollcall).waitFor();
    expect(await row('Groups', 'Sales', rollcall).count()).toBe(0);
    await rollcall.goto(`${server.origin}/users`);
    await row('Users', member?.profile.login ?? '?', rollcall).waitFor();
    await page.bringToFront();
    await navigate('Reports', 'Tasks');
    await page.getByText('Nothing to do').waitFor();
    await screen('tasks');
  });

  test('the same application signs people in to Rollcall over SAML', async () => {
    const copied = (from: Page, label: string) => copiedBy(button(`Copy ${label}`, from));
    await page.goto(`${found.appUrl}?tab=sign-on`);
    const issuer = await copied(page, 'Issuer');
    const entryPoint = await copied(page, 'Sign on URL');
    const certificate = await copied(page, 'Signing certificate');
    await rollcall.bringToFront();
    await rollcall.goto(`${server.origin}/settings/sign-in`);
    await button('Add provider', rollcall).click();
    const form = rollcall.getByRole('dialog');
    await form.getByLabel('Name', { exact: true }).fill('Okta');
    await form.getByLabel('E-mail domains').fill('acme.example');
    await form.getByLabel('E-mail domains').press('Enter');
    await form.getByLabel('Identity Provider Issuer').fill(issuer);
    await form.getByLabel('Identity Provider Single Sign-On URL').fill(entryPoint);
    await form.getByLabel('X.509 Certificate').fill(certificate);
    await form.getByRole('combobox', { name: 'Who may sign in' }).click();
    await rollcall.getByRole('option', { name: 'Everybody; newcomers become auditor' }).click();
    await button('Add', form).click();
    await form.waitFor({ state: 'hidden' });
    const ssoUrl = await copied(rollcall, 'Single sign-on URL');
    const audience = await copied(rollcall, 'Audience URI (SP Entity ID)');
    await page.bringToFront();
    await button('Edit', region('SAML Settings')).click();
    await page.getByLabel('Single sign-on URL').fill(ssoUrl);
    await page.getByLabel('Audience URI (SP Entity ID)').fill(audience);
    await button('Save').click();
    await region('SAML Settings').getByText(ssoUrl).waitFor();

    const person = [...okta.engine.org.users.values()].find((user) => user.profile.department === 'Engineering');
    const login = person?.profile.login ?? '?';
    const theirs = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    watch(theirs);
    await theirs.goto(`${server.origin}/sign-in`);
    await theirs.getByLabel('E-mail').fill(login);
    await button('Continue with Okta', theirs).click();
    await theirs.getByLabel('Username').fill(login);
    await button('Sign in', theirs).click();
    await theirs.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    await row('Users', login, theirs).waitFor();
    await theirs.context().close();
  });

  test.runIf(database === 'SQLite' && domain === domains[0])(
    'every page fits a phone and passes axe, light and dark',
    async () => {
      const { org } = okta.engine;
      const person = [...org.users.keys()][0];
      const group = [...org.groups.values()].find((each) => each.name === assignmentGroup)?.id;
      const app = new URL(found.appUrl).pathname;
      const tabs = ['general', 'sign-on', 'provisioning', 'assignments', 'push-groups'];
      const paths = [
        ['dashboard', '/'],
        ['applications', '/applications'],
        ['new-app', '/applications/new'],
        ['catalog', '/applications/catalog'],
        ...tabs.map((name) => [`app-${name}`, `${app}?tab=${name}`]),
        ['people', '/people'],
        ['person', `/people/${person}`],
        ['person-profile', `/people/${person}?tab=profile`],
        ['groups', '/groups'],
        ['group', `/groups/${group}`],
        ['rules', '/groups?tab=rules'],
        ['log', '/system-log'],
        ['requests', '/system-log?tab=requests'],
        ['tasks', '/tasks'],
        ['settings', '/settings'],
      ] as const;
      const faults: string[] = [];
      for (const [width, colorScheme] of [
        [390, 'light'],
        [1280, 'dark'],
      ] as const) {
        await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
        await page.emulateMedia({ colorScheme });
        for (const [name, path] of paths) {
          await page.goto(okta.url + path);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page.waitForFunction(
            () => document.querySelector('[aria-busy="true"], [role="status"][aria-label="Loading"]') === null,
          );
          await page.screenshot({ path: join(screens, `okta-${name}-${width}-${colorScheme}.png`) });
          const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          if (wider) faults.push(`${path} at ${width}: wider than the window`);
          for (const fault of await violations(page)) faults.push(`${path} at ${width}, ${colorScheme}: ${fault}`);
        }
      }
      expect(faults).toEqual([]);
    },
    240_000,
  );

  test('no page complained', () => {
    expect(problems).toEqual([]);
  });
});
