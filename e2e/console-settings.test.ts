import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DatabaseName } from './console-world.ts';
import { type OpenIdProvider, startOpenIdProvider } from './openid-provider.ts';
import { accountSteps } from './testing/account-steps.ts';
import { copiedBy } from './testing/clipboard.ts';
import { integrationSteps } from './testing/integration-steps.ts';
import { untilKnown } from './testing/known.ts';
import { logSteps } from './testing/log-steps.ts';
import { openProductConsole, type ProductConsole } from './testing/product-console.ts';
import { stateSteps } from './testing/state-steps.ts';
import { userListSteps } from './testing/user-list-steps.ts';

describe.each<DatabaseName>(['SQLite', 'PostgreSQL'])('settings in the console on %s', (database) => {
  let world: ProductConsole;
  let server: { readonly origin: string };
  let issuer: OpenIdProvider;
  let page: Page;

  const newPage = () => world.newPage();
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  beforeAll(async () => {
    issuer = await startOpenIdProvider();
    world = await openProductConsole(database, inject('postgresUrl'));
    server = world;
    page = world.page;
  }, 120_000);
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await issuer?.[Symbol.asyncDispose]();
  });

  /** Goes from Rollcall's sign-in page through the provider's own pages. */
  async function signInThrough(provider: string, login: string): Promise<Page> {
    const theirs = await newPage();
    await theirs.goto(`${server.origin}/sign-in`);
    await theirs.getByLabel('E-mail').fill(login);
    await theirs.getByRole('button', { name: `Continue with ${provider}` }).click();
    await theirs.getByPlaceholder('Enter any login').fill(login);
    await theirs.getByPlaceholder('and password').fill('any');
    await theirs.getByRole('button', { name: 'Sign-in' }).click();
    await theirs.getByRole('button', { name: 'Continue' }).click();
    await theirs.waitForURL(`${server.origin}/**`);
    return theirs;
  }

  test('people sign in over OpenID Connect with a provider that was added in Settings', async () => {
    await page.goto(`${server.origin}/settings/sign-in`);
    await button('Add provider').click();
    const form = page.getByRole('dialog');
    await form.getByText('OpenID Connect', { exact: true }).click();
    await form.getByLabel('Name', { exact: true }).fill('Corporate');
    await form.getByLabel('E-mail domains').fill('acme.example');
    await form.getByLabel('E-mail domains').press('Enter');
    await form.getByLabel('Issuer').fill(issuer.issuer);
    await form.getByLabel('Client ID').fill(issuer.clientId);
    await form.getByLabel('Client secret', { exact: true }).fill(issuer.clientSecret);
    await form.getByRole('combobox', { name: 'Who may sign in' }).click();
    await page.getByRole('option', { name: 'Everybody; newcomers become auditor' }).click();
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await form.waitFor({ state: 'hidden' });
    issuer.register(await copiedBy(button('Copy redirect URI')));

    const theirs = await signInThrough('Corporate', 'pat@acme.example');
    await theirs.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    await theirs.getByRole('button', { name: 'pat' }).waitFor();
    // A newcomer may look, as was chosen, and no more.
    await theirs.goto(`${server.origin}/settings/retention`);
    await theirs.getByText('Kept for', { exact: true }).waitFor();
    await theirs.context().close();
  });

  test('a provider is edited: its name at once, the secret stays, and newcomers can be shut out', async () => {
    await page.goto(`${server.origin}/settings/sign-in`);
    await button('Actions for Corporate').click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    const form = page.getByRole('dialog', { name: 'Edit Corporate' });
    expect(await form.getByLabel('Client ID').inputValue()).toBe(issuer.clientId);
    expect(await form.getByLabel('Client secret', { exact: true }).inputValue()).toBe('');
    await form.getByLabel('Name', { exact: true }).fill('Head office');
    await form.getByRole('combobox', { name: 'Who may sign in' }).click();
    await page.getByRole('option', { name: 'Only people who were invited' }).click();
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: 'Head office' }).waitFor();

    const known = await signInThrough('Head office', 'pat@acme.example');
    await known.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    await known.context().close();
    const stranger = await signInThrough('Head office', 'stranger@acme.example');
    await stranger.getByText('Single sign-on did not work: not invited').waitFor();
    await stranger.context().close();

    await page.goto(`${server.origin}/audit`);
    await page.getByRole('row', { name: /Changed sign-in provider Head office/ }).waitFor();
  });

  test('how long the request log is kept is chosen in Settings, counts at once, and is in the audit log', async () => {
    await page.goto(`${server.origin}/settings/retention`);
    const days = page.getByLabel('Keep for, in days');
    expect(await days.inputValue()).toBe('30');
    await days.fill('0');
    await page.getByText('From 1 to 3,650 days.').waitFor();
    expect(await button('Save').isDisabled()).toBe(true);
    await days.fill('90');
    await button('Save').click();
    await page.getByText('Saved').waitFor();
    await page.reload();
    expect(await days.inputValue()).toBe('90');
    await days.fill('7');
    await button('Save').click();
    const dialog = page.getByRole('dialog', { name: 'Keep less of the request log' });
    await dialog.getByText(/older than 7 days/).waitFor();
    await dialog.getByRole('button', { name: 'Keep less' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.reload();
    expect(await days.inputValue()).toBe('7');
    await page.goto(`${server.origin}/audit`);
    await page
      .getByRole('row', { name: /Changed retention of tenant Default/ })
      .first()
      .waitFor();
  });

  test('a row that is opened right after typing stays open', async () => {
    const ada = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'ada@example.com',
      displayName: 'Ada Lovelace',
    };
    const made = await world.scim(world.okta.token, 'POST', '/Users', ada);
    expect(made.status).toBe(201);
    await untilKnown(page, 'users', made.id);
    await page.goto(`${server.origin}/users`);
    const row = page.getByRole('row').filter({ hasText: 'Ada Lovelace' }).getByRole('link');
    await row.waitFor();
    await page.getByRole('searchbox', { name: 'Search users' }).fill('ada');
    await row.click();
    await page.getByRole('heading', { name: 'Ada Lovelace', level: 1 }).waitFor();
    // Longer than the search waits for a further key.
    await page.waitForTimeout(500);
    expect(new URL(page.url()).pathname).toMatch(/^\/users\/.+/);
  });

  test('⌘K reaches settings by what they are about, and an integration’s guide', async () => {
    const choose = async (typed: string, option: string) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: /^Search/ }).fill(typed);
      await page.getByRole('option', { name: option }).click();
    };
    await page.goto(`${server.origin}/groups`);
    await page.getByText('No groups yet').waitFor();
    await choose('keep days', 'Retention');
    await page.getByLabel('Keep for, in days').waitFor();
    await choose('okta', 'Okta: connect guide');
    await page.getByText('Connection tested').waitFor();
  });

  test('a support bundle holds the requests of the span that was chosen', async () => {
    const requestsOf = async (from: string, to: string) => {
      await page.goto(`${server.origin}/activity`);
      await button('Support bundle').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Other', { exact: true }).click();
      await dialog.getByLabel('From').fill(from);
      await dialog.getByLabel('To', { exact: true }).fill(to);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('button', { name: 'Download' }).click(),
      ]);
      return JSON.parse(readFileSync(await download.path(), 'utf8')).requests.length;
    };
    expect(await requestsOf('2020-01-01T00:00', '2020-01-02T00:00')).toBe(0);
    expect(await requestsOf('2020-01-01T00:00', '2099-01-01T00:00')).toBeGreaterThan(0);
  });

  test('on a phone the tab that is shown is in sight', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${server.origin}/settings/api-tokens`);
    const tab = page.getByRole('tab', { name: 'API tokens' });
    await tab.waitFor();
    await expect
      .poll(async () => {
        const box = await tab.boundingBox();
        return box !== null && box.x >= 0 && box.x + box.width <= 390;
      })
      .toBe(true);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  accountSteps(() => world);
  integrationSteps(() => world);
  logSteps(() => world);
  // What a page does with an answer that is late or an error depends on no database: once is enough.
  if (database === 'SQLite') stateSteps(() => world);
  userListSteps(() => world);

  test('no page threw an error', () => {
    expect(world.problems).toEqual([]);
  });
});
