/**
 * Which attributes an answer has: `attributes` and `excludedAttributes` (RFC 7644 §3.4.2.5 and §3.9) against each attribute's
 * `returned` (RFC 7643 §7). Compiled once per request; null stands for the usual answer of a type that keeps nothing
 * back, which needs no look into the resource.
 */
import { type ScimError, scimError } from '../error.ts';
import { parseAttributePath } from '../filter/parse.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Attribute } from '../schema/attribute.ts';
import { allAttributes, findAttribute, findSchemaByPath } from '../schema/lookup.ts';
import type { AttributeRef, ResourceType } from '../schema/registry.ts';
import { isMembership } from '../search/searchable.ts';

/** What of an attribute is shown: all, some sub-attributes, or (null) nothing. */
export type Selection = 'all' | ReadonlySet<string> | null;

export interface Projection {
  /** By attribute name; null where the body is shown as it is kept. */
  readonly body: BodySelection | null;
  readonly meta: Selection;
  readonly groups: Selection;
  readonly members: Selection;
  /** Whether the answer shows them at all, so that they need not be read otherwise. */
  readonly withGroups: boolean;
  readonly withMembers: boolean;
}

export interface BodySelection {
  readonly core: ReadonlyMap<string, Selection>;
  readonly extensions: ReadonlyMap<string, ReadonlyMap<string, Selection>>;
}

type Names = string | readonly string[] | undefined;

const maxNames = 1000;

/** Names are separated by commas, and a list may hold such texts. Unknown names are as good as not there. */
export const parseProjection = (
  type: ResourceType,
  attributes: Names,
  excludedAttributes: Names,
): Result<Projection | null, ScimError> => {
  const included = splitNames(attributes);
  const excluded = splitNames(excludedAttributes);
  if (included.length > 0 && excluded.length > 0) {
    return fail(scimError(400, '“attributes” and “excludedAttributes” can’t be used together.', 'invalidValue'));
  }
  if (included.length + excluded.length > maxNames) {
    return fail(scimError(400, `At most ${maxNames} attributes can be named.`, 'invalidValue'));
  }
  if (included.length > 0) return ok(compile(type, { kind: 'only', named: findAll(type, included) }));
  return ok(excluded.length > 0 ? compile(type, { kind: 'without', named: findAll(type, excluded) }) : usual(type));
};

const noNames: readonly string[] = [];

const splitNames = (names: Names): readonly string[] =>
  names === undefined
    ? noNames
    : (typeof names === 'string' ? names : names.join(','))
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');

const usuals = new WeakMap<ResourceType, { readonly projection: Projection | null }>();

const usual = (type: ResourceType): Projection | null => {
  let known = usuals.get(type);
  if (known === undefined) {
    const holdsBack = allAttributes(type).some(({ attribute, sub }) => (sub ?? attribute).returned === 'request');
    known = { projection: holdsBack ? compile(type, { kind: 'without', named: new Set() }) : null };
    usuals.set(type, known);
  }
  return known.projection;
};

interface Wish {
  readonly kind: 'only' | 'without';
  readonly named: ReadonlySet<AttributeRef>;
}

const findAll = (type: ResourceType, names: readonly string[]): ReadonlySet<AttributeRef> => {
  const found = new Set<AttributeRef>();
  for (const name of names) {
    const path = parseAttributePath(name);
    if (path === null) continue;
    const ref = findAttribute(type, path);
    if (ref !== null) found.add(ref);
    else for (const each of attributesOfSchema(type, path)) found.add(each);
  }
  return found;
};

/** A URN alone names all attributes of its schema. */
const attributesOfSchema = (
  type: ResourceType,
  path: NonNullable<ReturnType<typeof parseAttributePath>>,
): readonly AttributeRef[] => {
  const schema = findSchemaByPath(type, path);
  if (schema === null) return [];
  const extension = schema === type.schema ? null : schema.id;
  return allAttributes(type).filter((ref) => ref.extension === extension && ref.sub === null && isUsual(ref.attribute));
};

const isUsual = (attribute: Attribute): boolean => attribute.returned === 'default' || attribute.returned === 'always';

const compile = (type: ResourceType, wish: Wish): Projection => {
  const core = new Map<string, Selection>();
  const extensions = new Map<string, Map<string, Selection>>();
  const views: Record<string, Selection> = {};
  let isWhole = true;
  for (const [ref, subs] of grouped(type)) {
    const selection = select(ref, subs, wish);
    const { name } = ref.attribute;
    if (ref.extension === null && (name === 'meta' || isMembership(type, null, ref.attribute))) {
      views[name] = selection;
      continue;
    }
    if (selection !== 'all' && isKept(ref.attribute)) isWhole = false;
    if (ref.extension === null) core.set(name, selection);
    else extensions.set(ref.extension, (extensions.get(ref.extension) ?? new Map()).set(name, selection));
  }
  const groups = views.groups ?? null;
  const members = views.members ?? null;
  return {
    body: isWhole ? null : { core, extensions },
    meta: views.meta ?? null,
    groups,
    members,
    withGroups: groups !== null,
    withMembers: members !== null,
  };
};

/** Passwords are never in a body, so leaving them out changes nothing. */
const isKept = (attribute: Attribute): boolean => attribute.returned !== 'never' && attribute.name !== 'id';

/** Each attribute with its sub-attributes. */
const grouped = (type: ResourceType): ReadonlyMap<AttributeRef, readonly AttributeRef[]> => {
  const groups = new Map<AttributeRef, AttributeRef[]>();
  let subs: AttributeRef[] = [];
  for (const ref of allAttributes(type)) {
    if (ref.sub === null) {
      subs = [];
      groups.set(ref, subs);
    } else subs.push(ref);
  }
  return groups;
};

const select = (ref: AttributeRef, subs: readonly AttributeRef[], wish: Wish): Selection => {
  const { returned } = ref.attribute;
  const isNamed = wish.named.has(ref);
  const hasNamedSub = subs.some((sub) => wish.named.has(sub));
  const isShown =
    returned === 'always' ||
    (returned !== 'never' && (wish.kind === 'only' ? isNamed || hasNamedSub : returned === 'default' && !isNamed));
  if (!isShown) return null;
  // Where only parts are named, the others go; where the whole is named (or always shown), the parts are the usual ones.
  const partly = wish.kind === 'only' && hasNamedSub && !isNamed;
  const shown = subs.filter((sub) => isSubShown(sub, wish, partly));
  if (shown.length === subs.length) return 'all';
  return new Set(shown.map((sub) => sub.sub?.name ?? ''));
};

const isSubShown = (sub: AttributeRef, wish: Wish, partly: boolean): boolean => {
  const returned = sub.sub?.returned ?? 'never';
  if (returned === 'always' || returned === 'never') return returned === 'always';
  if (wish.kind === 'without') return returned === 'default' && !wish.named.has(sub);
  return wish.named.has(sub) || (!partly && returned === 'default');
};
