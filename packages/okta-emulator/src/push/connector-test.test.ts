import { expect, test } from 'vitest';
import { noActions, type ProvisioningActions } from '../model/app.ts';
import { profiles } from '../plan/profiles/index.ts';
import { OktaOrg } from '../testing/okta-org.ts';
import { ScimRecorder } from '../testing/scim-recorder.ts';
import { testConnector } from './connector-test.ts';

const seedActions: ProvisioningActions = {
  ...noActions,
  pushNewUsers: true,
  pushProfileUpdates: true,
  pushGroups: true,
};

async function run(actions: ProvisioningActions, prepare: (target: ScimRecorder) => void = () => {}) {
  await using target = await ScimRecorder.start();
  using okta = new OktaOrg(target.url, 'secret-token');
  prepare(target);
  const { integration } = okta.app;
  if (integration === null) throw new Error('no integration');
  const outcome = await testConnector(
    okta.engine.connection,
    okta.app.id,
    { ...integration, actions },
    profiles['okta-aiw'],
  );
  return { outcome, requests: target.requests.splice(0) };
}

test('with the seed’s choices one request is sent and exactly three features have a tick', async () => {
  const { outcome, requests } = await run(seedActions);
  expect(requests.map(({ method, url, text }) => [method, url, text])).toEqual([
    ['GET', '/Users?startIndex=1&count=2', ''],
  ]);
  expect(requests[0]?.rawHeaders.map((line) => line.toLowerCase())).not.toContain('content-type');
  expect(outcome.features.filter((feature) => feature.detected).map((feature) => feature.name)).toEqual([
    'Create Users',
    'Update User Attributes',
    'Push Groups',
  ]);
});

test('with group import on, the groups are asked for as well', async () => {
  const { requests } = await run({ ...seedActions, importGroups: true });
  expect(requests.map((request) => request.url)).toEqual([
    '/Users?startIndex=1&count=2',
    '/Groups?startIndex=1&count=100',
  ]);
});

test('a 401 reports an authorization failure and no feature', async () => {
  const { outcome } = await run(seedActions, (target) => {
    target.token = 'rotated';
  });
  expect(outcome.message).toContain('authenticating');
  expect(outcome.features.some((feature) => feature.detected)).toBe(false);
});

test('an answer that is not JSON is reported with its first word', async () => {
  const { outcome } = await run(seedActions, (target) =>
    target.scripted.push({ status: 200, body: 'Welcome to nginx' }),
  );
  expect(outcome.message).toBe("Invalid JSON: Unrecognized token 'Welcome'");
});
