import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { DatabaseName } from '../console-world.ts';
import { wcag } from './axe.ts';
import { photographs } from './photographs.ts';
import type { ProductConsole } from './product-console.ts';

interface Studio {
  readonly page: Page;
  readonly origin: string;
  /** The admin API with the session of the page. */
  readonly api: ProductConsole['api'];
  /** Chooses in the ellipsis menu of an integration. */
  readonly ellipsis: (integration: string, item: string) => Promise<void>;
  readonly owner: { readonly name: string };
  readonly auditor: { readonly name: string };
}

/** Every page, menu, dialog and drawer of the console as a picture, and what axe says of each. */
export function photoSteps(database: DatabaseName, studio: () => Studio): void {
  const at = (path: string): readonly [string] => [studio().origin + path];

  test('axe finds nothing on any page, light, dark and narrow; every page is photographed light and dark, at 1280 and 390 pixels', async () => {
    const { page, api } = studio();
    const first = async (path: string) => (await api('GET', path)).items[0];
    const person = (await first('/api/v1/console/users?search=ada')).id;
    const archived = (await first('/api/v1/console/users?tab=archived')).id;
    const group = (await first('/api/v1/console/groups')).id;
    const integration = (await first('/api/v1/console/integrations')).id;
    const request = (await first('/api/v1/console/activity?status=400')).requestId;
    const { id: item } = await api('POST', '/api/v1/library-items', {
      name: 'Slack',
      kind: 'app',
      platforms: ['mac'],
      version: '4.41.1',
      description: 'The chat that everybody uses.',
      reference: 'https://slack.com/ssb/download-osx-universal',
    });
    const { id: blueprint } = await api('POST', '/api/v1/blueprints', { name: 'Laptops' });
    const { device_id: device } = await api('POST', '/api/v1/devices', {
      device_name: 'Ada’s MacBook',
      device_family: 'mac',
      serial_number: 'C02XK0AAJGH5',
      user: person,
      blueprint_id: blueprint,
      tags: ['Loaner'],
    });
    const invitation = await api('POST', '/api/v1/console/invitations', { email: 'new@acme.example', role: 'admin' });
    const pages = {
      users: at('/users'),
      'users-archived': at('/users?tab=archived'),
      'users-nobody': at('/users?search=nobody-at-all'),
      'user-profile': at(`/users/${person}`),
      'user-groups': at(`/users/${person}?tab=groups`),
      'user-devices': at(`/users/${person}?tab=devices`),
      'user-history': at(`/users/${person}?tab=history`),
      'user-raw': at(`/users/${person}?tab=raw`),
      'user-archived': at(`/users/${archived}`),
      groups: at('/groups'),
      group: at(`/groups/${group}`),
      'group-blueprints': at(`/groups/${group}?tab=blueprints`),
      'group-history': at(`/groups/${group}?tab=history`),
      'group-raw': at(`/groups/${group}?tab=raw`),
      devices: at('/devices'),
      device: at(`/devices/${device}`),
      library: at('/library'),
      'library-item': at(`/library/${item}`),
      blueprints: at('/blueprints'),
      blueprint: at(`/blueprints/${blueprint}`),
      'blueprint-activity': at(`/blueprints/${blueprint}?tab=activity`),
      routing: at('/blueprints/routing'),
      activity: at('/activity'),
      'activity-request': at(`/activity?request=${request}`),
      audit: at('/audit'),
      integrations: at('/integrations'),
      discover: at('/integrations/discover'),
      'set-up': at('/integrations/new'),
      'set-up-name': at('/integrations/new?step=name'),
      'integration-details': at(`/integrations/${integration}`),
      'integration-guide': at(`/integrations/${integration}?tab=guide`),
      ...Object.fromEntries(
        ['entra', 'onelogin', 'jumpcloud', 'google', 'other'].map((guide) => [
          `integration-guide-${guide}`,
          at(`/integrations/${integration}?tab=guide&guide=${guide}`),
        ]),
      ),
      'integration-attributes': at(`/integrations/${integration}?tab=attributes`),
      'integration-clients': at(`/integrations/${integration}?tab=clients`),
      'supported-attributes': at('/supported-attributes'),
      'settings-account': at('/settings/account'),
      'settings-team': at('/settings/team'),
      'settings-sign-in': at('/settings/sign-in'),
      'settings-tenant': at('/settings/tenant'),
      'settings-retention': at('/settings/retention'),
      'settings-api-tokens': at('/settings/api-tokens'),
      'not-found': at('/nowhere'),
      'sign-in': at('/sign-in'),
      welcome: at('/welcome#used-up-or-never-made-0123456789'),
      // Another query each time: a page that differs in its hash alone would not be loaded again.
      'welcome-invited': [String(invitation.link).replace('#', '?from=mail#')] as const,
    };
    expect(await photographs(page, pages, { keep: database === 'SQLite' })).toEqual([]);
    await api('DELETE', `/api/v1/console/invitations/${invitation.invitation.id}`);
  }, 400_000);

  // What opens over a page is the same on both databases.
  if (database === 'SQLite') menusAndDialogs(studio);
}

function menusAndDialogs(studio: () => Studio): void {
  test('axe finds nothing in menus, dialogs and drawers; each is photographed', async () => {
    const { page, origin, api, ellipsis, owner, auditor } = studio();
    const click = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
    const narrow = () => (page.viewportSize()?.width ?? 0) < 768;
    const item = (menu: string, name: string) => async () => {
      await click(menu);
      await page.getByRole('menuitem', { name, exact: true }).click();
    };
    const device = (await api('GET', '/api/v1/devices')).results[0].device_id;
    const integration = (await api('GET', '/api/v1/console/integrations')).items[0].id;
    const on = (path: string, open: () => Promise<void>) => [origin + path, open] as const;
    const opened = {
      'person-menu': on('/users', async () => {
        if (narrow()) await click('Open navigation');
        await page.getByRole('button', { name: owner.name }).click();
      }),
      // A phone has no columns to choose.
      columns: [`${origin}/users`, () => click('Columns'), 'wide'] as const,
      palette: on('/users', () => page.keyboard.press('Control+k')),
      'integration-menu': on('/integrations', () => click('Actions for Okta production')),
      rename: on('/integrations', () => ellipsis('Okta production', 'Rename')),
      rotate: on('/integrations', () => ellipsis('Okta production', 'Rotate token')),
      delete: on('/integrations', () => ellipsis('Okta production', 'Delete')),
      'add-client': on(`/integrations/${integration}?tab=clients`, () => click('Add client')),
      invite: on('/settings/team', () => click('Invite')),
      'remove-member': on('/settings/team', item(`Actions for ${auditor.name}`, 'Remove')),
      provider: on('/settings/sign-in', () => click('Add provider')),
      'provider-openid': on('/settings/sign-in', async () => {
        await click('Add provider');
        await page.getByRole('dialog').getByText('OpenID Connect', { exact: true }).click();
      }),
      'api-token': on('/settings/api-tokens', () => click('New token')),
      'two-factor': on('/settings/account', () => click('Turn off')),
      passkey: on('/settings/account', () => click('Add passkey')),
      'keep-less': on('/settings/retention', async () => {
        await page.getByLabel('Keep for, in days').fill('7');
        await click('Save');
      }),
      'support-bundle': on('/activity', () => click('Support bundle')),
      'support-bundle-span': on('/activity', async () => {
        await click('Support bundle');
        await page.getByRole('dialog').getByText('Other', { exact: true }).click();
      }),
      event: on('/audit', () => page.getByRole('row').nth(1).getByRole('link').click()),
      'add-device': on('/devices', () => click('Add device')),
      'edit-device': on(`/devices/${device}`, () => click('Edit device details')),
      'import-devices': on('/devices', () => click('Import CSV')),
      'add-item': on('/library', () => click('Add item')),
      'add-blueprint': on('/blueprints', () => click('Add Blueprint')),
      'edit-rule': on('/blueprints/routing', async () => {
        await click('Add route');
        await page.getByRole('dialog').getByRole('button', { name: 'Add rule' }).click();
      }),
    };
    // Unsaved edits ask before they are left.
    page.on('dialog', (asked) => void asked.accept());
    // Menus stand outside the page's landmarks by design; that is no WCAG matter.
    const album = { keep: true, tags: wcag, over: true };
    const files = Object.entries(opened).map(([name, each]) => [`open-${name}`, each] as const);
    expect(await photographs(page, Object.fromEntries(files), album)).toEqual([]);
    await page.goto(`${origin}/users`);
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  }, 300_000);
}
