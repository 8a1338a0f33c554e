import { type ScimError, type ScimType, scimError } from '../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { Intake } from '../resource/intake.ts';
import { type ExtensionShape, type Field, shapeOf, type TypeShape } from '../resource/shape.ts';
import { asElement, readElements, readValue } from '../resource/value.ts';
import { fail, ok, type Result } from '../result.ts';
import type { ResourceType } from '../schema/registry.ts';
import { joinChanges, memberStep } from './member-steps.ts';
import { type Operation, type PatchOp, readOperations } from './operation.ts';
import type { Change, MemberStep, PatchPlan, Step } from './plan.ts';
import { type AttributeTarget, resolvePath } from './target.ts';
import type { Parts } from './template.ts';

/** Everything of a PATCH request that can be settled without the resource, RFC 7644 §3.5.2. */
export const compilePatch = (type: ResourceType, body: JsonValue | undefined): Result<PatchPlan, ScimError> => {
  const operations = readOperations(body);
  if (!operations.ok) return operations;
  const compiler = new Compiler(shapeOf(type));
  for (const [at, operation] of operations.value.entries()) {
    compiler.compile(operation, at);
    const { error } = compiler.intake;
    if (error !== null) {
      return fail(operations.value.length === 1 ? error : { ...error, detail: `Operation ${at + 1}: ${error.detail}` });
    }
  }
  return ok(compiler.plan());
};

/** Where an attribute was named: a path must mean something, while in an object what means nothing is passed over. */
type Strictness = 'path' | 'object';

class Compiler {
  readonly intake = new Intake();
  readonly #shape: TypeShape;
  readonly #steps: Step[] = [];
  readonly #memberSteps: MemberStep[] = [];
  #at = 0;

  constructor(shape: TypeShape) {
    this.#shape = shape;
  }

  plan(): PatchPlan {
    const memberSteps = joinChanges(this.#memberSteps);
    return {
      shape: this.#shape,
      steps: this.#steps,
      memberSteps,
      needsMembers: memberSteps.some((step) => step.kind === 'removeMatching' || step.kind === 'replaceMatching'),
      ignored: this.intake.ignored,
    };
  }

  compile({ op, path, value }: Operation, at: number): void {
    this.#at = at;
    if (path === null) {
      if (op === 'remove') this.#refuse('A remove needs a path.', 'noTarget');
      else this.#resource(op, value);
      return;
    }
    const target = resolvePath(this.#shape, path);
    if (!target.ok) {
      this.intake.error ??= target.error;
      return;
    }
    switch (target.value.kind) {
      case 'unregistered':
        this.intake.ignore('', target.value.name);
        return;
      case 'resource':
        if (op === 'remove') this.#refuse(`“${path}” is required.`, 'mutability');
        else this.#resource(op, value);
        return;
      case 'extension':
        this.#extension(op, target.value.extension, value);
        return;
      case 'attribute':
        this.#attribute(op, target.value, value, 'path');
        return;
      default:
        target.value satisfies never;
    }
  }

  #refuse(detail: string, scimType: ScimType): void {
    this.intake.error ??= scimError(400, detail, scimType);
  }

  /** Keys may be names, dotted names, URNs, URN-qualified names and value paths: Entra and Okta send all of them. */
  #resource(op: 'add' | 'replace', value: JsonValue | undefined): void {
    if (!isJsonObject(value)) {
      this.intake.refuseWith('An operation without a path needs an object as its value.');
      return;
    }
    for (const key in value) {
      const each = value[key];
      if (each === undefined) continue;
      const field = this.#shape.core.byName.get(key);
      if (field !== undefined) {
        this.#attribute(op, { kind: 'attribute', field, sub: null, selection: null }, each, 'object');
        continue;
      }
      const extension = this.#shape.byUrn.get(key);
      if (extension === undefined) this.#key(op, key, each);
      else if (extension !== null) this.#extension(op, extension, each);
      else if (isJsonObject(each)) this.#resource(op, each);
    }
  }

  #key(op: 'add' | 'replace', key: string, value: JsonValue): void {
    const target = /[.:[]/.test(key) ? resolvePath(this.#shape, key) : null;
    if (target?.ok && target.value.kind === 'attribute') this.#attribute(op, target.value, value, 'object');
    else this.intake.ignore('', key);
  }

  #extension(op: PatchOp, extension: ExtensionShape, value: JsonValue | undefined): void {
    if (op === 'remove' || isNothing(value)) {
      if (op === 'add') return;
      this.#steps.push({ kind: 'dropExtension', extension, op, at: this.#at });
      return;
    }
    if (!isJsonObject(value)) {
      this.intake.refuseWith(`“${extension.urn}” must be an object.`);
      return;
    }
    for (const key in value) {
      const each = value[key];
      const [name = '', subName] = key.split('.');
      const field = extension.shape.byName.get(name);
      const sub = subName === undefined ? null : field?.shape?.byName.get(subName);
      if (field === undefined || sub === undefined) this.intake.ignore(`${extension.urn}:`, key);
      else this.#attribute(op, { kind: 'attribute', field, sub, selection: null }, each, 'object');
    }
  }

  #attribute(op: PatchOp, target: AttributeTarget, value: JsonValue | undefined, strictness: Strictness): void {
    const { field, sub } = target;
    if (op !== 'remove' && value === undefined) {
      this.intake.refuseWith(`“${field.path}” needs a value.`);
    } else if (field === this.#shape.membership) {
      this.#members(op, target, value);
    } else if (field.intake === 'ignore' || sub?.intake === 'ignore') {
      // `schemas` follows from what is there, so telling it is no error.
      if (strictness === 'path' && (field.name !== 'schemas' || op === 'remove')) {
        this.#refuse(`“${(sub ?? field).path}” is read-only.`, 'mutability');
      }
    } else if (field.intake === 'drop' || sub?.intake === 'drop') {
      if (op !== 'remove' && value !== undefined) readValue(sub ?? field, value, this.intake);
    } else if (op === 'remove') this.#remove(target, value);
    else this.#write(op, target, value ?? null);
  }

  #members(op: PatchOp, target: AttributeTarget, value: JsonValue | undefined): void {
    const step = memberStep(op, target, value, this.#at, this.intake);
    if (step === null) this.#refuse(`“${target.sub?.path}” of a member can’t be changed.`, 'mutability');
    else this.#memberSteps.push(step);
  }

  #remove({ field, sub, selection }: AttributeTarget, value: JsonValue | undefined): void {
    const step = { op: 'remove', at: this.#at } as const;
    if (sub !== null) {
      const parts: Parts = new Map([[sub, undefined]]);
      const change: Change = { kind: 'parts', parts, replacesWhole: false };
      const isList = field.attribute.multiValued || selection !== null;
      this.#steps.push(
        isList ? { kind: 'edit', field, selection, change, ...step } : { kind: 'merge', field, parts, ...step },
      );
    } else if (selection !== null) this.#steps.push({ kind: 'drop', field, selection, ...step });
    else if (field.attribute.multiValued && !isNothing(value)) {
      const elements = readElements(field, value ?? null, this.intake) ?? [];
      this.#steps.push({ kind: 'dropValues', field, elements, ...step });
    } else this.#steps.push({ kind: 'assign', field, value: undefined, ...step });
  }

  #write(op: 'add' | 'replace', { field, sub, selection }: AttributeTarget, value: JsonValue): void {
    const step = { op, at: this.#at } as const;
    const { multiValued } = field.attribute;
    if (selection !== null || (multiValued && sub !== null)) {
      if (selection !== null && sub === null && isNothing(value)) {
        this.#steps.push({ kind: 'drop', field, selection, ...step });
        return;
      }
      const change = this.#change(op, field, sub, value);
      if (change !== null) this.#steps.push({ kind: 'edit', field, selection, change, ...step });
    } else if (sub !== null) {
      this.#steps.push({ kind: 'merge', field, parts: new Map([[sub, readValue(sub, value, this.intake)]]), ...step });
    } else if (multiValued && op === 'add') {
      this.#steps.push({ kind: 'append', field, elements: readElements(field, value, this.intake) ?? [], ...step });
    } else if (field.attribute.initial !== undefined && isNothing(value)) {
      // As in a PUT (decision 17): an empty `active` must not bring a deactivated user back.
    } else if (field.shape === null || multiValued || isNothing(value)) {
      this.#steps.push({ kind: 'assign', field, value: readValue(field, value, this.intake), ...step });
    } else this.#steps.push({ kind: 'merge', field, parts: this.#parts(field, value), ...step });
  }

  #change(op: 'add' | 'replace', field: Field, sub: Field | null, value: JsonValue): Change | null {
    if (sub !== null) {
      // A role's value that is the JSON of the whole role.
      if (field.hasJsonText && sub === field.value && typeof value === 'string' && value.startsWith('{')) {
        return { kind: 'parts', parts: this.#parts(field, { value }), replacesWhole: false };
      }
      return { kind: 'parts', parts: new Map([[sub, readValue(sub, value, this.intake)]]), replacesWhole: false };
    }
    if (field.shape !== null) {
      return { kind: 'parts', parts: this.#parts(field, value), replacesWhole: op === 'replace' };
    }
    const [single] = readElements(field, value, this.intake) ?? [];
    return single === undefined ? null : { kind: 'value', value: single };
  }

  /** The sub-attributes that an object names; one in an array stands for itself. */
  #parts(field: Field, value: JsonValue): Parts {
    const parts = new Map<Field, JsonValue | undefined>();
    const [only = null, ...more] = Array.isArray(value) ? value : [value];
    const object: JsonObject | undefined =
      more.length > 0 ? this.intake.refuse(field, 'one value', value) : asElement(field, only, this.intake);
    for (const key in object) {
      const sub = field.shape?.byName.get(key);
      const each = object[key];
      if (sub === undefined) this.intake.ignore(`${field.path}.`, key);
      else if (each !== undefined && sub.intake !== 'ignore') {
        const read = readValue(sub, each, this.intake);
        if (sub.intake === 'keep') parts.set(sub, read);
      }
    }
    return parts;
  }
}

const isNothing = (value: JsonValue | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
