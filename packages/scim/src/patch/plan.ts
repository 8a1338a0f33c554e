import type { CheckedFilter } from '../filter/ast.ts';
import type { JsonValue } from '../json.ts';
import type { MemberChange } from '../resource/members.ts';
import type { ExtensionShape, Field, TypeShape } from '../resource/shape.ts';
import type { PatchOp } from './operation.ts';
import type { Selection } from './target.ts';
import type { Parts } from './template.ts';

/** A PATCH whose paths are looked up and whose values are read: what is left to find out depends on the resource. */
export interface PatchPlan {
  readonly shape: TypeShape;
  readonly steps: readonly Step[];
  readonly memberSteps: readonly MemberStep[];
  /** Whether `applyPatch` needs the group's members: only for filters that say more of them than their ids. */
  readonly needsMembers: boolean;
  /** Names that are not registered (decision 6). */
  readonly ignored: readonly string[];
}

/** One change of a resource. `op` is what the client called it: it decides how a failure is named. */
export type Step = { readonly op: PatchOp; readonly at: number } & (
  | { readonly kind: 'assign'; readonly field: Field; readonly value: JsonValue | undefined }
  /** Changes parts of a complex attribute that has one value. */
  | { readonly kind: 'merge'; readonly field: Field; readonly parts: Parts }
  | { readonly kind: 'append'; readonly field: Field; readonly elements: readonly JsonValue[] }
  /** Changes the selected elements (all where `selection` is null), or makes one. */
  | { readonly kind: 'edit'; readonly field: Field; readonly selection: Selection | null; readonly change: Change }
  | { readonly kind: 'drop'; readonly field: Field; readonly selection: Selection }
  /** Removes the elements that are like these: a remove with values instead of a filter. */
  | { readonly kind: 'dropValues'; readonly field: Field; readonly elements: readonly JsonValue[] }
  | { readonly kind: 'dropExtension'; readonly extension: ExtensionShape }
);

export type Change =
  | { readonly kind: 'parts'; readonly parts: Parts; readonly replacesWhole: boolean }
  /** For elements that are plain values. */
  | { readonly kind: 'value'; readonly value: JsonValue };

export type MemberStep =
  | MemberChange
  | { readonly kind: 'removeMatching'; readonly filter: CheckedFilter; readonly at: number }
  | {
      readonly kind: 'replaceMatching';
      readonly filter: CheckedFilter;
      readonly ids: readonly string[];
      readonly at: number;
    };
