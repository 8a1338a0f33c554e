import type { Result } from '@rollcall/scim';
import type { App } from '../model/app.ts';
import type { Org } from '../model/org.ts';
import type { Task } from '../model/task.ts';
import { profiles } from '../plan/profiles/index.ts';
import type { PlanFailure, PlannedRequest } from '../plan/request.ts';
import type { Connection, Reply } from './connection.ts';
import { isTransient, retryAfterMs } from './retry.ts';

/** How a run of a task ended. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'later'; readonly message: string; readonly baseMs: number }
  | { readonly kind: 'failed'; readonly message: string };

export const done: Outcome = { kind: 'done' };
/** A chain longer than this means that the target never agrees. */
const maxSteps = 12;

/** What a run needs of whoever starts it. */
export interface Run {
  readonly org: Org;
  readonly connection: Connection;
  /** A request was answered, or will not be any more. */
  readonly onReply: () => void;
  readonly stopped: () => boolean;
}

/** Sends what is planned until nothing is planned any more. */
export async function runChain<Known>(
  run: Run,
  app: App,
  task: Task,
  first: Known,
  plan: (known: Known) => readonly PlannedRequest[],
  learn: (
    known: Known,
    request: PlannedRequest,
    reply: Extract<Reply, { kind: 'answer' }>,
  ) => Result<Known, PlanFailure>,
  forget: () => void,
): Promise<{ readonly known: Known; readonly sent: number } | Outcome> {
  if (app.integration === null) return done;
  const to = {
    appId: app.id,
    subjectId: task.subjectId,
    integration: app.integration,
    profile: profiles[app.dialect],
  };
  let known = first;
  for (let sent = 0; sent < maxSteps; sent++) {
    const [request] = plan(known);
    if (request === undefined) return { known, sent };
    const reply = await run.connection.send(to, request);
    run.onReply();
    if (run.stopped()) return done;
    const unanswered = reply.kind === 'failure' || reply.status >= 500;
    if (unanswered && request.purpose === 'create') perhapsCreated(run.org, task, request);
    if (reply.kind === 'failure') return { kind: 'later', message: reply.message, baseMs: retryAfterMs(undefined) };
    if (isTransient(reply.status)) {
      const message = `The server answered ${reply.status}.`;
      return { kind: 'later', message, baseMs: retryAfterMs(reply.status === 429 ? reply.retryAfter : undefined) };
    }
    const learnt = learn(known, request, reply);
    if (!learnt.ok) {
      if (learnt.error.gone) forget();
      return { kind: 'failed', message: learnt.error.message };
    }
    known = learnt.value;
  }
  return { kind: 'failed', message: 'The server never agreed with what was sent.' };
}

/** The server may have made it without saying so: the next search looks for that name. */
function perhapsCreated(org: Org, task: Task, request: PlannedRequest): void {
  const { userName, displayName } = request.body ?? {};
  if (task.subject === 'user') {
    const account = org.appUsers.get(task.appId)?.get(task.subjectId);
    if (account === undefined || typeof userName !== 'string') return;
    org.setAppUser({ ...account, known: { ...account.known, perhaps: userName } });
  } else {
    const mapping = org.pushMappings.get(task.subjectId);
    if (mapping === undefined || typeof displayName !== 'string') return;
    org.setMapping({ ...mapping, known: { ...mapping.known, perhaps: displayName } });
  }
}
