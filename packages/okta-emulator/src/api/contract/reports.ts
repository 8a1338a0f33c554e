import type { TaskState } from '../../model/task.ts';

// GET /logs → Page<LogEvent> (newest first; ?q=, ?eventType=, ?since=, ?until=)
// GET /tasks → Page<TaskItem> (?state=, ?appId=) · GET /tasks/:id → TaskDetail · POST /tasks/:id/retry → {}
// POST /tasks/retry {state: 'FAILED', appId?} → {count}
// GET /exchanges → Page<ExchangeItem> (newest first; ?appId=, ?subjectId=, ?failed=true, ?q=) · GET /exchanges/:id → Exchange

export interface TaskItem {
  readonly id: string;
  readonly appId: string;
  readonly appLabel: string;
  readonly subject: 'user' | 'group';
  readonly subjectId: string;
  readonly subjectName: string;
  readonly state: TaskState;
  readonly attempts: number;
  /** When it runs next, by the emulator's clock. */
  readonly due: string | null;
  readonly created: string;
  readonly error: string | null;
}
export interface TaskDetail extends TaskItem {
  readonly exchanges: readonly ExchangeItem[];
}
export interface ExchangeItem {
  readonly id: number;
  readonly at: string;
  readonly appId: string;
  readonly subjectId: string | null;
  readonly method: string;
  readonly url: string;
  /** `null`: no answer came. */
  readonly status: number | null;
  readonly durationMs: number;
  /** What chaos did to it, or why it failed. */
  readonly note: string | null;
}
export interface Exchange extends ExchangeItem {
  readonly requestHeaders: readonly (readonly [name: string, value: string])[];
  readonly requestBody: string | null;
  readonly responseHeaders: readonly (readonly [name: string, value: string])[];
  readonly responseBody: string | null;
}
