import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { untilKnown } from './known.ts';
import { poll } from './poll.ts';
import type { ProductConsole } from './product-console.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const person = (name: string, department: string, title: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
  userName: `${name.toLowerCase()}@wingtip.example`,
  name: { givenName: name, familyName: 'Wingtip' },
  emails: [{ value: `${name.toLowerCase()}@wingtip.example`, primary: true }],
  title,
  [enterprise]: { department },
});
/** Enough for a file that arrives in pieces. */
const crowd = 2_000;

/** The list of users: its columns, filters, sort and file, all of it in its address. */
export function userListSteps(world: () => ProductConsole): void {
  const names = () => world().page.locator('[role="row"] [data-row-link]').allTextContents();
  const headers = async () =>
    (await world().page.getByRole('columnheader').allTextContents()).filter((text) => text !== '');
  const address = () => new URL(world().page.url()).searchParams;

  test('columns, filters and sort of the user list are in its address: a reload and the back button keep them', async () => {
    const { page, origin, scim } = world();
    const wingtip = await world().connect('Wingtip');
    const ids: string[] = [];
    for (const [name, department, title] of [
      ['Ada', 'Research', 'Engineer'],
      ['Ben', 'Research', '=cmd()'],
      ['Cyd', 'Sales', 'Clerk, "senior"'],
    ] as const)
      ids.push((await scim(wingtip.token, 'POST', '/Users', person(name, department, title))).id);
    const pilots = await scim(wingtip.token, 'POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Wingtip pilots',
      members: [{ value: ids[0] }, { value: ids[2] }],
    });
    await untilKnown(page, 'groups', pilots.id);

    await page.goto(`${origin}/users`);
    await world().choose('Integration', 'Wingtip');
    await poll(names).toEqual(['Ada Wingtip', 'Ben Wingtip', 'Cyd Wingtip']);
    for (const order of ['ascending', 'descending']) {
      await page.getByRole('button', { name: 'E-mail' }).click();
      await poll(() => page.getByRole('columnheader', { name: 'E-mail' }).getAttribute('aria-sort')).toBe(order);
    }
    await poll(names).toEqual(['Cyd Wingtip', 'Ben Wingtip', 'Ada Wingtip']);

    await page.getByRole('button', { name: 'Columns' }).click();
    for (const name of ['Groups', 'Devices', 'User name']) {
      const ticked = page.getByRole('menuitemcheckbox', { name });
      const before = await ticked.getAttribute('aria-checked');
      await ticked.click();
      await poll(() => ticked.getAttribute('aria-checked')).not.toBe(before);
    }
    await page.keyboard.press('Escape');
    const chosen = ['Name', 'E-mail', 'Department', 'Job title', 'Integration', 'Status', 'Updated', 'User name'];
    await poll(headers).toEqual(chosen);

    await world().choose('Department', 'Research');
    await poll(names).toEqual(['Ben Wingtip', 'Ada Wingtip']);
    await world().choose('Group', 'Wingtip pilots', 'wing');
    await poll(names).toEqual(['Ada Wingtip']);
    expect(address().get('sort')).toBe('-email');
    expect(address().get('department')).toBe('Research');
    await page.reload();
    await poll(names).toEqual(['Ada Wingtip']);
    await poll(headers).toEqual(chosen);
    await world().shots('users-filtered');

    await page.getByRole('link', { name: 'Ada Wingtip' }).click();
    await page.getByRole('heading', { name: 'Ada Wingtip', level: 1 }).waitFor();
    await page.goBack();
    await poll(names).toEqual(['Ada Wingtip']);
    await poll(headers).toEqual(chosen);
    expect(address().get('integration')).toBe(wingtip.id);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await poll(async () => (await names()).length).toBeGreaterThan(3);
    await poll(headers).toEqual(chosen);
  });

  test('the users under the filters are exported as CSV, with progress, and the export can be cancelled', async () => {
    const { page, origin, scim } = world();
    const { id, token } = await world().connect('Crowd');
    for (let from = 0; from < crowd; from += 500) {
      const Operations = Array.from({ length: 500 }, (_, at) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `b${at}`,
        data: { ...person(`P${from + at}`, 'Crowd', 'Extra') },
      }));
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
      expect((await scim(token, 'POST', '/Bulk', { schemas, Operations })).status).toBe(200);
    }
    const counted = () => world().api('GET', `/api/v1/console/users/counts?integrationId=${id}`);
    await poll(async () => (await counted()).all).toBe(crowd);
    await page.goto(`${origin}/users?integration=${id}`);
    await page.getByRole('tab', { name: `All ${crowd.toLocaleString('en')}` }).waitFor();

    // A slow line, so that there is something to see.
    const devtools = await page.context().newCDPSession(page);
    const line = (bytesASecond: number) =>
      devtools.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: bytesASecond,
        uploadThroughput: -1,
      });
    await line(50_000);
    await page.getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Exporting users' });
    await dialog.getByText(/^[1-9][\d,]* of 2,000 users$/).waitFor();
    expect(Number(await dialog.getByRole('progressbar').getAttribute('aria-valuenow'))).toBeGreaterThan(0);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await line(-1);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    await page.getByText('Users exported').waitFor();
    expect(download.suggestedFilename()).toMatch(/^users-\d{4}-\d\d-\d\d\.csv$/);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(crowd + 1);
    expect(new Set(lines).size).toBe(crowd + 1);
  });

  test('the file holds what the list shows, and no cell that a spreadsheet would run', async () => {
    const { page, origin } = world();
    await page.goto(`${origin}/users?search=wingtip.example&department=Research`);
    await poll(names).toEqual(['Ada Wingtip', 'Ben Wingtip']);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    const [header, ...lines] = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(header).toBe(
      '\uFEFFName,E-mail,User name,Department,Job title,Groups,Devices,Integration,Status,Updated,Id',
    );
    expect(lines.map((line) => line.split(',').slice(0, 9))).toEqual([
      [
        'Ada Wingtip',
        'ada@wingtip.example',
        'ada@wingtip.example',
        'Research',
        'Engineer',
        'Wingtip pilots',
        '0',
        'Wingtip',
        'active',
      ],
      [
        'Ben Wingtip',
        'ben@wingtip.example',
        'ben@wingtip.example',
        'Research',
        "'=cmd()",
        '',
        '0',
        'Wingtip',
        'active',
      ],
    ]);
  });
}
