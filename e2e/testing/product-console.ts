import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../chromium.ts';
import { type DatabaseName, scim, startServer } from '../console-world.ts';

const screens = join(import.meta.dirname, '../../.artifacts/screens');

export const owner = { name: 'Kim Rivera', email: 'kim@acme.example', password: 'correct horse battery staple' };

export type ProductConsole = Awaited<ReturnType<typeof openProductConsole>>;

/** A server with an integration `Okta`, and its owner signed in to the console in a browser. */
export async function openProductConsole(database: DatabaseName, postgresUrl: string) {
  const server = await startServer(database, postgresUrl);
  const connect = async (name: string): Promise<{ readonly id: string; readonly token: string }> => {
    const made = JSON.parse(await server.rollcall('integration', 'create', '--name', name, '--json'));
    return { id: made.id ?? made.integration?.id, token: made.token };
  };
  const okta = await connect('Okta');
  const browser = await launchChromium();
  const problems: string[] = [];
  const newPage = async (): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
      reducedMotion: 'reduce',
    });
    const fresh = await context.newPage();
    fresh.setDefaultTimeout(30_000);
    fresh.on('pageerror', (error) => problems.push(`${fresh.url()}: ${error.message}`));
    return fresh;
  };
  const page = await newPage();
  await page.goto(server.ownerLink);
  await page.getByLabel('Your name').fill(owner.name);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  return {
    database,
    origin: server.origin,
    page,
    /** A page of a browser of its own: nobody is signed in there. */
    newPage,
    /** The command line on the same database. */
    rollcall: server.rollcall,
    /** Errors that reached the page's window. */
    problems,
    okta,
    connect,
    /** The admin API with the session of the page. */
    api: (method: string, path: string, body?: unknown) =>
      page.evaluate(
        async ([url, how, json]) => {
          const response = await fetch(url ?? '', {
            method: how ?? 'GET',
            ...(json ? { headers: { 'content-type': 'application/json' }, body: json } : {}),
          });
          return response.status === 204 ? null : response.json();
        },
        [path, method, body === undefined ? '' : JSON.stringify(body)] as const,
      ),
    scim: (token: string, method: string, path: string, body?: unknown) =>
      scim(`${server.origin}/api/v1/scim`, token, method, path, body),
    /** Chooses in a filter of a list, after typing where that is needed. */
    async choose(filter: string, option: string | RegExp, typed?: string): Promise<void> {
      const box = page.getByRole('combobox', { name: filter, exact: true });
      await box.click();
      if (typed) await box.fill(typed);
      await page.getByRole('option', { name: option, exact: true }).click();
    },
    /** Pictures in both colour schemes and on two widths. */
    async shots(name: string): Promise<void> {
      if (database !== 'SQLite') return;
      mkdirSync(screens, { recursive: true });
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const width of [1280, 390]) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 800 });
          await page.waitForTimeout(250);
          await page.screenshot({ path: join(screens, `${name}-${width}-${colorScheme}.png`) });
        }
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1280, height: 800 });
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
