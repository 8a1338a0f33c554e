import { type ScimError, type ScimType, scimError } from '../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { jsonEqual } from '../json-equal.ts';
import { Intake } from '../resource/intake.ts';
import type { MemberChange } from '../resource/members.ts';
import { immutableError, valueAt } from '../resource/replace.ts';
import type { Field } from '../resource/shape.ts';
import { checkRequired, isShortEnough, tidyElements } from '../resource/value.ts';
import { fail, ok, type Result } from '../result.ts';
import { mergeParts, PatchDraft } from './draft.ts';
import { effortOf, maxComparisons } from './effort.ts';
import { appendElements, createElement, editElements, elementsOf, isLike, placesOf } from './elements.ts';
import { type CurrentMember, resolveMembers } from './member-steps.ts';
import type { PatchPlan, Step } from './plan.ts';

export interface Patched {
  /** The current resource itself (`===`) where no operation was about it. */
  readonly resource: JsonObject;
  readonly members: readonly MemberChange[];
}

/**
 * All of the operations or none (RFC 7644 §3.5.2): pure, and it may run again on a newer resource. `members` are asked for by
 * `plan.needsMembers` only.
 */
export const applyPatch = (
  plan: PatchPlan,
  current: JsonObject,
  members: readonly CurrentMember[] | null,
): Result<Patched, ScimError> => {
  const resource = plan.steps.length === 0 ? ok(current) : applySteps(plan, current);
  if (!resource.ok) return resource;
  const changes = resolveMembers(plan.memberSteps, members ?? []);
  return changes.ok ? ok({ resource: resource.value, members: changes.value }) : changes;
};

const applySteps = (plan: PatchPlan, current: JsonObject): Result<JsonObject, ScimError> => {
  const draft = new PatchDraft(plan.shape, current);
  let comparisons = 0;
  for (const step of plan.steps) {
    if ('field' in step) comparisons += effortOf(step, elementsOf(draft.get(step.field)).length);
    if (comparisons > maxComparisons) return fail(refusal(step, 'the operations touch too many values.', 'tooMany'));
    const error = applyStep(draft, step);
    if (error !== null) return fail(error);
  }
  return finish(plan, draft, current);
};

const refusal = ({ at }: Step, detail: string, scimType: ScimType): ScimError =>
  scimError(400, `Operation ${at + 1}: ${detail}`, scimType);

const applyStep = (draft: PatchDraft, step: Step): ScimError | null => {
  switch (step.kind) {
    case 'assign':
      draft.set(step.field, step.value, step.op);
      return null;
    case 'merge':
      if (step.field.shape !== null) {
        draft.set(step.field, mergeParts(step.field.shape, draft.get(step.field), step.parts), step.op);
      }
      return null;
    case 'append': {
      const list = elementsOf(draft.get(step.field));
      appendElements(step.field, list, step.elements);
      return put(draft, step, list);
    }
    case 'edit':
      return applyEdit(draft, step);
    case 'drop': {
      const list = elementsOf(draft.get(step.field));
      const gone = new Set(placesOf(list, step.selection));
      return put(
        draft,
        step,
        list.filter((_, at) => !gone.has(at)),
      );
    }
    case 'dropValues': {
      const list = elementsOf(draft.get(step.field));
      return put(
        draft,
        step,
        list.filter((element) => !step.elements.some((wanted) => isLike(element, wanted))),
      );
    }
    case 'dropExtension':
      for (const field of step.extension.shape.fields) {
        if (draft.get(field) !== undefined) draft.set(field, undefined, step.op);
      }
      return step.extension.required ? refusal(step, `“${step.extension.urn}” is required.`, 'mutability') : null;
    default:
      return step satisfies never;
  }
};

const applyEdit = (draft: PatchDraft, step: Step & { kind: 'edit' }): ScimError | null => {
  const { field, selection, change } = step;
  const list = elementsOf(draft.get(field));
  const places = placesOf(list, selection);
  if (places.length > 0) {
    const frozen = editElements(field, list, places, change, selection);
    return frozen === null ? put(draft, step, list) : immutableError(frozen);
  }
  // Clearing what is not there changes nothing.
  if (change.kind === 'parts' && [...change.parts.values()].every((value) => value === undefined)) return null;
  return createElement(field, list, change, selection)
    ? put(draft, step, list)
    : refusal(step, `no value of “${field.path}” matches the filter.`, 'noTarget');
};

const put = (draft: PatchDraft, step: Step & { readonly field: Field }, list: readonly JsonValue[]): null => {
  // A filter may be used on a single complex attribute as well.
  draft.set(step.field, step.field.attribute.multiValued ? list : list[0], step.op);
  return null;
};

const finish = (plan: PatchPlan, draft: PatchDraft, current: JsonObject): Result<JsonObject, ScimError> => {
  const intake = new Intake();
  for (const [field, op] of draft.touched) {
    const value = settled(field, draft.get(field), intake);
    draft.set(field, value, op);
    if (changesFrozen(field, valueAt(field, current), value)) return fail(immutableError(field));
    if (value === undefined && field.attribute.required) {
      const scimType = op === 'remove' ? 'mutability' : 'invalidValue';
      return fail(scimError(400, `“${field.path}” is required.`, scimType));
    }
  }
  const resource = draft.build();
  for (const { urn, required } of plan.shape.extensions) {
    if (required && resource[urn] === undefined) intake.refuseWith(`“${urn}” is required.`);
  }
  return intake.error === null ? ok(resource) : fail(intake.error);
};

/** What becomes of a value once all operations are done: tidy, or its initial value where it is cleared. */
const settled = (field: Field, value: JsonValue | undefined, intake: Intake): JsonValue | undefined => {
  const elements = elementsOf(value).filter((element) => !isJsonObject(element) || Object.keys(element).length > 0);
  if (field.shape !== null) {
    for (const element of elements) if (isJsonObject(element)) checkRequired(field.shape, element, intake);
  }
  if (!field.attribute.multiValued) return elements[0] ?? field.attribute.initial;
  if (!isShortEnough(field, elements.length, intake)) return undefined;
  const tidy = tidyElements(field, elements);
  return tidy.length === 0 ? field.attribute.initial : tidy;
};

/** RFC 7644 §3.5.2: an immutable attribute may be set where it has no value. */
const changesFrozen = (field: Field, before: JsonValue | undefined, after: JsonValue | undefined): boolean => {
  if (before === undefined) return false;
  if (field.attribute.mutability === 'immutable') return !jsonEqual(before, after);
  if (field.attribute.multiValued || !isJsonObject(before)) return false;
  const parts = isJsonObject(after) ? after : {};
  return field.shape?.fields.some((sub) => changesFrozen(sub, before[sub.name], parts[sub.name])) ?? false;
};
