export { type TestDatabase, type TestDatabaseKind, testDatabases } from './databases.ts';
