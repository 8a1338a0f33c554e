/** What a rule can ask about, and how. The console builds its rule editor from this table. */
export type Operator =
  | 'is'
  | 'isNot'
  | 'isOneOf'
  | 'isNotOneOf'
  | 'contains'
  | 'doesNotContain'
  | 'greaterThan'
  | 'greaterOrEqual'
  | 'lessThan'
  | 'lessOrEqual';

/** `group`: groups of the directory. `choice`: one of a fixed list. `list`: several texts (tags). `record`: another record's id. */
export type InputType = 'group' | 'text' | 'choice' | 'version' | 'list' | 'record';

export type InputId =
  | 'userGroup'
  | 'department'
  | 'jobTitle'
  | 'employeeNumber'
  | 'costCenter'
  | 'organization'
  | 'division'
  | 'manager'
  | 'deviceFamily'
  | 'model'
  | 'osVersion'
  | 'chipType'
  | 'assetTag'
  | 'serialNumber'
  | 'supervision'
  | 'enrollmentType'
  | 'fileVault'
  | 'tag'
  | 'blueprint';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Input {
  readonly id: InputId;
  readonly label: string;
  readonly type: InputType;
  /** Where its value comes from: the directory through the device's user, or the device. */
  readonly source: 'user' | 'device';
  readonly choices: readonly Choice[];
}

const set: readonly Operator[] = ['is', 'isNot', 'isOneOf', 'isNotOneOf'];
const text: readonly Operator[] = [...set, 'contains', 'doesNotContain'];
const order: readonly Operator[] = ['greaterThan', 'greaterOrEqual', 'lessThan', 'lessOrEqual'];

export const operatorsOf: Readonly<Record<InputType, readonly Operator[]>> = {
  group: set,
  choice: set,
  record: set,
  text,
  list: text,
  version: [...set, ...order],
};

/** Operators that hold for several values at once; the others take exactly one. */
export const takesSeveral: ReadonlySet<Operator> = new Set(['isOneOf', 'isNotOneOf', 'contains', 'doesNotContain']);
export const isNegative: ReadonlySet<Operator> = new Set(['isNot', 'isNotOneOf', 'doesNotContain']);

export const operatorLabels: Readonly<Record<Operator, string>> = {
  is: 'is',
  isNot: 'is not',
  isOneOf: 'is one of',
  isNotOneOf: 'is not one of',
  contains: 'contains',
  doesNotContain: 'does not contain',
  greaterThan: 'is greater than',
  greaterOrEqual: 'is greater than or equal to',
  lessThan: 'is less than',
  lessOrEqual: 'is less than or equal to',
};

export const families: readonly Choice[] = [
  { value: 'mac', label: 'Mac' },
  { value: 'iphone', label: 'iPhone' },
  { value: 'ipad', label: 'iPad' },
  { value: 'appletv', label: 'Apple TV' },
  { value: 'vision', label: 'Vision' },
  { value: 'windows', label: 'Windows' },
  { value: 'android', label: 'Android' },
];

export const chips: readonly Choice[] = [
  { value: 'appleSilicon', label: 'Apple silicon' },
  { value: 'intel', label: 'Intel' },
  { value: 'arm', label: 'ARM' },
  { value: 'amd', label: 'AMD' },
];

export const enrollmentTypes: readonly Choice[] = [
  { value: 'automated', label: 'Automated device enrollment' },
  { value: 'manual', label: 'Manual device enrollment' },
  { value: 'user', label: 'User enrollment' },
];

const supervision: readonly Choice[] = [
  { value: 'supervised', label: 'Supervised' },
  { value: 'unsupervised', label: 'Not supervised' },
];

const fileVault: readonly Choice[] = [
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
];

const input = (
  id: InputId,
  label: string,
  type: InputType,
  source: 'user' | 'device',
  choices: readonly Choice[] = [],
): Input => ({ id, label, type, source, choices });

export const inputs: Readonly<Record<InputId, Input>> = {
  userGroup: input('userGroup', 'User group', 'group', 'user'),
  department: input('department', 'Department', 'text', 'user'),
  jobTitle: input('jobTitle', 'Job title', 'text', 'user'),
  employeeNumber: input('employeeNumber', 'Employee number', 'text', 'user'),
  costCenter: input('costCenter', 'Cost center', 'text', 'user'),
  organization: input('organization', 'Organization', 'text', 'user'),
  division: input('division', 'Division', 'text', 'user'),
  manager: input('manager', 'Manager', 'text', 'user'),
  deviceFamily: input('deviceFamily', 'Device family', 'choice', 'device', families),
  model: input('model', 'Model', 'text', 'device'),
  osVersion: input('osVersion', 'OS version', 'version', 'device'),
  chipType: input('chipType', 'Chip type', 'choice', 'device', chips),
  assetTag: input('assetTag', 'Asset tag', 'text', 'device'),
  serialNumber: input('serialNumber', 'Serial number', 'text', 'device'),
  supervision: input('supervision', 'Supervision', 'choice', 'device', supervision),
  enrollmentType: input('enrollmentType', 'Enrollment type', 'choice', 'device', enrollmentTypes),
  fileVault: input('fileVault', 'FileVault', 'choice', 'device', fileVault),
  tag: input('tag', 'Tag', 'list', 'device'),
  blueprint: input('blueprint', 'Blueprint', 'record', 'device'),
};

export const inputIds = Object.keys(inputs).filter((id): id is InputId => Object.hasOwn(inputs, id));
