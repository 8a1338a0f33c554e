import { z } from 'zod';
import { email, id, name, opaqueId, role, time } from './common.ts';

export const member = z.object({
  /** The account's id. */
  id: opaqueId,
  name: z.string(),
  email: z.string(),
  role,
  twoFactorEnabled: z.boolean(),
  joinedAt: time,
  lastActiveAt: time.nullable(),
  you: z.boolean(),
});
export const invitation = z.object({
  id: opaqueId,
  email: z.string(),
  role,
  invitedBy: z.string(),
  createdAt: time,
  expiresAt: time,
});
export const team = z.object({ members: z.array(member), invitations: z.array(invitation) });
export const setRole = z.object({ role });
export const invite = z.object({ email, role });
export const shownInvitation = z.object({ invitation, link: z.string() });

/** Browsers are sent there: what runs instead of leading somewhere is no address. */
const webAddress = z.url({ protocol: /^https?$/ });

export const oidcSettings = z.object({
  protocol: z.literal('oidc'),
  issuer: webAddress.max(500),
  clientId: z.string().min(1).max(500),
  scopes: z.array(z.string().max(100)).max(20).default(['openid', 'email', 'profile']),
});
export const samlSettings = z.object({
  protocol: z.literal('saml'),
  /** The identity provider's entity id. */
  issuer: z.string().min(1).max(500),
  /** Where the sign-in request goes. */
  entryPoint: webAddress.max(1000),
  /** X.509, PEM or its base64 body. */
  certificate: z.string().min(1).max(20_000),
});
const providerCommon = {
  name,
  /** E-mail domains whose people are offered this provider. */
  domains: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/),
    )
    .min(1)
    .max(20),
  /** What somebody who signs in for the first time may do; null: only people who were invited get in. */
  defaultRole: role.nullable().default(null),
};
export const signInProvider = z.object({
  id: opaqueId,
  ...providerCommon,
  settings: z.discriminatedUnion('protocol', [oidcSettings, samlSettings]),
  /** What to enter at the identity provider. */
  give: z.object({
    /** OIDC: sign-in redirect URI. SAML: Single sign-on URL (assertion consumer service). */
    redirectUrl: z.string(),
    /** SAML: Audience URI (SP Entity ID). */
    audience: z.string().nullable(),
    metadataUrl: z.string().nullable(),
  }),
  createdAt: time,
});
export const signInProviders = z.object({ items: z.array(signInProvider) });
export const createSignInProvider = z.object({
  ...providerCommon,
  settings: z.discriminatedUnion('protocol', [
    oidcSettings.extend({ clientSecret: z.string().min(1).max(1000) }),
    samlSettings,
  ]),
});
export const updateSignInProvider = z.object({
  name: providerCommon.name.optional(),
  domains: providerCommon.domains.optional(),
  defaultRole: role.nullable().optional(),
  settings: z
    .discriminatedUnion('protocol', [
      /** Without a secret the present one stays. */
      oidcSettings.extend({ clientSecret: z.string().min(1).max(1000).optional() }),
      samlSettings,
    ])
    .optional(),
});

export const subdomain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'letters, digits and hyphens, at most 63');
export const tenant = z.object({
  id,
  name: z.string(),
  subdomain: z.string(),
  scimUrls: z.array(z.string()),
  createdAt: time,
});
export const updateTenant = z.object({ name, subdomain }).partial();

export const retention = z.object({
  /** What counts now: requests that are older, or the oldest of those that take more, are forgotten. */
  requestLogDays: z.number().int(),
  requestLogBytes: z.number().int(),
  /** What counts without a choice, and the most that can be chosen: the server's configuration. */
  defaultDays: z.number().int(),
  defaultBytes: z.number().int(),
  mostDays: z.number().int(),
  mostBytes: z.number().int(),
  /** Of this tenant. */
  entries: z.number().int(),
  bytes: z.number(),
  oldestAt: time.nullable(),
  /** Entries that could not be kept because requests came faster than the log could be written. */
  dropped: z.number().int(),
  restoreDays: z.number(),
});
/** Null goes back to what the server's configuration says. Less counts at once: what is too much then is forgotten. */
export const updateRetention = z
  .object({
    requestLogDays: z.number().int().min(1).nullable(),
    requestLogBytes: z.number().int().min(1_048_576, 'at least 1 MiB').nullable(),
  })
  .partial();

export const apiToken = z.object({
  id: opaqueId,
  name: z.string(),
  role,
  fingerprint: z.string(),
  createdBy: z.string(),
  createdAt: time,
  lastUsedAt: time.nullable(),
  expiresAt: time.nullable(),
});
export const apiTokens = z.object({ items: z.array(apiToken) });
export const createApiToken = z.object({ name, role, expiresAt: time.nullable().default(null) });
export const shownApiToken = z.object({ apiToken, token: z.string() });

export const supportedAttributes = z.object({
  resources: z.array(
    z.object({
      name: z.string(),
      attributes: z.array(
        z.object({
          path: z.string(),
          /** Null: core schema. */
          extension: z.string().nullable(),
          type: z.string(),
          multiValued: z.boolean(),
          required: z.boolean(),
          readOnly: z.boolean(),
          description: z.string(),
          /** What the product uses it as; null: stored and returned. */
          usedAs: z.string().nullable(),
        }),
      ),
    }),
  ),
});

export const errorEntry = z.object({ code: z.string(), status: z.number().int(), title: z.string(), todo: z.string() });
export const errorList = z.object({ items: z.array(errorEntry) });
