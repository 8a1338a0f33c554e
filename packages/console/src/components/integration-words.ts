import type { Tone } from '@rollcall/ui';

export const statusWords = {
  unfinished: { text: 'Set-up unfinished', tone: 'warn' },
  neverContacted: { text: 'Never contacted', tone: 'idle' },
  healthy: { text: 'Healthy', tone: 'good' },
  failing: { text: 'Failing', tone: 'bad' },
  tokenExpiring: { text: 'Token expiring', tone: 'warn' },
} as const satisfies Record<string, { text: string; tone: Tone }>;

export const providerWords = {
  okta: 'Okta',
  entra: 'Microsoft Entra ID',
  onelogin: 'OneLogin',
  jumpcloud: 'JumpCloud',
  google: 'Google Workspace',
  other: 'Another identity provider',
} as const;

export const providerOptions = Object.entries(providerWords).map(([value, label]) => ({ value, label }));
export const isProvider = (value: string | null): value is keyof typeof providerWords =>
  value !== null && value in providerWords;
