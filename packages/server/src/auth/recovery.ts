import { fail, ok, type Result } from '@rollcall/scim';
import type { ControlStore, MemberRole } from '@rollcall/store';
import type { TokenService } from '../tokens/token-service.ts';

export interface RecoveryParts {
  readonly control: ControlStore;
  readonly tokens: TokenService;
  /** Origin of the console. */
  readonly origin: string;
}

export interface PrintedLink {
  readonly url: string;
  readonly expires: string;
}

type Wanted =
  | { readonly kind: 'owner'; readonly tenantId: string }
  | { readonly kind: 'invite'; readonly tenantId: string; readonly email: string; readonly role: MemberRole }
  | { readonly kind: 'password' | 'two-factor'; readonly tenantId: string; readonly email: string };

const minutes = { owner: 30, invite: 7 * 24 * 60, password: 30, 'two-factor': 30 } as const;

/** The link that somebody with a shell on the server hands to a person: recovery needs no mail. */
export async function printLink(parts: RecoveryParts, wanted: Wanted): Promise<Result<PrintedLink, 'noTenant'>> {
  if (!(await parts.control.tenants.byId(wanted.tenantId))) return fail('noTenant');
  const { url, expires } = await parts.tokens.createSetupLink(parts.origin, {
    kind: wanted.kind,
    tenantId: wanted.tenantId,
    email: wanted.kind === 'owner' ? null : wanted.email.toLowerCase(),
    role: wanted.kind === 'invite' ? wanted.role : wanted.kind === 'owner' ? 'owner' : null,
    createdBy: 'cli',
    minutes: minutes[wanted.kind],
  });
  return ok({ url, expires });
}
