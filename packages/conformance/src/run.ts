import type { JsonObject } from '@rollcall/scim';
import { ScimClient, type Transport } from '@rollcall/scim-client';
import type { Check, CheckContext, CheckResult, Created, Finding, Grade } from './check.ts';
import { discoveryChecks } from './checks/discovery.ts';
import { filterChecks } from './checks/filter.ts';
import { groupChecks } from './checks/group.ts';
import { oktaChecks } from './checks/okta.ts';
import { patchChecks } from './checks/patch.ts';
import { userChecks } from './checks/user.ts';
import { fetchTransport } from './fetch-transport.ts';

export interface RunOptions {
  readonly baseUrl: string;
  readonly token: string;
  /** Part of a name; empty for all. */
  readonly only?: string;
  readonly transport?: Transport;
}

export const allChecks: readonly Check[] = [
  ...oktaChecks,
  ...discoveryChecks,
  ...userChecks,
  ...filterChecks,
  ...patchChecks,
  ...groupChecks,
];

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';

class Context implements CheckContext, AsyncDisposable {
  readonly client: ScimClient;
  readonly stranger: ScimClient;
  readonly jsonClient: ScimClient;
  readonly #paths: string[] = [];

  constructor({ baseUrl, token, transport = fetchTransport }: RunOptions) {
    this.client = new ScimClient({ baseUrl, token, transport });
    this.stranger = new ScimClient({ baseUrl, token: `${token.slice(0, -4)}nope`, transport });
    this.jsonClient = new ScimClient({ baseUrl, token, transport, contentType: 'application/json' });
  }

  // Checks take these out of the context: they are bound.
  readonly unique = (prefix: string): string => `${prefix}-${crypto.randomUUID().slice(0, 12)}`;

  readonly remember = (path: string): void => {
    this.#paths.push(path);
  };

  readonly createUser = (more: object = {}): Promise<Created> => {
    const userName = `${this.unique('check')}@example.com`;
    const name = { givenName: 'Check', familyName: 'Person' };
    const emails = [{ value: userName, type: 'work', primary: true }];
    return this.#create('/Users', { schemas: [userUrn], userName, name, emails, active: true, ...more });
  };

  readonly createGroup = (more: object = {}): Promise<Created> => {
    return this.#create('/Groups', { schemas: [groupUrn], displayName: this.unique('check group'), ...more });
  };

  async #create(path: string, body: JsonObject): Promise<Created> {
    const answer = await this.client.send('POST', path, body);
    const id = typeof answer.body?.id === 'string' ? answer.body.id : '';
    if (id !== '') this.remember(`${path}/${id}`);
    return { id, path: `${path}/${id}`, answer };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const path of this.#paths.toReversed()) await this.client.send('DELETE', path).catch(() => {});
  }
}

function grade(check: Check, finding: Finding): { readonly grade: Grade; readonly finding: string | null } {
  if (finding === null) return { grade: 'pass', finding: null };
  if (typeof finding !== 'string') return { grade: 'skip', finding: finding.skipped };
  return { grade: check.level === 'must' ? 'fail' : 'warn', finding };
}

/** Runs the checks one after another; what they make is removed at the end. */
export async function runChecks(options: RunOptions): Promise<CheckResult[]> {
  await using context = new Context(options);
  const results: CheckResult[] = [];
  const wanted = options.only?.toLowerCase() ?? '';
  for (const check of allChecks) {
    if (!check.name.toLowerCase().includes(wanted)) continue;
    const started = performance.now();
    let finding: Finding;
    try {
      finding = await check.run(context);
    } catch (error) {
      finding = `the check could not be run: ${error instanceof Error ? error.message : String(error)}`;
    }
    const { name, section, sentence, level } = check;
    const durationMs = Math.round(performance.now() - started);
    results.push({ name, section, sentence, level, durationMs, ...grade(check, finding) });
  }
  return results;
}

const marks: Record<Grade, string> = { pass: '✓', warn: '!', fail: '✗', skip: '–' };

/** The results as text: what passed in a line, what did not with the sentence it breaks. */
export function report(results: readonly CheckResult[]): string {
  const lines = results.flatMap((result) => {
    const head = `${marks[result.grade]} ${result.name}  (${result.section})`;
    if (result.finding === null) return [head];
    return [head, `    ${result.finding}`, ...(result.grade === 'skip' ? [] : [`    “${result.sentence}”`])];
  });
  const count = (wanted: Grade) => results.filter((result) => result.grade === wanted).length;
  const sum = `${count('pass')} passed, ${count('warn')} warnings, ${count('fail')} failed, ${count('skip')} skipped`;
  return [...lines, '', sum].join('\n');
}
