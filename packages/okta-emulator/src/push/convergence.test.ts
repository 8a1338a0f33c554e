import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DialectId } from '../model/app.ts';
import { assignGroup, assignUser, unassignGroup, unassignUser } from '../model/apps.ts';
import { addMember, removeMember, updateGroup } from '../model/groups.ts';
import { addMapping, pushNow, setMappingActive } from '../model/push-groups.ts';
import { deleteUser, lifecycle, updateUser } from '../model/users.ts';
import { actualDirectory, expectedDirectory } from '../testing/directory.ts';
import { must, OktaOrg } from '../testing/okta-org.ts';
import { ScimRecorder } from '../testing/scim-recorder.ts';
import { noChaos } from './chaos.ts';

type Change =
  | {
      kind: 'title' | 'rename login' | 'deactivate' | 'activate' | 'delete' | 'assign' | 'unassign';
      user: number;
      text: string;
    }
  | { kind: 'join' | 'leave'; user: number; group: number }
  | {
      kind: 'rename group' | 'push' | 'push now' | 'pause and resume' | 'assign group' | 'unassign group';
      group: number;
      text: string;
    }
  | { kind: 'wait' };

const people = 6;
const groups = 3;
const user = fc.nat(people - 1);
const group = fc.nat(groups - 1);
const text = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom(...'abcXYZ0é ') });
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('title', 'rename login', 'deactivate', 'activate', 'delete', 'assign', 'unassign'),
      user,
      text,
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('join', 'leave'), user, group }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('rename group', 'push', 'push now', 'pause and resume', 'assign group', 'unassign group'),
      group,
      text,
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'wait' as const }) },
);

class World {
  readonly okta: OktaOrg;
  readonly userIds: string[] = [];
  readonly groupIds: string[] = [];

  constructor(okta: OktaOrg) {
    this.okta = okta;
    for (let i = 0; i < people; i++) this.userIds.push(okta.user(`First${i}`, 'Last').id);
    for (let i = 0; i < groups; i++) this.groupIds.push(okta.group(`Group ${i}`).id);
  }

  /** Refusals (a transition that Okta does not allow) leave things as they are. */
  apply(entry: Change, count: number): void {
    const { org, app } = this.okta;
    const userId = 'user' in entry ? (this.userIds[entry.user] ?? '') : '';
    const groupId = 'group' in entry ? (this.groupIds[entry.group] ?? '') : '';
    const mapping = [...org.pushMappings.values()].find((candidate) => candidate.groupId === groupId);
    switch (entry.kind) {
      case 'title':
        updateUser(org, userId, { title: entry.text.trim() }, 'merge');
        break;
      case 'rename login':
        updateUser(org, userId, { login: `n${count}@okta.local` }, 'merge');
        break;
      case 'deactivate':
      case 'activate':
        lifecycle(org, userId, entry.kind);
        break;
      case 'delete':
        deleteUser(org, userId);
        break;
      case 'assign':
        assignUser(org, app.id, userId);
        break;
      case 'unassign':
        unassignUser(org, app.id, userId);
        break;
      case 'join':
        addMember(org, groupId, userId);
        break;
      case 'leave':
        removeMember(org, groupId, userId);
        break;
      case 'rename group':
        updateGroup(org, groupId, { name: `Renamed ${count}`, description: null });
        break;
      case 'push':
        addMapping(org, app.id, { groupId, mode: 'CREATE', pushMembers: true, acceptConflict: false });
        break;
      case 'push now':
        if (mapping) pushNow(org, app.id, mapping.id);
        break;
      case 'pause and resume':
        if (mapping) {
          setMappingActive(org, app.id, mapping.id, false);
          setMappingActive(org, app.id, mapping.id, true);
        }
        break;
      case 'assign group':
        // A group that is pushed and assigned goes over without members (decision 26): not what is looked at here.
        if (!mapping) assignGroup(org, app.id, groupId);
        break;
      case 'unassign group':
        unassignGroup(org, app.id, groupId);
        break;
      case 'wait':
        break;
      default:
        entry satisfies never;
    }
  }
}

const chaos = { ...noChaos, refuse: 0.02, cut: 0.03, duplicate: 0.03, delay: 0.01, reorder: 0.01, delayMs: 5 };

async function play(dialect: DialectId, changes: readonly Change[], seed: number): Promise<void> {
  await using target = await ScimRecorder.start();
  using okta = new OktaOrg(target.url, target.token, { dialect });
  const world = new World(okta);
  okta.engine.setChaos({ ...chaos, seed });
  for (const [count, entry] of changes.entries()) {
    world.apply(entry, count);
    if (entry.kind === 'wait') await okta.settle();
  }
  await okta.settle();
  okta.engine.setChaos(noChaos);
  const expected = expectedDirectory(okta);
  expect(await actualDirectory(target.url, target.token, expected)).toEqual(expected);
  expect([...okta.org.tasks.values()]).toEqual([]);
}

test.each(['okta-aiw', 'okta-catalog', 'onelogin', 'jumpcloud'] as const)(
  'after any changes in a bad network the directory equals the org once the clock ran on (%s)',
  async (dialect) => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 40 }), fc.nat(), (changes, seed) => play(dialect, changes, seed)),
      { numRuns: 150 },
    );
  },
  60_000,
);

test('a restart in the middle of a push loses nothing', async () => {
  await using target = await ScimRecorder.start();
  const dataDir = mkdtempSync(join(tmpdir(), 'okta-restart-'));
  try {
    {
      using okta = new OktaOrg(target.url, target.token, { dataDir });
      const assignment = okta.group('assignment');
      const pushed = okta.group('Sales');
      for (let i = 0; i < 200; i++) {
        const { id } = okta.user(`P${i}`, 'Erson');
        must(addMember(okta.org, assignment.id, id));
        if (i % 2 === 0) must(addMember(okta.org, pushed.id, id));
      }
      must(assignGroup(okta.org, okta.app.id, assignment.id));
      must(
        addMapping(okta.org, okta.app.id, {
          groupId: pushed.id,
          mode: 'CREATE',
          pushMembers: true,
          acceptConflict: false,
        }),
      );
      okta.engine.store.flush();
      while (target.users.size < 60) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(target.users.size).toBeLessThan(200);
    using again = new OktaOrg(target.url, target.token, { dataDir });
    await again.settle();
    const expected = expectedDirectory(again);
    expect(Object.keys(expected.users)).toHaveLength(200);
    expect(await actualDirectory(target.url, target.token, expected)).toEqual(expected);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
