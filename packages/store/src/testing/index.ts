export { type TestDatabase, type TestDatabaseKind, testDatabases } from './databases.ts';
export { addIntegrations, openFixture, type StoreFixture } from './fixture.ts';
export { membershipContract, resourceStoreContract } from './resource-store-contract.ts';
