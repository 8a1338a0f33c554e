import { allAttributes, isJsonObject, type JsonValue, type Registry } from '@rollcall/scim';

const textAtMost = 65_536;
const hidden = '[redacted]';

/** Takes out of a body what no answer would show: attributes that are write-only or never returned. */
export class Redactor {
  readonly #secret: ReadonlySet<string>;
  /** Finds texts that may hold one; most hold none and are kept as they are. */
  readonly #suspicious: RegExp;

  constructor(registry: Registry) {
    const names = new Set<string>();
    for (const type of registry.resourceTypes)
      for (const { attribute, sub } of allAttributes(type)) {
        const last = sub ?? attribute;
        if (last.returned === 'never' || last.mutability === 'writeOnly') names.add(last.name.toLowerCase());
      }
    this.#secret = names;
    // A key may be written with escapes.
    this.#suspicious = new RegExp(
      `\\\\u|${[...names].map((name) => name.replace(/\W/g, '\\$&')).join('|') || '(?!)'}`,
      'i',
    );
  }

  /** `text` is a request’s or an answer’s body; what is no JSON is kept only where nothing in it is suspicious. */
  redact(text: string | null): string | null {
    if (text === null || text === '') return null;
    return shortened(this.#suspicious.test(text) ? this.#redactJson(text) : text);
  }

  #redactJson(text: string): string {
    let value: JsonValue;
    try {
      value = JSON.parse(text);
    } catch {
      return '[not JSON, and may hold a secret: not kept]';
    }
    return JSON.stringify(this.#clean(value));
  }

  #clean(value: JsonValue): JsonValue {
    if (Array.isArray(value)) return value.map((item) => this.#clean(item));
    if (!isJsonObject(value)) return value;
    const pathIsSecret = Object.entries(value).some(
      ([key, path]) => key.toLowerCase() === 'path' && typeof path === 'string' && this.#namesSecret(path),
    );
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) =>
        this.#namesSecret(key) || (pathIsSecret && key.toLowerCase() === 'value')
          ? [key, hidden]
          : [key, this.#clean(item)],
      ),
    );
  }

  /** `password`, `urn:…:User:password`, `name.password`, also as the keys of a path-less PATCH value. */
  #namesSecret(path: string): boolean {
    return path
      .toLowerCase()
      .split(/[:.[\]\s]+/)
      .some((part) => this.#secret.has(part));
  }
}

const shortened = (text: string): string =>
  text.length <= textAtMost ? text : `${text.slice(0, textAtMost)}… (${text.length} characters)`;
