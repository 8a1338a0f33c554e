import type { Org } from '../model/org.ts';
import type { Task } from '../model/task.ts';
import { profiles } from '../plan/profiles/index.ts';
import { done, type Outcome, type Run } from './chain.ts';
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import { pushGroup, pushUser, taskTargets } from './push-subject.ts';
import { maxAttempts, waitMs } from './retry.ts';

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
  readonly #run: Run;
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
    this.#run = {
      org,
      connection,
      onReply: () => {
        this.progress++;
      },
      stopped: () => this.#stopped,
    };
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
    const run = app === undefined ? Promise.resolve(done) : (user ? pushUser : pushGroup)(this.#run, app, task);
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
    org.log(event, 'The push to the application failed', taskTargets(org, task), {
      result: 'FAILURE',
      reason: message,
    });
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
