export type PushStatus = 'ACTIVE' | 'INACTIVE' | 'ERROR';

/** One line of the Push Groups tab. */
export interface PushMapping {
  readonly id: string;
  readonly appId: string;
  readonly groupId: string;
  /** The push rule that found the group, if it was not chosen by name. */
  readonly ruleId: string | null;
  readonly mode: 'CREATE' | 'LINK';
  /** Link Group: the group on the other side, chosen by its name or id. */
  readonly linkName: string | null;
  readonly active: boolean;
  readonly pushMembers: boolean;
  /** Decision 26: the group is used for assignment as well, and was added in spite of the warning. */
  readonly conflict: boolean;
  /** Unlink was chosen; the mapping goes when the target answered. */
  readonly unlinking: 'DELETE' | null;
  /** Push now: overwrite the whole membership, whatever was sent before. */
  readonly overwrite: boolean;
  readonly known: KnownGroup;
  readonly created: string;
  readonly lastUpdated: string;
  readonly lastPush: string | null;
  readonly error: string | null;
}

export interface KnownGroup {
  readonly remoteId: string | null;
  /** The name that the target was told last. */
  readonly name: string | null;
  /** Fingerprint of name and members that were sent last; `null`: has to be sent. */
  readonly digest: string | null;
  /** Remote ids of the members that were sent last; providers that send differences need them. */
  readonly memberIds: readonly string[];
  /** A creation was sent under this name and its answer never came. */
  readonly perhaps: string | null;
}

export const unknownGroup: KnownGroup = { remoteId: null, name: null, digest: null, memberIds: [], perhaps: null };

export interface PushRule {
  readonly id: string;
  readonly appId: string;
  readonly name: string;
  readonly condition: 'STARTS_WITH' | 'CONTAINS' | 'ENDS_WITH';
  readonly text: string;
  readonly pushMembers: boolean;
  readonly created: string;
}

/** Okta pushes at most this many groups for one rule. */
export const groupsPerPushRule = 100;

export function pushRuleMatches(rule: PushRule, groupName: string): boolean {
  const [name, text] = [groupName.toLowerCase(), rule.text.toLowerCase()];
  switch (rule.condition) {
    case 'STARTS_WITH':
      return name.startsWith(text);
    case 'CONTAINS':
      return name.includes(text);
    case 'ENDS_WITH':
      return name.endsWith(text);
    default:
      return rule.condition satisfies never;
  }
}

/** The words of the seed's source on the conflict, shown before such a group is added. */
export const sameGroupExplanation =
  'Groups used to assign users in the Assignments tab cannot be used in the Push Groups tab. Create additional groups containing the same users and add the new groups to the Push Groups tab for consistent group membership. If the same group is added in both places, the assignment takes precedence, and the group may not be pushed.';

export const pushStatus = (mapping: PushMapping): PushStatus =>
  !mapping.active ? 'INACTIVE' : mapping.error !== null ? 'ERROR' : 'ACTIVE';
