/** The semantics again, written as plainly as they can be said, to compare the real evaluator with. */
import type { Item, Subject } from '../facts.ts';
import { type AssignmentMap, rootId } from '../map.ts';
import type { Rule } from '../rule.ts';

const same = (a: string, b: string) =>
  a.trim().normalize('NFC').toLowerCase() === b.trim().normalize('NFC').toLowerCase();
const holds = (text: string, part: string) =>
  text.trim().normalize('NFC').toLowerCase().includes(part.trim().normalize('NFC').toLowerCase());

function textsOf(rule: Rule, { device, user }: Subject): readonly string[] {
  const table: Record<string, string | null | undefined> = {
    department: user?.department,
    jobTitle: user?.jobTitle,
    employeeNumber: user?.employeeNumber,
    costCenter: user?.costCenter,
    organization: user?.organization,
    division: user?.division,
    manager: user?.manager,
    deviceFamily: device.family,
    model: device.model,
    osVersion: device.osVersion,
    chipType: device.chipType,
    assetTag: device.assetTag,
    serialNumber: device.serialNumber,
    supervision: device.supervised === null ? null : device.supervised ? 'supervised' : 'unsupervised',
    enrollmentType: device.enrollmentType,
    fileVault: device.fileVault === null ? null : device.fileVault ? 'on' : 'off',
    blueprint: device.blueprintId,
  };
  if (rule.input === 'tag') return device.tags;
  const value = table[rule.input];
  return value?.trim() ? [value] : [];
}

/** Digits only: the generators make no other versions. */
function order(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  for (let i = 0; i < 4; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function ruleHolds(rule: Rule, subject: Subject, vanished: ReadonlySet<string>): boolean {
  if (rule.input === 'userGroup') {
    const gone = rule.groups.filter((g) => vanished.has(`${g.integrationId}/${g.groupId}`));
    const inOne = rule.groups.some(
      (g) =>
        !gone.includes(g) &&
        subject.groups.some((mine) => mine.groupId === g.groupId && mine.integrationId === g.integrationId),
    );
    return rule.operator === 'is' || rule.operator === 'isOneOf' ? inOne : gone.length === 0 && !inOne;
  }
  const actual = textsOf(rule, subject);
  const version = rule.input === 'osVersion';
  const any = (test: (mine: string, wanted: string) => boolean) =>
    actual.some((mine) => rule.values.some((wanted) => test(mine, wanted)));
  const equal = version ? (a: string, b: string) => order(a, b) === 0 : same;
  switch (rule.operator) {
    case 'is':
    case 'isOneOf':
      return any(equal);
    case 'isNot':
    case 'isNotOneOf':
      return !any(equal);
    case 'contains':
      return any(holds);
    case 'doesNotContain':
      return !any(holds);
    case 'greaterThan':
      return any((a, b) => order(a, b) > 0);
    case 'greaterOrEqual':
      return any((a, b) => order(a, b) >= 0);
    case 'lessThan':
      return any((a, b) => order(a, b) < 0);
    case 'lessOrEqual':
      return any((a, b) => order(a, b) <= 0);
  }
}

/** `item@node` of everything the subject gets, from left to right. */
export function reference(
  map: AssignmentMap,
  subject: Subject,
  items: readonly Item[],
  vanished: ReadonlySet<string>,
): readonly string[] {
  const found: { item: Item; nodeId: string }[] = [];
  const visit = (id: string) => {
    const node = map.nodes.find((n) => n.id === id);
    if (!node) return;
    for (const itemId of node.items) {
      const item = items.find((i) => i.id === itemId);
      const fits = item?.platforms.length === 0 || item?.platforms.includes(subject.device.family ?? 'nothing');
      if (item?.active && fits) found.push({ item, nodeId: id });
    }
    for (const blockId of node.blocks) {
      const candidates = map.blocks.find((b) => b.id === blockId)?.nodes ?? [];
      const first = candidates.find((candidate) => {
        const rules = map.nodes.find((n) => n.id === candidate)?.rules ?? [];
        return rules.filter((rule) => !ruleHolds(rule, subject, vanished)).length === 0;
      });
      if (first) visit(first);
    }
  };
  visit(rootId);
  const excludes = (a: Item, b: Item) => a.id === b.id || (a.conflictKey !== null && a.conflictKey === b.conflictKey);
  return found
    .filter(({ item }, i) => !found.slice(i + 1).some((later) => excludes(later.item, item)))
    .map(({ item, nodeId }) => `${item.id}@${nodeId}`);
}
