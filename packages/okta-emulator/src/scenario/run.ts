import { isJsonObject, type JsonObject, type JsonValue, type Result } from '@rollcall/scim';
import { parseDocument } from 'yaml';
import { Engine } from '../engine.ts';
import type { App } from '../model/app.ts';
import { assignGroup, assignUser, unassignGroup, unassignUser } from '../model/apps.ts';
import { activateRule, createRule } from '../model/group-rules.ts';
import { addMember, createGroup, findGroupByName, removeMember, updateGroup } from '../model/groups.ts';
import { notFound, type Problem } from '../model/problem.ts';
import { addMapping, pushNow, setMappingActive, unlink } from '../model/push-groups.ts';
import { createScimApp } from '../model/scim-app.ts';
import { createUser, deleteUser, findUser, lifecycle, updateUser } from '../model/users.ts';
import { profiles } from '../plan/profiles/index.ts';
import { get } from '../plan/request.ts';
import { noChaos } from '../push/chaos.ts';
import { seedOrg } from '../seed/seed.ts';
import { durationMs, type Scenario, type Step, scenario } from './scenario.ts';

export interface ScenarioResult {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

class StepFailed extends Error {}

/** Plays a scenario in an org of its own. Environment variables may stand in url and token as `${NAME}`. */
export async function runScenario(
  text: string,
  over: { readonly url?: string; readonly token?: string } = {},
): Promise<ScenarioResult> {
  const document = parseDocument(text);
  if (document.errors.length > 0) return { ok: false, lines: document.errors.map((error) => `✗ ${error.message}`) };
  const parsed = scenario.safeParse(document.toJS());
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `✗ ${issue.path.map(String).join('.')}: ${issue.message}`);
    return { ok: false, lines };
  }
  const url = over.url ?? fromEnvironment(parsed.data.url);
  const token = over.token ?? fromEnvironment(parsed.data.token);
  if (!url || !token) return { ok: false, lines: ['✗ The scenario has no url or no token.'] };
  using player = new Player(parsed.data);
  // The org lives until the play is over.
  return await player.play(url, token);
}

const fromEnvironment = (text: string | undefined): string =>
  (text ?? '').replaceAll(/\$\{(\w+)\}/g, (_, name: string) => process.env[name] ?? '');

class Player implements Disposable {
  readonly #engine = new Engine({ dataDir: ':memory:' });
  readonly #scenario: Scenario;
  #connected: App | null = null;
  #seenExchange = 0;

  constructor(given: Scenario) {
    this.#scenario = given;
    if (given.seed !== 0) seedOrg(this.#engine.org, given.seed);
  }

  get #app(): App {
    if (this.#connected === null) throw new Error('The application is not connected yet.');
    return this.#connected;
  }

  #connect(baseUrl: string, token: string): App {
    const { name: label, dialect } = this.#scenario;
    return this.#ok(createScimApp(this.#engine.org, { label, baseUrl, token, dialect }));
  }

  async play(url: string, token: string): Promise<ScenarioResult> {
    const lines: string[] = [];
    try {
      this.#connected = this.#connect(url, token);
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      return { ok: false, lines: [`✗ ${error.message}`] };
    }
    for (const [index, step] of this.#scenario.steps.entries()) {
      const title = `${index + 1}. ${JSON.stringify(step)}`;
      try {
        await this.#step(step);
        if (!('chaos' in step)) await this.#engine.advance(0);
        lines.push(`✓ ${title}`);
      } catch (error) {
        if (!(error instanceof StepFailed)) throw error;
        lines.push(`✗ ${title}`, `  ${error.message}`, ...this.#troubles());
        return { ok: false, lines };
      }
    }
    return { ok: true, lines };
  }

  /** Tasks that failed or wait: often why a step did not find what it expects. */
  #troubles(): string[] {
    const stuck = [...this.#engine.org.tasks.values()].filter((task) => task.error !== null);
    return stuck.slice(0, 5).map((task) => `  ${task.state.toLowerCase()} ${task.subject} task: ${task.error}`);
  }

  #ok<Value>(result: Result<Value, Problem>): Value {
    if (!result.ok) throw new StepFailed([result.error.summary, ...result.error.causes].join('; '));
    return result.value;
  }

  #user(login: string): string {
    const user = findUser(this.#engine.org, login);
    if (user === undefined) throw new StepFailed(notFound('User', login).summary);
    return user.id;
  }

  #group(name: string): string {
    const group = findGroupByName(this.#engine.org, name);
    if (group === undefined) throw new StepFailed(notFound('UserGroup', name).summary);
    return group.id;
  }

  #mapping(name: string): string {
    const groupId = this.#group(name);
    for (const mapping of this.#engine.org.pushMappings.values()) if (mapping.groupId === groupId) return mapping.id;
    throw new StepFailed(`${name} is not pushed.`);
  }

  async #step(step: Step): Promise<void> {
    const { org } = this.#engine;
    const appId = this.#app.id;
    const logins = (members: string | readonly string[]) => (typeof members === 'string' ? [members] : members);
    if ('user' in step) {
      const { login, profile } = step.user;
      const [name = login] = login.split('@');
      const whole = { login, email: login, firstName: name, lastName: name, ...profile };
      this.#ok(createUser(org, { profile: whole, activate: true, hasPassword: true }));
    } else if ('group' in step) {
      const group = this.#ok(createGroup(org, step.group.name, null));
      for (const login of logins(step.group.members)) this.#ok(addMember(org, group.id, this.#user(login)));
    } else if ('rule' in step) {
      const { name, expression, groups } = step.rule;
      const groupIds = groups.map((group) => this.#group(group));
      const rule = this.#ok(createRule(org, { name, condition: { kind: 'expression', text: expression }, groupIds }));
      this.#ok(await activateRule(org, rule.id));
    } else if ('assign' in step) {
      if (step.assign.user) this.#ok(assignUser(org, appId, this.#user(step.assign.user)));
      if (step.assign.group) this.#ok(assignGroup(org, appId, this.#group(step.assign.group)));
    } else if ('unassign' in step) {
      if (step.unassign.user) this.#ok(unassignUser(org, appId, this.#user(step.unassign.user)));
      if (step.unassign.group) this.#ok(unassignGroup(org, appId, this.#group(step.unassign.group)));
    } else if ('push' in step) {
      const { group, link, members, acceptConflict } = step.push;
      const linkName = link ?? null;
      const mode = link === undefined ? 'CREATE' : 'LINK';
      this.#ok(
        addMapping(org, appId, { groupId: this.#group(group), mode, linkName, pushMembers: members, acceptConflict }),
      );
    } else if ('pushNow' in step) this.#ok(pushNow(org, appId, this.#mapping(step.pushNow)));
    else if ('pause' in step) this.#ok(setMappingActive(org, appId, this.#mapping(step.pause), false));
    else if ('resume' in step) this.#ok(setMappingActive(org, appId, this.#mapping(step.resume), true));
    else if ('unlink' in step) this.#ok(unlink(org, appId, this.#mapping(step.unlink.group), step.unlink.delete));
    else if ('rename' in step) {
      this.#ok(updateGroup(org, this.#group(step.rename.group), { name: step.rename.to, description: null }));
    } else if ('add' in step) {
      for (const login of logins(step.add.members))
        this.#ok(addMember(org, this.#group(step.add.group), this.#user(login)));
    } else if ('remove' in step) {
      const groupId = this.#group(step.remove.group);
      for (const login of logins(step.remove.members)) this.#ok(removeMember(org, groupId, this.#user(login)));
    } else if ('update' in step) this.#ok(updateUser(org, this.#user(step.update.user), step.update.profile, 'merge'));
    else if ('suspend' in step) this.#ok(lifecycle(org, this.#user(step.suspend), 'suspend'));
    else if ('unsuspend' in step) this.#ok(lifecycle(org, this.#user(step.unsuspend), 'unsuspend'));
    else if ('deactivate' in step) this.#ok(lifecycle(org, this.#user(step.deactivate), 'deactivate'));
    else if ('activate' in step) this.#ok(lifecycle(org, this.#user(step.activate), 'activate'));
    else if ('delete' in step) this.#ok(deleteUser(org, this.#user(step.delete)));
    else if ('chaos' in step) {
      const settings = Object.fromEntries(Object.entries(step.chaos).filter(([, value]) => value !== undefined));
      this.#engine.setChaos({ ...noChaos, ...settings });
    } else if ('advance' in step) {
      const ms = durationMs(step.advance);
      if (ms === null) throw new StepFailed('A duration is a number with s, m, h or d.');
      await this.#engine.advance(ms);
    } else if ('settle' in step) await this.#engine.settle();
    else await this.#expect(step.expect);
  }

  async #expect(expected: Extract<Step, { expect: unknown }>['expect']): Promise<void> {
    this.#checkRequests(expected.requests);
    if (expected.failed !== undefined) {
      const failed = [...this.#engine.org.tasks.values()].filter((task) => task.state === 'FAILED');
      const list = failed.map((task) => task.error).join('; ');
      if (failed.length !== expected.failed) throw new StepFailed(`${failed.length} tasks failed: ${list}`);
    }
    if (expected.user !== undefined) {
      const found = await this.#find('Users', 'userName', expected.user.login);
      checkAttributes(found, expected.user.attributes, expected.user.login);
    }
    if (expected.group !== undefined) {
      const found = await this.#find('Groups', 'displayName', expected.group.name);
      const count = found === null ? null : Array.isArray(found.members) ? found.members.length : 0;
      if (count !== expected.group.members) {
        throw new StepFailed(
          `${expected.group.name} has ${count ?? 'no group, not'} members, not ${expected.group.members}.`,
        );
      }
    }
    this.#markExchanges();
  }

  /** Method and path of what was sent since the last `expect`. */
  #checkRequests(expected: readonly string[] | undefined): void {
    this.#engine.store.flush();
    if (expected === undefined) return;
    const { items } = this.#engine.reports.exchanges({ limit: 1000 });
    const base = this.#app.integration?.baseUrl.split('?')[0] ?? '';
    const sent = items
      .filter((item) => item.id > this.#seenExchange)
      .reverse()
      .map((item) => `${item.method} ${decodeURIComponent(item.url.slice(base.length))}`);
    const matches =
      sent.length === expected.length && expected.every((text, i) => sent[i]?.startsWith(text.replace(/…$/, '')));
    if (!matches) throw new StepFailed(`Sent were:\n    ${sent.join('\n    ')}`);
  }

  #markExchanges(): void {
    this.#engine.store.flush();
    this.#seenExchange = this.#engine.reports.lastExchangeId();
  }

  async #find(type: 'Users' | 'Groups', attribute: string, value: string): Promise<JsonObject | null> {
    const { integration, dialect, id } = this.#app;
    if (integration === null) return null;
    const path = `/${type}?filter=${encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`)}`;
    const to = { appId: id, subjectId: null, integration, profile: profiles[dialect] };
    const reply = await this.#engine.connection.send(to, get(path, 'match'));
    if (reply.kind === 'failure') throw new StepFailed(reply.message);
    const list = reply.body?.Resources;
    const [first] = Array.isArray(list) ? list : [];
    if (!isJsonObject(first)) return null;
    // A list may leave members out.
    const whole = await this.#engine.connection.send(to, get(`/${type}/${String(first.id)}`, 'read'));
    return whole.kind === 'answer' ? whole.body : null;
  }

  [Symbol.dispose](): void {
    this.#engine[Symbol.dispose]();
  }
}

function checkAttributes(found: JsonObject | null, wanted: Record<string, unknown> | null, login: string): void {
  if (wanted === null) {
    if (found !== null) throw new StepFailed(`${login} exists.`);
    return;
  }
  if (found === null) throw new StepFailed(`${login} does not exist.`);
  for (const [path, value] of Object.entries(wanted)) {
    const there = valueAt(found, path);
    if (JSON.stringify(there) !== JSON.stringify(value)) {
      throw new StepFailed(`${path} of ${login} is ${JSON.stringify(there)}, not ${JSON.stringify(value)}.`);
    }
  }
}

/** `name.givenName`, or `urn:…:User department` with a space before the attribute of an extension. */
function valueAt(resource: JsonObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = resource;
  for (const part of path.startsWith('urn:') ? path.split(' ') : path.split('.')) {
    value = isJsonObject(value) ? value[part] : undefined;
  }
  return value;
}
