import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DatabaseName } from './console-world.ts';
import { violations } from './testing/axe.ts';
import { boxAtRest } from './testing/box-at-rest.ts';
import { openProductConsole } from './testing/product-console.ts';

const department = (value: string) => [{ input: 'department', operator: 'is', values: [value] }];
const condition = (id: string, label: string, more: object = {}) => ({
  id,
  kind: 'if',
  label,
  rules: department(label),
  items: [] as string[],
  blocks: [] as string[],
  ...more,
});
const allDevices = (blocks: readonly string[], items: readonly string[] = []) => ({
  ...condition('all-devices', 'All Devices', { kind: 'all', rules: [] }),
  blocks,
  items,
});

describe.each<DatabaseName>(['SQLite', 'PostgreSQL'])('editing Assignment Maps in the console on %s', (database) => {
  let world: Awaited<ReturnType<typeof openProductConsole>>;
  let blueprintId = '';

  const current = async () => world.api('GET', `/api/v1/blueprints/${blueprintId}`);
  const root = async () => (await current()).map.nodes.find((node: { kind: string }) => node.kind === 'all');
  const save = async () => {
    const { page } = world;
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Save assignments' }).click();
    await page
      .getByText(/Version \d+ saved/)
      .last()
      .waitFor();
    await page.getByRole('button', { name: 'Edit assignments' }).waitFor();
  };

  beforeAll(async () => {
    world = await openProductConsole(database, inject('postgresUrl'));
    const { id: slack } = await world.api('POST', '/api/v1/library-items', { name: 'Slack', kind: 'app' });
    const map = {
      nodes: [
        allDevices(['teams', 'places', 'lab'], [slack]),
        condition('sales', 'Sales', { blocks: ['nested'] }),
        condition('emea', 'EMEA'),
        condition('berlin', 'Berlin'),
        condition('testers', 'Testers'),
      ],
      blocks: [
        { id: 'teams', label: 'Teams', nodes: ['sales'] },
        { id: 'nested', label: '', nodes: ['emea'] },
        { id: 'places', label: 'Places', nodes: ['berlin'] },
        { id: 'lab', label: 'Lab', nodes: ['testers'] },
      ],
    };
    blueprintId = (await world.api('POST', '/api/v1/blueprints', { name: 'Standard', map })).id;
    await world.api('POST', '/api/v1/devices', { device_name: 'Mac 1', blueprint_id: blueprintId });
    await world.page.goto(`${world.origin}/blueprints/${blueprintId}`);
    await world.page.getByTestId('node Sales').waitFor();
  }, 120_000);
  afterAll(() => world?.[Symbol.asyncDispose]());

  test('blocks are put in another order by keyboard, undone by keyboard, and dragged by their heads', async () => {
    const { page } = world;
    await page.getByRole('button', { name: 'Edit assignments' }).click();
    await page.getByRole('button', { name: 'Move Teams right' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('button', { name: 'Undo' }).isEnabled()).toBe(true);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.getByRole('button', { name: 'Redo' }).isEnabled()).toBe(true);
    await page.keyboard.press('Control+Shift+z');
    await save();
    expect((await root()).blocks).toEqual(['places', 'teams', 'lab']);

    await page.getByRole('button', { name: 'Edit assignments' }).click();
    await page.getByRole('button', { name: 'Move Lab left' }).waitFor();
    // The map moves until the whole of it has come into view.
    const to = await boxAtRest(page.getByTestId('block Places'));
    const from = await boxAtRest(page.getByTestId('block Lab').locator('[data-grip]'));
    await page.mouse.move(from.x + 10, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, from.y + 8, { steps: 12 });
    await page.mouse.move(to.x + 20, from.y + 8, { steps: 4 });
    await page.mouse.up();
    await world.shots('blueprint-blocks');
    // How large a button on the canvas is depends on how far the reader has zoomed out.
    expect(await violations(page, ['target-size'])).toEqual([]);
    await save();
    expect((await root()).blocks).toEqual(['lab', 'places', 'teams']);
  });

  test('an earlier version is looked at, compared with the present map and restored', async () => {
    const { page } = world;
    const before = await current();
    const map = { ...before.map, nodes: before.map.nodes.map((node: object) => ({ ...node, items: [] })) };
    await world.api('PATCH', `/api/v1/blueprints/${blueprintId}`, { version: before.version, map });
    await page.goto(`${world.origin}/blueprints/${blueprintId}?tab=activity`);
    await page.getByRole('link', { name: 'View version 1', exact: true }).click();
    const compared = page.getByRole('complementary', { name: 'Compared with now' });
    await compared.getByText('Slack taken off “All Devices”').waitFor();
    await compared.getByText('1 device will change: +Slack 1').waitFor();
    await page.getByTestId('node All Devices').getByText('changed since').waitFor();
    expect(await page.getByRole('button', { name: 'Edit assignments' }).count()).toBe(0);
    await world.shots('blueprint-version');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Restore version 1' }).click();
    await page.getByText('Version 1 is the newest again').waitFor();
    await page.getByRole('button', { name: 'Edit assignments' }).waitFor();
    const restored = await root();
    expect(restored.blocks).toEqual(['teams', 'places', 'lab']);
    expect(restored.items).toHaveLength(1);
  });

  test('what keeps a map from being saved stays on its node until it is edited again', async () => {
    const { page } = world;
    await page.getByRole('button', { name: 'Edit assignments' }).click();
    await page.getByRole('button', { name: 'Add to Testers' }).click();
    await page.getByRole('menuitem', { name: 'Else if' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Go on editing' }).click();
    await page.locator('[data-bad]').first().waitFor();
    await page.getByRole('button', { name: 'Remove Else if' }).click();
    await expect.poll(() => page.locator('[data-bad]').count()).toBe(0);
    page.once('dialog', (asked) => void asked.accept());
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(world.problems).toEqual([]);
  });

  const itemsOf = async (label: string): Promise<readonly string[]> => {
    const { results } = await world.api('GET', '/api/v1/library-items');
    const { nodes } = (await current()).map;
    const nameOf = (id: string) => results.find((item: { id: string }) => item.id === id)?.name;
    return nodes.find((node: { label: string }) => node.label === label).items.map(nameOf);
  };

  test('the bank is searched, items are put in order by menu and by drag, and dragged to another card', async () => {
    const { page } = world;
    for (const name of ['VPN', 'Zoom', 'Wi-Fi'])
      await world.api('POST', '/api/v1/library-items', { name, kind: 'app' });
    await page.reload();
    await page.getByRole('button', { name: 'Edit assignments' }).click();
    const bank = page.getByRole('complementary', { name: 'Library Item bank' });
    await bank.getByRole('searchbox').fill('zo');
    await expect.poll(() => bank.getByRole('button').count()).toBe(1);
    await bank.getByRole('button', { name: 'Put Zoom on All Devices' }).click();
    await bank.getByRole('searchbox').fill('');
    await bank.getByRole('button', { name: 'Put VPN on All Devices' }).click();
    await bank.getByRole('button', { name: 'Wi-Fi' }).dragTo(page.getByTestId('node Sales'));
    await page.getByTestId('item Wi-Fi on Sales').waitFor();
    await page.getByRole('button', { name: 'Order of Slack on All Devices' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Move down' }).click();
    await page.getByText('Slack is 2 of 3 on All Devices').waitFor({ state: 'attached' });
    await page.getByTestId('item VPN on All Devices').dragTo(page.getByTestId('item Zoom on All Devices'));
    await page.getByTestId('item Zoom on All Devices').dragTo(page.getByTestId('item Wi-Fi on Sales'));
    await world.shots('blueprint-items');
    expect(await violations(page, ['target-size'])).toEqual([]);
    await save();
    expect(await itemsOf('All Devices')).toEqual(['VPN', 'Slack']);
    expect(await itemsOf('Sales')).toEqual(['Zoom', 'Wi-Fi']);
  });

  test('unsaved changes are not left by accident: not to another page, not to another tab, not by closing', async () => {
    const { page } = world;
    await page.getByRole('button', { name: 'Edit assignments' }).click();
    await page.getByRole('button', { name: 'Move Sales right' }).waitFor();
    await page.getByRole('button', { name: 'Take VPN off All Devices' }).click();
    for (const leave of [
      () => page.getByRole('link', { name: 'Devices' }).click(),
      () => page.getByRole('tab', { name: 'Activity' }).click(),
      () => page.close({ runBeforeUnload: true }),
    ]) {
      const asked = page.waitForEvent('dialog').then((dialog) => dialog.dismiss());
      await leave();
      await asked;
      await page.getByText('Editing assignments').waitFor();
    }
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Edit assignments' }).waitFor();
  });

  test('who saves over a newer version is told what it changed, and loses nothing by either choice', async () => {
    const { page } = world;
    const meanwhile = async (from: string, to: string) => {
      const { version, map } = await current();
      const nodes = map.nodes.map((node: { label: string }) => (node.label === from ? { ...node, label: to } : node));
      await world.api('PATCH', `/api/v1/blueprints/${blueprintId}`, {
        version,
        note: 'Renamed',
        map: { ...map, nodes },
      });
    };
    const dialog = page.getByRole('dialog', { name: 'Somebody saved a newer version' });
    await page.getByRole('button', { name: 'Edit assignments' }).click();
    await page.getByRole('button', { name: 'Take VPN off All Devices' }).click();
    await meanwhile('Sales', 'Sales team');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.getByText('“Sales” renamed to “Sales team”').waitFor();
    await dialog.getByText(/by Kim Rivera.*Renamed/).waitFor();
    await world.shots('blueprint-newer');
    expect(await violations(page, ['target-size'])).toEqual([]);
    await dialog.getByRole('button', { name: 'Take theirs' }).click();
    await page.getByTestId('node Sales team').waitFor();
    await page.getByTestId('item VPN on All Devices').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByTestId('node Sales').waitFor();
    expect(await page.getByTestId('item VPN on All Devices').count()).toBe(0);
    // In the moment between the question and the answer.
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog', { name: 'Save assignments' }).waitFor();
    await meanwhile('Testers', 'Lab testers');
    await page.getByRole('button', { name: 'Save assignments' }).click();
    await dialog.getByText('“Testers” renamed to “Lab testers”').waitFor();
    const { version } = await current();
    await dialog.getByRole('button', { name: `Save mine as version ${version + 1}` }).click();
    await page.getByText('1 device will change: −VPN 1').waitFor();
    await page.getByRole('button', { name: 'Save assignments' }).click();
    await page.getByText(`Version ${version + 1} saved`).waitFor();
    expect(await itemsOf('All Devices')).toEqual(['Slack']);
    const theirs = await world.api('GET', `/api/v1/blueprints/${blueprintId}/versions/${version}`);
    expect(JSON.stringify(theirs.map)).toContain('Lab testers');
  });

  test('a map of 100 nodes opens where it can be read, is walked by keys, searched, seen as a whole and edited', async () => {
    const { page } = world;
    const wide = Array.from({ length: 60 }, (_, i) => condition(`w${i}`, `Team ${i}`, i > 0 ? { kind: 'elseIf' } : {}));
    const deep = Array.from({ length: 39 }, (_, i) =>
      condition(`d${i}`, `Level ${i}`, i % 4 > 0 ? { kind: 'elseIf' } : {}),
    );
    const parents = Array.from({ length: 10 }, (_, i) => deep.slice(i * 4, i * 4 + 4).map(({ id }) => id));
    const blocks = parents.map((nodes, i) => ({ id: `b${i}`, label: '', nodes }));
    const nested = deep.map((node, i) => (i < 6 ? { ...node, blocks: [`b${i + 2}`] } : node));
    const map = {
      nodes: [allDevices(['wide', 'b0', 'b1', 'b8', 'b9']), ...wide, ...nested],
      blocks: [{ id: 'wide', label: 'Teams', nodes: wide.map(({ id }) => id) }, ...blocks],
    };
    const { id } = await world.api('POST', '/api/v1/blueprints', { name: 'Large', map });
    await page.goto(`${world.origin}/blueprints/${id}`);
    const card = (name: string) => page.getByTestId(`node ${name}`);
    const widthOf = async (name: string) => (await card(name).boundingBox())?.width ?? 0;
    await card('Team 0').waitFor();
    // In the size of text that people read, from its beginning.
    await expect.poll(() => widthOf('All Devices')).toBeGreaterThan(160);
    const inView = async (name: string) => {
      const [box, canvas] = [
        await card(name).boundingBox(),
        await page.getByRole('region', { name: 'Assignment Map' }).boundingBox(),
      ];
      return Boolean(
        box && canvas && box.x >= canvas.x && box.y >= canvas.y && box.x + box.width <= canvas.x + canvas.width,
      );
    };
    await expect.poll(async () => [await inView('All Devices'), await inView('Team 0')]).toEqual([true, true]);
    await world.shots('blueprint-large');

    await card('All Devices').focus();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    for (const [key, said] of [
      ['ArrowDown', 'If Team 0; Department is Team 0; gives nothing; 1 of 60 in Teams'],
      ['ArrowRight', 'Else if Team 1; '],
      ['ArrowLeft', 'If Team 0; '],
      ['ArrowUp', 'All Devices; gives nothing; 5 blocks below'],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(focused).toContain(said);
    }
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const detail = page.getByRole('complementary', { name: 'Condition' });
    await detail.getByText('If: 1 of 60 in Teams, below All Devices.').waitFor();
    await detail.getByText('Matches 0 devices of 1').waitFor();
    expect(await violations(page, ['target-size'])).toEqual([]);
    await detail.getByRole('button', { name: 'Close' }).click();

    const find = page.getByRole('searchbox', { name: 'Find on the map' });
    await find.fill('department is team 4');
    for (const text of ['1 of 11', '2 of 11', '3 of 11']) {
      await page.keyboard.press('Enter');
      await page.getByText(text).waitFor();
    }
    await expect.poll(() => inView('Team 41')).toBe(true);
    await expect.poll(() => widthOf('Team 41')).toBeGreaterThan(200);
    await world.shots('blueprint-large-found');
    // Another size of the window leaves the reader where they were.
    await page.setViewportSize({ width: 900, height: 700 });
    await expect.poll(() => inView('Team 41')).toBe(true);
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect.poll(() => inView('Team 41')).toBe(true);
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused).toContain('Team 41');

    await page.getByRole('button', { name: /fit view/i }).click();
    await expect.poll(async () => (await inView('Team 59')) && (await inView('Level 38'))).toBe(true);
    await boxAtRest(card('Level 38'));
    await world.shots('blueprint-large-whole');
    // From far away the name is as large as text elsewhere, and leads to the card.
    const nameHeight = () =>
      card('Team 7')
        .locator('span')
        .evaluate((name) => name.getBoundingClientRect().height);
    await expect.poll(nameHeight).toBeGreaterThan(9);
    await card('Level 38').click();
    await expect.poll(() => widthOf('Level 38')).toBeGreaterThan(200);
    await page.getByRole('img', { name: /^Overview of the map/ }).click({ position: { x: 12, y: 30 } });
    await expect.poll(() => inView('Level 38')).toBe(false);
    await page.getByRole('button', { name: 'Edit assignments' }).click();
    await find.fill('Team 50');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Add to Team 50', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Nested block' }).click();
    await page.getByTestId('node If').waitFor();
    await world.shots('blueprint-large-edit');
    expect(world.problems).toEqual([]);
    page.once('dialog', (asked) => void asked.accept());
    await page.getByRole('button', { name: 'Cancel' }).click();
  });
});
