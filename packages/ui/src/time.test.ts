import { expect, test } from 'vitest';
import { relativeTime } from './time.ts';

const now = new Date('2026-05-01T12:00:00Z');
const minuteMs = 60_000;

test.each([
  [-3_000, 'just now'],
  [-20_000, '20s ago'],
  [-119 * minuteMs, '1h ago'],
  // What was chosen a moment ago reads as it was chosen, not a second short of it.
  [4 * 60 * minuteMs - 1_500, 'in 4h'],
  [3 * 24 * 60 * minuteMs - 1_500, 'in 3d'],
  [90 * 24 * 60 * minuteMs - 1_500, 'in 3mo'],
])('%i ms from now is told as “%s”', (ms, words) => {
  expect(relativeTime(new Date(now.getTime() + ms), now)).toBe(words);
});
