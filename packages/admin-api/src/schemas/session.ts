import { z } from 'zod';
import { email, id, name, opaqueId, role, time } from './common.ts';

export const tenantChoice = z.object({ id, name: z.string(), subdomain: z.string(), role });

export const session = z.object({
  user: z.object({
    id: opaqueId,
    name: z.string(),
    email: z.string(),
    hasPassword: z.boolean(),
    twoFactorEnabled: z.boolean(),
    passkeys: z.number().int(),
    /** The provider that vouched for this session; such a session changes no password, second factor or passkey. */
    signedInThrough: z.string().nullable(),
  }),
  /** Null for somebody who belongs to no tenant (any more). */
  tenant: tenantChoice.nullable(),
  tenants: z.array(tenantChoice),
  server: z.object({ version: z.string(), publicUrl: z.string() }),
});

export const signedInPlace = z.object({
  id: opaqueId,
  current: z.boolean(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: time,
  lastActiveAt: time,
  expiresAt: time,
});

export const signInOptions = z.object({
  /** True until the first owner exists: the page then says where the first-owner link is. */
  firstRun: z.boolean(),
  password: z.boolean(),
  passkey: z.boolean(),
  providers: z.array(z.object({ providerId: opaqueId, name: z.string(), protocol: z.enum(['oidc', 'saml']) })),
});

export const link = z.object({
  kind: z.enum(['firstOwner', 'invitation', 'passwordReset', 'twoFactorReset']),
  /** Null on a first-owner link: the owner enters it. */
  email: z.string().nullable(),
  tenant: z.string(),
  role: role.nullable(),
  expiresAt: time,
  /** What `accept` needs. An invited person who has an account signs in with it first or gives its password. */
  needs: z.array(z.enum(['email', 'name', 'password'])),
});

export const linkToken = z.object({ token: z.string().min(20).max(200) });
export const acceptLink = linkToken.extend({
  email: email.optional(),
  name: name.optional(),
  /** 12 characters or more; not needed on a two-factor reset. */
  password: z.string().min(1).max(200).optional(),
});
export const acceptedLink = z.object({
  /** False where signing in is left to do: after a two-factor reset, or when the account has a second factor. */
  signedIn: z.boolean(),
  email: z.string(),
});
