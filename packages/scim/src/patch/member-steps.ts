import { type ScimError, scimError } from '../error.ts';
import type { CheckedFilter } from '../filter/ast.ts';
import { evaluateElement } from '../filter/evaluate.ts';
import type { JsonValue } from '../json.ts';
import type { Intake } from '../resource/intake.ts';
import { type MemberChange, readMemberIds } from '../resource/members.ts';
import { fail, ok, type Result } from '../result.ts';
import { filterEffort, maxComparisons } from './effort.ts';
import type { PatchOp } from './operation.ts';
import type { MemberStep } from './plan.ts';
import type { AttributeTarget } from './target.ts';

/**
 * Membership changes are said by ids, so that a change of one member costs the same in any group. Null where the path points
 * at what can't be changed of a member.
 */
export const memberStep = (
  op: PatchOp,
  { field, sub, selection }: AttributeTarget,
  value: JsonValue | undefined,
  at: number,
  intake: Intake,
): MemberStep | null => {
  if (sub !== null && sub.name !== 'value' && sub.name !== '$ref') return null;
  const isGiven = value !== undefined && value !== null && value !== '';
  const ids = isGiven ? readMemberIds(field, value, intake) : [];
  if (selection === null) {
    // Entra and JumpCloud name the members to remove in `value`; without a value all go (RFC 7644 §3.5.2.2).
    if (op === 'remove') return isGiven ? { kind: 'remove', ids } : { kind: 'replace', ids: [] };
    return { kind: op, ids };
  }
  const named = idsNamedBy(selection.filter);
  switch (op) {
    case 'add':
      return { kind: 'add', ids: ids.length === 0 && named !== null ? named : ids };
    case 'remove':
      return named === null ? { kind: 'removeMatching', filter: selection.filter, at } : { kind: 'remove', ids: named };
    case 'replace':
      return { kind: 'replaceMatching', filter: selection.filter, ids, at };
    default:
      return op satisfies never;
  }
};

/** `value eq "a"`, also several joined by `or`; null for any other filter. */
const idsNamedBy = (filter: CheckedFilter): readonly string[] | null => {
  if (filter.kind === 'compare') {
    const isId = filter.op === 'eq' && filter.ref.attribute.name === 'value' && typeof filter.value === 'string';
    return isId ? [String(filter.value)] : null;
  }
  if (filter.kind !== 'or') return null;
  const ids: string[] = [];
  for (const term of filter.terms) {
    const named = idsNamedBy(term);
    if (named === null) return null;
    ids.push(...named);
  }
  return ids;
};

/** Runs of the same kind become one change, and a replace makes what was before it pointless. */
export const joinChanges = (steps: readonly MemberStep[]): readonly MemberStep[] => {
  const joined: MemberStep[] = [];
  let ids: string[] = [];
  for (const step of steps) {
    const last = joined.at(-1);
    if ((step.kind === 'add' || step.kind === 'remove') && last?.kind === step.kind) {
      for (const id of step.ids) ids.push(id);
      continue;
    }
    if (step.kind === 'replace') joined.length = 0;
    if (step.kind === 'removeMatching' || step.kind === 'replaceMatching') joined.push(step);
    else {
      ids = [...step.ids];
      joined.push({ kind: step.kind, ids });
    }
  }
  return joined;
};

/** A member as filters see it. */
export interface CurrentMember {
  readonly id: string;
  readonly type: string;
  readonly display: string | null;
}

/** The filters over members answered: what is left are ids. */
export const resolveMembers = (
  steps: readonly MemberStep[],
  current: readonly CurrentMember[],
): Result<readonly MemberChange[], ScimError> => {
  const members = new Map<string, CurrentMember>(current.map((member) => [member.id, member]));
  const join = (ids: readonly string[]): void => {
    for (const id of ids) if (!members.has(id)) members.set(id, { id, type: '', display: null });
  };
  const changes: MemberChange[] = [];
  const put = (change: MemberChange): void => {
    if (change.kind === 'replace') members.clear();
    if (change.kind === 'remove') for (const id of change.ids) members.delete(id);
    else join(change.ids);
    changes.push(change);
  };
  let comparisons = 0;
  for (const step of steps) {
    if (step.kind !== 'removeMatching' && step.kind !== 'replaceMatching') {
      put(step);
      continue;
    }
    comparisons += filterEffort(step.filter, members.size);
    if (comparisons > maxComparisons) {
      return fail(scimError(400, `Operation ${step.at + 1}: the operations touch too many values.`, 'tooMany'));
    }
    const matching = [...members.values()].filter((member) => matches(step.filter, member)).map(({ id }) => id);
    if (step.kind === 'replaceMatching' && matching.length === 0) {
      return fail(scimError(400, `Operation ${step.at + 1}: no member matches the filter.`, 'noTarget'));
    }
    if (matching.length > 0) put({ kind: 'remove', ids: matching });
    if (step.kind === 'replaceMatching') put({ kind: 'add', ids: step.ids });
  }
  return ok(changes);
};

const matches = (filter: CheckedFilter, { id, type, display }: CurrentMember): boolean =>
  evaluateElement(filter, { value: id, type, display });
