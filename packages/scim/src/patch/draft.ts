import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { assemble } from '../resource/read.ts';
import { toSlots } from '../resource/replace.ts';
import type { Field, Shape, TypeShape } from '../resource/shape.ts';
import type { PatchOp } from './operation.ts';
import type { Parts } from './template.ts';

/** A resource while a PATCH works on it. What it was made from is never changed. */
export class PatchDraft {
  readonly #shape: TypeShape;
  readonly #current: JsonObject;
  readonly #core: (JsonValue | undefined)[];
  readonly #extensions: (JsonObject | undefined)[];
  /** With the operation that came last: it names the failure. */
  readonly touched = new Map<Field, PatchOp>();

  constructor(shape: TypeShape, current: JsonObject) {
    const slots = toSlots(shape, current);
    this.#shape = shape;
    this.#current = current;
    this.#core = slots.core;
    this.#extensions = slots.extensions;
  }

  get(field: Field): JsonValue | undefined {
    if (field.extension === null) return this.#core[field.slot];
    return this.#extensions[this.#placeOf(field.extension)]?.[field.name];
  }

  set(field: Field, value: JsonValue | undefined, op: PatchOp): void {
    this.touched.set(field, op);
    if (field.extension === null) {
      this.#core[field.slot] = value;
      return;
    }
    const at = this.#placeOf(field.extension);
    const { shape } = this.#shape.extensions[at] ?? {};
    if (shape !== undefined) this.#extensions[at] = mergeParts(shape, this.#extensions[at], new Map([[field, value]]));
  }

  /** The current resource itself where nothing was touched. */
  build(): JsonObject {
    return this.touched.size === 0 ? this.#current : assemble(this.#shape, this.#core, this.#extensions);
  }

  #placeOf(urn: string): number {
    return this.#shape.byUrn.get(urn)?.at ?? -1;
  }
}

/** In schema order; undefined where nothing is left. */
export const mergeParts = (shape: Shape, object: JsonValue | undefined, parts: Parts): JsonObject | undefined => {
  const before = isJsonObject(object) ? object : {};
  const merged: Record<string, JsonValue> = {};
  let isEmpty = true;
  for (const field of shape.fields) {
    const value = parts.has(field) ? parts.get(field) : before[field.name];
    if (value === undefined) continue;
    merged[field.name] = value;
    isEmpty = false;
  }
  return isEmpty ? undefined : merged;
};
