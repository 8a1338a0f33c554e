import type { Result } from '@rollcall/scim';
import type { App, DialectId } from './app.ts';
import { createApp, defaultSaml, updateApp } from './apps.ts';
import type { Org } from './org.ts';
import type { Problem } from './problem.ts';

interface Target {
  readonly label: string;
  readonly baseUrl: string;
  readonly token: string;
  readonly dialect?: DialectId | undefined;
}

/** An application as the seed's walk-through sets it up: people and groups are pushed to it, nothing is imported. */
export function createScimApp(org: Org, { label, baseUrl, token, dialect = 'okta-aiw' }: Target): Result<App, Problem> {
  const saml = { ...defaultSaml, ssoUrl: 'https://placeholder.example/sso', audience: 'https://placeholder.example' };
  const made = createApp(org, { kind: 'AIW_SAML', label, hideFromUsers: true, internalApp: true, saml });
  if (!made.ok) return made;
  return updateApp(org, made.value.id, {
    provisioning: 'SCIM',
    dialect,
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
  });
}
