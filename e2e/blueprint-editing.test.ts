import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DatabaseName } from './console-world.ts';
import { openProductConsole, violations } from './testing/product-console.ts';

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
    await page.getByText(/Version \d+ saved/).waitFor();
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
    // Until the whole map has come into view.
    await page.waitForTimeout(400);
    const grip = page.getByTestId('block Lab').locator('[data-grip]');
    const [from, to] = [await grip.boundingBox(), await page.getByTestId('block Places').boundingBox()];
    if (!from || !to) throw new Error('The blocks are not in view.');
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
    expect(world.problems).toEqual([]);
  });

  test('a map of 100 conditions in nested blocks fits the canvas', async () => {
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
    page.once('dialog', (asked) => void asked.accept());
    await page.goto(`${world.origin}/blueprints/${id}`);
    await page.getByTestId('node Team 59').waitFor();
    await page.waitForTimeout(400);
    await world.shots('blueprint-large');
    const canvas = await page.getByRole('region', { name: 'Assignment Map' }).boundingBox();
    for (const name of ['node Team 0', 'node Team 59', 'node Level 38']) {
      const box = await page.getByTestId(name).boundingBox();
      expect(box && canvas && box.x >= canvas.x && box.x + box.width <= canvas.x + canvas.width).toBe(true);
    }
    await page.getByRole('combobox', { name: 'Find a condition' }).fill('Team 42');
    await page.getByRole('option', { name: 'Team 42' }).click();
    // Large enough to be read and worked with.
    await expect
      .poll(async () => (await page.getByTestId('node Team 42').boundingBox())?.width ?? 0)
      .toBeGreaterThan(200);
    await world.shots('blueprint-large-found');
    expect(world.problems).toEqual([]);
  });
});
