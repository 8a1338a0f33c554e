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
  const time = existsSync(page) ? statSync(page).mtimeMs : 0;
  if (sources.every((source) => newestTime(source) <= time) && time > 0) return;
  say('Building the emulator’s console …');
  const { build } = await import('vite');
  const fresh = `${built}.${process.pid}.tmp`;
  await build({
    root: packageFolder,
    configFile: config,
    logLevel: 'warn',
    build: { outDir: fresh, emptyOutDir: true },
  });
  try {
    await rm(built, { recursive: true, force: true });
    await rename(fresh, built);
  } catch (error) {
    // Another process built at the same time and was quicker.
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(page)) throw error;
  }
}
