import {
  type Attribute,
  allAttributes,
  builtInRegistry,
  type Comparand,
  type CompareOp,
  type Filter,
  groupType,
  type JsonObject,
  type JsonValue,
  type Registry,
  type ResourceType,
  userType,
} from '@rollcall/scim';
import fc from 'fast-check';
import type { StoredResource } from '../ports/resources.ts';
import type { TestDatabaseKind } from './databases.ts';
import { by, openFixture, type StoreFixture } from './fixture.ts';

const attribute = (name: string, type: Attribute['type'], more: Partial<Attribute> = {}): Attribute => ({
  name,
  type,
  description: name,
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  canonicalValues: [],
  referenceTypes: [],
  subAttributes: [],
  ...more,
});

export const PROBE_URN = "urn:example:it's:probe:1.0:User";

const plain: readonly Attribute[] = [
  attribute('text', 'string'),
  attribute('exact', 'string', { caseExact: true }),
  attribute('flag', 'boolean'),
  attribute('whole', 'integer'),
  attribute('part', 'decimal'),
  attribute('moment', 'dateTime'),
  attribute('bytes', 'binary', { caseExact: true }),
  attribute('link', 'reference', { referenceTypes: ['external'], caseExact: true }),
];
const lists = plain.map((one) => ({ ...one, name: `${one.name}List`, multiValued: true }));

/** Every type, each single-valued, multi-valued, and inside single- and multi-valued complex attributes. */
const probeSchema = {
  id: PROBE_URN,
  name: 'Probe',
  description: 'An attribute of each kind.',
  attributes: [
    ...plain,
    ...lists,
    attribute('one', 'complex', { subAttributes: [...plain, ...lists] }),
    attribute('many', 'complex', {
      multiValued: true,
      subAttributes: [...plain, ...lists, attribute('primary', 'boolean'), attribute('value', 'string')],
    }),
  ],
};

export const probeType: ResourceType = {
  ...userType,
  extensions: [...userType.extensions, { schema: probeSchema, required: false }],
};

export const probeRegistry: Registry = {
  schemas: [...builtInRegistry.schemas, probeSchema],
  resourceTypes: builtInRegistry.resourceTypes.map((type) => (type.name === 'User' ? probeType : type)),
};

export const texts: readonly string[] = [
  'a', 'A', 'ab', 'AB', 'abc', 'b', 'ß', 'SS', 'é', 'e\u0301', 'É', 'Σ', 'ς', 'ı', 'İ', 'i',
  '😀', '\uffee', '\u{1f600}\u{1f601}', '\u{10ffff}', '\ud7ff', 'a%', 'a_', '%', '_', "o'm", '"q"', '\\', 'a\\b',
  'a\nb', ' a ', '[1]', '{"a":1}', 'null', 'true', '1', '', `${'x'.repeat(350)}1`, `${'x'.repeat(350)}2`,
  'x'.repeat(199), 'x'.repeat(200), `${'x'.repeat(199)}😀${'y'.repeat(150)}`,
]; // biome-ignore format: a table

const numbers = [-1e21, -2, -1.5, -1, 0, 0.1, 1, 1.5, 2, 10, 9007199254740991, 1e21];
const moments = [
  '2011-05-13T04:42:34Z',
  '2011-05-13T06:42:34+02:00',
  '2011-05-13T04:42:34.001Z',
  '1999-12-31T23:59:59-01:00',
  '2026-01-01T00:00:00.000Z',
];

const scalar = ({ type }: Attribute): fc.Arbitrary<JsonValue> => {
  switch (type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'decimal':
      return fc.constantFrom(...numbers.filter((number) => type === 'decimal' || Number.isInteger(number)));
    case 'dateTime':
      return fc.constantFrom(...moments);
    default:
      return fc.constantFrom(...texts);
  }
};

const object = (attributes: readonly Attribute[]): fc.Arbitrary<JsonObject> =>
  // A record without required keys leaves keys out; none of its values is undefined.
  fc.record(Object.fromEntries(attributes.map((one) => [one.name, valueFor(one)])), {
    requiredKeys: [],
  }) as fc.Arbitrary<JsonObject>;

const valueFor = (one: Attribute): fc.Arbitrary<JsonValue> => {
  const element = one.type === 'complex' ? object(one.subAttributes) : scalar(one);
  return one.multiValued ? fc.array(element, { maxLength: 3 }) : element;
};

const settable = userType.schema.attributes.filter(
  ({ name, mutability }) => mutability !== 'readOnly' && name !== 'userName' && name !== 'password',
);

const people = (count: number): readonly JsonObject[] =>
  fc
    .sample(
      fc.record({
        core: object(settable),
        externalId: fc.option(fc.constantFrom(...texts)),
        enterprise: fc.option(object(userType.extensions[0]?.schema.attributes ?? [])),
        probe: fc.option(object(probeSchema.attributes)),
      }),
      { numRuns: count, seed: 7 },
    )
    .map(({ core, externalId, enterprise, probe }, at) => ({
      ...(externalId === null ? {} : { externalId }),
      userName: `${texts[at % texts.length]}-${at}`,
      ...core,
      ...(enterprise === null ? {} : { [userType.extensions[0]?.schema.id ?? '']: enterprise }),
      ...(probe === null ? {} : { [PROBE_URN]: probe }),
    }));

export interface FilterWorld extends AsyncDisposable {
  readonly fixture: StoreFixture;
  /** What is stored, as clients see it, in the order of creation. */
  readonly users: readonly JsonObject[];
  readonly groups: readonly JsonObject[];
}

/** People of every kind in groups inside groups. */
export async function openFilterWorld(kind: TestDatabaseKind, count = 50): Promise<FilterWorld> {
  const fixture = await openFixture(kind, probeRegistry);
  const { store } = fixture;
  const created: StoredResource[] = [];
  const add = async (type: ResourceType, resource: JsonObject, members: readonly string[] = []): Promise<string> => {
    const made = await store.create(type, { resource, members: [{ kind: 'add', ids: members }] }, by);
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    created.push(made.value.stored);
    return made.value.stored.id;
  };
  const ids: string[] = [];
  for (const person of people(count)) ids.push(await add(probeType, person));
  const part = (from: number, step: number) => ids.filter((_, at) => at % step === from);
  const inner = await add(groupType, { displayName: 'Äpfel' }, part(0, 5));
  const outer = await add(groupType, { displayName: 'outer' }, [inner, ...part(1, 7), ...part(0, 10)]);
  await add(groupType, { displayName: 'empty', externalId: 'AB' });
  await store.update(
    groupType,
    inner,
    (current) => ({ ok: true, value: { resource: current.resource, members: [{ kind: 'add', ids: [outer] }] } }),
    by,
  );
  const shown = await Promise.all(
    created.map(async ({ type, id }) => shownAs(fixture, type === 'User' ? probeType : groupType, id)),
  );
  return {
    fixture,
    users: shown.filter((one) => isOf(one, 'User')),
    groups: shown.filter((one) => isOf(one, 'Group')),
    [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
  };
}

const isOf = (resource: JsonObject, type: string) => (resource.meta as JsonObject).resourceType === type;

async function shownAs({ store }: StoreFixture, type: ResourceType, id: string): Promise<JsonObject> {
  const stored = await store.get(type, id);
  if (stored === null) throw new Error(`${id} is gone`);
  const body: JsonObject = JSON.parse(stored.body);
  const { members } = await store.members(id, { after: 0, limit: 1000 });
  return {
    ...body,
    id,
    schemas: [type.schema.id, ...type.extensions.map(({ schema }) => schema.id).filter((urn) => hasValue(body[urn]))],
    meta: {
      resourceType: type.name,
      created: stored.created,
      lastModified: stored.lastModified,
      version: `W/"${stored.version}"`,
    },
    ...(type === groupType
      ? { members: members.map((member) => ({ value: member.id, type: member.type, display: member.display })) }
      : {
          groups: stored.groups.map((group) => ({
            value: group.id,
            display: group.display,
            type: group.direct ? 'direct' : 'indirect',
          })),
        }),
  };
}

const hasValue = (value: JsonValue | undefined): boolean => {
  if (Array.isArray(value)) return value.some(hasValue);
  if (typeof value === 'object' && value !== null) return Object.values(value).some(hasValue);
  return value !== undefined && value !== null && value !== '';
};

const opsFor = ({ type }: Attribute): readonly CompareOp[] => {
  const equality: readonly CompareOp[] = ['eq', 'ne'];
  const orders: readonly CompareOp[] = ['gt', 'ge', 'lt', 'le'];
  const searches: readonly CompareOp[] = ['co', 'sw', 'ew'];
  if (type === 'boolean') return equality;
  if (type === 'binary') return [...equality, ...searches];
  if (type === 'integer' || type === 'decimal') return [...equality, ...orders];
  return [...equality, ...orders, ...searches];
};

/** Any filter that fits the type, about values that are likely to be there. */
export const filtersFor = (type: ResourceType, stored: readonly JsonObject[]): fc.Arbitrary<Filter> => {
  const ids = stored.map(({ id }) => String(id));
  const leaves = allAttributes(type)
    .filter(({ attribute, sub }) => attribute.returned !== 'never' && sub?.name !== '$ref' && sub?.name !== 'location')
    .map((ref) => {
      const path = { urn: ref.extension, name: ref.attribute.name, sub: ref.sub?.name ?? null };
      return comparisons(path, ref.sub ?? ref.attribute, ids);
    });
  const elements = allAttributes(type)
    .filter(({ attribute, sub }) => sub === null && (attribute.type === 'complex' || attribute.multiValued))
    .filter(({ attribute }) => attribute.returned !== 'never')
    .map(({ extension, attribute }) => {
      const subs: readonly Attribute[] =
        attribute.type === 'complex' ? attribute.subAttributes : [{ ...attribute, name: 'value' }];
      const inner = subs
        .filter(({ name }) => name !== '$ref' && name !== 'location')
        .map((sub) => comparisons({ urn: null, name: sub.name, sub: null }, sub, ids));
      return fc.record({
        kind: fc.constant('valuePath' as const),
        path: fc.constant({ urn: extension, name: attribute.name, sub: null }),
        filter: combined(fc.oneof(...inner)),
      });
    });
  return combined(
    fc.oneof({ arbitrary: fc.oneof(...leaves), weight: 2 }, { arbitrary: fc.oneof(...elements), weight: 1 }),
  );
};

const comparisons = (
  path: Filter & { kind: 'present' } extends { path: infer P } ? P : never,
  one: Attribute,
  ids: readonly string[],
): fc.Arbitrary<Filter> => {
  const present = fc.constant<Filter>({ kind: 'present', path });
  const comparand: fc.Arbitrary<Comparand> = fc.oneof(
    {
      arbitrary: fc.constantFrom<Comparand>(...ids, 'direct', 'indirect', 'user', 'group'),
      weight: idLike(one) ? 3 : 0,
    },
    { arbitrary: scalar(one) as fc.Arbitrary<Comparand>, weight: 6 },
    { arbitrary: fc.constant(null), weight: 1 },
  );
  const compare = fc.record({
    kind: fc.constant('compare' as const),
    path: fc.constant(path),
    op: fc.constantFrom(...opsFor(one)),
    value: comparand,
  });
  return fc.oneof({ arbitrary: compare, weight: 5 }, { arbitrary: present, weight: 1 });
};

const idLike = ({ name }: Attribute): boolean => name === 'id' || name === 'value' || name === 'type';

const combined = (leaf: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> =>
  fc.letrec<{ filter: Filter }>((tie) => {
    const terms = fc.array(tie('filter'), { minLength: 2, maxLength: 3 });
    return {
      filter: fc.oneof(
        { maxDepth: 2, depthSize: 'small' },
        { arbitrary: leaf, weight: 3 },
        { arbitrary: fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), terms }), weight: 1 },
        { arbitrary: fc.record({ kind: fc.constant('not' as const), term: tie('filter') }), weight: 1 },
      ),
    };
  }).filter;
