import { existsSync, readdirSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const packageFolder = join(import.meta.dirname, '..');
const built = join(packageFolder, 'dist', 'ui');

function newestTime(path: string): number {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs;
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('node_modules') && !/\.test\.tsx?$/.test(name))
    .reduce((newest, name) => Math.max(newest, statSync(join(path, name)).mtimeMs), 0);
}

/** Builds the emulator's console where it is missing or older than its sources. */
export async function ensureEmulatorConsole(say: (line: string) => void): Promise<void> {
  const config = join(packageFolder, 'vite.config.ts');
  if (!existsSync(config)) return;
  const page = join(built, 'index.html');
  const own = ['src/ui', 'public', 'index.html', 'vite.config.ts'].map((name) => join(packageFolder, name));
  const sources = [...own, join(packageFolder, '..', 'ui', 'src')];
  const isFresh = (): boolean => {
    const time = existsSync(page) ? statSync(page).mtimeMs : 0;
    return time > 0 && sources.every((source) => newestTime(source) <= time);
  };
  if (isFresh()) return;
  say('Building the emulator’s console …');
  const { build } = await import('vite');
  const fresh = `${built}.${process.pid}.tmp`;
  await build({
    root: packageFolder,
    configFile: config,
    logLevel: 'warn',
    build: { outDir: fresh, emptyOutDir: true },
  });
  const old = `${fresh}.old`;
  try {
    // Another process may have built at the same time, and serves what it built.
    if (isFresh()) return;
    await rename(built, old).catch(() => {});
    await rename(fresh, built);
  } catch (error) {
    if (!existsSync(page)) throw error;
  } finally {
    for (const left of [fresh, old]) await rm(left, { recursive: true, force: true });
  }
}
