import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import okta from '@okta/okta-sdk-nodejs';
import { freePort, untilItAnswers } from '@rollcall/dev-env';
import { databaseNames, testPlace } from '@rollcall/server/testing';
import { expect, inject, test } from 'vitest';

/**
 * The seed's walk-through without a browser: two real processes, Okta's SDK and the command line, 500 people; a tenth of the
 * requests goes wrong, and both processes are killed on the way. Afterwards the directory equals the org.
 */
const root = join(import.meta.dirname, '..', '..', '..');
const run = promisify(execFile);

class Process implements AsyncDisposable {
  readonly #args: readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  readonly #healthUrl: string;
  #child: ChildProcess | null = null;

  constructor(args: readonly string[], env: NodeJS.ProcessEnv, healthUrl: string) {
    this.#args = args;
    this.#env = env;
    this.#healthUrl = healthUrl;
  }

  async start(): Promise<this> {
    const child = spawn(process.execPath, [...this.#args], { env: this.#env, stdio: 'ignore' });
    this.#child = child;
    await untilItAnswers(child, async () => (await fetch(this.#healthUrl)).ok, { everyMs: 30, withinMs: 120_000 });
    return this;
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}

async function all<Item>(collection: Promise<AsyncIterable<Item | null>>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of await collection) if (item !== null) items.push(item);
  return items;
}

/** The emulator's console API, for what has no place in Okta's API: chaos, clock, tasks. */
async function consoleApi(dataDir: string) {
  const note = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8'));
  const session = await fetch(`${note.url}/admin/api/session`, { method: 'POST', body: JSON.stringify(note) });
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  return async (method: string, path: string, body?: object) => {
    const options = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${note.url}/admin/api${path}`, { method, headers: { cookie }, ...options });
    return answer.json();
  };
}

async function apiToken(dataDir: string): Promise<{ url: string; token: string }> {
  const note = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8'));
  const session = await fetch(`${note.url}/admin/api/session`, { method: 'POST', body: JSON.stringify(note) });
  return { url: note.url, token: (await session.json()).apiToken };
}

async function readAll(base: string, token: string, type: string) {
  const found: {
    id: string;
    active?: boolean;
    userName?: string;
    displayName?: string;
    title?: string;
    members?: { value: string }[];
  }[] = [];
  for (;;) {
    const answer = await fetch(`${base}/${type}?startIndex=${found.length + 1}&count=200`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const list = await answer.json();
    found.push(...(list.Resources ?? []));
    if (found.length >= list.totalResults) return found;
  }
}

test.each(databaseNames)(
  'SDK and command line bring 500 people over, through chaos and two kills (%s)',
  async (database) => {
    await using place = await testPlace(database, inject('postgresUrl'));
    const [rollcallPort, oktaPort] = [await freePort(), await freePort()];
    const oktaData = mkdtempSync(join(tmpdir(), 'okta-proof-'));
    const env = { ...process.env, ...place.env, ROLLCALL_PORT: String(rollcallPort), ROLLCALL_LOG_LEVEL: 'error' };
    const base = `http://127.0.0.1:${rollcallPort}/api/v1/scim`;
    const health = `http://127.0.0.1:${rollcallPort}/healthz`;
    await using rollcall = new Process([join(root, 'apps/server/src/main.ts')], env, health);
    const main = join(root, 'apps/okta/src/main.ts');
    const serve = [main, '--port', String(oktaPort), '--data', oktaData, '--seed', 'demo', '--no-console'];
    await using emulator = new Process(serve, process.env, `http://127.0.0.1:${oktaPort}/healthz`);
    const cli = async (...args: string[]) => {
      const { stdout } = await run(process.execPath, [main, ...args, '--data', oktaData, '--json'], {
        env: process.env,
      });
      return JSON.parse(stdout);
    };
    try {
      await Promise.all([rollcall.start(), emulator.start()]);
      const integration = [join(root, 'apps/cli/src/main.ts'), 'integration', 'create', '--name', 'Okta', '--json'];
      const { token } = JSON.parse((await run(process.execPath, integration, { env })).stdout);

      // The application, by command line: exactly three ticks.
      await cli('app', 'create', '--label', 'Rollcall', '--hide');
      await cli('app', 'configure', 'Rollcall', '--base-url', base, '--token', token);
      const { features } = await cli('test-connector', 'Rollcall');
      const ticks = features.filter((feature: { detected: boolean }) => feature.detected);
      expect(ticks.map((feature: { name: string }) => feature.name)).toEqual([
        'Create Users',
        'Update User Attributes',
        'Push Groups',
      ]);

      // Groups, a rule that fills the assignment group, by SDK.
      const access = await apiToken(oktaData);
      const client = new okta.Client({ orgUrl: access.url, token: access.token });
      const groups = (await all(client.groupApi.listGroups())).filter((group) => group.type === 'OKTA_GROUP');
      expect(groups).toHaveLength(24);
      const assignment = await client.groupApi.createGroup({ group: { profile: { name: 'rollcall_users' } } });
      const ids = groups.map((group) => `"${group.id}"`).join(',');
      const rule = await client.groupApi.createGroupRule({
        groupRule: {
          type: 'group_rule',
          name: 'Update rollcall_users group membership',
          conditions: { expression: { value: `isMemberOfAnyGroup(${ids})`, type: 'urn:okta:expression:1.0' } },
          actions: { assignUserToGroups: { groupIds: [String(assignment.id)] } },
        },
      });
      await client.groupApi.activateGroupRule({ ruleId: String(rule.id) });
      const [app] = await all(client.applicationApi.listApplications());
      const appId = String(app?.id);

      // A bad network; the push starts; both sides are killed in the middle of it.
      let ask = await consoleApi(oktaData);
      const chaos = {
        refuse: 0.02,
        cut: 0.02,
        delay: 0.02,
        duplicate: 0.03,
        reorder: 0.01,
        tooMany: 0,
        serverError: 0,
        delayMs: 20,
        seed: 11,
      };
      await ask('PUT', '/chaos', chaos);
      await client.applicationApi.assignGroupToApplication({ appId, groupId: String(assignment.id) });
      for (const group of groups) {
        await client.groupPushMappingApi.createGroupPushMapping({
          appId,
          body: { sourceGroupId: String(group.id), status: 'ACTIVE', targetGroupName: String(group.profile?.name) },
        });
      }
      const countUsers = async () => {
        const answer = await fetch(`${base}/Users?count=0`, { headers: { authorization: `Bearer ${token}` } });
        return (await answer.json()).totalResults;
      };
      while ((await countUsers()) < 60) await new Promise((resolve) => setTimeout(resolve, 5));
      await rollcall.kill();
      await emulator.kill();
      await Promise.all([rollcall.start(), emulator.start()]);
      ask = await consoleApi(oktaData);
      const settle = async () => {
        for (;;) {
          const { tasks, clock } = await ask('GET', '/dashboard');
          if (tasks.queued + tasks.running + tasks.waiting === 0) return tasks;
          if (tasks.queued + tasks.running > 0) await new Promise((resolve) => setTimeout(resolve, 50));
          else
            await ask('POST', '/clock/advance', {
              ms: Math.max(1000, Date.parse(clock.nextDue) - Date.parse(clock.now)),
            });
        }
      };
      expect(await settle()).toMatchObject({ failed: 0 });

      // Changes by SDK: a title, a departure, a membership.
      const people = await all(client.userApi.listUsers());
      expect(people).toHaveLength(500);
      const [ada, ben, cem] = people;
      await client.userApi.updateUser({ userId: String(ada?.id), user: { profile: { title: 'Chief of Everything' } } });
      await client.userApi.deactivateUser({ userId: String(ben?.id) });
      await client.groupApi.assignUserToGroup({ groupId: String(groups[0]?.id), userId: String(cem?.id) });
      expect(await settle()).toMatchObject({ failed: 0 });

      // The directory equals the org.
      const users = await readAll(base, token, 'Users');
      const loginOf = new Map(users.map((user) => [user.id, user.userName ?? '']));
      expect(users).toHaveLength(500);
      const inactive = users.filter((user) => user.active === false).map((user) => user.userName);
      expect(inactive).toEqual([ben?.profile?.login]);
      expect(users.find((user) => user.userName === ada?.profile?.login)?.title).toBe('Chief of Everything');
      const there = new Map((await readAll(base, token, 'Groups')).map((group) => [group.displayName, group]));
      expect(there.size).toBe(24);
      for (const group of groups) {
        const members = (await all(client.groupApi.listGroupUsers({ groupId: String(group.id) })))
          .filter((user) => user.id !== ben?.id)
          .map((user) => String(user.profile?.login))
          .sort();
        const pushed = (there.get(String(group.profile?.name))?.members ?? [])
          .map((member) => loginOf.get(member.value) ?? '?')
          .sort();
        expect(pushed, String(group.profile?.name)).toEqual(members);
      }
    } finally {
      await emulator.kill();
      await rollcall.kill();
      rmSync(oktaData, { recursive: true, force: true });
    }
  },
  180_000,
);
