import axe from 'axe-core';
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** Where axe puts itself. */
    axe: typeof axe;
  }
}

export const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe says is wrong with a page, by WCAG 2.2 AA unless told otherwise, but for the rules that do not fit it. */
export async function violations(
  page: Page,
  except: readonly string[] = [],
  tags: readonly string[] = wcag,
): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(
    async ({ runOnly, rules }) => {
      const { violations: found } = await window.axe.run(document, { runOnly, rules });
      return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
    },
    { runOnly: [...tags], rules: Object.fromEntries(except.map((rule) => [rule, { enabled: false }])) },
  );
}
