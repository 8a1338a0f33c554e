import { controlTables } from '../control/migration.ts';
import type { Migration } from './migration.ts';

export const control: Migration = { number: 2, name: 'control', statements: () => controlTables };
