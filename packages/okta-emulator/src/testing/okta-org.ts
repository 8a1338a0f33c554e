import type { Result } from '@rollcall/scim';
import { Engine } from '../engine.ts';
import type { App, DialectId } from '../model/app.ts';
import { createApp, defaultSaml, updateApp } from '../model/apps.ts';
import type { OktaGroup } from '../model/group.ts';
import { createGroup } from '../model/groups.ts';
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
    const saml = { ...defaultSaml, ssoUrl: 'https://placeholder.example/sso', audience: 'https://placeholder.example' };
    const existing = [...this.engine.org.apps.values()][0];
    this.app =
      existing ??
      must(
        createApp(this.engine.org, {
          kind: 'AIW_SAML',
          label: 'Rollcall',
          hideFromUsers: true,
          internalApp: true,
          saml,
        }),
      );
    if (existing !== undefined) return;
    this.app = must(
      updateApp(this.engine.org, this.app.id, {
        provisioning: 'SCIM',
        dialect: options.dialect ?? 'okta-aiw',
        integration: {
          baseUrl,
          uniqueIdField: 'userName',
          actions: {
            importUsers: false,
            pushNewUsers: true,
            pushProfileUpdates: true,
            pushGroups: true,
            importGroups: false,
          },
          auth: { mode: 'HEADER', token },
        },
        toApp: {
          createUsers: true,
          updateUserAttributes: true,
          deactivateUsers: true,
          excludeUsernameUpdates: false,
          syncPassword: false,
        },
      }),
    );
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
