import type { Result } from '@rollcall/scim';
import { Engine } from '../engine.ts';
import type { App, DialectId } from '../model/app.ts';
import type { OktaGroup } from '../model/group.ts';
import { createGroup } from '../model/groups.ts';
import { createScimApp } from '../model/scim-app.ts';
import type { OktaUser } from '../model/user.ts';
import { createUser } from '../model/users.ts';

export function must<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** An org with one application that provisions to the given server, as the seed sets it up. */
export class OktaOrg implements Disposable {
  readonly engine: Engine;
  app: App;

  constructor(baseUrl: string, token: string, options: { dialect?: DialectId; dataDir?: string } = {}) {
    this.engine = new Engine({ dataDir: options.dataDir ?? ':memory:' });
    const existing = [...this.engine.org.apps.values()][0];
    const { dialect } = options;
    this.app = existing ?? must(createScimApp(this.engine.org, { label: 'Rollcall', baseUrl, token, dialect }));
  }

  get org() {
    return this.engine.org;
  }

  user(first: string, last: string, more: Record<string, string> = {}): OktaUser {
    const login = `${first}.${last}@okta.local`.toLowerCase();
    const profile = { login, email: login, firstName: first, lastName: last, ...more };
    return must(createUser(this.org, { profile, activate: true, hasPassword: true }));
  }

  group(name: string): OktaGroup {
    return must(createGroup(this.org, name, null));
  }

  settle(): Promise<void> {
    return this.engine.settle();
  }

  [Symbol.dispose](): void {
    this.engine[Symbol.dispose]();
  }
}
