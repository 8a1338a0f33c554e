import type { Result } from '@rollcall/scim';
import type { OktaEmulator } from './emulator.ts';
import { assignGroup } from './model/apps.ts';
import { activateRule, createRule } from './model/group-rules.ts';
import { createGroup } from './model/groups.ts';
import type { Problem } from './model/problem.ts';
import { addMapping } from './model/push-groups.ts';
import { createScimApp } from './model/scim-app.ts';

export { seedLoad } from './seed/seed.ts';

function must<Value>(result: Result<Value, Problem>): Value {
  if (!result.ok) throw new Error([result.error.summary, ...result.error.causes].join('; '));
  return result.value;
}

/**
 * What the seed's walk-through leads to: the application with SCIM on, an assignment group that a rule keeps in step with
 * the pushed groups, all of them pushed. Resolves when everything has arrived.
 */
export async function connectAndPush(
  okta: OktaEmulator,
  baseUrl: string,
  token: string,
  onProgress: (done: number, total: number) => void = () => {},
  wanted: (groupName: string) => boolean = () => true,
): Promise<void> {
  const { engine } = okta;
  const { org } = engine;
  const groups = [...org.groups.values()].filter((group) => group.type === 'OKTA_GROUP' && wanted(group.name));
  const app = must(createScimApp(org, { label: 'Rollcall SCIM', baseUrl, token }));
  const assignment = must(createGroup(org, 'rollcall_users', 'Everybody who is in a pushed group'));
  const rule = must(
    createRule(org, {
      name: 'Update rollcall_users group membership',
      // A condition names at most 100 groups; beyond that everybody of the company is meant.
      condition:
        groups.length <= 100
          ? { kind: 'groups', groupIds: groups.map((group) => group.id) }
          : { kind: 'attribute', attribute: 'organization', operator: 'equals', value: 'Acme' },
      groupIds: [assignment.id],
    }),
  );
  must(await activateRule(org, rule.id));
  must(assignGroup(org, app.id, assignment.id));
  for (const group of groups) {
    must(addMapping(org, app.id, { groupId: group.id, mode: 'CREATE', pushMembers: true, acceptConflict: false }));
  }
  const total = org.tasks.size;
  const timer = setInterval(() => onProgress(total - org.tasks.size, total), 100);
  try {
    await engine.settle();
  } finally {
    clearInterval(timer);
  }
  onProgress(total - org.tasks.size, total);
}
