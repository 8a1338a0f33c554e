import type { ResourceStore } from '../../ports/resources.ts';
import type { Database } from '../database.ts';
import { createResource, newResource } from './create-resource.ts';
import { readResourceWithGroups, showsGroups } from './group-refs.ts';
import type { Indexing } from './indexing.ts';
import { readMembers } from './memberships.ts';
import { removeResource } from './remove-resource.ts';
import { readResource, toStored } from './resource-row.ts';
import { updateResource } from './update-resource.ts';
import { WriteRounds } from './write-rounds.ts';

export interface ResourceStoreParts {
  readonly db: Database;
  readonly integrationNo: number;
  readonly indexing: Indexing;
  readonly list: ResourceStore['list'];
  /** Called after each commit that changed something. */
  readonly committed: (seq: number) => void;
}

/** The port, put together: what each call does stands in the file that is called as it. */
export function resourceStore({ db, integrationNo, indexing, list, committed }: ResourceStoreParts): ResourceStore {
  const rounds = new WriteRounds(db, integrationNo, committed);
  return {
    async get(type, id, options) {
      if (options?.withGroups !== false && showsGroups(type)) {
        return readResourceWithGroups(db.lookUp, integrationNo, type.name, id);
      }
      const row = await readResource(db.lookUp, integrationNo, type.name, id);
      return row === null ? null : toStored(row, []);
    },
    members: (groupId, page) => readMembers(db.read, integrationNo, groupId, page),
    list,
    create(type, draft, options) {
      const fresh = newResource(indexing, type, draft);
      const claims = fresh.key === null ? [] : [`key:${type.name}:${fresh.key}`];
      return rounds.push(claims, (batch) => createResource(batch, indexing, fresh, options));
    },
    update: (type, id, edit, options) =>
      rounds.push([`id:${id}`], (batch) => updateResource(batch, indexing, type, id, edit, options)),
    // Takes memberships of other resources with it, so nothing else runs beside it.
    remove: (type, id, options) => rounds.push(null, (batch) => removeResource(batch, indexing, type, id, options)),
  };
}
