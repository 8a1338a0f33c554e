const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long' });
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

export function relativeTime(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  // A minute of slack ahead: four hours that were chosen a moment ago are still four.
  const found = units.find(([, size]) => Math.abs(seconds) + (seconds > 0 ? 59 : 0) >= size);
  if (!found) return Math.abs(seconds) < 10 ? 'just now' : relative.format(seconds, 'second');
  const many = seconds / found[1];
  return relative.format(many > 0 ? Math.max(1, Math.round(many)) : Math.trunc(many), found[0]);
}

export const exactTime = (at: Date): string => exact.format(at);
export const clockTime = (at: Date): string => clock.format(at);
