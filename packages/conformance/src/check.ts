import type { Answer, ScimClient } from '@rollcall/scim-client';

/** How much a deviation matters: MUST fails, SHOULD warns, MAY and habits of clients are told. */
export type Level = 'must' | 'should' | 'client';
export type Grade = 'pass' | 'warn' | 'fail' | 'skip';

export interface Check {
  readonly name: string;
  readonly section: string;
  /** The sentence that is checked, as the document has it. */
  readonly sentence: string;
  readonly level: Level;
  run(context: CheckContext): Promise<Finding>;
}

/** `null`: as it should be. A text: what is not. */
export type Finding = string | null | { readonly skipped: string };

export interface CheckContext {
  readonly client: ScimClient;
  /** The same server with credentials that are wrong. */
  readonly stranger: ScimClient;
  /** Requests as `application/json`, as some clients send them. */
  readonly jsonClient: ScimClient;
  /** A name that nobody has. */
  unique(prefix: string): string;
  /** Makes a user or group that is removed after the run. */
  createUser(more?: object): Promise<Created>;
  createGroup(more?: object): Promise<Created>;
  /** To be removed after the run. */
  remember(path: string): void;
}

export interface Created {
  readonly id: string;
  readonly path: string;
  readonly answer: Answer;
}

export interface CheckResult {
  readonly name: string;
  readonly section: string;
  readonly sentence: string;
  readonly level: Level;
  readonly grade: Grade;
  readonly finding: string | null;
  readonly durationMs: number;
}

/** The first thing that is wrong, of several that are looked at. */
export const firstOf = (...findings: readonly Finding[]): Finding =>
  findings.find((finding) => finding !== null) ?? null;

export const expectStatus = (answer: Answer, ...wanted: readonly number[]): Finding =>
  wanted.includes(answer.status)
    ? null
    : `expected ${wanted.join(' or ')}, got ${answer.status}: ${answer.text.slice(0, 160)}`;

export const expectThat = (holds: boolean, otherwise: string): Finding => (holds ? null : otherwise);
