import { expect, test } from 'vitest';
import { copiedBy } from './clipboard.ts';
import { poll } from './poll.ts';
import { owner, type ProductConsole } from './product-console.ts';

/** What a person does about their own account, and with tokens for scripts. */
export function accountSteps(world: () => ProductConsole): void {
  const open = (path: string) => world().page.goto(`${world().origin}${path}`);
  const signedInElsewhere = async () => {
    const there = await world().newPage();
    await there.goto(`${world().origin}/sign-in`);
    await there.getByLabel('E-mail').fill(owner.email);
    await there.getByLabel('Password', { exact: true }).fill(owner.password);
    await there.getByRole('button', { name: 'Sign in', exact: true }).click();
    await there.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    return there;
  };

  test('sessions are listed; one that is ended here is signed out there', async () => {
    const { page } = world();
    const [there, elsewhere] = [await signedInElsewhere(), await signedInElsewhere()];
    await open('/settings/account');
    const sessions = page.getByRole('table', { name: 'Sessions' });
    const ends = sessions.getByRole('button', { name: /^End session of Chrome on/ });
    await poll(() => ends.count()).toBe(2);
    expect(await sessions.getByText('this one').count()).toBe(1);

    await ends.first().click();
    await page.getByText('Session ended').waitFor();
    await poll(() => ends.count()).toBe(1);
    const signedOut = async () => {
      const now = [];
      for (const other of [there, elsewhere]) {
        await other
          .getByRole('link', { name: 'Groups' })
          .click({ timeout: 2_000 })
          .catch(() => {});
        await other
          .getByRole('heading', { level: 1 })
          .filter({ hasText: /Groups|Sign in to Rollcall/ })
          .waitFor();
        now.push(await other.getByRole('heading', { name: 'Sign in to Rollcall' }).count());
      }
      return now.reduce((sum, each) => sum + each, 0);
    };
    await poll(signedOut).toBe(1);

    await page.getByRole('button', { name: 'End all others' }).click();
    await page.getByText('Other sessions ended').waitFor();
    await poll(() => ends.count()).toBe(0);
    for (const other of [there, elsewhere]) {
      await other.goto(`${world().origin}/audit`);
      await other.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor();
      await other.context().close();
    }
    await open('/users');
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  });

  test('an API token made in the console reads the public API, may no more than its role, and is revoked', async () => {
    const { page, origin } = world();
    await open('/settings/api-tokens');
    await page.getByText('No API token yet').waitFor();
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Nightly report');
    await page.getByRole('button', { name: 'Generate token' }).click();
    const token = await copiedBy(page.getByRole('button', { name: 'Copy Token' }));
    await world().shots('open-shown-api-token');
    await page.getByRole('button', { name: 'Done' }).click();
    const ask = (method: string, path: string) =>
      fetch(`${origin}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { body: JSON.stringify({ name: 'Sneaked in' }) }),
      });
    const users = await ask('GET', '/api/v1/users');
    expect(users.status).toBe(200);
    expect(Array.isArray((await users.json()).results)).toBe(true);
    expect((await ask('POST', '/api/v1/blueprints')).status).toBe(403);

    const row = page.getByRole('row').filter({ hasText: 'Nightly report' });
    await row.waitFor();
    const cells = await row.getByRole('cell').allTextContents();
    expect(cells.slice(0, 2)).toEqual(['Nightly report', 'Auditor']);
    expect(token.startsWith(cells[2] ?? '-')).toBe(true);
    expect(cells[3]).toBe(owner.name);
    await page.getByRole('button', { name: 'Actions for Nightly report' }).click();
    await page.getByRole('menuitem', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No API token yet').waitFor();
    expect((await ask('GET', '/api/v1/users')).status).toBe(401);
  });

  test('a changed name, of the person and of the tenant, is undone from its toast', async () => {
    const { page } = world();
    await open('/settings/account');
    const profile = page.getByRole('region', { name: 'Profile' });
    await profile.getByLabel('Name').fill('Kim R.');
    await profile.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Kim R.' }).waitFor();
    await world().shots('toast-with-undo');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: owner.name }).waitFor();

    await open('/settings/tenant');
    const tenant = page.getByRole('region', { name: 'Tenant' });
    await tenant.getByLabel('Name').fill('Head office');
    await tenant.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Owner · Head office').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Owner · Default').waitFor();
    await poll(() => tenant.getByLabel('Name').inputValue()).toBe('Default');
  });
}
