import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { type DatabaseName, scim, startServer, totp } from './console-world.ts';
import { wcag } from './testing/axe.ts';
import { copiedBy } from './testing/clipboard.ts';
import { untilKnown } from './testing/known.ts';
import { photoSteps } from './testing/photo-steps.ts';
import { photographs, photographsHere } from './testing/photographs.ts';

const owner = { name: 'Kim Rivera', email: 'kim@acme.example', password: 'correct horse battery staple' };
const auditor = { name: 'Lee Park', email: 'lee@acme.example', password: 'another long pass phrase' };

const user = (userName: string, given: string, family: string, department: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
  userName,
  name: { givenName: given, familyName: family },
  emails: [{ value: userName, type: 'work', primary: true }],
  title: 'Engineer',
  active: true,
  password: 'sent by Okta, never kept',
  badgeColour: 'green',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department },
});
const patch = (...operations: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: operations,
});

describe.each<DatabaseName>(['SQLite', 'PostgreSQL'])('the console on %s', (database) => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const problems: string[] = [];
  /** Found on the way, as an administrator would. */
  const found = { url: '', token: '', ada: '', sales: '' };

  const watch = (watched: Page) => {
    watched.on('pageerror', (error) => problems.push(`${watched.url()}: ${error.message}`));
    watched.on('console', (message) => {
      if (message.type() === 'error' && !/status of [45]\d\d/.test(message.text()))
        problems.push(`${watched.url()}: ${message.text()}`);
    });
  };
  const signedInAs = async (who: { email: string; password: string }): Promise<Page> => {
    const fresh = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    watch(fresh);
    await fresh.goto(`${server.origin}/sign-in`);
    await fresh.getByLabel('E-mail').fill(who.email);
    await fresh.getByLabel('Password', { exact: true }).fill(who.password);
    await fresh.getByRole('button', { name: 'Sign in', exact: true }).click();
    return fresh;
  };
  const send = (method: string, path: string, body?: unknown) => scim(found.url, found.token, method, path, body);
  const row = (name: string | RegExp): Locator => page.getByRole('row').filter({ hasText: name });
  const ellipsis = async (integration: string, item: string) => {
    await page.getByRole('button', { name: `Actions for ${integration}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  beforeAll(async () => {
    server = await startServer(database, inject('postgresUrl'));
    browser = await launchChromium();
    context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    watch(page);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  test('the printed link makes the first owner, once', async () => {
    await page.goto(server.ownerLink);
    await page.getByLabel('Your name').fill(owner.name);
    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByLabel('Password', { exact: true }).fill(owner.password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    await page.getByText('No users yet').waitFor();

    const other = await (await browser.newContext()).newPage();
    await other.goto(server.ownerLink);
    await other.getByText('This link can’t be used').waitFor();
    await other.context().close();
  });

  test('the seed’s steps “Get the SCIM Token and API URL” work word for word', async () => {
    await page.getByRole('button', { name: owner.name }).click();
    await page.getByRole('menuitem', { name: 'Integrations' }).click();
    await page.getByRole('link', { name: 'Discover integrations' }).click();
    await page.getByRole('heading', { name: 'Directory integrations' }).waitFor();
    await page.getByRole('article', { name: 'SCIM protocol' }).getByRole('link', { name: 'Add and configure' }).click();
    await page.getByRole('link', { name: 'Get started' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Okta production');
    await page.getByRole('button', { name: 'Generate token' }).click();

    const dialog = page.getByRole('dialog', { name: 'Token of Okta production' });
    const done = dialog.getByRole('button', { name: 'Done' });
    found.token = await copiedBy(dialog.getByRole('button', { name: 'Copy token' }));
    expect(found.token).toMatch(/^rc_/);
    expect(await done.isDisabled()).toBe(true);
    expect(
      await photographsHere(page, 'open-set-up-token', { keep: database === 'SQLite', tags: wcag, over: true }),
    ).toEqual([]);
    // The name that was just made is in nobody else's use.
    expect(await page.getByText('Another integration has this name.').count()).toBe(0);
    await dialog.getByRole('checkbox', { name: 'I have copied the token' }).check();
    await done.click();

    await page.getByRole('heading', { name: 'Integrations', level: 1 }).waitFor();
    await row('Okta production').getByText('Never contacted').waitFor();
    await ellipsis('Okta production', 'View details');
    found.url = await copiedBy(page.getByRole('button', { name: 'Copy SCIM API URL' }));
    expect(found.url).toBe(`${server.origin}/api/v1/scim`);
  });

  test('a name that is in use is refused while it is typed, in any case', async () => {
    await page.goto(`${server.origin}/integrations/new?step=name`);
    await page.getByLabel('Name', { exact: true }).fill('OKTA production');
    await page.getByText('Another integration has this name.').waitFor();
    expect(await page.getByRole('button', { name: 'Generate token' }).isDisabled()).toBe(true);
  });

  test('the connect guide’s checklist ticks itself while requests arrive', async () => {
    await page.goto(`${server.origin}/integrations`);
    await ellipsis('Okta production', 'Connect guide');
    await page.getByText(found.url).first().waitFor();
    const ticked = (label: string) =>
      page.getByRole('listitem').filter({ hasText: label }).getByLabel('Done', { exact: true });

    expect((await send('GET', '/Users?startIndex=1&count=2')).status).toBe(200);
    await ticked('Connection tested').waitFor();
    const ada = await send('POST', '/Users', user('ada@example.com', 'Ada', 'Lovelace', 'Engineering'));
    expect(ada.status).toBe(201);
    found.ada = ada.id;
    await ticked('First user created').waitFor();
    const changed = patch({ op: 'replace', value: { title: 'Staff Engineer', badgeColour: 'green' } });
    expect((await send('PATCH', `/Users/${ada.id}`, changed)).status).toBe(200);
    await ticked('First profile update').waitFor();
    const linus = await send('POST', '/Users', user('linus@example.com', 'Linus', 'Torvalds', 'Sales'));
    expect((await send('PATCH', `/Users/${linus.id}`, patch({ op: 'replace', value: { active: false } }))).status).toBe(
      200,
    );
    await ticked('First deactivation').waitFor();
    const group = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Sales',
      members: [{ value: ada.id }],
    };
    const sales = await send('POST', '/Groups', group);
    expect(sales.status).toBe(201);
    found.sales = sales.id;
    await ticked('First group pushed').waitFor();
  });

  test('users are there, found as one types, and the address holds what is shown', async () => {
    let last = '';
    for (let index = 0; index < 60; index += 1) {
      const answer = await send(
        'POST',
        '/Users',
        user(`user${index}@example.com`, `Person${index}`, 'Example', index % 2 ? 'Finance' : 'Support'),
      );
      expect(answer.status).toBe(201);
      last = answer.id;
    }
    await untilKnown(page, 'users', last);
    await page.goto(`${server.origin}/users`);
    await row('Ada Lovelace').waitFor();
    await page.getByRole('searchbox', { name: 'Search users' }).fill('person59');
    await row('Person59 Example').waitFor();
    await row('Ada Lovelace').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('search')).toBe('person59');
    await page.reload();
    await row('Person59 Example').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await row('Ada Lovelace').waitFor();
    await page.getByRole('button', { name: 'Name', exact: true }).click();
    await page.waitForURL(/sort=-name/);
    await row('Person9 Example').waitFor();
    await page.getByRole('tab', { name: /Archived/ }).click();
    await row('Linus Torvalds').waitFor();
    await page.goBack();
  });

  test('arrow keys move between rows and Enter opens one', async () => {
    await page.goto(`${server.origin}/users`);
    await row('Ada Lovelace').getByRole('link').focus();
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Person0 Example');
    await page.keyboard.press('Home');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Ada Lovelace');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Ada Lovelace', level: 1 }).waitFor();
  });

  test('a user’s page shows profile, groups, history and the raw document', async () => {
    await page.goto(`${server.origin}/users`);
    await row('Ada Lovelace').getByRole('link').click();
    await page.getByText('Staff Engineer').first().waitFor();
    await page.getByRole('tab', { name: /Groups/ }).click();
    await row('Sales').waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('Staff Engineer').first().waitFor();
    await page.getByRole('tab', { name: 'Raw' }).click();
    await page.getByRole('region', { name: 'SCIM document, JSON' }).getByText('"ada@example.com"').first().waitFor();
    await page.getByText('badgeColour').first().waitFor();
  });

  test('a group’s page shows its members', async () => {
    await page.goto(`${server.origin}/groups`);
    await row('Sales').getByRole('link').click();
    await row('Ada Lovelace').waitFor();
  });

  test('a list that can’t be loaded says so, and loads when it is tried again', async () => {
    await page.route('**/api/v1/console/groups?*', (route) =>
      route.fulfill({ status: 500, json: { code: 'internal' } }),
    );
    await page.goto(`${server.origin}/groups`);
    await page.getByRole('alert').waitFor();
    await page.unroute('**/api/v1/console/groups?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await row('Sales').waitFor();
  });

  test('users are exported as CSV', async () => {
    await page.goto(`${server.origin}/users`);
    await row('Ada Lovelace').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text.trim().split('\n')).toHaveLength(62);
    expect(text).toContain('ada@example.com');
  });

  test('activity is live, says what changed, and why a request failed with what to do', async () => {
    await page.goto(`${server.origin}/activity`);
    await page.getByText('Live', { exact: true }).waitFor();
    await send('POST', '/Users', user('grace@example.com', 'Grace', 'Hopper', 'Engineering'));
    await page.getByRole('row').nth(1).filter({ hasText: 'Grace Hopper' }).waitFor();
    const unknown = patch({ op: 'add', path: 'members', value: [{ value: '00000000-0000-4000-8000-000000000000' }] });
    expect((await send('PATCH', `/Groups/${found.sales}`, unknown)).status).toBe(400);
    const refused = page.getByRole('row').nth(1).filter({ hasText: '400' });
    await refused.getByRole('link').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('What to do:').waitFor();
    await drawer.getByRole('button', { name: 'Copy as curl' }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('request'));

    await page.getByRole('button', { name: 'Pause' }).click();
    await send('GET', '/Users?count=1');
    await page.getByRole('button', { name: 'Resume (1 new)' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
  });

  test('⌘K finds a user and goes there', async () => {
    await page.goto(`${server.origin}/groups`);
    await row('Sales').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Search/ }).fill('lovelace');
    await page.getByRole('option', { name: /Ada Lovelace/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Ada Lovelace', level: 1 }).waitFor();
  });

  test('renaming an integration can be undone', async () => {
    await page.goto(`${server.origin}/integrations`);
    await ellipsis('Okta production', 'Rename');
    await page.getByLabel('Name', { exact: true }).fill('Okta main');
    await page.getByRole('button', { name: 'Rename' }).click();
    await row('Okta main').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row('Okta production').waitFor();
  });

  test('rotating the token refuses the old one at once', async () => {
    await page.goto(`${server.origin}/integrations`);
    expect((await send('GET', '/Users?count=1')).status).toBe(200);
    await ellipsis('Okta production', 'Rotate token');
    await page.getByRole('button', { name: 'Rotate token' }).click();
    const dialog = page.getByRole('dialog', { name: 'New token of Okta production' });
    const fresh = await copiedBy(dialog.getByRole('button', { name: 'Copy token' }));
    expect((await send('GET', '/Users?count=1')).status).toBe(401);
    found.token = fresh;
    expect((await send('GET', '/Users?count=1')).status).toBe(200);
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Done' }).click();
  });

  test('an invited auditor sees everything and can change nothing', async () => {
    await page.goto(`${server.origin}/settings/team`);
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByRole('dialog').getByLabel('E-mail').fill(auditor.email);
    await page.getByRole('dialog').getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: /^Auditor/ }).click();
    await page.getByRole('button', { name: 'Create link' }).click();
    const link = await copiedBy(page.getByRole('button', { name: 'Copy Link' }));
    await page.getByRole('button', { name: 'Done' }).click();

    const theirs = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    watch(theirs);
    await theirs.goto(link);
    await theirs.getByLabel('Your name').fill(auditor.name);
    await theirs.getByLabel('Password', { exact: true }).fill(auditor.password);
    await theirs.getByRole('button', { name: 'Accept invitation' }).click();
    await theirs.getByRole('row').filter({ hasText: 'Ada Lovelace' }).waitFor();
    await theirs.goto(`${server.origin}/integrations`);
    await theirs.getByRole('row').filter({ hasText: 'Okta production' }).waitFor();
    expect(await theirs.getByRole('link', { name: 'Discover integrations' }).count()).toBe(0);
    await theirs.getByRole('button', { name: 'Actions for Okta production' }).click();
    await theirs.getByRole('menuitem', { name: 'View details' }).waitFor();
    expect(await theirs.getByRole('menuitem', { name: 'Rotate token' }).count()).toBe(0);
    const status = await theirs.evaluate(async () => {
      const answer = await fetch('/api/v1/console/integrations', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Sneaked in' }),
      });
      return answer.status;
    });
    expect(status).toBe(403);
    await theirs.context().close();
  });

  test('the audit log names who did what', async () => {
    await page.goto(`${server.origin}/audit`);
    await row(/Okta production/)
      .first()
      .waitFor();
    await row(auditor.email).first().waitFor();
    await row(/Okta production/)
      .first()
      .getByRole('link')
      .click();
    await page.getByRole('dialog').getByText(owner.name).first().waitFor();
  });

  test('a link from the command line sets a new password', async () => {
    const printed = await server.rollcall('admin', 'reset-password', auditor.email);
    const theirs = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    watch(theirs);
    await theirs.goto(/http\S+#\S+/.exec(printed)?.[0] ?? '');
    await theirs.getByLabel('Password', { exact: true }).fill('a third and newer pass phrase');
    await theirs.getByRole('button', { name: 'Set password' }).click();
    await theirs.waitForURL(/users|sign-in/);
    await theirs.context().close();
    const again = await signedInAs({ email: auditor.email, password: 'a third and newer pass phrase' });
    await again.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    await again.context().close();
  });

  test('signing in asks for the code of the authenticator app once it is set up', async () => {
    await page.goto(`${server.origin}/settings/account`);
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByLabel('Your password').fill(owner.password);
    await page.getByRole('button', { name: 'Continue' }).click();
    const secret = await copiedBy(page.getByRole('button', { name: 'Copy key' }));
    await page.getByLabel('Code from the app').fill(totp(secret));
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByText('Two-factor sign-in is on').waitFor();

    const fresh = await signedInAs(owner);
    await fresh.getByText('Enter the six digits').waitFor();
    await fresh.getByLabel('Digit 1').click();
    await fresh.keyboard.type(totp(secret));
    await fresh.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    await fresh.context().close();
  });

  test('a passkey that was added in Settings signs in', async () => {
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
    } as const;
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
    });
    await page.goto(`${server.origin}/settings/account`);
    await page.getByRole('button', { name: 'Add passkey' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Laptop');
    await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
    await row('Laptop').waitFor();

    await page.getByRole('button', { name: owner.name }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  });

  test('a wrong password says nothing about which part was wrong', async () => {
    const words: string[] = [];
    for (const email of [owner.email, 'nobody@acme.example']) {
      const fresh = await signedInAs({ email, password: 'certainly not this one' });
      words.push((await fresh.getByRole('alert').textContent()) ?? '');
      await fresh.context().close();
    }
    expect(words[0]).toBe(words[1]);
    expect(words[0]).toContain('wrong');
  });

  /** From the page's own session. */
  const api = (method: string, path: string, body?: unknown) =>
    page.evaluate(
      async ([how, url, json]) => {
        const answer = await fetch(url ?? '', {
          method: how ?? 'GET',
          ...(json ? { headers: { 'content-type': 'application/json' }, body: json } : {}),
        });
        return answer.status === 204 ? null : answer.json();
      },
      [method, path, body === undefined ? '' : JSON.stringify(body)] as const,
    );

  photoSteps(database, () => ({ page, origin: server.origin, api, ellipsis, owner, auditor }));

  test('somebody in two tenants switches between them and sees one at a time', async () => {
    await server.rollcall('tenant', 'create', '--subdomain', 'beta', '--name', 'Beta');
    const printed = await server.rollcall('admin', 'invite', owner.email, '--role', 'admin', '--tenant', 'beta');
    await page.goto(/http\S+#\S+/.exec(printed)?.[0] ?? '');
    await page.getByRole('heading', { name: 'Join Beta' }).waitFor();
    await page.getByRole('button', { name: 'Accept invitation' }).click();
    // Joining a further tenant ends older sessions: one that another tenant's identity provider made must not reach in.
    await page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();

    const switchTo = async (tenant: string) => {
      await page.getByRole('button', { name: owner.name }).click();
      await Promise.all([page.waitForEvent('load'), page.getByRole('menuitem', { name: tenant, exact: true }).click()]);
    };
    await switchTo('Beta');
    await page.getByText('No users yet').waitFor();
    await page.goto(`${server.origin}/users/${found.ada}`);
    await page.getByText('There is nothing at this address').waitFor();
    // The browser's console names what the page was asked for and can't have.
    const asked = problems.findIndex((each) => each.includes(`/users/${found.ada}: AdminApiError: Not found`));
    if (asked >= 0) problems.splice(asked, 1);
    const empty = {
      'empty-groups': ['/groups', 'No groups yet'],
      'empty-devices': ['/devices', 'No devices yet'],
      'empty-library': ['/library', 'The library is empty'],
      'empty-blueprints': ['/blueprints', 'No Blueprints yet'],
      'empty-activity': ['/activity', 'No requests yet'],
      'empty-integrations': ['/integrations', 'No integration yet'],
      'empty-api-tokens': ['/settings/api-tokens', 'No API token yet'],
    } as const;
    for (const [path, words] of Object.values(empty)) {
      await page.goto(server.origin + path);
      await page.getByText(words).waitFor();
    }
    const pages = Object.fromEntries(
      Object.entries({ ...empty, 'empty-users': ['/users'] }).map(([name, [path]]) => [
        name,
        [server.origin + path] as const,
      ]),
    );
    const album = { keep: database === 'SQLite' };
    if (album.keep) expect(await photographs(page, pages, album)).toEqual([]);
    await page.getByRole('button', { name: owner.name }).click();
    expect(await photographsHere(page, 'open-tenant-switcher', { ...album, tags: wcag, over: true })).toEqual([]);
    await page.keyboard.press('Escape');
    await switchTo('Default');
    await row('Ada Lovelace').waitFor();

    // Whoever belongs to one tenant has no switcher, and no way into the other.
    const theirs = await signedInAs({ email: auditor.email, password: 'a third and newer pass phrase' });
    await theirs.getByRole('row').filter({ hasText: 'Ada Lovelace' }).waitFor();
    await theirs.getByRole('button', { name: auditor.name }).click();
    await theirs.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    expect(await theirs.getByText('Switch tenant').count()).toBe(0);
    expect(await theirs.getByRole('menuitem', { name: 'Beta' }).count()).toBe(0);
    await theirs.context().close();
  }, 120_000);

  test('deleting an integration asks for its name, and its token stops at once', async () => {
    await page.goto(`${server.origin}/integrations`);
    await ellipsis('Okta production', 'Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete Okta production' });
    await dialog.getByText('62 users without a device will be removed.').waitFor();
    await dialog.getByText('1 user with devices will be archived and stay on 1 device.').waitFor();
    const remove = dialog.getByRole('button', { name: 'Delete' });
    expect(await remove.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('Okta production');
    await remove.click();
    await page.getByText('Okta production was deleted').waitFor();
    await page.getByText('No integration yet').waitFor();
    expect((await send('GET', '/Users?count=1')).status).toBe(401);
  });

  test('signing out ends the session', async () => {
    await page.getByRole('button', { name: owner.name }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor();
    await page.goto(`${server.origin}/audit`);
    await page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor();
    expect(new URL(page.url()).searchParams.get('next')).toBe('/audit');
  });

  test('no page threw, logged an error or broke the content security policy', () => {
    expect(problems).toEqual([]);
  });
});
