export type TaskSubject = 'user' | 'group';
export type TaskState = 'QUEUED' | 'RUNNING' | 'WAITING' | 'FAILED';

/** One thing that has to be brought to the target: a person's account or a pushed group. It goes when it is done. */
export interface Task {
  readonly id: string;
  readonly appId: string;
  readonly subject: TaskSubject;
  /** User id, or push mapping id. */
  readonly subjectId: string;
  readonly state: TaskState;
  readonly attempts: number;
  /** Epoch milliseconds of the emulator's clock from which on it may run. */
  readonly dueAt: number;
  readonly created: string;
  readonly error: string | null;
}

export const taskId = (appId: string, subject: TaskSubject, subjectId: string): string =>
  `${appId}.${subject}.${subjectId}`;
