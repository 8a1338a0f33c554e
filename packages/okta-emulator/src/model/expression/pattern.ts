/**
 * Regular expressions of rules and mappings, over the whole value, in time that grows with the value and the pattern only:
 * all ways through the pattern are followed side by side (Thompson's construction), none is tried after another.
 *
 *   pattern      = [ "(?i)" ] alternatives
 *   alternatives = sequence *( "|" sequence )
 *   sequence     = *( atom [ quantifier ] )
 *   quantifier   = ( "*" / "+" / "?" / "{" digits [ "," [ digits ] ] "}" ) [ "?" ]
 *   atom         = "(" [ "?:" ] alternatives ")" / "^" / "$" / "\b" / "\B" / "." / class / escape / character
 *   class        = "[" … "]"; escape = "\" …: what stands for one character is JavaScript's own, with the `u` flag
 *
 * Back references, look-around and possessive quantifiers have no such form and are refused.
 */
import { fail, ok, type Result } from '@rollcall/scim';

type Assertion = 'start' | 'end' | 'boundary' | 'inside';
type Node =
  | { readonly kind: 'one'; readonly fits: (char: string) => boolean }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'either'; readonly items: readonly Node[] }
  | { readonly kind: 'repeat'; readonly item: Node; readonly min: number; readonly max: number };

type State =
  | { readonly kind: 'one'; readonly fits: (char: string) => boolean; readonly next: number }
  | { readonly kind: 'assert'; readonly what: Assertion; readonly next: number }
  | { kind: 'split'; next: number; other: number }
  | { readonly kind: 'end' };

export interface Pattern {
  readonly states: readonly State[];
  readonly start: number;
}

const maxStates = 1000;
const maxDepth = 40;

class PatternProblem extends Error {}

/** The classes and escapes that stand for one character; those that do not are refused. */
const escapeForm =
  /^\\(?:[dDwWsStnrfv0]|[pP]\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|[^\p{L}\p{N}])/u;

class PatternParser {
  readonly #text: string;
  readonly #flags: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    const folded = text.startsWith('(?i)');
    this.#text = folded ? text.slice(4) : text;
    this.#flags = folded ? 'iu' : 'u';
  }

  whole(): Node {
    const node = this.#alternatives();
    if (this.#at < this.#text.length) throw new PatternProblem('a closing parenthesis stands alone');
    return node;
  }

  #alternatives(): Node {
    if (++this.#depth > maxDepth) throw new PatternProblem('it is nested too deeply');
    const items = [this.#sequence()];
    while (this.#take('|')) items.push(this.#sequence());
    this.#depth--;
    return items.length === 1 && items[0] !== undefined ? items[0] : { kind: 'either', items };
  }

  #sequence(): Node {
    const items: Node[] = [];
    while (this.#at < this.#text.length && !/^[|)]/.test(this.#text.slice(this.#at, this.#at + 1))) {
      items.push(this.#quantified(this.#atom()));
    }
    return { kind: 'sequence', items };
  }

  #quantified(item: Node): Node {
    const counts = this.#counts();
    if (counts === null) return item;
    // Whether it prefers little or much makes no difference to whether the whole value fits.
    this.#take('?');
    if (/^[*+?{]/.test(this.#text.slice(this.#at, this.#at + 1))) {
      throw new PatternProblem('two quantifiers follow each other');
    }
    return { kind: 'repeat', item, ...counts };
  }

  #counts(): { readonly min: number; readonly max: number } | null {
    if (this.#take('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (this.#take('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (this.#take('?')) return { min: 0, max: 1 };
    if (!this.#take('{')) return null;
    const [written, from = '', comma, to] = /^(\d{1,4})(,(\d{1,4})?)?\}/.exec(this.#text.slice(this.#at)) ?? [];
    if (written === undefined) throw new PatternProblem('a brace is not followed by a count');
    this.#at += written.length;
    const min = Number(from);
    const max = to !== undefined ? Number(to) : comma === undefined ? min : Number.POSITIVE_INFINITY;
    if (max < min) throw new PatternProblem('a count runs backwards');
    return { min, max };
  }

  #atom(): Node {
    if (this.#take('(')) return this.#group();
    if (this.#take('^')) return { kind: 'assert', what: 'start' };
    if (this.#take('$')) return { kind: 'assert', what: 'end' };
    if (this.#take('\\b')) return { kind: 'assert', what: 'boundary' };
    if (this.#take('\\B')) return { kind: 'assert', what: 'inside' };
    if (this.#text[this.#at] === '[') return this.#one(this.#classText());
    if (this.#text[this.#at] === '\\') {
      const [written] = escapeForm.exec(this.#text.slice(this.#at)) ?? [];
      if (written === undefined) throw new PatternProblem('it has a back reference or an unknown escape');
      return this.#one(written);
    }
    const char = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    if ('*+?{}]'.includes(char)) throw new PatternProblem(`${char} stands alone`);
    return this.#one(char);
  }

  #group(): Node {
    if (this.#text[this.#at] === '?' && !this.#take('?:')) {
      throw new PatternProblem('groups that begin with (? can only be (?: … ), or (?i) at the very start');
    }
    const inner = this.#alternatives();
    if (!this.#take(')')) throw new PatternProblem('a parenthesis is not closed');
    return inner;
  }

  #classText(): string {
    const [text] = /^\[(?:\\[\s\S]|[^\]\\])*\]/.exec(this.#text.slice(this.#at)) ?? [];
    if (text === undefined) throw new PatternProblem('a bracket is not closed');
    return text;
  }

  /** What stands for one character is asked one character at a time: nothing in it can be slow. */
  #one(text: string): Node {
    this.#at += text.length;
    if (this.#flags === 'u' && !/[\\[.]/.test(text)) return { kind: 'one', fits: (char) => char === text };
    const one = compiled(`^${text}$`, this.#flags);
    return { kind: 'one', fits: (char) => one.test(char) };
  }

  #take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}

function compiled(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch {
    throw new PatternProblem('it has a class or an escape that nothing fits');
  }
}

class Layout {
  readonly states: State[] = [{ kind: 'end' }];
  #left = maxStates;

  /** Lays a node out so that it leads to `next`, and says where it begins. */
  place(node: Node, next: number): number {
    // Each piece counts, one without a state as well: empty ones can be repeated within each other.
    if (--this.#left < 0) throw new PatternProblem('it is too large');
    switch (node.kind) {
      case 'one':
      case 'assert':
        return this.#add({ ...node, next });
      case 'sequence':
        return node.items.reduceRight((after, item) => this.place(item, after), next);
      case 'either':
        return node.items
          .map((item) => this.place(item, next))
          .reduceRight((other, begin) => this.#add({ kind: 'split', next: begin, other }));
      case 'repeat':
        return this.#repeat(node.item, node.min, node.max, next);
      default:
        return node satisfies never;
    }
  }

  #repeat(item: Node, min: number, max: number, next: number): number {
    let begin = next;
    if (max === Number.POSITIVE_INFINITY) {
      const loop: State = { kind: 'split', next, other: next };
      begin = this.#add(loop);
      loop.next = this.place(item, begin);
    } else {
      for (let i = min; i < max; i++) begin = this.#add({ kind: 'split', next: this.place(item, begin), other: next });
    }
    for (let i = 0; i < min; i++) begin = this.place(item, begin);
    return begin;
  }

  #add(state: State): number {
    return this.states.push(state) - 1;
  }
}

export function parsePattern(text: string): Result<Pattern, string> {
  try {
    const layout = new Layout();
    return ok({ start: layout.place(new PatternParser(text).whole(), 0), states: layout.states });
  } catch (error) {
    if (error instanceof PatternProblem) return fail(error.message);
    throw error;
  }
}

const isWord = (char: string | undefined) => char !== undefined && /\w/.test(char);

function stands(what: Assertion, chars: readonly string[], at: number): boolean {
  switch (what) {
    case 'start':
      return at === 0;
    case 'end':
      return at === chars.length;
    case 'boundary':
      return isWord(chars[at - 1]) !== isWord(chars[at]);
    case 'inside':
      return isWord(chars[at - 1]) === isWord(chars[at]);
    default:
      return what satisfies never;
  }
}

/** Whether the whole value fits. `spend` is told of every state that is looked at. */
export function fits({ states, start }: Pattern, value: string, spend: (steps: number) => void): boolean {
  const chars = [...value];
  let current = [start];
  for (let at = 0; at <= chars.length; at++) {
    const here = reach(states, current, chars, at);
    spend(here.size + 1);
    if (at === chars.length) return here.has(0);
    const next: number[] = [];
    for (const index of here) {
      const state = states[index];
      if (state?.kind === 'one' && state.fits(chars[at] ?? '')) next.push(state.next);
    }
    if (next.length === 0) return false;
    current = next;
  }
  return false;
}

/** Every state that can be reached from these without taking a character. */
function reach(states: readonly State[], from: readonly number[], chars: readonly string[], at: number): Set<number> {
  const seen = new Set<number>();
  const open = [...from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seen.has(index)) continue;
    seen.add(index);
    const state = states[index];
    if (state?.kind === 'split') open.push(state.next, state.other);
    else if (state?.kind === 'assert' && stands(state.what, chars, at)) open.push(state.next);
  }
  return seen;
}
