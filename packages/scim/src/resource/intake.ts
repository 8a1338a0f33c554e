import { type ScimError, scimError } from '../error.ts';
import type { JsonValue } from '../json.ts';
import type { Field } from './shape.ts';

const maxListed = 50;
const maxNameLength = 200;

/**
 * What is noticed while a request's values are read: the first thing that is wrong, and the names that mean nothing
 * here. Reading goes on after an error, which keeps its many small steps free of results; the caller asks at the end.
 */
export class Intake {
  error: ScimError | null = null;
  readonly ignored: string[] = [];

  refuse(field: Field, expected: string, found: JsonValue): undefined {
    return this.refuseWith(`“${field.path}” must be ${expected}; ${describe(found)} is not.`);
  }

  refuseWith(detail: string): undefined {
    this.error ??= scimError(400, detail, 'invalidValue');
    return undefined;
  }

  ignore(prefix: string, name: string): void {
    const path = `${prefix}${name.slice(0, maxNameLength)}`.toWellFormed();
    if (this.ignored.length < maxListed && !this.ignored.includes(path)) this.ignored.push(path);
  }
}

/** A value as a message can show it: short, and without telling secrets, as only the kind of a text is told. */
const describe = (value: JsonValue): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'string':
      return 'this text';
    case 'object':
      return 'an object';
    default:
      return String(value);
  }
};
