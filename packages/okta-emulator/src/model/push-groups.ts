import { fail, ok, type Result } from '@rollcall/scim';
import { type App, sendsUsers } from './app.ts';
import type { OktaGroup } from './group.ts';
import { appTarget, groupTarget, type Org } from './org.ts';
import { conflict, invalid, notFound, type Problem } from './problem.ts';
import {
  groupsPerPushRule,
  type PushMapping,
  type PushRule,
  pushRuleMatches,
  sameGroupExplanation,
  unknownGroup,
} from './push-group.ts';
import { taskId } from './task.ts';

export interface NewMapping {
  readonly groupId: string;
  readonly mode: 'CREATE' | 'LINK';
  readonly linkName?: string | null;
  readonly pushMembers: boolean;
  /** The administrator read why the same group should not be used twice, and goes on. */
  readonly acceptConflict: boolean;
  readonly ruleId?: string | null;
  readonly active?: boolean;
}

export const isAssignmentGroup = (app: App, groupId: string): boolean =>
  app.groupAssignments.some((assignment) => assignment.groupId === groupId);

export function addMapping(org: Org, appId: string, input: NewMapping): Result<PushMapping, Problem> {
  const app = org.apps.get(appId);
  const group = org.groups.get(input.groupId);
  if (app === undefined) return fail(notFound('AppInstance', appId));
  if (group === undefined) return fail(notFound('UserGroup', input.groupId));
  if (!sendsUsers(app) || app.integration?.actions.pushGroups !== true) {
    return fail(invalid('Push Groups is not among the supported provisioning actions of this application.'));
  }
  if (group.source?.appId === appId) {
    return fail(
      invalid(`${group.name} was imported from this application. Push a group of the org and link it with this one.`),
    );
  }
  for (const mapping of org.pushMappings.values()) {
    if (mapping.appId === appId && mapping.groupId === group.id) {
      return fail(conflict(`${group.name} is pushed to this application already.`));
    }
  }
  const sameGroup = isAssignmentGroup(app, group.id);
  if (sameGroup && !input.acceptConflict) return fail(conflict(sameGroupExplanation));
  if (input.mode === 'LINK' && !input.linkName) return fail(invalid('Link Group needs the group to link with.'));
  const now = org.now();
  const mapping: PushMapping = {
    id: org.around.newId('gPm'),
    appId,
    groupId: group.id,
    ruleId: input.ruleId ?? null,
    mode: input.mode,
    linkName: input.linkName ?? null,
    active: input.active ?? true,
    pushMembers: input.pushMembers,
    conflict: sameGroup,
    unlinking: null,
    overwrite: false,
    known: unknownGroup,
    created: now,
    lastUpdated: now,
    lastPush: null,
    error: null,
  };
  org.setMapping(mapping);
  logMapping(org, mapping, 'create', 'Create group push mapping');
  if (mapping.active) org.queue(appId, 'group', mapping.id);
  return ok(mapping);
}

function logMapping(org: Org, mapping: PushMapping, event: string, message: string): void {
  const app = org.apps.get(mapping.appId);
  const group = org.groups.get(mapping.groupId);
  org.log(`application.provision.group_push.mapping.${event}`, message, [
    ...(group === undefined ? [] : [groupTarget(group)]),
    ...(app === undefined ? [] : [appTarget(app)]),
  ]);
}

function mappingOf(org: Org, appId: string, id: string): Result<PushMapping, Problem> {
  const mapping = org.pushMappings.get(id);
  return mapping?.appId === appId ? ok(mapping) : fail(notFound('GroupPushMapping', id));
}

/** *Deactivate group push* pauses; *Activate group push* pushes at once. */
export function setMappingActive(org: Org, appId: string, id: string, active: boolean): Result<PushMapping, Problem> {
  const found = mappingOf(org, appId, id);
  if (!found.ok || found.value.active === active) return found;
  const next: PushMapping = { ...found.value, active, error: null, overwrite: active, lastUpdated: org.now() };
  org.setMapping(next);
  org.removeTask(taskId(appId, 'group', id));
  if (active) org.queue(appId, 'group', id);
  logMapping(org, next, 'update', active ? 'Activate group push' : 'Deactivate group push');
  return ok(next);
}

export function pushNow(org: Org, appId: string, id: string): Result<PushMapping, Problem> {
  const found = mappingOf(org, appId, id);
  if (!found.ok) return found;
  if (!found.value.active) return fail(invalid('The push of this group is paused. Activate group push first.'));
  const next: PushMapping = { ...found.value, overwrite: true, error: null };
  org.setMapping(next);
  restart(org, appId, id);
  return ok(next);
}

function restart(org: Org, appId: string, id: string): void {
  const running = org.tasks.get(taskId(appId, 'group', id))?.state === 'RUNNING';
  if (!running) org.removeTask(taskId(appId, 'group', id));
  org.queue(appId, 'group', id);
}

/** *Unlink push group*. With "delete" the mapping goes when the target deleted the group; with "leave", at once. */
export function unlink(org: Org, appId: string, id: string, deleteGroup: boolean): Result<null, Problem> {
  const found = mappingOf(org, appId, id);
  if (!found.ok) return found;
  const mapping = found.value;
  logMapping(
    org,
    mapping,
    'delete',
    deleteGroup ? 'Unlink push group and delete it in the target app' : 'Unlink push group',
  );
  const task = org.tasks.get(taskId(appId, 'group', id));
  const running = task?.state === 'RUNNING';
  // One that was tried without an answer may be there as well.
  const perhaps = running || mapping.known.perhaps !== null;
  if (deleteGroup && (mapping.known.remoteId !== null || perhaps)) {
    org.setMapping({ ...mapping, active: true, unlinking: 'DELETE', error: null });
    restart(org, appId, id);
    return ok(null);
  }
  if (!running) org.removeTask(taskId(appId, 'group', id));
  org.removeMapping(mapping);
  return ok(null);
}

export function groupRenamed(org: Org, group: OktaGroup): void {
  for (const id of org.mappingsOfGroup.get(group.id) ?? []) {
    const mapping = org.pushMappings.get(id);
    if (mapping?.active && org.apps.get(mapping.appId)?.renameGroups) org.queue(mapping.appId, 'group', id);
  }
  applyPushRules(org, group);
}

export function addPushRule(
  org: Org,
  appId: string,
  input: Pick<PushRule, 'name' | 'condition' | 'text' | 'pushMembers'>,
): Result<PushRule, Problem> {
  if (!org.apps.has(appId)) return fail(notFound('AppInstance', appId));
  if (input.text === '') return fail(invalid('Say what the group names have in common.'));
  const rule: PushRule = { ...input, id: org.around.newId('gPr'), appId, created: org.now() };
  org.pushRules.set(rule.id, rule);
  org.around.changed('pushRule', rule.id);
  for (const group of org.groups.values()) applyPushRule(org, rule, group);
  return ok(rule);
}

export function deletePushRule(org: Org, appId: string, id: string): Result<null, Problem> {
  const rule = org.pushRules.get(id);
  if (rule?.appId !== appId) return fail(notFound('PushRule', id));
  org.pushRules.delete(id);
  org.around.changed('pushRule', id);
  return ok(null);
}

export function applyPushRules(org: Org, group: OktaGroup): void {
  for (const rule of org.pushRules.values()) applyPushRule(org, rule, group);
}

function applyPushRule(org: Org, rule: PushRule, group: OktaGroup): void {
  if (group.type !== 'OKTA_GROUP' || !pushRuleMatches(rule, group.name)) return;
  let count = 0;
  for (const mapping of org.pushMappings.values()) if (mapping.ruleId === rule.id) count++;
  if (count >= groupsPerPushRule) return;
  // A group that is used for assignment is left alone: a rule cannot be asked whether it means it.
  addMapping(org, rule.appId, {
    groupId: group.id,
    mode: 'CREATE',
    pushMembers: rule.pushMembers,
    acceptConflict: false,
    ruleId: rule.id,
  });
}
