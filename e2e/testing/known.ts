import type { Page } from 'playwright-core';

type Kind = 'users' | 'groups';

/** Asks Rollcall's console API with the session of the page. */
const ask = <Answer>(page: Page, path: string): Promise<Answer> =>
  page.evaluate(async (url) => (await fetch(url)).json(), `/api/v1/console/${path}`);

/** Also before the first test, where Vitest's own poll can't be used. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + 30_000; performance.now() < deadline; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not come about`);
}

/**
 * The console knows what was pushed a moment after the push is answered, and a list is asked for once: whoever looks
 * for what was just pushed waits for this first. Pushes become known in their order.
 */
export const untilKnown = (page: Page, kind: Kind, id: string): Promise<void> =>
  until(`${kind}/${id} is known`, async () => (await ask<{ readonly id?: string }>(page, `${kind}/${id}`)).id === id);

interface Named {
  readonly name: string;
  readonly userName?: string;
}
const named = async (page: Page, kind: Kind, name: string): Promise<boolean> => {
  const { items } = await ask<{ items: readonly Named[] }>(page, `${kind}?search=${encodeURIComponent(name)}`);
  return items.some((item) => (item.userName ?? item.name) === name);
};
/** A user by user name, a group by name. */
export const untilListed = (page: Page, kind: Kind, name: string): Promise<void> =>
  until(`${name} is listed`, () => named(page, kind, name));
export const untilGone = (page: Page, kind: Kind, name: string): Promise<void> =>
  until(`${name} is gone`, async () => !(await named(page, kind, name)));
