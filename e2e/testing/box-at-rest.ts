import type { Locator } from 'playwright-core';

const sameMs = 300;

/** Where an element stands once it has stood there for a while. */
export async function boxAtRest(locator: Locator) {
  const page = locator.page();
  for (let before = await locator.boundingBox(); ; ) {
    await page.waitForTimeout(sameMs);
    const now = await locator.boundingBox();
    if (now !== null && JSON.stringify(now) === JSON.stringify(before)) return now;
    before = now;
  }
}
