import type { Result } from '@rollcall/scim';
import { type App, sendsUsers, unknownAccount } from '../model/app.ts';
import type { LogTarget } from '../model/log-event.ts';
import { queueGroupsOf } from '../model/memberships.ts';
import { appTarget, groupTarget, type Org, userTarget } from '../model/org.ts';
import { unknownGroup } from '../model/push-group.ts';
import type { Task } from '../model/task.ts';
import { knownGroup, learnGroup, planGroup, settledGroup } from '../plan/group.ts';
import { profiles } from '../plan/profiles/index.ts';
import type { PlanFailure, PlannedRequest } from '../plan/request.ts';
import { knownUser, learnUser, planUser, settledUser } from '../plan/user.ts';
import type { Clock } from './clock.ts';
import type { Connection, Reply } from './connection.ts';
import { desiredGroup, desiredUser, sendsGroups } from './desired.ts';
import { isTransient, maxAttempts, retryAfterMs, waitMs } from './retry.ts';

/** How a run of a task ended. */
type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'later'; readonly message: string; readonly baseMs: number }
  | { readonly kind: 'failed'; readonly message: string };

const done: Outcome = { kind: 'done' };
/** A chain longer than this means that the target never agrees. */
const maxSteps = 12;

interface Lane {
  readonly users: Set<string>;
  readonly groups: Set<string>;
  runningUsers: number;
  running: number;
}

/**
 * Runs the queued tasks: people before groups, since a member can be pushed only when the account is there; a few at a
 * time for each application; one at a time for each subject.
 */
export class Executor {
  readonly #org: Org;
  readonly #clock: Clock;
  readonly #connection: Connection;
  readonly #concurrency: number;
  readonly #lanes = new Map<string, Lane>();
  readonly #wakeups = new Map<string, () => void>();
  readonly #idleWaiters = new Set<() => void>();
  #stopped = false;
  /** Grows with each request that was answered: whoever waits for quiet sees that something moves. */
  progress = 0;

  constructor(org: Org, clock: Clock, connection: Connection, concurrency: number) {
    this.#org = org;
    this.#clock = clock;
    this.#connection = connection;
    this.#concurrency = concurrency;
    org.onTask = (task) => this.#accept(task);
    for (const task of org.tasks.values()) this.#accept(task);
  }

  #lane(appId: string): Lane {
    const lane = this.#lanes.get(appId) ?? { users: new Set(), groups: new Set(), runningUsers: 0, running: 0 };
    this.#lanes.set(appId, lane);
    return lane;
  }

  #accept(task: Task): void {
    const lane = this.#lane(task.appId);
    if (task.state === 'QUEUED') {
      const cycleMs = this.#cycleMs(task.appId);
      if (cycleMs > 0 && !this.#released.delete(task.id)) {
        // Providers with cycles look at what changed only when the next one begins.
        const dueAt = (Math.floor(this.#clock.now() / cycleMs) + 1) * cycleMs;
        this.#org.setTask({ ...task, state: 'WAITING', dueAt });
        return;
      }
      (task.subject === 'user' ? lane.users : lane.groups).add(task.id);
      this.#wake();
    } else if (task.state === 'WAITING') {
      this.#wakeups.get(task.id)?.();
      this.#wakeups.set(
        task.id,
        this.#clock.schedule(task.dueAt, () => this.#resume(task.id)),
      );
    }
  }

  /** Tasks whose cycle has begun. */
  readonly #released = new Set<string>();

  #cycleMs(appId: string): number {
    const app = this.#org.apps.get(appId);
    return app === undefined ? 0 : profiles[app.dialect].cycleMinutes * 60_000;
  }

  #resume(id: string): void {
    this.#wakeups.delete(id);
    const task = this.#org.tasks.get(id);
    if (task?.state !== 'WAITING') return;
    if (this.#cycleMs(task.appId) > 0) this.#released.add(id);
    this.#org.setTask({ ...task, state: 'QUEUED' });
  }

  #pumpPlanned = false;

  /** One pump for a burst of changes; the burst itself is over by then, so a bulk change is planned as a whole. */
  #wake(): void {
    if (this.#pumpPlanned || this.#stopped) return;
    this.#pumpPlanned = true;
    setImmediate(() => {
      this.#pumpPlanned = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#stopped) return;
    for (const [appId, lane] of this.#lanes) {
      while (lane.running < this.#concurrency) {
        const task = this.#next(lane);
        if (task === null) break;
        this.#start(appId, lane, task);
      }
    }
    if (this.quiet()) for (const waiter of this.#idleWaiters) waiter();
  }

  #next(lane: Lane): Task | null {
    for (const queue of [lane.users, lane.groups]) {
      if (queue === lane.groups && (lane.users.size > 0 || lane.runningUsers > 0)) return null;
      for (const id of queue) {
        queue.delete(id);
        const task = this.#org.tasks.get(id);
        if (task?.state === 'QUEUED') return task;
      }
    }
    return null;
  }

  #start(appId: string, lane: Lane, task: Task): void {
    const user = task.subject === 'user';
    lane.running++;
    if (user) lane.runningUsers++;
    this.#org.setTask({ ...task, state: 'RUNNING' });
    const app = this.#org.apps.get(appId);
    const run = app === undefined ? Promise.resolve(done) : user ? this.#user(app, task) : this.#group(app, task);
    void run
      .catch((error: unknown): Outcome => ({ kind: 'failed', message: String(error) }))
      .then((outcome) => {
        lane.running--;
        if (user) lane.runningUsers--;
        if (!this.#stopped) this.#finish(task, outcome);
        this.#wake();
      });
  }

  #finish(task: Task, outcome: Outcome): void {
    const org = this.#org;
    const current = org.tasks.get(task.id);
    if (current === undefined) return;
    const changedMeanwhile = (org.revisions.get(task.id) ?? 0) > 0;
    org.revisions.delete(task.id);
    switch (outcome.kind) {
      case 'done':
        org.removeTask(task.id);
        if (changedMeanwhile) org.queue(task.appId, task.subject, task.subjectId);
        return;
      case 'later': {
        const attempts = current.attempts + 1;
        if (attempts >= maxAttempts) {
          this.#fail(current, attempts, `${outcome.message} (after ${attempts} attempts)`);
          return;
        }
        const dueAt = this.#clock.now() + waitMs(outcome.baseMs, attempts);
        org.setTask({ ...current, state: 'WAITING', attempts, dueAt, error: outcome.message });
        return;
      }
      case 'failed':
        if (changedMeanwhile) {
          org.removeTask(task.id);
          org.queue(task.appId, task.subject, task.subjectId);
          return;
        }
        this.#fail(current, current.attempts + 1, outcome.message);
        return;
      default:
        outcome satisfies never;
    }
  }

  #fail(task: Task, attempts: number, message: string): void {
    const org = this.#org;
    org.setTask({ ...task, state: 'FAILED', attempts, error: message });
    if (task.subject === 'user') {
      const account = org.appUsers.get(task.appId)?.get(task.subjectId);
      if (account !== undefined) org.setAppUser({ ...account, error: message });
    } else {
      const mapping = org.pushMappings.get(task.subjectId);
      if (mapping !== undefined) org.setMapping({ ...mapping, error: message });
    }
    const event = task.subject === 'user' ? 'application.provision.user.push' : 'application.provision.group_push.push';
    org.log(event, 'The push to the application failed', this.#targets(task), { result: 'FAILURE', reason: message });
  }

  #targets(task: Task): LogTarget[] {
    const app = this.#org.apps.get(task.appId);
    const user = task.subject === 'user' ? this.#org.users.get(task.subjectId) : undefined;
    const groupId = this.#org.pushMappings.get(task.subjectId)?.groupId;
    const group = groupId === undefined ? undefined : this.#org.groups.get(groupId);
    return [
      ...(user === undefined ? [] : [userTarget(user)]),
      ...(group === undefined ? [] : [groupTarget(group)]),
      ...(app === undefined ? [] : [appTarget(app)]),
    ];
  }

  /** Sends what is planned until nothing is planned any more. */
  async #chain<Known>(
    app: App,
    task: Task,
    first: Known,
    plan: (known: Known) => readonly PlannedRequest[],
    learn: (
      known: Known,
      request: PlannedRequest,
      reply: Extract<Reply, { kind: 'answer' }>,
    ) => Result<Known, PlanFailure>,
    forget: () => void,
  ): Promise<{ readonly known: Known; readonly sent: number } | Outcome> {
    if (app.integration === null) return done;
    const to = {
      appId: app.id,
      subjectId: task.subjectId,
      integration: app.integration,
      profile: profiles[app.dialect],
    };
    let known = first;
    for (let sent = 0; sent < maxSteps; sent++) {
      const [request] = plan(known);
      if (request === undefined) return { known, sent };
      const reply = await this.#connection.send(to, request);
      this.progress++;
      if (this.#stopped) return done;
      const unanswered = reply.kind === 'failure' || reply.status >= 500;
      if (unanswered && request.purpose === 'create') this.#perhapsCreated(task, request);
      if (reply.kind === 'failure') return { kind: 'later', message: reply.message, baseMs: retryAfterMs(undefined) };
      if (isTransient(reply.status)) {
        const message = `The server answered ${reply.status}.`;
        return { kind: 'later', message, baseMs: retryAfterMs(reply.status === 429 ? reply.retryAfter : undefined) };
      }
      const learnt = learn(known, request, reply);
      if (!learnt.ok) {
        if (learnt.error.gone) forget();
        return { kind: 'failed', message: learnt.error.message };
      }
      known = learnt.value;
    }
    return { kind: 'failed', message: 'The server never agreed with what was sent.' };
  }

  #perhapsCreated(task: Task, request: PlannedRequest): void {
    const { userName, displayName } = request.body ?? {};
    if (task.subject === 'user') {
      const account = this.#org.appUsers.get(task.appId)?.get(task.subjectId);
      if (account === undefined || typeof userName !== 'string') return;
      this.#org.setAppUser({ ...account, known: { ...account.known, perhaps: userName } });
    } else {
      const mapping = this.#org.pushMappings.get(task.subjectId);
      if (mapping === undefined || typeof displayName !== 'string') return;
      this.#org.setMapping({ ...mapping, known: { ...mapping.known, perhaps: displayName } });
    }
  }

  async #user(app: App, task: Task): Promise<Outcome> {
    const org = this.#org;
    const account = () => org.appUsers.get(app.id)?.get(task.subjectId);
    const before = account();
    if (before === undefined || !sendsUsers(app)) return done;
    const desired = desiredUser(org, app, before);
    const profile = profiles[app.dialect];
    const result = await this.#chain(
      app,
      task,
      knownUser(before.known),
      (known) => planUser(desired, known, profile),
      (known, request, reply) => {
        const learnt = learnUser(desired, known, request, reply);
        // An id that was learnt must not be lost when the next step fails.
        const now = account();
        if (learnt.ok && now !== undefined && learnt.value.remoteId !== now.known.remoteId) {
          org.setAppUser({ ...now, known: { ...now.known, remoteId: learnt.value.remoteId } });
        }
        return learnt;
      },
      () => {
        const now = account();
        if (now !== undefined) org.setAppUser({ ...now, known: unknownAccount });
      },
    );
    if ('kind' in result) return result;
    const now = account();
    if (now === undefined) return done;
    const known = settledUser(desired, result.known);
    const after = {
      ...now,
      known,
      error: null,
      pendingPassword: now.pendingPassword === desired.password ? null : now.pendingPassword,
      lastSync: result.sent > 0 ? org.now() : now.lastSync,
    };
    if (result.sent > 0 || now.error !== null || known.digest !== now.known.digest) org.setAppUser(after);
    const told = before.known;
    if (known.active !== told.active || known.remoteId !== told.remoteId) {
      queueGroupsOf(org, app.id, task.subjectId);
    }
    if (result.sent > 0) this.#logUser(task, before.known.remoteId === null, desired.active);
    if (!org.users.has(task.subjectId)) org.removeAppUser(app.id, task.subjectId);
    return done;
  }

  #logUser(task: Task, isNew: boolean, active: boolean): void {
    const event = !active ? 'deactivate' : isNew ? 'push' : 'push_profile';
    const words = {
      deactivate: 'Deactivate user in',
      push: 'Push new user to',
      push_profile: 'Push profile update to',
    };
    this.#org.log(`application.provision.user.${event}`, `${words[event]} external application`, [
      ...this.#targets(task),
    ]);
  }

  async #group(app: App, task: Task): Promise<Outcome> {
    const org = this.#org;
    const mapping = () => org.pushMappings.get(task.subjectId);
    const before = mapping();
    if (before === undefined || !before.active || !sendsGroups(app)) return done;
    const desired = desiredGroup(org, app, before);
    const profile = profiles[app.dialect];
    const result = await this.#chain(
      app,
      task,
      knownGroup(before.known),
      (known) => planGroup(desired, known, profile),
      (known, request, reply) => {
        const learnt = learnGroup(desired, known, request, reply);
        const now = mapping();
        if (learnt.ok && now !== undefined && learnt.value.remoteId !== now.known.remoteId) {
          const { remoteId, name, memberIds } = learnt.value;
          org.setMapping({ ...now, known: { remoteId, name, memberIds, digest: null, perhaps: null } });
        }
        return learnt;
      },
      () => {
        const now = mapping();
        if (now !== undefined) org.setMapping({ ...now, known: unknownGroup });
      },
    );
    if ('kind' in result) return result;
    const now = mapping();
    if (now === undefined) return done;
    if (result.known.deleted || desired.remove) {
      org.removeMapping(now);
      return done;
    }
    const changedMeanwhile = (org.revisions.get(task.id) ?? 0) > 0;
    const keepsMembers = profile.groups.update === 'patch' && !profile.groups.patch.comparesTarget;
    const known = settledGroup(desired, result.known);
    org.setMapping({
      ...now,
      known: keepsMembers ? known : { ...known, memberIds: [] },
      overwrite: changedMeanwhile ? now.overwrite : false,
      error: null,
      lastPush: result.sent > 0 ? org.now() : now.lastPush,
    });
    if (result.sent > 0) {
      org.log('application.provision.group_push.push', 'Push group to external application', this.#targets(task));
    }
    return done;
  }

  /** Nothing runs and nothing could run now; tasks may still wait for their time. */
  quiet(sleeping = 0): boolean {
    let running = 0;
    for (const lane of this.#lanes.values()) {
      if (lane.users.size > 0 && lane.running < this.#concurrency) return false;
      if (lane.groups.size > 0 && lane.runningUsers === 0 && lane.running < this.#concurrency) return false;
      running += lane.running;
    }
    return running <= sleeping && !this.#pumpPlanned;
  }

  /** Resolves when nothing can run now. */
  async idle(): Promise<void> {
    while (!this.quiet()) {
      await new Promise<void>((resolve) => {
        const waiter = () => {
          this.#idleWaiters.delete(waiter);
          resolve();
        };
        this.#idleWaiters.add(waiter);
        this.#wake();
      });
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#wakeups.values()) cancel();
    for (const waiter of this.#idleWaiters) waiter();
  }
}
