import { describe, expect, test } from 'vitest';
import { assignGroup, assignUser, unassignGroup, unassignUser, updateApp } from '../model/apps.ts';
import { addMember, removeMember, updateGroup } from '../model/groups.ts';
import { addMapping, pushNow, unlink } from '../model/push-groups.ts';
import type { OktaUser } from '../model/user.ts';
import { deleteUser, lifecycle, setPassword, updateUser } from '../model/users.ts';
import { freshOrgEachTest } from '../testing/fresh-org.ts';
import { must, type OktaOrg } from '../testing/okta-org.ts';
import type { ScimRecorder } from '../testing/scim-recorder.ts';
import { Imports } from './import-users.ts';

/** Okta's table "which event sends what", row by row, for both kinds of application. Bodies and headers: `wire.test.ts`. */
let target: ScimRecorder;
let okta: OktaOrg;
let ada: OktaUser;
freshOrgEachTest((fresh) => {
  ({ target, okta } = fresh);
  ada = okta.user('Ada', 'User');
});

const { stringify } = JSON;
const page = '&startIndex=1&count=100';
const findUser = (login: string) => `GET /Users?filter=userName eq "${login}"${page}`;
const findGroup = (name: string) => `GET /Groups?filter=displayName eq "${name}"${page}`;
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Requests since the last call; a PATCH with its operations. */
const sent = (): string[] =>
  target.requests.splice(0).map(({ method, url, body }) => {
    const line = `${method} ${decodeURIComponent(url)}`;
    if (method !== 'PATCH') return line;
    expect(body?.schemas).toEqual([patchOp]);
    return `${line} ${stringify(body?.Operations)}`;
  });
const assigned = async () => {
  must(assignUser(okta.org, okta.app.id, ada.id));
  await okta.settle();
};
const push = (name: string) => {
  const group = okta.group(name);
  const input = { groupId: group.id, mode: 'CREATE', pushMembers: true, acceptConflict: false } as const;
  return { group, mapping: () => must(addMapping(okta.org, okta.app.id, input)) };
};
const pushed = async () => {
  await assigned();
  const { group, mapping } = push('Sales');
  must(addMember(okta.org, group.id, ada.id));
  const made = mapping();
  await okta.settle();
  return { group, made };
};

interface Row {
  readonly event: string;
  readonly before?: () => unknown;
  readonly happens: () => unknown;
  readonly aiw: readonly string[];
  readonly catalog?: readonly string[];
}
let kept: Awaited<ReturnType<typeof pushed>>;
const keep = async () => {
  kept = await pushed();
};
const off = 'PATCH /Users/u1 [{"op":"replace","value":{"active":false}}]';

const rows: readonly Row[] = [
  {
    event: 'assign, no match',
    happens: () => must(assignUser(okta.org, okta.app.id, ada.id)),
    aiw: [findUser('ada.user@okta.local'), 'POST /Users'],
  },
  {
    event: 'assign, match found',
    before: () => target.users.set('u9', { schemas: [], id: 'u9', userName: 'ada.user@okta.local', active: false }),
    happens: () => must(assignUser(okta.org, okta.app.id, ada.id)),
    aiw: [findUser('ada.user@okta.local'), 'PUT /Users/u9'],
  },
  {
    event: 'a mapped attribute changes',
    before: assigned,
    happens: () => must(updateUser(okta.org, ada.id, { title: 'Engineer' }, 'merge')),
    aiw: ['GET /Users/u1', 'PUT /Users/u1'],
  },
  {
    event: 'unassign',
    before: assigned,
    happens: () => must(unassignUser(okta.org, okta.app.id, ada.id)),
    aiw: ['GET /Users/u1', 'PUT /Users/u1'],
    catalog: [off],
  },
  {
    event: 'the group is unassigned',
    before: async () => {
      const { group } = push('Everybody');
      must(addMember(okta.org, group.id, ada.id));
      must(assignGroup(okta.org, okta.app.id, group.id));
      await okta.settle();
    },
    happens: () => must(unassignGroup(okta.org, okta.app.id, [...okta.org.groups.keys()][0] ?? '')),
    aiw: ['GET /Users/u1', 'PUT /Users/u1'],
    catalog: [off],
  },
  {
    event: 'the user is deactivated',
    before: assigned,
    happens: () => must(lifecycle(okta.org, ada.id, 'deactivate')),
    aiw: ['GET /Users/u1', 'PUT /Users/u1'],
    catalog: [off],
  },
  {
    event: 'suspend and unsuspend',
    before: assigned,
    happens: async () => {
      must(lifecycle(okta.org, ada.id, 'suspend'));
      await okta.settle();
      must(lifecycle(okta.org, ada.id, 'unsuspend'));
    },
    aiw: [],
  },
  {
    event: 'a deactivated user is deleted',
    before: async () => {
      await assigned();
      must(lifecycle(okta.org, ada.id, 'deactivate'));
      await okta.settle();
    },
    happens: () => must(deleteUser(okta.org, ada.id)),
    aiw: [],
  },
  {
    event: 'reactivate and reassign',
    before: async () => {
      await assigned();
      must(lifecycle(okta.org, ada.id, 'deactivate'));
      await okta.settle();
    },
    happens: () => {
      must(lifecycle(okta.org, ada.id, 'activate'));
      must(assignUser(okta.org, okta.app.id, ada.id));
    },
    aiw: ['GET /Users/u1', 'PUT /Users/u1'],
    catalog: ['PATCH /Users/u1 [{"op":"replace","value":{"active":true}}]'],
  },
  {
    event: 'the userName changes',
    before: assigned,
    happens: () => must(updateUser(okta.org, ada.id, { login: 'ada.king@okta.local' }, 'merge')),
    aiw: ['GET /Users/u1', 'PUT /Users/u1'],
  },
  {
    event: 'password sync',
    before: async () => {
      okta.app = must(updateApp(okta.org, okta.app.id, { toApp: { ...okta.app.toApp, syncPassword: true } }));
      await assigned();
    },
    happens: () => must(setPassword(okta.org, ada.id, 'Correct horse 1')),
    aiw: ['GET /Users/u1', 'PUT /Users/u1'],
    catalog: ['PATCH /Users/u1 [{"op":"replace","value":{"password":"Correct horse 1"}}]'],
  },
  {
    event: 'push group, new',
    before: assigned,
    happens: () => push('Sales').mapping(),
    aiw: [findGroup('Sales'), 'POST /Groups', 'GET /Groups/g2', 'PUT /Groups/g2'],
    catalog: [findGroup('Sales'), 'POST /Groups'],
  },
  {
    event: 'push group, new, with members',
    before: assigned,
    happens: () => {
      const { group, mapping } = push('Sales');
      must(addMember(okta.org, group.id, ada.id));
      mapping();
    },
    aiw: [findGroup('Sales'), 'POST /Groups', 'GET /Groups/g2', 'PUT /Groups/g2'],
    catalog: [
      findGroup('Sales'),
      'POST /Groups',
      'PATCH /Groups/g2 [{"op":"add","path":"members","value":[{"value":"u1","display":"ada.user@okta.local"}]}]',
    ],
  },
  {
    event: 'a member leaves',
    before: keep,
    happens: () => must(removeMember(okta.org, kept.group.id, ada.id)),
    aiw: ['GET /Groups/g2', 'PUT /Groups/g2'],
    catalog: [String.raw`PATCH /Groups/g2 [{"op":"remove","path":"members[value eq \"u1\"]"}]`],
  },
  {
    event: 'the group is renamed',
    before: keep,
    happens: () => must(updateGroup(okta.org, kept.group.id, { name: 'Revenue', description: null })),
    aiw: ['GET /Groups/g2', 'PUT /Groups/g2'],
    catalog: ['PATCH /Groups/g2 [{"op":"replace","value":{"id":"g2","displayName":"Revenue"}}]'],
  },
  {
    event: 'Push now',
    before: keep,
    happens: () => must(pushNow(okta.org, okta.app.id, kept.made.id)),
    aiw: ['PUT /Groups/g2'],
    catalog: [
      'PATCH /Groups/g2 [{"op":"replace","path":"members","value":[{"value":"u1","display":"ada.user@okta.local"}]}]',
    ],
  },
  {
    event: 'unlink and delete',
    before: keep,
    happens: () => must(unlink(okta.org, okta.app.id, kept.made.id, true)),
    aiw: ['DELETE /Groups/g2'],
  },
  {
    event: 'import, a hundred at a time',
    before: () => {
      const actions = { ...okta.app.integration?.actions, importUsers: true, importGroups: true };
      okta.app = must(updateApp(okta.org, okta.app.id, { integration: { ...okta.app.integration, actions } as never }));
      for (let i = 0; i < 130; i++) target.users.set(`x${i}`, { id: `x${i}`, userName: `x${i}@okta.local` });
    },
    happens: async () => must(await new Imports(okta.org, okta.engine.connection).run(okta.app.id)),
    aiw: [
      'GET /Users?startIndex=1&count=100',
      'GET /Users?startIndex=101&count=100',
      'GET /Groups?startIndex=1&count=100',
    ],
  },
];

describe.each(['aiw', 'catalog'] as const)('an application of the kind %s', (kind) => {
  test.each(rows)('$event', async (row) => {
    okta.app = must(updateApp(okta.org, okta.app.id, { dialect: `okta-${kind}` }));
    await row.before?.();
    sent();
    await row.happens();
    await okta.settle();
    expect(sent()).toEqual((kind === 'catalog' ? row.catalog : undefined) ?? row.aiw);
    expect([...okta.org.tasks.values()]).toEqual([]);
  });
});
