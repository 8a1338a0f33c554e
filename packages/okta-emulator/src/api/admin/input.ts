import { z } from 'zod';
import { dialectIds } from '../../model/app.ts';
import type * as contract from '../contract.ts';

/** What the console sends, checked at the edge. */
export const signIn = z.object({ username: z.string(), password: z.string() }) satisfies z.ZodType<contract.SignIn>;

export const newPerson = z.object({
  profile: z.record(z.string(), z.string()),
  activate: z.boolean().default(true),
  password: z.string().optional(),
  groupIds: z.array(z.string()).optional(),
});
export const profileBody = z.object({ profile: z.record(z.string(), z.string().nullable()) });
export const passwordBody = z.object({ password: z.string().min(1) });

export const groupInput = z.object({ name: z.string(), description: z.string().nullable().default(null) });

const basicCondition = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('attribute'),
    attribute: z.string(),
    operator: z.enum(['equals', 'startsWith', 'contains', 'regex']),
    value: z.string(),
  }),
  z.object({ kind: z.literal('groups'), groupIds: z.array(z.string()) }),
  z.object({ kind: z.literal('expression'), text: z.string() }),
]);
export const ruleBody = z.object({
  name: z.string(),
  condition: basicCondition,
  groupIds: z.array(z.string()),
  excludedUserIds: z.array(z.string()).optional(),
});

const samlSettings = z.object({
  ssoUrl: z.string(),
  audience: z.string(),
  defaultRelayState: z.string().default(''),
  nameIdFormat: z.enum(['unspecified', 'emailAddress', 'persistent', 'transient']).default('unspecified'),
  userNameExpression: z.string().default('user.login'),
  attributeStatements: z.array(z.object({ name: z.string(), expression: z.string() })).default([]),
});
export const samlBody = samlSettings;
export const newApp = z.object({
  label: z.string(),
  hideFromUsers: z.boolean().default(false),
  internalApp: z.boolean().default(false),
  saml: samlSettings,
});
export const dialect = z.enum(dialectIds);
export const general = z.object({
  label: z.string().min(1).optional(),
  hideFromUsers: z.boolean().optional(),
  provisioning: z.enum(['NONE', 'SCIM']).optional(),
  dialect: dialect.optional(),
});
export const statusBody = z.object({ status: z.enum(['ACTIVE', 'INACTIVE']) });
export const labelBody = z.object({ label: z.string().min(1) });

export const integration = z.object({
  baseUrl: z.string(),
  uniqueIdField: z.string(),
  actions: z.object({
    importUsers: z.boolean(),
    pushNewUsers: z.boolean(),
    pushProfileUpdates: z.boolean(),
    pushGroups: z.boolean(),
    importGroups: z.boolean(),
  }),
  auth: z.discriminatedUnion('mode', [
    z.object({ mode: z.literal('BASIC'), username: z.string(), password: z.string().optional() }),
    z.object({ mode: z.literal('HEADER'), token: z.string().optional() }),
    z.object({
      mode: z.literal('OAUTH2'),
      tokenEndpoint: z.string(),
      authorizationEndpoint: z.string(),
      clientId: z.string(),
      clientSecret: z.string().optional(),
    }),
  ]),
});
export const toApp = z.object({
  createUsers: z.boolean(),
  updateUserAttributes: z.boolean(),
  deactivateUsers: z.boolean(),
  excludeUsernameUpdates: z.boolean(),
  syncPassword: z.boolean(),
}) satisfies z.ZodType<contract.ToApp>;
const mapping = z.object({
  target: z.string(),
  expression: z.string(),
  applyOn: z.enum(['CREATE', 'CREATE_AND_UPDATE']),
});
export const mappings = z.object({ mappings: z.array(mapping) });
export const mappingPreview = z.object({ userId: z.string(), mappings: z.array(mapping).optional() });
export const expressionText = z.object({ text: z.string() });

export const userIds = z.object({ userIds: z.array(z.string()) });
export const provision = z.union([userIds, z.object({ all: z.literal(true) })]);
export const priority = z.object({ priority: z.number().int().optional() });
export const newPushGroup = z.object({
  groupId: z.string(),
  mode: z.enum(['CREATE', 'LINK']).default('CREATE'),
  linkName: z.string().optional(),
  pushMembers: z.boolean().default(true),
  acceptConflict: z.boolean().default(false),
});
export const newPushRule = z.object({
  name: z.string().min(1),
  condition: z.enum(['STARTS_WITH', 'CONTAINS', 'ENDS_WITH']),
  text: z.string(),
  pushMembers: z.boolean().default(true),
});
export const unlink = z.object({ deleteInApp: z.boolean() });
export const pushSettings = z.object({ renameGroups: z.boolean() });
const importChoice = z.object({ id: z.string(), userId: z.string().nullable() });
export const confirmImport = z.union([
  z.object({ assignments: z.array(importChoice) }),
  z.object({ ids: z.array(z.string()) }),
]);
export const retryAll = z.object({ state: z.literal('FAILED'), appId: z.string().optional() });
export const advance = z.object({ ms: z.number().min(0) });

const share = z.number().min(0).max(1);
export const chaos = z.object({
  refuse: share,
  delay: share,
  cut: share,
  tooMany: share,
  serverError: share,
  duplicate: share,
  reorder: share,
  delayMs: z.number().min(0).max(600_000),
  seed: z.number().int(),
}) satisfies z.ZodType<contract.ChaosSettings>;
