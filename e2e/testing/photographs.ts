import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { violations, wcag } from './axe.ts';

const screens = join(import.meta.dirname, '../../.artifacts/screens');

const widths = [1280, 390] as const;
const schemes = ['light', 'dark'] as const;
const usualHeight = { 1280: 800, 390: 844 } as const;
/** Taller than any page but the listings, which end with the window. */
const highest = 3_600;

const settled = (page: Page) =>
  page.waitForFunction(
    () => document.querySelectorAll('.mantine-Skeleton-root, [aria-busy="true"], [aria-label="Loading"]').length === 0,
  );

/** As high as what the page holds, so that one picture shows all of it. */
async function showWhole(page: Page, width: 1280 | 390): Promise<void> {
  const needed = await page.evaluate(() => {
    const main = document.getElementById('main');
    const inMain = main ? main.scrollHeight + main.getBoundingClientRect().top : 0;
    return Math.ceil(Math.max(inMain, document.documentElement.scrollHeight));
  });
  const height = Math.min(highest, Math.max(usualHeight[width], needed));
  if (height !== usualHeight[width]) await page.setViewportSize({ width, height });
}

/** Colours that fade from one scheme into the other are at their end. */
const stillStanding = (page: Page) =>
  page.evaluate(() => {
    for (const each of document.getAnimations())
      if (each.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) each.finish();
  });

/** The pictures that axe looks at: each colour scheme and each width at least once. */
const looked = { page: new Set(['light 1280', 'dark 1280', 'light 390']), over: new Set(['light 1280', 'dark 390']) };

interface Album {
  /** Only one database's pictures are kept; the other looks at one of each page. */
  readonly keep: boolean;
  readonly tags?: readonly string[];
  /** It is something opened over a page. */
  readonly over?: boolean;
}

async function takeAll(page: Page, name: string, width: 1280 | 390, album: Album): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const scheme of album.keep ? schemes : schemes.slice(0, 1)) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await stillStanding(page);
    const file = `${name}-${scheme}-${width}.png`;
    if (album.keep) await page.screenshot({ path: join(screens, file) });
    const looks = (album.over ? looked.over : looked.page).has(`${scheme} ${width}`);
    const found = looks ? await violations(page, [], album.tags ?? [...wcag, 'best-practice']) : [];
    wrong.push(...found.map((violation) => `${file}: ${violation}`));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) wrong.push(`${file}: ${wide} px wider than the window`);
  }
  return wrong;
}

async function asUsual(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: usualHeight[1280] });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

/**
 * Goes to each page on a wide and a narrow window, opens there what is to be seen, and photographs it light and dark.
 * Answers with what axe found, and what is wider than its window.
 */
export async function photographs(
  page: Page,
  pages: Readonly<Record<string, readonly [url: string, open?: () => Promise<void>, only?: 'wide']>>,
  album: Album,
): Promise<readonly string[]> {
  if (album.keep) mkdirSync(screens, { recursive: true });
  const wrong: string[] = [];
  for (const width of album.keep ? widths : widths.slice(0, 1)) {
    for (const [name, [url, open, only]] of Object.entries(pages)) {
      if (only === 'wide' && width !== 1280) continue;
      await page.setViewportSize({ width, height: usualHeight[width] });
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.goto(url);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await settled(page);
      if (open) {
        await open();
        await page.locator('[role="dialog"], [role="menu"]').last().waitFor();
        await settled(page);
      } else await showWhole(page, width);
      wrong.push(...(await takeAll(page, name, width, album)));
    }
  }
  await asUsual(page);
  return wrong;
}

/** Photographs what is open now, which going to its page again would lose. */
export async function photographsHere(page: Page, name: string, album: Album): Promise<readonly string[]> {
  if (album.keep) mkdirSync(screens, { recursive: true });
  const wrong: string[] = [];
  for (const width of album.keep ? widths : widths.slice(0, 1)) {
    await page.setViewportSize({ width, height: usualHeight[width] });
    wrong.push(...(await takeAll(page, name, width, album)));
  }
  await asUsual(page);
  return wrong;
}
