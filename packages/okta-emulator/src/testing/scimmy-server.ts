import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../../..');
export const guide = readFileSync(join(root, 'docs/guides/test-your-scim-server.md'), 'utf8');

/** The guide's blocks of one language, in their order. */
export const guideBlocks = (language: string): string[] =>
  [...guide.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, text]) =>
    name === language && text !== undefined ? [text] : [],
  );

/** Somebody else's SCIM server: scimmy-routers, started as the guide tells its reader to. */
export async function startScimmy(): Promise<AsyncDisposable & { readonly url: string; readonly token: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'scimmy-'));
  const [server] = guideBlocks('js');
  if (server === undefined) throw new Error('The guide has no server.');
  writeFileSync(join(folder, 'server.mjs'), server);
  // Instead of the guide's npm install.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const child = spawn(process.execPath, ['server.mjs'], { cwd: folder, env: { ...process.env, PORT: '0' } });
  const url = await firstLine(child);
  return {
    url: url.replace('localhost', '127.0.0.1'),
    token: 'secret',
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let [said, complaint] = ['', ''];
  child.stderr?.on('data', (chunk) => {
    complaint += chunk;
  });
  for await (const chunk of child.stdout ?? []) {
    said += chunk;
    const [line, rest] = said.split('\n', 2);
    if (line !== undefined && rest !== undefined) return line;
  }
  throw new Error(`The guide’s server did not start: ${complaint}`);
}
