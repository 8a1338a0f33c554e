import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOktaEmulator, type OktaEmulator } from '../emulator.ts';

/** Where a running emulator leaves word of itself, so that commands reach it and two never share one data folder. */
const noteFile = (dataDir: string) => join(dataDir, 'running.json');

interface Note {
  readonly pid: number;
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

export function leaveNote(dataDir: string, emulator: OktaEmulator): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const note: Note = { pid: process.pid, url: emulator.url, ...emulator.admin };
  writeFileSync(noteFile(dataDir), JSON.stringify(note), { mode: 0o600 });
  return () => rmSync(noteFile(dataDir), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export function runningEmulator(dataDir: string): Note | null {
  if (!existsSync(noteFile(dataDir))) return null;
  const note: Note = JSON.parse(readFileSync(noteFile(dataDir), 'utf8'));
  return isAlive(note.pid) ? note : null;
}

export class CommandError extends Error {
  readonly causes: readonly string[];

  constructor(summary: string, causes: readonly string[] = []) {
    super(summary);
    this.causes = causes;
  }
}

/** The console's API as a command uses it: of the running emulator, or of one that lives as long as the command. */
export class Connection implements AsyncDisposable {
  readonly url: string;
  readonly #cookie: string;
  readonly #own: OktaEmulator | null;

  private constructor(url: string, cookie: string, own: OktaEmulator | null) {
    this.url = url;
    this.#cookie = cookie;
    this.#own = own;
  }

  static async open(dataDir: string): Promise<Connection> {
    const running = runningEmulator(dataDir);
    const own = running === null ? await createOktaEmulator({ dataDir, port: 0 }) : null;
    const url = running?.url ?? own?.url ?? '';
    const { username = '', password = '' } = running ?? own?.admin ?? {};
    const response = await fetch(`${url}/admin/api/session`, {
      method: 'POST',
      body: JSON.stringify({ username, password }),
    });
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    if (cookie === undefined) throw new CommandError('The emulator refused the sign-in of the command line.');
    return new Connection(url, cookie, own);
  }

  async call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${this.url}/admin/api${path}`, {
      method,
      headers: { cookie: this.#cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) {
      const { summary, causes } = answer.error;
      throw new CommandError(summary, causes);
    }
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#own?.[Symbol.asyncDispose]();
  }
}
