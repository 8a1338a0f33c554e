import { type App, sendsUsers, unknownAccount } from '../model/app.ts';
import type { LogTarget } from '../model/log-event.ts';
import { queueGroupsOf } from '../model/memberships.ts';
import { appTarget, groupTarget, type Org, userTarget } from '../model/org.ts';
import { unknownGroup } from '../model/push-group.ts';
import type { Task } from '../model/task.ts';
import { knownGroup, learnGroup, planGroup, settledGroup } from '../plan/group.ts';
import { profiles } from '../plan/profiles/index.ts';
import { knownUser, learnUser, planUser, settledUser } from '../plan/user.ts';
import { done, type Outcome, type Run, runChain } from './chain.ts';
import { desiredGroup, desiredUser, sendsGroups } from './desired.ts';

/** Brings the account in step with the person. */
export async function pushUser(run: Run, app: App, task: Task): Promise<Outcome> {
  const { org } = run;
  const account = () => org.appUsers.get(app.id)?.get(task.subjectId);
  const before = account();
  if (before === undefined || !sendsUsers(app)) return done;
  const desired = desiredUser(org, app, before);
  const profile = profiles[app.dialect];
  const result = await runChain(
    run,
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
  if (result.sent > 0) logUser(org, task, before.known.remoteId === null, desired.active);
  if (!org.users.has(task.subjectId)) org.removeAppUser(app.id, task.subjectId);
  return done;
}

function logUser(org: Org, task: Task, isNew: boolean, active: boolean): void {
  const event = !active ? 'deactivate' : isNew ? 'push' : 'push_profile';
  const words = {
    deactivate: 'Deactivate user in',
    push: 'Push new user to',
    push_profile: 'Push profile update to',
  };
  org.log(`application.provision.user.${event}`, `${words[event]} external application`, taskTargets(org, task));
}

/** Brings the group in the application in step with the pushed one. */
export async function pushGroup(run: Run, app: App, task: Task): Promise<Outcome> {
  const { org } = run;
  const mapping = () => org.pushMappings.get(task.subjectId);
  const before = mapping();
  if (before === undefined || !before.active || !sendsGroups(app)) return done;
  const desired = desiredGroup(org, app, before);
  const profile = profiles[app.dialect];
  const result = await runChain(
    run,
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
    org.log('application.provision.group_push.push', 'Push group to external application', taskTargets(org, task));
  }
  return done;
}

/** Whom and what the org's log names for a task. */
export function taskTargets(org: Org, task: Task): LogTarget[] {
  const app = org.apps.get(task.appId);
  const user = task.subject === 'user' ? org.users.get(task.subjectId) : undefined;
  const groupId = org.pushMappings.get(task.subjectId)?.groupId;
  const group = groupId === undefined ? undefined : org.groups.get(groupId);
  return [
    ...(user === undefined ? [] : [userTarget(user)]),
    ...(group === undefined ? [] : [groupTarget(group)]),
    ...(app === undefined ? [] : [appTarget(app)]),
  ];
}
