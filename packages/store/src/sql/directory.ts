import type { Registry } from '@rollcall/scim';
import type { ChangeFeed, ChangeLog } from '../ports/change-log.ts';
import type { Leases } from '../ports/lease.ts';
import type { ResourceStore } from '../ports/resources.ts';
import { PolledChangeFeed } from './change-feed.ts';
import { openChangeLog } from './change-log.ts';
import type { Database } from './database.ts';
import { openLeases } from './leases.ts';
import { listResources } from './list.ts';
import { indexingOf, readyAttrs, registerNames } from './resources/attribute-names.ts';
import { IndexBuilder } from './resources/index-builder.ts';
import { resourceStore } from './resources/resource-store.ts';

export interface DirectoryOptions {
  /** Attributes indexed beyond the defaults, as `indexName` writes them: `User:urn:…:costCenter`. */
  readonly indexed?: readonly string[];
  readonly pollMs?: number;
}

/** All integrations' resources and their history, on a migrated database. */
export interface Directory extends AsyncDisposable {
  resources(integrationNo: number): ResourceStore;
  changes(integrationNo: number): ChangeLog;
  readonly feed: ChangeFeed;
  readonly leases: Leases;
}

export async function openDirectory(
  db: Database,
  registry: Registry,
  options: DirectoryOptions = {},
): Promise<Directory> {
  const names = await registerNames(db, registry, options.indexed ?? []);
  const indexing = indexingOf(names);
  const attrs = readyAttrs(names);
  const leases = openLeases(db);
  const builder = new IndexBuilder(db, registry, leases, attrs);
  builder.start(names);
  const feed = new PolledChangeFeed(db, options.pollMs);
  const stores = new Map<number, ResourceStore>();
  const open = (integrationNo: number): ResourceStore => {
    const search = db.search(integrationNo);
    return resourceStore({
      db,
      integrationNo,
      indexing,
      list: (query) => listResources({ db, search, integrationNo, attrs }, query),
      committed: (seq) => feed.committed(integrationNo, seq),
    });
  };
  return {
    resources(integrationNo) {
      const known = stores.get(integrationNo) ?? open(integrationNo);
      stores.set(integrationNo, known);
      return known;
    },
    changes: (integrationNo) => openChangeLog(db, integrationNo),
    feed,
    leases,
    async [Symbol.asyncDispose]() {
      feed[Symbol.dispose]();
      await builder[Symbol.asyncDispose]();
    },
  };
}
