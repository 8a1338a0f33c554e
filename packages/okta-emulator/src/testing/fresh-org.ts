import { afterEach, beforeEach } from 'vitest';
import { OktaOrg } from './okta-org.ts';
import { ScimRecorder } from './scim-recorder.ts';

interface FreshOrg {
  readonly target: ScimRecorder;
  readonly okta: OktaOrg;
}

/** Each test of a file gets a server that records and an org that provisions to it. */
export function freshOrgEachTest(take: (fresh: FreshOrg) => void): void {
  let fresh: FreshOrg | null = null;
  beforeEach(async () => {
    const target = await ScimRecorder.start();
    fresh = { target, okta: new OktaOrg(target.url, target.token) };
    take(fresh);
  });
  afterEach(async () => {
    fresh?.okta[Symbol.dispose]();
    await fresh?.target[Symbol.asyncDispose]();
  });
}
