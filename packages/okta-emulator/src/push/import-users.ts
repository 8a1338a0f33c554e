import { fail, isJsonObject, type JsonObject, ok, type Result } from '@rollcall/scim';
import type { ImportChoice, ImportConfirmed, ImportedUser, ImportResult } from '../api/contract.ts';
import { type App, isAssigned, sendsUsers } from '../model/app.ts';
import { type ForeignGroup, importGroups } from '../model/app-groups.ts';
import { assignUser } from '../model/apps.ts';
import { appTarget, type Org } from '../model/org.ts';
import { invalid, notFound, type Problem } from '../model/problem.ts';
import { fullName } from '../model/user.ts';
import { createUser, findUser } from '../model/users.ts';
import { profiles } from '../plan/profiles/index.ts';
import { get } from '../plan/request.ts';
import type { Connection } from './connection.ts';

const pageSize = 100;

/** Reads the application's people (and groups), page by page. Inactive people are skipped, as Okta does. */
export class Imports {
  readonly #org: Org;
  readonly #connection: Connection;
  readonly #results = new Map<
    string,
    { result: ImportResult; users: Map<string, JsonObject>; groups: readonly ForeignGroup[] | null }
  >();

  constructor(org: Org, connection: Connection) {
    this.#org = org;
    this.#connection = connection;
  }

  last(appId: string): ImportResult | null {
    return this.#results.get(appId)?.result ?? null;
  }

  async run(appId: string): Promise<Result<ImportResult, Problem>> {
    const app = this.#org.apps.get(appId);
    if (app === undefined) return fail(notFound('AppInstance', appId));
    const actions = app.integration?.actions;
    if (!sendsUsers(app) || !(actions?.importUsers || actions?.importGroups)) {
      return fail(invalid('Import is not among the supported provisioning actions of this application.'));
    }
    const people = actions.importUsers ? await this.all(app, '/Users') : ok([]);
    if (!people.ok) return people;
    const read = actions.importGroups ? await this.all(app, '/Groups') : null;
    if (read?.ok === false) return read;
    const groups = read?.value.map(foreignGroup) ?? null;
    const active = people.value.filter((person) => person.active !== false);
    const users = new Map(active.map((person) => [String(person.id), person]));
    const linked = new Set([...(this.#org.appUsers.get(appId)?.values() ?? [])].map((user) => user.known.remoteId));
    const items = active.filter((person) => !linked.has(String(person.id))).map((person) => this.#item(person));
    const result: ImportResult = {
      at: this.#org.now(),
      scanned: people.value.length,
      skippedInactive: people.value.length - active.length,
      groups: groups?.length ?? 0,
      items,
    };
    this.#results.set(appId, { result, users, groups });
    if (groups !== null) importGroups(this.#org, appId, groups);
    this.#org.log('application.provision.user.import', 'Import users from external application', [appTarget(app)]);
    return ok(result);
  }

  /** Every resource of one endpoint, 100 a page. A list that ends too early is none: whoever is missing was not deleted. */
  async all(app: App, path: string): Promise<Result<JsonObject[], Problem>> {
    if (app.integration === null) return fail(invalid('The application has no SCIM connection.'));
    const to = { appId: app.id, subjectId: null, integration: app.integration, profile: profiles[app.dialect] };
    const found: JsonObject[] = [];
    const separator = path.includes('?') ? '&' : '?';
    for (;;) {
      const request = get(`${path}${separator}startIndex=${found.length + 1}&count=${pageSize}`, 'match');
      const reply = await this.#connection.send(to, request);
      if (reply.kind === 'failure') return fail(invalid(`The application did not answer: ${reply.message}`));
      if (reply.status !== 200) return fail(invalid(`The application answered ${reply.status}.`));
      const list = reply.body?.Resources;
      const page = (Array.isArray(list) ? list : []).filter(isJsonObject);
      found.push(...page);
      const total = Number(reply.body?.totalResults ?? 0);
      if (page.length === 0 && found.length < total) {
        const told = `${found.length} of ${total}`;
        return fail(invalid(`The application answered fewer than it said: ${told}. Nothing was imported.`));
      }
      if (page.length === 0 || found.length >= total) return ok(found);
    }
  }

  #item(person: JsonObject): ImportedUser {
    const userName = String(person.userName ?? '');
    const match = findUser(this.#org, userName);
    return {
      id: String(person.id),
      userName,
      name: displayName(person),
      email: emailOf(person) ?? userName,
      match: match === undefined ? null : { userId: match.id, name: fullName(match) },
    };
  }

  /** What the last import proposes for these accounts: the exact match, else a new person. */
  proposed(appId: string, ids: readonly string[]): readonly ImportChoice[] {
    const wanted = new Set(ids);
    const items = this.#results.get(appId)?.result.items ?? [];
    return items.flatMap(({ id, match }) => (wanted.has(id) ? [{ id, userId: match?.userId ?? null }] : []));
  }

  /** Confirmed assignments. What was done before a refusal stays done and is no longer offered. */
  confirm(appId: string, choices: readonly ImportChoice[]): Result<ImportConfirmed, Problem> {
    const last = this.#results.get(appId);
    if (last === undefined) return fail(invalid('Import first.'));
    const confirmed = new Set<string>();
    let [created, linked] = [0, 0];
    let problem: Problem | null = null;
    for (const choice of choices) {
      const person = last.users.get(choice.id);
      if (person === undefined || confirmed.has(choice.id)) continue;
      const done = this.#confirmOne(appId, choice, person);
      if (!done.ok) {
        problem = done.error;
        break;
      }
      confirmed.add(choice.id);
      if (choice.userId === null) created++;
      else linked++;
    }
    const rest = last.result.items.filter((item) => !confirmed.has(item.id));
    const users = new Map([...last.users].filter(([id]) => !confirmed.has(id)));
    this.#results.set(appId, { ...last, result: { ...last.result, items: rest }, users });
    // Whoever was linked just now is a member of the imported groups from here on.
    if (last.groups !== null) importGroups(this.#org, appId, last.groups);
    return problem === null ? ok({ created, linked }) : fail(problem);
  }

  #confirmOne(appId: string, choice: ImportChoice, person: JsonObject): Result<null, Problem> {
    let { userId } = choice;
    if (userId === null) {
      const made = createUser(this.#org, { profile: profileOf(person), activate: true, hasPassword: false });
      if (!made.ok) return made;
      userId = made.value.id;
    }
    const known = this.#org.appUsers.get(appId)?.get(userId)?.known.remoteId ?? null;
    if (known !== null && known !== choice.id) {
      const login = this.#org.users.get(userId)?.profile.login ?? userId;
      return fail(invalid(`${login} has an account in the application already.`));
    }
    return this.#link(appId, userId, choice.id);
  }

  #link(appId: string, userId: string, remoteId: string): Result<null, Problem> {
    const assigned = assignUser(this.#org, appId, userId);
    if (!assigned.ok) return assigned;
    const account = this.#org.appUsers.get(appId)?.get(userId);
    if (account === undefined || !isAssigned(account)) {
      return fail(invalid('Only people who are active can be assigned.'));
    }
    this.#org.setAppUser({ ...account, held: false, known: { ...account.known, remoteId, active: true } });
    this.#org.queue(appId, 'user', userId);
    return ok(null);
  }
}

const foreignGroup = (group: JsonObject): ForeignGroup => ({
  remoteId: String(group.id),
  name: String(group.displayName ?? group.id),
  memberIds: (Array.isArray(group.members) ? group.members : [])
    .filter(isJsonObject)
    .flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
});

const nameOf = (person: JsonObject): JsonObject => (isJsonObject(person.name) ? person.name : {});

function emailOf(person: JsonObject): string | undefined {
  const emails = (Array.isArray(person.emails) ? person.emails : []).filter(isJsonObject);
  const best = emails.find((email) => email.primary === true) ?? emails[0];
  return typeof best?.value === 'string' ? best.value : undefined;
}

const displayName = (person: JsonObject): string => {
  const { givenName, familyName } = nameOf(person);
  const parts = [givenName, familyName].filter((part) => typeof part === 'string');
  return String(person.displayName ?? parts.join(' '));
};

function profileOf(person: JsonObject): Record<string, unknown> {
  const userName = String(person.userName ?? '');
  const [local = userName] = userName.split('@');
  const { givenName, familyName } = nameOf(person);
  const email = emailOf(person) ?? (userName.includes('@') ? userName : `${userName}@imported.example`);
  return {
    login: userName.includes('@') ? userName : email,
    email,
    firstName: givenName || local,
    lastName: familyName || local,
    displayName: person.displayName,
    title: person.title,
  };
}
