import type { Tone } from '@rollcall/ui';

export const personStatusWords = {
  active: { text: 'Active', tone: 'good' },
  archived: { text: 'Archived', tone: 'idle' },
  deleted: { text: 'Deleted', tone: 'warn' },
} as const satisfies Record<string, { text: string; tone: Tone }>;
