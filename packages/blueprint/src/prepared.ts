import type { Subject } from './facts.ts';
import type { InputId } from './input.ts';
import { fold, groupKey } from './rule.ts';
import { parseVersion, type Version } from './version.ts';

type SingleInput = Exclude<InputId, 'userGroup' | 'tag'>;

const yesNo = (value: boolean | null, yes: string, no: string) => (value === null ? null : value ? yes : no);

/** The value of an input as it was given; null where there is none. */
export function rawValue({ device, user }: Subject, input: SingleInput): string | null {
  switch (input) {
    case 'department':
    case 'jobTitle':
    case 'employeeNumber':
    case 'costCenter':
    case 'organization':
    case 'division':
    case 'manager':
      return user?.[input] ?? null;
    case 'deviceFamily':
      return device.family;
    case 'supervision':
      return yesNo(device.supervised, 'supervised', 'unsupervised');
    case 'fileVault':
      return yesNo(device.fileVault, 'on', 'off');
    case 'blueprint':
      return device.blueprintId;
    case 'model':
    case 'osVersion':
    case 'chipType':
    case 'assetTag':
    case 'serialNumber':
    case 'enrollmentType':
      return device[input];
    default:
      return input satisfies never;
  }
}

/** A subject made ready for many comparisons: each value is folded or parsed once, when a rule first asks. */
export interface Prepared {
  readonly subject: Subject;
  /** Folded; null where there is none or it is blank. */
  value(input: SingleInput): string | null;
  version(): Version | null;
  tags(): readonly string[];
  inGroup(key: string): boolean;
}

export function prepare(subject: Subject): Prepared {
  const folded = new Map<SingleInput, string | null>();
  let version: Version | null | undefined;
  let tags: readonly string[] | undefined;
  let groups: ReadonlySet<string> | undefined;
  return {
    subject,
    value(input) {
      const known = folded.get(input);
      if (known !== undefined) return known;
      const value = fold(rawValue(subject, input) ?? '') || null;
      folded.set(input, value);
      return value;
    },
    version() {
      if (version === undefined) version = parseVersion(subject.device.osVersion ?? '');
      return version;
    },
    tags() {
      tags ??= subject.device.tags.map(fold);
      return tags;
    },
    inGroup(key) {
      if (subject.groups.length === 0) return false;
      groups ??= new Set(subject.groups.map(groupKey));
      return groups.has(key);
    },
  };
}
