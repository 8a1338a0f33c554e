/**
 * Okta Expression Language, the subset that group rules and attribute mappings use.
 *
 *   expression     = or [ "?" expression ":" expression | "?:" expression ]
 *   or             = and *( ( "||" / "or" ) and )
 *   and            = not *( ( "&&" / "and" ) not )
 *   not            = [ "!" / "not" ] comparison
 *   comparison     = sum [ ( "==" / "!=" / "<" / "<=" / ">" / ">=" / "matches" / "eq" / "ne" / "lt" / "le" / "gt" / "ge" ) sum ]
 *   sum            = product *( ( "+" / "-" ) product )
 *   product        = unary *( ( "*" / "/" / "%" ) unary )
 *   unary          = [ "-" / "!" ] primary
 *   primary        = string / number / "true" / "false" / "null" / "(" expression ")"
 *                  / "{" [ expression *( "," expression ) ] "}"
 *                  / name *( "." name ) [ "(" [ expression *( "," expression ) ] ")" ]
 *
 * `user.x` and `source.x` name an attribute; any other dotted name must be a function.
 */
import { fail, ok, type Result } from '@rollcall/scim';
import { isProfileAttribute } from '../user.ts';
import type { BinaryOperator, Expression, ExpressionError } from './ast.ts';
import { functionNamed } from './functions.ts';
import { parsePattern } from './pattern.ts';
import { type Token, tokenize } from './tokens.ts';

const comparisons: Readonly<Record<string, BinaryOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  matches: 'matches',
};
const maxDepth = 40;
const maxTokens = 2000;

class SyntaxProblem extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** What is written out is read at once, so that a mistake is found where it is made. */
function checkPattern(expression: Expression, at: number): void {
  if (expression.kind !== 'literal' || typeof expression.value !== 'string') return;
  const pattern = parsePattern(expression.value);
  if (!pattern.ok) throw new SyntaxProblem(at, `The regular expression cannot be used: ${pattern.error}.`);
}

class Parser {
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.expression();
    const rest = this.#peek();
    if (rest.kind !== 'end') throw new SyntaxProblem(rest.at, 'The expression should end here.');
    return expression;
  }

  expression(): Expression {
    if (++this.#depth > maxDepth) throw new SyntaxProblem(this.#peek().at, 'The expression is nested too deeply.');
    const test = this.#or();
    let result = test;
    if (this.#take('?')) {
      const then = this.expression();
      this.#expect(':');
      result = { kind: 'conditional', test, then, otherwise: this.expression() };
    } else if (this.#take('?:')) {
      result = { kind: 'elvis', left: test, right: this.expression() };
    }
    this.#depth--;
    return result;
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#take('||', 'or')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#take('&&', 'and')) left = { kind: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    return this.#take('not') ? { kind: 'not', operand: this.#not() } : this.#comparison();
  }

  #comparison(): Expression {
    const left = this.#sum();
    const token = this.#peek();
    const operator =
      token.kind === 'symbol' || token.kind === 'name' ? comparisons[token.text.toLowerCase()] : undefined;
    if (operator === undefined) return left;
    this.#index++;
    const { at } = this.#peek();
    const right = this.#sum();
    if (operator === 'matches') checkPattern(right, at);
    return { kind: 'binary', operator, left, right };
  }

  #sum(): Expression {
    let left = this.#product();
    for (;;) {
      if (this.#take('+')) left = { kind: 'binary', operator: '+', left, right: this.#product() };
      else if (this.#take('-')) left = { kind: 'binary', operator: '-', left, right: this.#product() };
      else return left;
    }
  }

  #product(): Expression {
    let left = this.#unary();
    for (;;) {
      if (this.#take('*')) left = { kind: 'binary', operator: '*', left, right: this.#unary() };
      else if (this.#take('/')) left = { kind: 'binary', operator: '/', left, right: this.#unary() };
      else if (this.#take('%')) left = { kind: 'binary', operator: '%', left, right: this.#unary() };
      else return left;
    }
  }

  #unary(): Expression {
    if (this.#take('!')) return { kind: 'not', operand: this.#unary() };
    if (this.#take('-')) return { kind: 'negate', operand: this.#unary() };
    return this.#primary();
  }

  #primary(): Expression {
    const token = this.#peek();
    this.#index++;
    switch (token.kind) {
      case 'string':
        return { kind: 'literal', value: token.text };
      case 'number':
        return { kind: 'literal', value: token.value };
      case 'name':
        return this.#name(token.text, token.at);
      case 'symbol':
        if (token.text === '(') {
          const inner = this.expression();
          this.#expect(')');
          return inner;
        }
        if (token.text === '{') return { kind: 'array', items: this.#list('}') };
        throw new SyntaxProblem(token.at, `Unexpected '${token.text}'.`);
      case 'end':
        throw new SyntaxProblem(token.at, 'The expression ends too early.');
      default:
        return token satisfies never;
    }
  }

  #name(first: string, at: number): Expression {
    if (first === 'true' || first === 'false') return { kind: 'literal', value: first === 'true' };
    if (first === 'null') return { kind: 'literal', value: null };
    let name = first;
    while (this.#take('.')) {
      const part = this.#peek();
      if (part.kind !== 'name') throw new SyntaxProblem(part.at, 'A name should follow the dot.');
      this.#index++;
      name += `.${part.text}`;
    }
    return this.#take('(') ? this.#call(name, at) : this.#attribute(name, at);
  }

  #call(name: string, at: number): Expression {
    const args = this.#list(')');
    const entry = functionNamed(name);
    if (entry === undefined) throw new SyntaxProblem(at, `Unknown function '${name}'.`);
    if (args.length < entry.min || args.length > entry.max) {
      throw new SyntaxProblem(at, `'${name}' does not take ${args.length} arguments.`);
    }
    if (name === 'isMemberOfGroupNameRegex' && args[0] !== undefined) checkPattern(args[0], at);
    return { kind: 'call', name, args };
  }

  #attribute(name: string, at: number): Expression {
    const [scope, attribute, ...more] = name.split('.');
    if ((scope !== 'user' && scope !== 'source') || attribute === undefined || more.length > 0) {
      throw new SyntaxProblem(at, `Unknown name '${name}'.`);
    }
    if (!isProfileAttribute(attribute))
      throw new SyntaxProblem(at, `The user profile has no attribute '${attribute}'.`);
    return { kind: 'attribute', name: attribute };
  }

  #list(close: string): Expression[] {
    const items: Expression[] = [];
    if (this.#take(close)) return items;
    do items.push(this.expression());
    while (this.#take(','));
    this.#expect(close);
    return items;
  }

  #peek(): Token {
    return this.#tokens[this.#index] ?? { kind: 'end', at: 0 };
  }

  #take(...texts: readonly string[]): boolean {
    const token = this.#peek();
    if ((token.kind !== 'symbol' && token.kind !== 'name') || !texts.includes(token.text.toLowerCase())) return false;
    this.#index++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new SyntaxProblem(this.#peek().at, `'${text}' is missing here.`);
  }
}

export function parseExpression(text: string): Result<Expression, ExpressionError> {
  const tokens = tokenize(text);
  if (!tokens.ok) return tokens;
  const tooMany = tokens.value[maxTokens];
  if (tooMany !== undefined) return fail({ at: tooMany.at, message: 'The expression is too long.' });
  try {
    return ok(new Parser(tokens.value).whole());
  } catch (error) {
    if (error instanceof SyntaxProblem) return fail({ at: error.at, message: error.message });
    throw error;
  }
}
