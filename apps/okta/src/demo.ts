import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createOktaEmulator, ensureEmulatorConsole } from '@rollcall/okta-emulator';
import { listenProblem, parsePort } from '@rollcall/okta-emulator/cli';
import { connectAndPush } from '@rollcall/okta-emulator/demo';
import { equipPeople } from './fleet.ts';
import { startRollcall } from './rollcall.ts';

const usage = `Usage: npm run demo

Starts Rollcall and the Okta emulator, connects them and pushes 500 people and 24 groups. Some of the people have
devices, and a Blueprint whose conditional logic asks for the pushed groups decides what these get: take somebody out of
the group Sales in Okta and watch the device. Ctrl+C ends it; nothing is kept.

Environment:
  ROLLCALL_PORT  port of Rollcall (8080)
  OKTA_PORT      port of the emulator (8090)
`;
readArguments();
const ports = { rollcall: portFrom('ROLLCALL_PORT', 8080), okta: portFrom('OKTA_PORT', 8090) };

/** `npm run demo`: Rollcall and the emulator, connected, 500 people pushed, devices given out. Everything is gone when it ends. */
const folder = mkdtempSync(join(tmpdir(), 'rollcall-demo-'));
const started = performance.now();
try {
  // Both consoles are built at the same time, where they have to be.
  const pages = ensureEmulatorConsole(console.log);
  await using rollcall = await startRollcall(join(folder, 'rollcall'), ports.rollcall);
  await using okta = await createOktaEmulator({ dataDir: join(folder, 'okta'), port: ports.okta, seed: 'demo' });
  await pages;
  await connectAndPush(okta, rollcall.scimUrl, rollcall.token, (done, total) => {
    const width = 30;
    const filled = Math.round((done / total) * width);
    process.stdout.write(`\r  Pushing ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${total} `);
  });
  const { users, groups } = okta.engine.org;
  const people = [...users.values()].map(({ profile }) => ({
    login: profile.login,
    name: `${profile.firstName} ${profile.lastName}`,
  }));
  const fleet = await equipPeople(rollcall.api, rollcall.fetch, people);
  console.log(
    `\n  ${users.size} people and ${groups.size - 2} groups pushed; ${fleet.devices} devices, ${fleet.items} Library Items, 1 Blueprint`,
  );
  console.log(`\nReady in ${((performance.now() - started) / 1000).toFixed(1)} s. Ctrl+C ends the demo.\n`);
  console.log(`  Rollcall       ${rollcall.origin}\n    sign in      ${rollcall.email}  ${rollcall.password}`);
  console.log(`  Okta emulator  ${okta.url}\n    sign in      ${okta.admin.username}  ${okta.admin.password}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
} catch (error) {
  const problem = listenProblem(error);
  if (problem === null) throw error;
  console.error(`\n${problem}\nROLLCALL_PORT and OKTA_PORT choose other ports.`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

function portFrom(name: 'ROLLCALL_PORT' | 'OKTA_PORT', otherwise: number): number {
  const text = process.env[name]?.trim();
  if (!text) return otherwise;
  try {
    return parsePort(text);
  } catch (error) {
    console.error(`${name} is "${text}". ${error instanceof Error ? error.message : error}`);
    return process.exit(2);
  }
}

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
