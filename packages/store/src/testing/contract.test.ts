import { inject } from 'vitest';
import { testDatabases } from './databases.ts';
import { membershipContract, resourceStoreContract } from './resource-store-contract.ts';

for (const kind of testDatabases(inject('postgresUrl'))) {
  resourceStoreContract(kind);
  membershipContract(kind);
}
