// --- GET /admin/api/dashboard

export interface Dashboard {
  readonly people: number;
  readonly groups: number;
  readonly apps: number;
  readonly tasks: TaskCounts;
  readonly clock: ClockView;
  readonly chaos: ChaosSettings;
}
export interface TaskCounts {
  readonly queued: number;
  readonly running: number;
  readonly waiting: number;
  readonly failed: number;
}

// --- GET, PUT /admin/api/chaos ChaosSettings

/** Shares of the requests, 0 to 1. The seed makes a run repeatable. */
export interface ChaosSettings {
  readonly refuse: number;
  readonly delay: number;
  readonly cut: number;
  readonly tooMany: number;
  readonly serverError: number;
  readonly duplicate: number;
  readonly reorder: number;
  /** How long a delayed or held back request waits, at most. */
  readonly delayMs: number;
  readonly seed: number;
}

// --- GET /admin/api/clock → ClockView · POST /admin/api/clock/advance {ms} → ClockView

export interface ClockView {
  readonly now: string;
  /** How far it is ahead of the machine's clock. */
  readonly aheadMs: number;
  /** When the next waiting task runs; `null` where none waits. */
  readonly nextDue: string | null;
}

// --- GET /admin/api/events: server-sent events; `changed` with ChangeNotice, at most one each 250 ms

export interface ChangeNotice {
  readonly kinds: readonly (
    | 'user'
    | 'group'
    | 'member'
    | 'rule'
    | 'app'
    | 'appUser'
    | 'pushMapping'
    | 'task'
    | 'log'
  )[];
}
