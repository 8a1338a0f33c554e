import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { copiedBy } from './clipboard.ts';
import { untilKnown } from './known.ts';
import { poll } from './poll.ts';
import type { ProductConsole } from './product-console.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const person = (userName: string, more: object = {}) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
  userName,
  name: { givenName: userName.split('@')[0], familyName: 'Example' },
  emails: [{ value: userName, primary: true }],
  ...more,
});
const team = (displayName: string) => ({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName });
const addUnknown = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'add', path: 'members', value: [{ value: '00000000-0000-4000-8000-000000000000' }] }],
};

/** What the console says and does about an integration, from its list to its tabs. */
export function integrationSteps(world: () => ProductConsole): void {
  const row = (name: string): Locator => world().page.getByRole('row').filter({ hasText: name });
  const cell = (name: string, at: number): Locator => row(name).getByRole('cell').nth(at);
  const open = (path: string) => world().page.goto(`${world().origin}${path}`);
  /** The list asks again by itself, a few times a minute; a reload is quicker. */
  const listShows = async (name: string, status: string) => {
    await poll(async () => {
      await open('/integrations');
      await row(name).waitFor();
      return cell(name, 2).textContent();
    }).toBe(status);
  };
  const rotate = (id: string, body: object) =>
    world().api('POST', `/api/v1/console/integrations/${id}/rotate`, body) as Promise<{ token: string }>;
  const ellipsis = async (name: string, item: string) => {
    await world()
      .page.getByRole('button', { name: `Actions for ${name}` })
      .click();
    await world().page.getByRole('menuitem', { name: item }).click();
  };

  test('the list says how an integration does: never contacted, healthy, failing, its token expiring', async () => {
    const { page, scim } = world();
    const { id, token } = await world().connect('Northwind');
    await listShows('Northwind', 'Never contacted');
    expect(await row('Northwind').getByRole('cell').allTextContents()).toEqual(
      expect.arrayContaining(['Northwind', 'Never', '0']),
    );

    for (const name of ['ann@northwind.example', 'bob@northwind.example'])
      expect((await scim(token, 'POST', '/Users', person(name))).status).toBe(201);
    const group = await scim(token, 'POST', '/Groups', team('Northwind sales'));
    await listShows('Northwind', 'Healthy');
    expect(await cell('Northwind', 3).textContent()).toMatch(/^just now$|ago$/);
    expect(await cell('Northwind', 4).textContent()).toBe('2');
    expect(await cell('Northwind', 5).textContent()).toBe('1');

    expect((await scim(token, 'PATCH', `/Groups/${group.id}`, addUnknown)).status).toBe(400);
    await listShows('Northwind', 'Failing');
    await row('Northwind').getByRole('link').click();
    await page.getByText('The last write failed: A member or value is not known.').waitFor();
    expect((await scim(token, 'POST', '/Users', person('cal@northwind.example'))).status).toBe(201);
    await listShows('Northwind', 'Healthy');

    const { token: second } = await rotate(id, { expiresAt: new Date(Date.now() + 3 * 86_400_000).toISOString() });
    expect((await scim(token, 'GET', '/Users?count=1')).status).toBe(401);
    await listShows('Northwind', 'Failing');
    expect((await scim(second, 'GET', '/Users?count=1')).status).toBe(200);
    await listShows('Northwind', 'Token expiring');
    await row('Northwind').getByRole('link').click();
    await page.getByText('The token expires in 3 days.').waitFor();
    expect(await row('Current').getByRole('cell').last().textContent()).toBe('in 3d');

    await rotate(id, { expiresAt: new Date(Date.now() + 4_000).toISOString() });
    await listShows('Northwind', 'Failing');
    await row('Northwind').getByRole('link').click();
    await page.getByText(/The token expired on/).waitFor();
  });

  test('with grace the token before works until a time that the page says; without, it is refused at once', async () => {
    const { page, scim } = world();
    const { token: first } = await world().connect('Contoso');
    const status = async (token: string) => (await scim(token, 'GET', '/Users?count=1')).status;
    const rotateWith = async (grace: string): Promise<string> => {
      await open('/integrations');
      await ellipsis('Contoso', 'Rotate token');
      await page.getByRole('combobox', { name: 'The current token stops working' }).click();
      await page.getByRole('option', { name: grace }).click();
      await page.getByRole('button', { name: 'Rotate token' }).click();
      const dialog = page.getByRole('dialog', { name: 'New token of Contoso' });
      return copiedBy(dialog.getByRole('button', { name: 'Copy token' }));
    };
    const done = async () => {
      await page.getByRole('checkbox', { name: 'I have copied the token' }).check();
      await page.getByRole('button', { name: 'Done' }).click();
    };
    expect(await status(first)).toBe(200);
    const second = await rotateWith('After 4 hours');
    await page
      .getByRole('dialog')
      .getByText(/The token before it works until .+\d:\d\d/)
      .waitFor();
    await world().shots('open-new-token');
    expect([await status(first), await status(second)]).toEqual([200, 200]);
    await done();

    await ellipsis('Contoso', 'View details');
    await page.getByText(/The earlier token rc_\S+ works until .+\d:\d\d/).waitFor();
    const retiring = row('Retiring').getByRole('cell');
    expect(first.startsWith((await retiring.first().textContent()) ?? '-')).toBe(true);
    expect(await retiring.last().textContent()).toBe('in 4h');
    const current = row('Current').getByRole('cell');
    expect(second.startsWith((await current.first().textContent()) ?? '-')).toBe(true);
    expect(await current.last().textContent()).toBe('Never');
    // When a token was used is noted a little later than it is used.
    await poll(async () => {
      await page.reload();
      await row('Current').waitFor();
      return row('Current').getByRole('cell').allTextContents();
    }).toContain('Okta SCIM Client 1.0.0');
    expect(await current.nth(3).textContent()).not.toBe('Never');
    await world().shots('integration-two-tokens');

    const third = await rotateWith('At once');
    expect([await status(first), await status(second), await status(third)]).toEqual([401, 401, 200]);
    await page.getByRole('dialog').getByText('The token before it is refused already.').waitFor();
    await done();
  });

  test('a switch of an integration counts for the next request, and is undone from its toast', async () => {
    const { page, scim, okta } = world();
    const group = await scim(okta.token, 'POST', '/Groups', team('Skipped'));
    const push = async () => (await scim(okta.token, 'PATCH', `/Groups/${group.id}`, addUnknown)).status;
    await open(`/integrations/${okta.id}`);
    await page.getByRole('switch', { name: 'Skip unknown members' }).focus();
    await page.keyboard.press('Space');
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await push()).toBe(200);
    await page.getByRole('button', { name: 'Undo' }).click();
    await poll(push).toBe(400);
    await poll(() => page.getByRole('switch', { name: 'Skip unknown members' }).isChecked()).toBe(false);
  });

  test('which attribute feeds the department is tried, saved and undone for people already received', async () => {
    const { page, scim } = world();
    const { id, token } = await world().connect('Fabrikam');
    const dora = person('dora@fabrikam.example', {
      title: 'Buyer',
      userType: 'Field sales',
      [enterprise]: { department: 'Purchasing' },
    });
    const created = await scim(token, 'POST', '/Users', dora);
    expect({ status: created.status, text: created.text }).toMatchObject({ status: 201 });
    const dorasId = created.id;
    await untilKnown(page, 'users', dorasId);
    const department = async () =>
      (await world().api('GET', `/api/v1/console/users/${dorasId}`)).department as string | null;
    expect(await world().api('GET', `/api/v1/console/users/${dorasId}`)).toMatchObject({ department: 'Purchasing' });

    await open(`/integrations/${id}?tab=attributes`);
    const preview = page.getByRole('region', { name: 'Preview' });
    const received = preview.getByRole('row').filter({ hasText: 'dora@' });
    await received.waitFor();
    expect(await received.getByRole('cell').allTextContents()).toEqual([
      'dora@fabrikam.example',
      'dora Example',
      'dora@fabrikam.example',
      'Purchasing',
      'Buyer',
    ]);
    await page.getByRole('combobox', { name: 'Department' }).click();
    await page.getByRole('option', { name: /^userType.*Field sales.*1 person/ }).click();
    await preview.locator('del', { hasText: 'Purchasing' }).waitFor();
    await preview.locator('ins', { hasText: 'Field sales' }).waitFor();
    await world().shots('integration-attributes-edited');
    expect(await department()).toBe('Purchasing');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await poll(department).toBe('Field sales');
    await page.getByRole('button', { name: 'Undo' }).click();
    await poll(department).toBe('Purchasing');

    // The one that feeds it is marked on the user's page.
    await open(`/users/${dorasId}`);
    await page.getByText('Purchasing').first().waitFor();
  });

  test('an OAuth client made in the console gets tokens, also after its secret is rotated, until it is revoked', async () => {
    const { page, scim, okta } = world();
    await open(`/integrations/${okta.id}?tab=clients`);
    await page.getByText('No OAuth client').waitFor();
    await page.getByRole('button', { name: 'Add client' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Entra');
    await page.getByRole('button', { name: 'Generate secret' }).click();
    const copied = (what: string) => copiedBy(page.getByRole('dialog').getByRole('button', { name: `Copy ${what}` }));
    const tokenUrl = await copied('Token URL');
    const clientId = await copied('Client ID');
    const secret = await copied('Client secret');
    await world().shots('open-client-credentials');
    await page.getByRole('button', { name: 'Done' }).click();
    const exchange = async (clientSecret: string) => {
      const answer = await fetch(tokenUrl, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: clientId,
          client_secret: clientSecret,
        }),
      });
      return { status: answer.status, token: String((await answer.json()).access_token) };
    };
    const got = await exchange(secret);
    expect(got.status).toBe(200);
    expect((await scim(got.token, 'GET', '/Users?count=1')).status).toBe(200);

    await page.getByRole('button', { name: 'Actions for Entra' }).click();
    await page.getByRole('menuitem', { name: 'Rotate secret' }).click();
    const rotated = await copied('Client secret');
    await page.getByRole('button', { name: 'Done' }).click();
    expect([(await exchange(secret)).status, (await exchange(rotated)).status]).toEqual([200, 200]);

    await page.getByRole('button', { name: 'Actions for Entra' }).click();
    await page.getByRole('menuitem', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No OAuth client').waitFor();
    expect((await exchange(rotated)).status).toBe(401);
    expect((await scim(got.token, 'GET', '/Users?count=1')).status).toBe(401);
  });

  test('each provider’s guide has its own address and carries the real URL', async () => {
    const { page, okta, origin } = world();
    const url = `${origin}/api/v1/scim`;
    const guides = [
      ['okta', 'Create the app integration', url],
      ['entra', 'Create the enterprise application', `${url}?aadOptscim062020`],
      ['onelogin', 'Add the app', url],
      ['jumpcloud', 'Add a custom application', url],
      ['google', 'Open the app', url],
      ['other', 'Enter the base URL', url],
    ] as const;
    for (const [guide, firstStep, carried] of guides) {
      await open(`/integrations/${okta.id}?tab=guide&guide=${guide}`);
      await page.getByText(firstStep, { exact: true }).waitFor();
      await page.getByText(carried, { exact: true }).first().waitFor();
      expect(await page.getByRole('link', { name: 'supported attributes' }).count()).toBe(1);
    }
    await page.getByRole('combobox', { name: 'Identity provider' }).click();
    await page.getByRole('option', { name: 'Microsoft Entra ID' }).click();
    await page.getByText('Create the enterprise application', { exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('guide')).toBe('entra');
    await page.goBack();
    await page.getByText('Enter the base URL', { exact: true }).waitFor();
  });
}
