import type { JsonObject, JsonValue } from '../json.ts';

export interface SchemaIssue {
  /** Which of the documents, from 0. */
  readonly document: number;
  /** RFC 6901; "" is the whole document. */
  readonly pointer: string;
  /** Continues a sentence whose subject is what stands at the pointer. */
  readonly reason: string;
}

/** Takes values out of one document and notes what is wrong with them. */
export class DocumentReader {
  readonly #document: number;
  readonly #issues: SchemaIssue[];

  constructor(document: number, issues: SchemaIssue[]) {
    this.#document = document;
    this.#issues = issues;
  }

  issue(pointer: string, reason: string): void {
    this.#issues.push({ document: this.#document, pointer, reason });
  }

  text(object: JsonObject, key: string, pointer: string, pattern: RegExp, expected: string): string | null {
    const value = object[key];
    if (typeof value === 'string' && pattern.test(value)) return value;
    this.issue(`${pointer}/${key}`, value === undefined ? `is missing: ${expected}` : `must be ${expected}`);
    return null;
  }

  optionalText(object: JsonObject, key: string, pointer: string): string | null {
    const value = object[key] ?? null;
    if (value === null || typeof value === 'string') return value;
    this.issue(`${pointer}/${key}`, 'must be a string');
    return null;
  }

  flag(object: JsonObject, key: string, pointer: string): boolean {
    const value = object[key] ?? false;
    if (typeof value !== 'boolean') this.issue(`${pointer}/${key}`, 'must be true or false');
    return value === true;
  }

  list(json: JsonValue | undefined, pointer: string): readonly JsonValue[] {
    if (json === undefined || json === null) return [];
    if (Array.isArray(json)) return json;
    this.issue(pointer, 'must be an array');
    return [];
  }

  texts(object: JsonObject, key: string, pointer: string): readonly string[] {
    const texts: string[] = [];
    for (const [at, each] of this.list(object[key], `${pointer}/${key}`).entries()) {
      if (typeof each === 'string') texts.push(each);
      else this.issue(`${pointer}/${key}/${at}`, 'must be a string');
    }
    return texts;
  }

  /** One of a few words; in any case, because hand-written documents differ there. */
  word<T extends string>(object: JsonObject, key: string, pointer: string, words: readonly T[], otherwise: T): T {
    const value = object[key] ?? null;
    if (value === null) return otherwise;
    const found = words.find((word) => typeof value === 'string' && word.toLowerCase() === value.toLowerCase());
    if (found === undefined) this.issue(`${pointer}/${key}`, `must be one of ${words.join(', ')}`);
    return found ?? otherwise;
  }
}
