import { type ScimError, scimError } from '../error.ts';
import type { AttributePath, CheckedFilter, Filter } from '../filter/ast.ts';
import { checkValueFilter } from '../filter/check.ts';
import { formatPath, parsePatchPath } from '../filter/parse.ts';
import type { ExtensionShape, Field, Shape, TypeShape } from '../resource/shape.ts';
import { fail, ok, type Result } from '../result.ts';
import { findAttribute, findSchemaByPath, findTypeSchema } from '../schema/lookup.ts';
import { type Template, templateOf } from './template.ts';

/** What a PATCH path points at, RFC 7644 §3.5.2 (figure 7). */
export type Target =
  | { readonly kind: 'resource' }
  | { readonly kind: 'extension'; readonly extension: ExtensionShape }
  | AttributeTarget
  /** In a schema that is not registered: nothing happens, and the activity log says so (decision 6). */
  | { readonly kind: 'unregistered'; readonly name: string };

export interface AttributeTarget {
  readonly kind: 'attribute';
  readonly field: Field;
  readonly sub: Field | null;
  readonly selection: Selection | null;
}

export interface Selection {
  readonly filter: CheckedFilter;
  readonly template: Template;
}

export const resolvePath = (shape: TypeShape, text: string): Result<Target, ScimError> => {
  // Most paths are plain names.
  const plain = shape.core.byName.get(text);
  if (plain !== undefined) return ok({ kind: 'attribute', field: plain, sub: null, selection: null });
  const parsed = parsePatchPath(text);
  if (!parsed.ok) return parsed;
  const { attribute: path, filter, sub } = parsed.value;
  const whole = wholeSchema(shape, path);
  if (whole !== null) return filter === null ? ok(whole) : invalidPath(path, 'can’t have a filter');
  if (path.urn !== null && findTypeSchema(shape.type, path.urn) === null && isUri(path.urn)) {
    return ok({ kind: 'unregistered', name: formatPath(path) });
  }
  return resolveAttribute(shape, path, filter, sub);
};

const isUri = (text: string): boolean => /^(urn:|https?:)/i.test(text);

const wholeSchema = (shape: TypeShape, path: AttributePath): Target | null => {
  const schema = findSchemaByPath(shape.type, path);
  if (schema === null) return null;
  const extension = shape.byUrn.get(schema.id);
  return extension === undefined || extension === null ? { kind: 'resource' } : { kind: 'extension', extension };
};

const resolveAttribute = (
  shape: TypeShape,
  path: AttributePath,
  filter: Filter | null,
  subName: string | null,
): Result<Target, ScimError> => {
  const ref = findAttribute(shape.type, path);
  const field = ref === null ? undefined : fieldOf(shape, ref.extension, ref.attribute.name);
  if (ref === null || field === undefined) return invalidPath(path, `is no attribute of ${shape.type.name}`);
  const name = ref.sub?.name ?? subName;
  const sub = name === null ? null : (field.shape?.byName.get(name) ?? null);
  if (name !== null && sub === null)
    return invalidPath({ ...path, sub: name }, `is no attribute of ${shape.type.name}`);
  if (filter === null) return ok({ kind: 'attribute', field, sub, selection: null });
  if (field.shape === null && !field.attribute.multiValued) return invalidPath(path, 'has no values to select from');
  const checked = checkValueFilter(filter, ref);
  if (!checked.ok) return checked;
  return ok({
    kind: 'attribute',
    field,
    sub,
    selection: { filter: checked.value, template: templateOf(field, filter) },
  });
};

const fieldOf = (shape: TypeShape, extension: string | null, name: string): Field | undefined => {
  const within: Shape | undefined = extension === null ? shape.core : shape.byUrn.get(extension)?.shape;
  return within?.byName.get(name);
};

const invalidPath = (path: AttributePath, what: string): { readonly ok: false; readonly error: ScimError } =>
  fail(scimError(400, `“${formatPath(path).slice(0, 200).toWellFormed()}” ${what}.`, 'invalidPath'));
