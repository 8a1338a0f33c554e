import type { ActivityStore, BlueprintStore, RoutingStore } from '../../ports/product-blueprints.ts';
import type { DeviceStore, ImportStore, MoveStore } from '../../ports/product-devices.ts';
import type { DirectoryModel, DirectoryUpkeep } from '../../ports/product-directory.ts';
import type { LibraryFiles, LibraryStore } from '../../ports/product-library.ts';
import type { DirectoryGroup, PeopleStore, Person } from '../../ports/product-people.ts';
import type { ResultStore } from '../../ports/product-results.ts';
import type { Database } from '../database.ts';
import { openActivity } from './activity.ts';
import { openBlueprints, openRouting } from './blueprints.ts';
import { openDevices } from './devices.ts';
import { openDirectoryModel } from './directory.ts';
import { openImports } from './imports.ts';
import { keyOf } from './keys.ts';
import { openLibrary } from './library.ts';
import { openLibraryFiles } from './library-files.ts';
import { findGroups, groupsNamed, withNested } from './membership.ts';
import { openMoves } from './moves.ts';
import { openPeople } from './people.ts';
import { findNamed } from './person-rows.ts';
import { openResults } from './results.ts';
import { openDirectoryUpkeep } from './upkeep.ts';
import { readWatermarks, settleGroups, type Watermarks } from './watermarks.ts';

/** Groups of the directory as rules name them. */
export interface GroupLookup {
  byIds(ids: readonly string[]): Promise<readonly DirectoryGroup[]>;
  /** Those of one integration whose folded name is this; the oldest first. */
  named(integrationNo: number, name: string): Promise<readonly DirectoryGroup[]>;
  /** The row keys of the group and of those nested in it. */
  withNested(integrationNo: number, ord: number): Promise<readonly number[]>;
}

/** Everything of the product side of one tenant. */
export interface ProductStore {
  readonly tenantNo: number;
  readonly people: PeopleStore;
  readonly groups: GroupLookup;
  readonly devices: DeviceStore;
  readonly moves: MoveStore;
  readonly imports: ImportStore;
  readonly library: LibraryStore;
  readonly libraryFiles: LibraryFiles;
  readonly blueprints: BlueprintStore;
  readonly activity: ActivityStore;
  readonly results: ResultStore;
  /** Whom an e-mail or userName means: by e-mail first, somebody who is not archived first. */
  personNamed(emailOrUserName: string): Promise<Person | null>;
  routing(empty: string): RoutingStore;
  directory(integrationNo: number): DirectoryModel;
  upkeep(integrationNo: number): DirectoryUpkeep;
  watermarks(): Promise<Watermarks>;
  /** Rules that name groups were looked after, as of this value of `watermarks().groups`. */
  settleGroups(groups: number): Promise<void>;
}

export function openProductStore(db: Database, tenantNo: number): ProductStore {
  return {
    tenantNo,
    people: openPeople(db, tenantNo),
    groups: {
      byIds: (ids) => findGroups(db.read, tenantNo, ids),
      named: (integrationNo, name) => groupsNamed(db.read, tenantNo, integrationNo, name),
      withNested: (integrationNo, ord) => withNested(db.read, integrationNo, [ord]),
    },
    devices: openDevices(db, tenantNo),
    moves: openMoves(db, tenantNo),
    imports: openImports(db, tenantNo),
    library: openLibrary(db, tenantNo),
    libraryFiles: openLibraryFiles(db, tenantNo),
    blueprints: openBlueprints(db, tenantNo),
    activity: openActivity(db, tenantNo),
    results: openResults(db, tenantNo),
    personNamed: (name) => findNamed(db.read, tenantNo, keyOf(name)),
    routing: (empty) => openRouting(db, tenantNo, empty),
    directory: (integrationNo) => openDirectoryModel(db, { tenantNo, integrationNo }),
    upkeep: (integrationNo) => openDirectoryUpkeep(db, { tenantNo, integrationNo }),
    watermarks: () => readWatermarks(db.read, tenantNo),
    settleGroups: (groups) => settleGroups(db, tenantNo, groups),
  };
}
