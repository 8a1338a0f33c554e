import { adminErrors, type Route, routes } from '@rollcall/admin-api';
import { expect, test } from 'vitest';
import { openApiDocument } from './openapi.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const document: unknown = JSON.parse(JSON.stringify(openApiDocument('https://rollcall.example.com')));

/** Every object of the document with the path to it. */
function* objects(value: unknown, path = '#'): Generator<readonly [string, Record<string, unknown>]> {
  if (Array.isArray(value)) for (const [at, item] of value.entries()) yield* objects(item, `${path}/${at}`);
  if (!isObject(value)) return;
  yield [path, value];
  for (const [key, item] of Object.entries(value)) yield* objects(item, `${path}/${key}`);
}

const at = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), document);

test('the document is OpenAPI 3.1 with every endpoint of the table, each once', () => {
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { title: expect.any(String), version: expect.any(String) },
  });
  const paths = at('#/paths');
  const listed = Object.entries(isObject(paths) ? paths : {}).flatMap(([path, item]) =>
    Object.keys(isObject(item) ? item : {}).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(listed.sort()).toEqual(
    Object.values(routes)
      .map((route: Route) => `${route.method} ${route.path}`)
      .sort(),
  );
});

test('every reference leads somewhere', () => {
  const references = [...objects(document)].flatMap(([path, { $ref }]) =>
    typeof $ref === 'string' ? [[path, $ref]] : [],
  );
  expect(references.length).toBeGreaterThan(50);
  for (const [path, reference] of references) expect(at(reference ?? ''), `${path} → ${reference}`).toBeDefined();
});

test('operations have unique ids, responses with descriptions, and exactly the parameters that their path names', () => {
  const ids = new Set<unknown>();
  for (const [path, operation] of objects(document)) {
    if (!/^#\/paths\/.+\/(get|post|put|patch|delete)$/.test(path) || operation.operationId === undefined) continue;
    expect(ids.has(operation.operationId)).toBe(false);
    ids.add(operation.operationId);
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const parameters: unknown[] = Array.isArray(operation.parameters) ? operation.parameters : [];
    const given = parameters.flatMap((one) => (isObject(one) && one.in === 'path' ? [one.name] : []));
    expect({ path, given: given.sort() }).toEqual({ path, given: named.sort() });
    for (const response of Object.values(isObject(operation.responses) ? operation.responses : {}))
      expect(response).toMatchObject({ description: expect.any(String) });
  }
  expect(ids.size).toBe(Object.keys(routes).length);
});

test('each error of the registry is one that something can answer with', () => {
  const text = JSON.stringify(document);
  for (const code of Object.keys(adminErrors)) expect(text).toContain(code);
});
