import { StatusBadge, type Tone } from '@rollcall/ui';
import type { AppUserState, GroupRuleStatus, LogEvent, PushStatus, TaskState, UserStatus } from '../../api/contract.ts';

const people: Record<UserStatus, readonly [Tone, string]> = {
  STAGED: ['info', 'Staged'],
  PROVISIONED: ['info', 'Pending user action'],
  ACTIVE: ['good', 'Active'],
  RECOVERY: ['warn', 'Password reset'],
  PASSWORD_EXPIRED: ['warn', 'Password expired'],
  LOCKED_OUT: ['warn', 'Locked out'],
  SUSPENDED: ['warn', 'Suspended'],
  DEPROVISIONED: ['idle', 'Deactivated'],
};
export const userStatusOptions = Object.entries(people).map(([value, [, label]]) => ({ value, label }));
export function UserBadge({ status }: { readonly status: UserStatus }) {
  const [tone, word] = people[status];
  return <StatusBadge tone={tone}>{word}</StatusBadge>;
}

const accounts: Record<AppUserState, readonly [Tone, string]> = {
  ASSIGNED: ['idle', 'Assigned'],
  PROVISION_USER: ['warn', 'Click Provision User'],
  PENDING: ['info', 'Pending'],
  PROVISIONED: ['good', 'Provisioned'],
  ERROR: ['bad', 'Error'],
  DEPROVISIONED: ['idle', 'Deprovisioned'],
};
export function AccountBadge({ state, error }: { readonly state: AppUserState; readonly error?: string | null }) {
  const [tone, word] = accounts[state];
  return (
    <StatusBadge tone={tone} {...(error ? { title: error } : {})}>
      {word}
    </StatusBadge>
  );
}

const rules: Record<GroupRuleStatus, readonly [Tone, string]> = {
  ACTIVE: ['good', 'Active'],
  INACTIVE: ['idle', 'Inactive'],
  INVALID: ['bad', 'Invalid'],
};
export function RuleBadge({ status }: { readonly status: GroupRuleStatus }) {
  const [tone, word] = rules[status];
  return <StatusBadge tone={tone}>{word}</StatusBadge>;
}

export const pushWords: Record<PushStatus, readonly [Tone, string]> = {
  ACTIVE: ['good', 'Active'],
  INACTIVE: ['idle', 'Inactive'],
  ERROR: ['bad', 'Error'],
};

const tasks: Record<TaskState, readonly [Tone, string]> = {
  QUEUED: ['info', 'Queued'],
  RUNNING: ['info', 'Running'],
  WAITING: ['warn', 'Waiting'],
  FAILED: ['bad', 'Failed'],
};
export const taskStateOptions = Object.entries(tasks).map(([value, [, label]]) => ({ value, label }));
export function TaskBadge({ state }: { readonly state: TaskState }) {
  const [tone, word] = tasks[state];
  return <StatusBadge tone={tone}>{word}</StatusBadge>;
}

const outcomes: Record<LogEvent['outcome'], readonly [Tone, string]> = {
  SUCCESS: ['good', 'Success'],
  FAILURE: ['bad', 'Failure'],
  SKIPPED: ['idle', 'Skipped'],
};
export function OutcomeBadge({ outcome }: { readonly outcome: LogEvent['outcome'] }) {
  const [tone, word] = outcomes[outcome];
  return <StatusBadge tone={tone}>{word}</StatusBadge>;
}
