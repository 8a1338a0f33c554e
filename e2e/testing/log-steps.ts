import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { copiedBy } from './clipboard.ts';
import { untilKnown } from './known.ts';
import { poll } from './poll.ts';
import { owner, type ProductConsole } from './product-console.ts';

const user = (name: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: `${name.toLowerCase()}@tailspin.example`,
  name: { givenName: name, familyName: 'Tailspin' },
  emails: [{ value: `${name.toLowerCase()}@tailspin.example`, primary: true }],
});
const patchMembers = (id: string) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'add', path: 'members', value: [{ value: id }] }],
});

/** What a shell would hand to curl. */
const shellWords = (command: string): readonly string[] =>
  execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${command}`], {
    encoding: 'utf8',
    env: { ...process.env, TOKEN: 'the-token' },
  })
    .split('\0')
    .slice(0, -1);

/** Activity and the audit log: filters, links to one entry, and what can be taken along. */
export function logSteps(world: () => ProductConsole): void {
  const open = (path: string) => world().page.goto(`${world().origin}${path}`);
  const address = () => new URL(world().page.url()).searchParams;
  const body = () => world().page.locator('[role="row"][data-row]');
  const column = (at: number) =>
    body().evaluateAll(
      (rows, index) => rows.map((row) => row.querySelectorAll('[role="cell"]')[index]?.textContent ?? ''),
      at,
    );
  const [what, status, method, path, integration] = [0, 1, 2, 3, 4];
  const made = { ann: '', pilots: '', token: '' };
  const download = async (button: string) => {
    const { page } = world();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: button })
        .or(page.getByRole('link', { name: button }))
        .click(),
    ]);
    return readFileSync(await file.path(), 'utf8');
  };

  test('activity is filtered by integration, status, method, user and group, and its address says so', async () => {
    const { page, scim } = world();
    const { token } = await world().connect('Tailspin');
    made.token = token;
    made.ann = (await scim(token, 'POST', '/Users', user('Ann'))).id;
    await scim(token, 'POST', '/Users', user('Bob'));
    const group = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Tailspin pilots',
    };
    made.pilots = (await scim(token, 'POST', '/Groups', group)).id;
    await scim(token, 'PATCH', `/Groups/${made.pilots}`, patchMembers(made.ann));
    await scim(token, 'PATCH', `/Groups/${made.pilots}`, patchMembers('00000000-0000-4000-8000-000000000000'));
    await scim(token, 'GET', `/Users/${made.ann}`);
    await untilKnown(page, 'groups', made.pilots);

    await open('/activity');
    await world().choose('Integration', 'Tailspin');
    await poll(() => column(integration)).toEqual(Array(6).fill('Tailspin'));
    await world().choose('Status', 'Refused (4xx)');
    await poll(() => column(status)).toEqual(['400']);
    await world().choose('Status', 'Succeeded');
    await poll(() => column(status)).toEqual(['200', '200', '201', '201', '201']);
    await world().choose('Method', 'POST');
    await poll(() => column(method)).toEqual(['POST', 'POST', 'POST']);
    expect(Object.fromEntries(address())).toMatchObject({ status: '2xx', method: 'POST' });
    await page.reload();
    await poll(() => column(method)).toEqual(['POST', 'POST', 'POST']);
    await page.getByRole('button', { name: 'Clear filters' }).click();

    await world().choose('User', /^Ann Tailspin/, 'Ann Tail');
    await poll(() => column(what)).toEqual(['User looked at: Ann Tailspin', 'User created: Ann Tailspin']);
    // A link from somewhere else names the user in the filter.
    await page.reload();
    await poll(() => page.getByRole('combobox', { name: 'User', exact: true }).inputValue()).toMatch(/Ann Tailspin/);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await world().choose('Group', 'Tailspin pilots', 'tail');
    await poll(async () => (await column(method)).join(' ')).toBe('PATCH PATCH POST');
    expect(await column(path)).toEqual([`/Groups/${made.pilots}`, `/Groups/${made.pilots}`, '/Groups']);
  });

  test('a request is found by its id, has an address of its own, and is copied as a curl command that works', async () => {
    const { page, origin } = world();
    await open('/activity?status=4xx');
    await body().filter({ hasText: 'PATCH' }).first().getByRole('link').click();
    const drawer = page.getByRole('dialog');
    const id = await copiedBy(drawer.getByRole('button', { name: 'Copy request id' }));
    await page.keyboard.press('Escape');
    await open('/activity');
    await page.getByRole('searchbox', { name: 'Search by request id' }).fill(id);
    await poll(() => column(status)).toEqual(['400']);
    expect(address().get('find')).toBe(id);

    await open(`/activity?request=${id}`);
    await drawer.getByText(id).waitFor();
    await drawer.getByText('What to do:').waitFor();
    const command = await copiedBy(drawer.getByRole('button', { name: 'Copy as curl' }));
    expect(command).not.toContain(made.token);
    const words = shellWords(command);
    const after = (flag: string) => words[words.indexOf(flag) + 1] ?? '';
    expect(words.filter((_, at) => words[at - 1] === '-H')).toContain('Authorization: Bearer the-token');
    const again = await fetch(words.find((word) => word.startsWith('http')) ?? '', {
      method: after('-X'),
      headers: { authorization: `Bearer ${made.token}`, 'content-type': 'application/scim+json' },
      body: after('--data-raw'),
    });
    expect(again.status).toBe(400);
    expect(again.url).toBe(`${origin}/api/v1/scim/Groups/${made.pilots}`);
  });

  test('while the stream is paused nothing moves; what came meanwhile is counted and then shown', async () => {
    const { page, scim } = world();
    await open(`/activity?user=${made.ann}`);
    await page.getByText('Live', { exact: true }).waitFor();
    const before = ['User looked at: Ann Tailspin', 'User created: Ann Tailspin'];
    await poll(() => column(what)).toEqual(before);
    await page.getByRole('button', { name: 'Pause' }).click();
    await scim(made.token, 'GET', `/Users/${made.ann}`);
    await scim(made.token, 'GET', '/Users?count=1');
    // Of the two only the one that the filter lets through.
    await page.getByRole('button', { name: 'Resume (1 new)' }).waitFor();
    expect(await column(what)).toEqual(before);
    await page.getByRole('button', { name: 'Resume (1 new)' }).click();
    await poll(() => column(what)).toEqual(['User looked at: Ann Tailspin', ...before]);
  });

  test('a support bundle holds the requests of the span, and neither tokens nor people', async () => {
    await open('/activity');
    await world().page.getByRole('button', { name: 'Support bundle' }).click();
    const text = await download('Download');
    const bundle = JSON.parse(text);
    expect(bundle.requests.length).toBeGreaterThan(5);
    expect(bundle.integrations.map((each: { name: string }) => each.name)).toContain('Tailspin');
    for (const secret of [made.token, 'Ann', 'tailspin.example']) expect(text).not.toContain(secret);
  });

  test('the audit log is filtered, exported as filtered, and one event has an address of its own', async () => {
    const { page } = world();
    const audited = async () => (await column(0)).map((text) => text.replace(/ of integration.*/, ' of integration'));
    await open('/audit');
    await world().choose('Of what', 'integration');
    await world().choose('Action', 'Created');
    await page.getByRole('searchbox', { name: 'Search the audit log' }).fill('tailspin');
    await poll(audited).toEqual(['Created integration Tailspin']);
    expect(Object.fromEntries(address())).toEqual({ target: 'integration', action: 'create', search: 'tailspin' });
    await page.reload();
    await poll(audited).toEqual(['Created integration Tailspin']);
    const [header, ...lines] = (await download('Export')).trimEnd().split('\r\n');
    expect(header).toMatch(/^\uFEFFWhen,Who,/);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/,create,integration,Tailspin,/);

    await body().getByRole('link').click();
    await page.getByRole('dialog').getByText('created integration Tailspin').waitFor();
    const event = address().get('event') ?? '';
    // The link leads to the event although the list beside it leaves it out.
    await open(`/audit?action=delete&event=${event}`);
    await page.getByRole('dialog').getByText('created integration Tailspin').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('event'));
    await page.getByRole('search').getByRole('button', { name: 'Clear filters' }).click();
    await body().filter({ hasText: owner.name }).first().waitFor();
  });
}
