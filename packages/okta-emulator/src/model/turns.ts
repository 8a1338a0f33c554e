import type { Org } from './org.ts';

/** Between two pauses: so many steps, as budgets count them, and so many visits. Some ten milliseconds. */
const stepsOfTurn = 200_000;
const visitsOfTurn = 500;

/**
 * Goes through many with pauses in which everything else has its turn. A visit tells what it spent. What is looked at may
 * have changed in a pause: a visit asks anew for what it needs.
 */
export async function inTurns<Item>(org: Org, items: Iterable<Item>, visit: (item: Item) => number): Promise<void> {
  let [steps, visits] = [0, 0];
  for (const item of items) {
    steps += visit(item);
    if (steps < stepsOfTurn && ++visits < visitsOfTurn) continue;
    [steps, visits] = [0, 0];
    await org.around.nextTurn();
  }
}
