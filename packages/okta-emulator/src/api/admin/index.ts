import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { streamSSE } from 'hono/streaming';
import type { Problem } from '../../model/problem.ts';
import type { ApiContext } from '../context.ts';
import type { ApiProblem, ChangeNotice, Session } from '../contract.ts';
import { Refusal, readBody } from '../refusal.ts';
import { appRoutes } from './apps.ts';
import { assignmentRoutes } from './assignments.ts';
import { groupRoutes } from './groups.ts';
import * as input from './input.ts';
import { peopleRoutes } from './people.ts';
import { provisioningRoutes } from './provisioning.ts';
import { pushGroupRoutes } from './push-groups.ts';
import { reportRoutes } from './reports.ts';
import { ruleRoutes } from './rules.ts';

const cookieName = 'okta_emulator_session';
const statusOf: Record<Problem['kind'], 400 | 403 | 404 | 409> = {
  invalid: 400,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
};

const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** The console's sessions; they end with the process. */
export class AdminSessions {
  readonly #ids = new Set<string>();
  create(): string {
    const id = randomBytes(32).toString('base64url');
    this.#ids.add(id);
    return id;
  }
  holds(id: string | undefined): boolean {
    return id !== undefined && this.#ids.has(id);
  }
  end(id: string | undefined): void {
    if (id !== undefined) this.#ids.delete(id);
  }
}

export function adminApi(context: ApiContext, sessions: AdminSessions): Hono {
  const api = new Hono();
  const session: Session = { username: context.admin.username, orgName: context.orgName, apiToken: context.apiToken };
  api.onError((error, c) => {
    if (!(error instanceof Refusal)) {
      console.error(error);
      const body: ApiProblem = {
        error: { kind: 'invalid', summary: 'Something went wrong in the emulator.', causes: [] },
      };
      return c.json(body, 500);
    }
    const body: ApiProblem = { error: error.problem };
    return c.json(body, statusOf[error.problem.kind]);
  });
  api.post('/session', async (c) => {
    const given = await readBody(c, input.signIn);
    const right = sameText(given.username, context.admin.username) && sameText(given.password, context.admin.password);
    if (!right) {
      const body: ApiProblem = { error: { kind: 'signedOut', summary: 'Unable to sign in', causes: [] } };
      return c.json(body, 401);
    }
    setCookie(c, cookieName, sessions.create(), { httpOnly: true, sameSite: 'Lax', path: '/' });
    return c.json(session);
  });
  api.use(async (c, next) => {
    if (!sessions.holds(getCookie(c, cookieName))) {
      const body: ApiProblem = { error: { kind: 'signedOut', summary: 'Sign in first.', causes: [] } };
      return c.json(body, 401);
    }
    // A page of another origin must not act with the administrator's cookie.
    const origin = c.req.header('origin');
    if (c.req.method !== 'GET' && origin !== undefined && new URL(origin).host !== c.req.header('host')) {
      const body: ApiProblem = { error: { kind: 'forbidden', summary: 'Wrong origin.', causes: [] } };
      return c.json(body, 403);
    }
    await next();
    // What is confirmed is kept.
    if (c.req.method !== 'GET') context.engine.store.flush();
  });
  api.get('/session', (c) => c.json(session));
  api.delete('/session', (c) => {
    sessions.end(getCookie(c, cookieName));
    deleteCookie(c, cookieName);
    return c.json({});
  });
  api.get('/events', (c) => streamSSE(c, (stream) => notices(context, stream)));
  const parts = [
    peopleRoutes(context),
    groupRoutes(context),
    ruleRoutes(context),
    provisioningRoutes(context),
    assignmentRoutes(context),
    pushGroupRoutes(context),
    reportRoutes(context),
    appRoutes(context),
  ];
  for (const part of parts) api.route('/', part);
  api.notFound((c) => {
    const body: ApiProblem = { error: { kind: 'notFound', summary: `No such endpoint: ${c.req.path}`, causes: [] } };
    return c.json(body, 404);
  });
  return api;
}

interface NoticeStream {
  readonly aborted: boolean;
  onAbort(run: () => void): void;
  writeSSE(message: { event: string; data: string }): Promise<void>;
  sleep(ms: number): Promise<unknown>;
}

const noticeEveryMs = 250;

/** Tells open pages what changed, in bundles; at first of everything, since it may have changed after a page was read and before it listened. */
async function notices({ engine }: ApiContext, stream: NoticeStream): Promise<void> {
  const changed = new Set<string>(noticeKinds);
  const stop = engine.store.onChange((kinds) => {
    for (const kind of kinds) changed.add(kind);
  });
  stream.onAbort(stop);
  let quietFor = 0;
  while (!stream.aborted) {
    if (changed.size > 0) {
      const kinds = noticeKinds.filter((kind) => changed.has(kind));
      changed.clear();
      await stream.writeSSE({ event: 'changed', data: JSON.stringify({ kinds }) });
    } else if (++quietFor % 60 === 0) {
      await stream.writeSSE({ event: 'ping', data: '' });
    }
    await stream.sleep(noticeEveryMs);
  }
  stop();
}

const noticeKinds: ChangeNotice['kinds'] = [
  'user',
  'group',
  'member',
  'rule',
  'app',
  'appUser',
  'pushMapping',
  'task',
  'log',
];
