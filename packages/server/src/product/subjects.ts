import { type DeviceFacts, type GroupRef, noDevice, type Subject, type UserFacts } from '@rollcall/blueprint';
import type { EvaluationFacts, EvaluationUser, Person, PersonMore, ProductStore } from '@rollcall/store';
import type { Nesting } from './nesting.ts';
import type { FoundGroup } from './rule-book.ts';

const deviceFacts = (facts: EvaluationFacts, blueprintId: string | null): DeviceFacts => ({
  id: facts.id,
  family: facts.family,
  model: facts.model,
  osVersion: facts.osVersion,
  chipType: facts.chipType,
  assetTag: facts.assetTag,
  serialNumber: facts.serialNumber,
  supervised: facts.supervised,
  enrollmentType: facts.enrollmentType,
  fileVault: facts.fileVault,
  tags: facts.tags,
  blueprintId,
});

const userFacts = (user: EvaluationUser): UserFacts => ({
  id: user.id,
  department: user.department,
  jobTitle: user.jobTitle,
  ...user.more,
});

const noGroups: readonly GroupRef[] = [];
const keyOf = (user: EvaluationUser) => `${user.integrationNo}/${user.ord}`;

/** What rules are asked about, for many devices at once. Of the users' groups only those in `groups` are looked up. */
export async function subjectsOf(
  store: ProductStore,
  nesting: Nesting,
  devices: readonly EvaluationFacts[],
  groups: readonly FoundGroup[],
  blueprintIds: (no: number) => string | null,
): Promise<readonly Subject[]> {
  const memberships = await membershipsOf(store, nesting, devices, groups);
  return devices.map((facts) => ({
    device: deviceFacts(facts, facts.blueprintNo === null ? null : blueprintIds(facts.blueprintNo)),
    user: facts.user && userFacts(facts.user),
    groups: facts.user ? (memberships.get(keyOf(facts.user)) ?? noGroups) : noGroups,
  }));
}

async function membershipsOf(
  store: ProductStore,
  nesting: Nesting,
  devices: readonly EvaluationFacts[],
  groups: readonly FoundGroup[],
): Promise<ReadonlyMap<string, readonly GroupRef[]>> {
  const found = new Map<string, Set<GroupRef>>();
  for (const [integrationNo, own] of Map.groupBy(groups, (group) => group.integrationNo)) {
    const ords = new Set<number>();
    for (const { user } of devices)
      if (user && !user.deleted && user.integrationNo === integrationNo) ords.add(user.ord);
    if (ords.size === 0) continue;
    const holders = await nesting.holders(own);
    for (const { groupOrd, personOrd } of await store.results.memberships(
      integrationNo,
      [...holders.keys()],
      [...ords],
    )) {
      const key = `${integrationNo}/${personOrd}`;
      const refs = found.get(key) ?? new Set();
      for (const holder of holders.get(groupOrd) ?? []) refs.add(holder.ref);
      found.set(key, refs);
    }
  }
  return new Map([...found].map(([key, refs]) => [key, [...refs]]));
}

/** A user without a device: for the look-up of what a device of theirs would get. */
export const userSubject = (person: Person, more: PersonMore, groups: readonly GroupRef[]): Subject => ({
  device: noDevice(''),
  user: { id: person.id, department: person.department, jobTitle: person.jobTitle, ...more },
  groups,
});
