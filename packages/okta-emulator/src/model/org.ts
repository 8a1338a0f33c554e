import type { App, AppUser } from './app.ts';
import type { GroupRule, Membership, OktaGroup } from './group.ts';
import type { LogEvent, LogTarget } from './log-event.ts';
import { systemActor } from './log-event.ts';
import type { PushMapping, PushRule } from './push-group.ts';
import { type Task, type TaskSubject, taskId } from './task.ts';
import type { OktaUser } from './user.ts';

export type RecordKind =
  | 'user'
  | 'group'
  | 'member'
  | 'rule'
  | 'app'
  | 'appUser'
  | 'pushMapping'
  | 'pushRule'
  | 'task'
  | 'setting';

/** What the model needs from outside: time, names for new things, and somebody who keeps what changed. */
export interface Surroundings {
  now(): number;
  newId(prefix: string): string;
  /** The record changed or vanished; whoever keeps the org reads its new state from the maps. */
  changed(kind: RecordKind, key: string): void;
  log(event: LogEvent): void;
  /** Resolves once everything that waits has had its turn: long work pauses with it. */
  nextTurn(): Promise<void>;
}

/** The organisation as it stands: plain maps of immutable records. The modules beside this one change it. */
export class Org {
  readonly users = new Map<string, OktaUser>();
  readonly userByLogin = new Map<string, string>();
  readonly groups = new Map<string, OktaGroup>();
  readonly rules = new Map<string, GroupRule>();
  readonly members = new Map<string, Map<string, Membership>>();
  readonly groupsOf = new Map<string, Set<string>>();
  readonly apps = new Map<string, App>();
  readonly appUsers = new Map<string, Map<string, AppUser>>();
  readonly pushMappings = new Map<string, PushMapping>();
  readonly pushRules = new Map<string, PushRule>();
  readonly tasks = new Map<string, Task>();
  readonly settings = new Map<string, string>();
  readonly around: Surroundings;
  /** "Everyone": at most one, kept apart so that no walk over all groups has to find it. */
  readonly builtInGroupIds = new Set<string>();
  /** Mappings by group: a membership change looks here. */
  readonly mappingsOfGroup = new Map<string, Set<string>>();

  constructor(around: Surroundings) {
    this.around = around;
  }

  now(): string {
    return new Date(this.around.now()).toISOString();
  }

  setUser(user: OktaUser): void {
    const before = this.users.get(user.id);
    if (before !== undefined) this.userByLogin.delete(before.profile.login.toLowerCase());
    this.users.set(user.id, user);
    this.userByLogin.set(user.profile.login.toLowerCase(), user.id);
    this.around.changed('user', user.id);
  }

  removeUser(user: OktaUser): void {
    this.users.delete(user.id);
    this.userByLogin.delete(user.profile.login.toLowerCase());
    this.around.changed('user', user.id);
  }

  setGroup(group: OktaGroup): void {
    this.groups.set(group.id, group);
    if (group.type === 'BUILT_IN') this.builtInGroupIds.add(group.id);
    this.around.changed('group', group.id);
  }

  setMembership(groupId: string, userId: string, membership: Membership | null): void {
    const members = this.members.get(groupId) ?? new Map<string, Membership>();
    const groups = this.groupsOf.get(userId) ?? new Set<string>();
    this.members.set(groupId, members);
    this.groupsOf.set(userId, groups);
    if (membership === null) {
      members.delete(userId);
      groups.delete(groupId);
    } else {
      members.set(userId, membership);
      groups.add(groupId);
    }
    this.around.changed('member', `${groupId} ${userId}`);
  }

  setRule(rule: GroupRule): void {
    this.rules.set(rule.id, rule);
    this.around.changed('rule', rule.id);
  }

  setApp(app: App): void {
    this.apps.set(app.id, app);
    this.around.changed('app', app.id);
  }

  setAppUser(user: AppUser): void {
    const users = this.appUsers.get(user.appId) ?? new Map<string, AppUser>();
    this.appUsers.set(user.appId, users);
    users.set(user.userId, user);
    this.around.changed('appUser', `${user.appId} ${user.userId}`);
  }

  removeAppUser(appId: string, userId: string): void {
    this.appUsers.get(appId)?.delete(userId);
    this.around.changed('appUser', `${appId} ${userId}`);
  }

  setMapping(mapping: PushMapping): void {
    this.pushMappings.set(mapping.id, mapping);
    const ids = this.mappingsOfGroup.get(mapping.groupId) ?? new Set<string>();
    this.mappingsOfGroup.set(mapping.groupId, ids.add(mapping.id));
    this.around.changed('pushMapping', mapping.id);
  }

  removeMapping(mapping: PushMapping): void {
    this.pushMappings.delete(mapping.id);
    this.mappingsOfGroup.get(mapping.groupId)?.delete(mapping.id);
    this.around.changed('pushMapping', mapping.id);
  }

  setSetting(key: string, value: string): void {
    this.settings.set(key, value);
    this.around.changed('setting', key);
  }

  /** Puts a subject into the queue. One that is there already starts afresh, so an old failure does not hold a new change. */
  queue(appId: string, subject: TaskSubject, subjectId: string): void {
    const id = taskId(appId, subject, subjectId);
    const before = this.tasks.get(id);
    if (before?.state === 'QUEUED') return;
    // A running one is planned again when it is done: the revision tells it.
    if (before?.state === 'RUNNING') {
      this.revisions.set(id, (this.revisions.get(id) ?? 0) + 1);
      return;
    }
    // A waiting one keeps its turn: the target asked for patience.
    if (before?.state === 'WAITING') return;
    this.setTask({
      id,
      appId,
      subject,
      subjectId,
      state: 'QUEUED',
      attempts: 0,
      dueAt: this.around.now(),
      created: this.now(),
      error: null,
    });
  }

  /** Counts the changes that came while a task was running. */
  readonly revisions = new Map<string, number>();

  setTask(task: Task): void {
    this.tasks.set(task.id, task);
    // A running task is kept as the queued one that it was: that is what it is after a restart.
    if (task.state !== 'RUNNING') this.around.changed('task', task.id);
    this.onTask?.(task);
  }

  removeTask(id: string): void {
    if (this.tasks.delete(id)) this.around.changed('task', id);
    this.revisions.delete(id);
  }

  /** The executor listens here. */
  onTask: ((task: Task) => void) | null = null;

  log(
    eventType: string,
    displayMessage: string,
    targets: readonly LogTarget[],
    outcome: { readonly result?: LogEvent['outcome']; readonly reason?: string } = {},
  ): void {
    const result = outcome.result ?? 'SUCCESS';
    this.around.log({
      id: this.around.newId('log'),
      published: this.now(),
      eventType,
      displayMessage,
      severity: result === 'FAILURE' ? 'WARN' : 'INFO',
      outcome: result,
      reason: outcome.reason ?? null,
      actor: systemActor,
      targets,
    });
  }
}

export const userTarget = (user: OktaUser): LogTarget => ({
  id: user.id,
  type: 'User',
  displayName: `${user.profile.firstName} ${user.profile.lastName}`,
  alternateId: user.profile.login,
});
export const groupTarget = (group: OktaGroup): LogTarget => ({
  id: group.id,
  type: 'UserGroup',
  displayName: group.name,
  alternateId: 'unknown',
});
export const appTarget = (app: App): LogTarget => ({
  id: app.id,
  type: 'AppInstance',
  displayName: app.label,
  alternateId: app.label,
});
