import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './process.ts';

/** A PostgreSQL server of one's own: a fresh cluster in a temporary folder, on a free loopback port. */
export interface PostgresServer extends AsyncDisposable {
  /** `postgres://` URL of the maintenance database; create databases of your own through it. */
  readonly url: string;
}

const INSTALL_HINT =
  'PostgreSQL 15 or newer is needed for the tests and was not found. Install it (Debian: sudo apt-get install postgresql; macOS: brew install postgresql), or put initdb on the PATH.';

/** The folder of `initdb` and `postgres`; Debian keeps them off the PATH. */
function findBinaries(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((v) => join(debian, v, 'bin')), ...(process.env.PATH ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

function requireBinaries(): string {
  const found = findBinaries();
  if (found !== null) return found;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(INSTALL_HINT);
  console.log('PostgreSQL is not installed: installing Debian’s package once (apt-get install postgresql) …');
  execFileSync('apt-get', ['update'], { stdio: 'inherit' });
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql'], {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  const installed = findBinaries();
  if (installed === null) throw new Error(INSTALL_HINT);
  return installed;
}

/** PostgreSQL refuses to run as root; Debian's package brings the user `postgres` for it. */
function systemUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString());
  return { uid: id('-u'), gid: id('-g') };
}

/**
 * Starts a server. `durable: false` (tests) turns fsync off; the benchmark and the crash tests leave it on.
 * Throws with a one-line instruction where PostgreSQL can't be had.
 */
export async function startPostgres(options: { durable: boolean } = { durable: false }): Promise<PostgresServer> {
  const bin = requireBinaries();
  const user = systemUser();
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-postgres-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const identity = user ?? {};
  const data = join(folder, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'rollcall', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'], {
    ...identity,
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: folder,
  });
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=200'];
  if (!options.durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...identity, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('ready to accept connections')) resolve();
    });
    child.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });
  child.stderr.removeAllListeners('data').resume();
  return {
    url: `postgres://rollcall@127.0.0.1:${port}/postgres`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGQUIT');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
