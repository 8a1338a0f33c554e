/** Starts servers under test as processes of their own, on free loopback ports. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, untilItAnswers } from '@rollcall/dev-env';

const root = join(import.meta.dirname, '..', '..', '..');

/** What `npm start` runs after `node`: the flags are part of what ships. */
function startArguments(): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const [, ...words] = manifest.scripts.start.split(' ');
  return words.map((word) => (/\.m?[tj]s$/.test(word) ? join(root, word) : word));
}

export interface Subject extends AsyncDisposable {
  readonly port: number;
  /** Resident memory now, in bytes. */
  rss(): number;
  /** Processor time of all its threads so far, in seconds. */
  cpuSeconds(): number;
  /** Ends it at once, as a power cut does. */
  kill(): Promise<void>;
  /** From the start of the process until it answered. */
  readonly startMs: number;
}

function subject(child: ChildProcess, port: number, startMs: number): Subject {
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    port,
    startMs,
    rss() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
    },
    cpuSeconds() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      // utime and stime, in hundredths of a second on Linux.
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** A server of this folder that reports its port by message. */
export async function startSubject(
  name: 'bare' | 'ceiling' | 'postgres-ceiling' | 'scimmy',
  args: readonly string[] = [],
): Promise<Subject> {
  const before = performance.now();
  const child = fork(join(import.meta.dirname, `${name}.ts`), [...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port));
    child.once('exit', () => reject(new Error(`${name} ended before it listened`)));
  });
  return subject(child, port, performance.now() - before);
}

/** Rollcall as it ships, on a data folder or a PostgreSQL database. */
export async function startRollcall(
  environment: Readonly<Record<string, string>>,
  wantedPort?: number,
): Promise<Subject> {
  const port = wantedPort ?? (await freePort());
  const before = performance.now();
  const child = spawn(process.execPath, startArguments(), {
    env: { ...process.env, ROLLCALL_PORT: String(port), ROLLCALL_LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const answers = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
  await untilItAnswers(child, answers, { everyMs: 5, withinMs: 60_000 });
  return subject(child, port, performance.now() - before);
}
