import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInRegistry, createRenderer, registerDocuments } from '@rollcall/scim';
import { searchLimits } from '@rollcall/store';
import { expect, test } from 'vitest';
import type { ScimServices } from './call.ts';
import { Cursors } from './cursor.ts';
import { endpointAt } from './endpoints.ts';
import { limits } from './limits.ts';

const root = join(import.meta.dirname, '../../../..');
const page = (name: string): string => readFileSync(join(root, 'docs/reference', name), 'utf8');
const section = (text: string, title: string): string => text.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
const rows = (text: string): string[][] =>
  [...text.matchAll(/^\| (?!-)(.*) \|$/gm)].slice(1).map((row) => (row[1] ?? '').split(' | '));

const services: ScimServices = {
  registry: builtInRegistry,
  cursors: new Cursors('x'),
  renderer: createRenderer(builtInRegistry),
  isGroup: (name) => name === 'Group',
  endpoints: new Map(builtInRegistry.resourceTypes.map((type) => [type.endpoint.slice(1), type])),
};

test('scim.md names the limits that are enforced', () => {
  const documented = rows(section(page('scim.md'), 'Limits')).map(([name, value]) => [name, Number(value)]);
  expect(documented).toEqual(Object.entries(limits).map(([name, value]) => [`\`${name}\``, value]));
});

test('scim.md names the limits of searches', () => {
  const { atOnce, runMs, waiting, waitMs } = searchLimits;
  expect(atOnce).toBe(2);
  const text = section(page('scim.md'), 'What a filter costs');
  expect(text).toContain('- two run at a time');
  expect(text).toContain(`\`ROLLCALL_SEARCH_MS\` (${runMs / 1000} s)`);
  expect(text).toContain(`- ${waiting} of one integration may wait, each for ${waitMs / 1000} s`);
});

test('scim.md names the schemas that are built in', () => {
  const documented = rows(section(page('scim.md'), 'Schemas')).map(([urn]) => urn?.replaceAll('`', ''));
  expect(documented.toSorted()).toEqual(builtInRegistry.schemas.map(({ id }) => id).toSorted());
});

test('scim.md names the endpoints and their methods', () => {
  const documented = rows(section(page('scim.md'), 'Endpoints'));
  expect(documented.length).toBeGreaterThan(10);
  for (const [path = '', methods = ''] of documented) {
    const segments = path
      .replaceAll('`', '')
      .split('/')
      .filter((part) => part !== '');
    const endpoint = endpointAt(services, segments);
    if (endpoint === null) throw new Error(`nothing is served at ${path}`);
    const served = [...Object.keys(endpoint.reads), ...Object.keys(endpoint.writes)];
    if (path !== '`/Me`') expect([path, methods.split(', ').toSorted()]).toEqual([path, served.toSorted()]);
  }
  for (const type of builtInRegistry.resourceTypes)
    expect(documented.map(([path]) => path)).toContain(`\`${type.endpoint}/{id}\``);
});

test('the example in scim.md is a schema file that works', () => {
  const example: unknown = JSON.parse(
    /```json\n([\s\S]*?)```/.exec(section(page('scim.md'), 'Your own schemas'))?.[1] ?? '',
  );
  const registered = registerDocuments(builtInRegistry, example as []);
  expect(registered.ok ? [] : registered.error).toEqual([]);
});

/** `scimError(400, …, 'invalidPath')` as source text. */
const thrown = /scimError\(\s*(\d{3}),(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g;

/** What is refused before it is known whom it was for: `scimRefusal(417, …` and the table of what the parser gave up on. */
const unread = /(?:scimRefusal\(|: \[)(\d{3}), '/g;

test('errors.md has every error that the code can answer with, and no other', () => {
  const files = globSync(['packages/scim/src/**/*.ts', 'packages/server/src/scim/**/*.ts'], { cwd: root });
  const found = new Set<string>();
  for (const file of files) {
    if (/\.test\.ts$|\/testing\/|\/tests\//.test(file)) continue;
    for (const [text, status] of readFileSync(join(root, file), 'utf8').matchAll(thrown))
      found.add(`${status} ${/,\s*'(\w+)',?\s*\)$/.exec(text)?.[1] ?? '–'}`);
  }
  for (const [, status] of readFileSync(join(root, 'packages/server/src/http/http-server.ts'), 'utf8').matchAll(unread))
    found.add(`${status} –`);
  // An error whose type is chosen elsewhere has no literal at its end; the bare 400 of projections is invalidValue.
  found.delete('400 –');
  const documented = rows(page('errors.md').split('\n## Causes')[0] ?? '').map(
    ([status, type]) => `${status} ${type?.replaceAll('`', '')}`,
  );
  expect(documented.toSorted()).toEqual([...found].toSorted());
});

test('errors.md has every cause of a 401', () => {
  const source = readFileSync(join(root, 'packages/server/src/tokens/authenticator.ts'), 'utf8');
  const causes = [...source.matchAll(/'(token[A-Z]\w+|wrongHost)'/g)].map((match) => match[1]);
  const documented = rows(section(page('errors.md'), 'Causes of a 401')).map(([cause]) => cause?.replaceAll('`', ''));
  expect(documented.toSorted()).toEqual([...new Set(causes)].toSorted());
});
