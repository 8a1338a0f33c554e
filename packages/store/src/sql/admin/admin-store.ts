import type { AdminStore } from '../../ports/admin.ts';
import type { Database } from '../database.ts';
import { apiTokenStore } from './api-tokens.ts';
import { auditStore } from './audit.ts';
import { membershipStore } from './memberships.ts';

/** Memberships, API tokens and the audit log of an open, migrated database. */
export function openAdminStore(db: Database): AdminStore {
  return { memberships: membershipStore(db), apiTokens: apiTokenStore(db), audit: auditStore(db) };
}
