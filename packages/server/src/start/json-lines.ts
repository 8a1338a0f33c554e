/** Where in a JSON text something stands, so that a mistake in a file can be told with its line. */
export const lineAt = (text: string, offset: number): number => {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
};

/** The line of the value that `pointer` (RFC 6901) leads to; of the closest one around it that exists. `text` is valid JSON. */
export function lineOfPointer(text: string, pointer: string): number {
  const wanted = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return lineAt(text, new Walk(text).find(wanted));
}

/** Walks over valid JSON without building it. */
class Walk {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  find(path: readonly string[]): number {
    this.#space();
    const start = this.#at;
    const [next, ...rest] = path;
    const open = this.#text.charAt(this.#at);
    if (next === undefined || (open !== '{' && open !== '[')) return start;
    this.#at += 1;
    for (let index = 0; this.#more(open === '{' ? '}' : ']'); index++) {
      const key = open === '{' ? this.#key() : String(index);
      if (key === next) return this.find(rest);
      this.#skip();
    }
    return start;
  }

  /** False behind the end of an object or array; else the walk stands at the next entry. */
  #more(close: string): boolean {
    this.#space();
    if (this.#text.charAt(this.#at) === ',') this.#at += 1;
    this.#space();
    return this.#at < this.#text.length && this.#text.charAt(this.#at) !== close;
  }

  #key(): string {
    const start = this.#at;
    this.#skip();
    const key: unknown = JSON.parse(this.#text.slice(start, this.#at));
    this.#space();
    this.#at += 1;
    return String(key);
  }

  #skip(): void {
    this.#space();
    const string = /"(?:[^"\\]|\\.)*"/y;
    let depth = 0;
    do {
      const char = this.#text.charAt(this.#at);
      if (char === '"') {
        string.lastIndex = this.#at;
        this.#at += string.exec(this.#text)?.[0].length ?? 1;
        continue;
      }
      if (char === '{' || char === '[') depth += 1;
      else if (char === '}' || char === ']') depth -= 1;
      else if (depth === 0) {
        while (/[^\s,\]}]/.test(this.#text.charAt(this.#at))) this.#at += 1;
        return;
      }
      this.#at += 1;
    } while (depth > 0 && this.#at < this.#text.length);
  }

  #space(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }
}
