import { expect, test } from 'vitest';
import type { ProductConsole } from './product-console.ts';

interface Part {
  readonly name: string;
  readonly path: string;
  /** What the part asks for. */
  readonly asks: string;
  /** What is there once it has come. */
  readonly shows: string | RegExp;
}

/** Every page and part of a page that loads by itself: it shows that it loads, and says why it can't. */
export function stateSteps(world: () => ProductConsole): void {
  test('every part that loads shows that it does; one that can’t be loaded says so, and is tried again', async () => {
    const { page, origin, okta } = world();
    const { items } = await world().api('GET', '/api/v1/console/users?limit=1');
    const [user] = items;
    const [group] = (await world().api('GET', '/api/v1/console/groups?limit=1')).items;
    const integration = `/integrations/${okta.id}`;
    const parts: readonly Part[] = [
      { name: 'users', path: '/users', asks: 'console/users', shows: user.name },
      { name: 'user', path: `/users/${user.id}`, asks: `console/users/${user.id}`, shows: 'Attributes as received' },
      {
        name: 'user-history',
        path: `/users/${user.id}?tab=history`,
        asks: 'console/users/*/history',
        shows: 'Created',
      },
      {
        name: 'user-raw',
        path: `/users/${user.id}?tab=raw`,
        asks: 'console/users/*/raw',
        shows: 'Last payload received',
      },
      { name: 'user-devices', path: `/users/${user.id}?tab=devices`, asks: 'devices', shows: 'No device' },
      { name: 'groups', path: '/groups', asks: 'console/groups', shows: group.name },
      { name: 'group-members', path: `/groups/${group.id}`, asks: 'console/groups/*/members', shows: 'Members' },
      {
        name: 'group-blueprints',
        path: `/groups/${group.id}?tab=blueprints`,
        asks: `groups/${group.id}/blueprints`,
        shows: 'No Blueprint uses it',
      },
      { name: 'devices', path: '/devices', asks: 'devices', shows: 'No devices yet' },
      { name: 'library', path: '/library', asks: 'library-items', shows: 'The library is empty' },
      { name: 'blueprints', path: '/blueprints', asks: 'blueprints', shows: 'No Blueprints yet' },
      { name: 'activity', path: '/activity', asks: 'console/activity', shows: /User created/ },
      { name: 'audit', path: '/audit', asks: 'console/audit', shows: /^Created/ },
      { name: 'integrations', path: '/integrations', asks: 'console/integrations', shows: 'Northwind' },
      { name: 'integration', path: integration, asks: `console${integration}`, shows: 'SCIM API URL' },
      {
        name: 'guide',
        path: `${integration}?tab=guide`,
        asks: 'console/integrations/*/guide',
        shows: 'First group pushed',
      },
      {
        name: 'attributes',
        path: `${integration}?tab=attributes`,
        asks: 'console/integrations/*/attribute-feed',
        shows: 'Preview',
      },
      {
        name: 'clients',
        path: `${integration}?tab=clients`,
        asks: 'console/integrations/*/clients',
        shows: 'No OAuth client',
      },
      { name: 'supported', path: '/supported-attributes', asks: 'console/supported-attributes', shows: 'externalId' },
      { name: 'sessions', path: '/settings/account', asks: 'console/sessions', shows: 'this one' },
      { name: 'team', path: '/settings/team', asks: 'console/team', shows: 'No open invitation' },
      { name: 'sign-in', path: '/settings/sign-in', asks: 'console/sign-in-providers', shows: 'Single sign-on' },
      { name: 'tenant', path: '/settings/tenant', asks: 'console/tenant', shows: 'Sub-domain' },
      { name: 'retention', path: '/settings/retention', asks: 'console/retention', shows: 'Holds now' },
      { name: 'tokens', path: '/settings/api-tokens', asks: 'console/api-tokens', shows: 'No API token yet' },
    ];
    const wrong: string[] = [];
    for (const { name, path, asks, shows } of parts) {
      const pattern = new RegExp(`^/api/v1/${asks.replaceAll('*', '[^/]+')}$`);
      const asked = (url: URL) => pattern.test(url.pathname);
      const waiting: (() => void)[] = [];
      let answering = false;
      await page.route(asked, async (route) => {
        if (!answering) await new Promise<void>((resolve) => waiting.push(resolve));
        await route.fulfill({ status: 500, json: { code: 'internal', title: 'Out of order', todo: 'Try later.' } });
      });
      await page.goto(origin + path);
      const busy = page.locator('[aria-busy="true"], [role="status"][aria-label="Loading"], .mantine-Skeleton-root');
      await busy
        .first()
        .waitFor()
        .catch(() => wrong.push(`${name} does not show that it loads`));
      if (name === 'users' || name === 'user') await world().shots(`loading-${name}`);
      answering = true;
      for (const answer of waiting) answer();
      const alert = page.locator('main').getByRole('alert').first();
      await alert.waitFor().catch(() => wrong.push(`${name} does not say that it failed`));
      if (name === 'users' || name === 'user-raw') await world().shots(`failed-${name}`);
      const again = alert.getByRole('button', { name: 'Try again' });
      await again.waitFor().catch(() => wrong.push(`${name} can’t be tried again`));
      await page.unroute(asked);
      const content = page.locator('main').getByText(shows).first();
      // Some ask again by themselves, and may do so first.
      await Promise.race([again.click(), content.waitFor()].map((done) => done.catch(() => {})));
      await content.waitFor().catch(() => wrong.push(`${name} does not come when it is tried again`));
    }
    expect(wrong).toEqual([]);
  }, 180_000);
}
