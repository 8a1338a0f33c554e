import type { Locator } from 'playwright-core';
import { poll } from './poll.ts';

const before = 'nothing was copied yet';

/** Clicks what copies, and answers with what it has put into the clipboard, which takes it a moment. */
export async function copiedBy(button: Locator): Promise<string> {
  const page = button.page();
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await page.evaluate((text) => navigator.clipboard.writeText(text), before);
  await button.click();
  await poll(read).not.toBe(before);
  return read();
}
