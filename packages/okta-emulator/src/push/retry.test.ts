import { expect, test } from 'vitest';
import { assignUser, retryTask } from '../model/apps.ts';
import { freshOrgEachTest } from '../testing/fresh-org.ts';
import { must, type OktaOrg } from '../testing/okta-org.ts';
import type { ScimRecorder } from '../testing/scim-recorder.ts';
import { retryAfterMs, waitMs } from './retry.ts';

let target: ScimRecorder;
let okta: OktaOrg;
freshOrgEachTest((fresh) => {
  ({ target, okta } = fresh);
});

const minute = 60_000;
const assign = () => {
  const user = okta.user('Test', 'User');
  must(assignUser(okta.org, okta.app.id, user.id));
  return user;
};
const state = () => [...okta.org.tasks.values()][0];
const tooMany = (header?: string) => ({
  status: 429,
  ...(header === undefined ? {} : { headers: { 'retry-after': header } }),
});

test.each([
  ['7', 7000],
  [undefined, 5 * minute],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 5 * minute],
  ['1.5', 5 * minute],
])('Retry-After %s waits %i ms', (header, ms) => expect(retryAfterMs(header)).toBe(ms));

test('each further wait doubles', () => {
  expect([1, 2, 3, 4].map((attempt) => waitMs(5 * minute, attempt))).toEqual([5, 10, 20, 40].map((n) => n * minute));
});

test('a 429 with Retry-After waits that long on the clock, and not a real moment', async () => {
  target.scripted.push(tooMany('30'));
  assign();
  await okta.engine.advance(20_000);
  expect(state()).toMatchObject({ state: 'WAITING', attempts: 1 });
  expect(target.requests).toHaveLength(1);
  await okta.engine.advance(15_000);
  expect(target.users.size).toBe(1);
  expect(state()).toBeUndefined();
});

test('without it five minutes pass, then ten', async () => {
  target.scripted.push(tooMany(), tooMany());
  assign();
  await okta.engine.advance(5.5 * minute);
  expect(target.requests).toHaveLength(2);
  await okta.engine.advance(9 * minute);
  expect(target.requests).toHaveLength(2);
  await okta.engine.advance(2 * minute);
  expect(target.users.size).toBe(1);
});

test('a server that keeps silent is given up after 60 seconds of the clock, and asked again', async () => {
  target.silent = 1;
  assign();
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  await until(() => target.requests.length === 1);
  okta.engine.clock.jump(40_000);
  expect(state()).toMatchObject({ state: 'RUNNING' });
  okta.engine.clock.jump(25_000);
  await until(() => state()?.state === 'WAITING');
  expect(state()).toMatchObject({ attempts: 1, error: 'No answer within 60 seconds.' });
  await okta.engine.advance(5 * minute + 1000);
  expect(target.users.size).toBe(1);
});

test('after ten attempts the task fails for good; it can be retried by hand', async () => {
  for (let i = 0; i < 10; i++) target.scripted.push({ status: 503, body: 'down' });
  const user = assign();
  await okta.settle();
  expect(state()).toMatchObject({
    state: 'FAILED',
    attempts: 10,
    error: 'The server answered 503. (after 10 attempts)',
  });
  expect(okta.org.appUsers.get(okta.app.id)?.get(user.id)?.error).toContain('503');
  must(retryTask(okta.org, state()?.id ?? ''));
  await okta.settle();
  expect(target.users.size).toBe(1);
  expect(okta.org.appUsers.get(okta.app.id)?.get(user.id)?.error).toBeNull();
});

test('a refusal is not repeated: 409 fails at once, with the server’s words', async () => {
  const conflict = JSON.stringify({ detail: 'userName is taken', scimType: 'uniqueness', status: '409' });
  target.scripted.push({ status: 200, body: '{"totalResults":0}' }, { status: 409, body: conflict });
  assign();
  await okta.settle();
  expect(state()).toMatchObject({ state: 'FAILED', attempts: 1, error: 'userName is taken' });
});

test('wrong credentials fail, a new token works after the update', async () => {
  target.token = 'another';
  assign();
  await okta.settle();
  expect(state()).toMatchObject({ state: 'FAILED', error: 'Not authorized' });
  const { integration } = okta.app;
  if (integration === null) throw new Error('no integration');
  const { updateApp } = await import('../model/apps.ts');
  must(
    updateApp(okta.org, okta.app.id, { integration: { ...integration, auth: { mode: 'HEADER', token: 'another' } } }),
  );
  must(retryTask(okta.org, state()?.id ?? ''));
  await okta.settle();
  expect(target.users.size).toBe(1);
});
