import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/**/*.test.{ts,tsx}', 'apps/**/*.test.ts', 'scripts/**/*.test.ts', 'e2e/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['./scripts/test-postgres.ts'],
    pool: 'forks',
    // Tests wait much, for processes and browsers: on two cores, two files at once take two thirds of the time of one after the other.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes at once on most machines; a second is too little for a busy one.
    expect: { poll: { timeout: 30_000 } },
  },
});
