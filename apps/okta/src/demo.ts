import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createOktaEmulator, ensureEmulatorConsole } from '@rollcall/okta-emulator';
import { connectAndPush } from '@rollcall/okta-emulator/demo';
import { startRollcall } from './rollcall.ts';

const usage = `Usage: npm run demo

Starts Rollcall and the Okta emulator, connects them and pushes 500 people. Ctrl+C ends it; nothing is kept.

Environment:
  ROLLCALL_PORT  port of Rollcall (8080)
  OKTA_PORT      port of the emulator (8090)
`;
readArguments();

/** `npm run demo`: Rollcall and the emulator, connected, 500 people pushed. Everything is gone when it ends. */
const folder = mkdtempSync(join(tmpdir(), 'rollcall-demo-'));
const started = performance.now();
try {
  await ensureEmulatorConsole(console.log);
  await using rollcall = await startRollcall(join(folder, 'rollcall'), Number(process.env.ROLLCALL_PORT ?? 8080));
  const port = Number(process.env.OKTA_PORT ?? 8090);
  await using okta = await createOktaEmulator({ dataDir: join(folder, 'okta'), port, seed: 'demo' });
  await connectAndPush(okta, rollcall.scimUrl, rollcall.token, (done, total) => {
    const width = 30;
    const filled = Math.round((done / total) * width);
    process.stdout.write(`\r  Pushing ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${total} `);
  });
  console.log(`\n\nReady in ${((performance.now() - started) / 1000).toFixed(1)} s. Ctrl+C ends the demo.\n`);
  console.log(`  Rollcall       ${rollcall.origin}\n    sign in      ${rollcall.email}  ${rollcall.password}`);
  console.log(`  Okta emulator  ${okta.url}\n    sign in      ${okta.admin.username}  ${okta.admin.password}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
} catch (error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
  console.error(`\n${error.message}\nROLLCALL_PORT and OKTA_PORT choose other ports.`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

function readArguments(): void {
  try {
    const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
    if (values.help !== true) return;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
  console.log(usage);
  process.exit(0);
}
