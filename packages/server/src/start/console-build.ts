import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../../..');
const consoleFolder = join(root, 'packages/console');
export const builtConsole = join(consoleFolder, 'dist');

/** What the built files are made from. */
const sources = ['console', 'ui', 'admin-api'].flatMap((name) =>
  ['src', 'public', 'index.html', 'vite.config.ts', 'package.json'].map((part) => join(root, 'packages', name, part)),
);

function newestTime(path: string): number {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names.reduce((newest, name) => {
    if (name.includes('node_modules') || /\.test\.tsx?$/.test(name)) return newest;
    return Math.max(newest, statSync(join(path, name)).mtimeMs);
  }, 0);
}

export function consoleIsStale(folder: string = builtConsole): boolean {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return true;
  const built = statSync(page).mtimeMs;
  return [...sources, join(root, 'package-lock.json')].some((source) => newestTime(source) > built);
}

/** Two starts at once may both have built; whichever comes second keeps what the first put there, and may be reading. */
async function exchange(fresh: string): Promise<void> {
  if (!consoleIsStale()) return;
  const old = `${fresh}.old`;
  await rename(builtConsole, old).catch(() => {});
  try {
    await rename(fresh, builtConsole);
  } catch (error) {
    if (consoleIsStale()) throw error;
  } finally {
    await rm(old, { recursive: true, force: true });
  }
}

/**
 * Builds the console when it is missing or older than its sources, and returns the folder to serve; null in a checkout
 * without the console. Built beside the old files and then exchanged, so that nobody serves half a build.
 */
export async function ensureConsoleBuilt(say: (line: string) => void = console.log): Promise<string | null> {
  if (!existsSync(join(consoleFolder, 'index.html'))) return existsSync(builtConsole) ? builtConsole : null;
  if (!consoleIsStale()) return builtConsole;
  say('Building the console …');
  const started = performance.now();
  const { build } = await import('vite');
  const fresh = join(consoleFolder, `dist.${process.pid}.tmp`);
  await mkdir(fresh, { recursive: true });
  try {
    await build({ root: consoleFolder, logLevel: 'warn', build: { outDir: fresh, emptyOutDir: true } });
    await exchange(fresh);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  say(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  return builtConsole;
}
