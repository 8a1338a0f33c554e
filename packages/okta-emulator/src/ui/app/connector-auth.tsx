import { PasswordInput, TextInput } from '@mantine/core';
import type { IntegrationBody, IntegrationView } from '../../api/contract.ts';

export const modeWords: Record<IntegrationView['authMode'], string> = {
  BASIC: 'Basic Auth',
  HEADER: 'HTTP Header',
  OAUTH2: 'OAuth2',
};

/** What is being typed; of each mode, so that changing it back and forth loses nothing. */
export interface AuthDraft {
  readonly mode: IntegrationView['authMode'];
  readonly token: string;
  readonly username: string;
  readonly password: string;
  readonly tokenEndpoint: string;
  readonly authorizationEndpoint: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A secret that was not typed again stays as it is. */
export function authBody(draft: AuthDraft): IntegrationBody['auth'] {
  switch (draft.mode) {
    case 'BASIC':
      return { mode: 'BASIC', username: draft.username, ...(draft.password ? { password: draft.password } : {}) };
    case 'HEADER':
      return { mode: 'HEADER', ...(draft.token ? { token: draft.token } : {}) };
    case 'OAUTH2':
      return {
        mode: 'OAUTH2',
        tokenEndpoint: draft.tokenEndpoint,
        authorizationEndpoint: draft.authorizationEndpoint,
        clientId: draft.clientId,
        ...(draft.clientSecret ? { clientSecret: draft.clientSecret } : {}),
      };
    default:
      return draft.mode satisfies never;
  }
}

interface AuthFieldsProps {
  readonly auth: AuthDraft;
  readonly onChange: (auth: AuthDraft) => void;
  readonly kept: boolean;
}

export function AuthFields({ auth, onChange, kept }: AuthFieldsProps) {
  const secret = (label: string, name: 'token' | 'password' | 'clientSecret', description?: string) => (
    <PasswordInput
      label={label}
      {...(description ? { description } : {})}
      autoComplete="off"
      {...(kept ? { placeholder: 'Unchanged' } : {})}
      value={auth[name]}
      onChange={(event) => onChange({ ...auth, [name]: event.currentTarget.value })}
      visibilityToggleButtonProps={{ 'aria-label': `Show ${label}` }}
    />
  );
  const plain = (label: string, name: 'username' | 'tokenEndpoint' | 'authorizationEndpoint' | 'clientId') => (
    <TextInput
      label={label}
      value={auth[name]}
      onChange={(event) => onChange({ ...auth, [name]: event.currentTarget.value })}
    />
  );
  switch (auth.mode) {
    case 'HEADER':
      return secret('Authorization', 'token', 'The bare token; “Bearer ” is put in front of it.');
    case 'BASIC':
      return (
        <>
          {plain('Username', 'username')}
          {secret('Password', 'password')}
        </>
      );
    case 'OAUTH2':
      return (
        <>
          {plain('Access token endpoint URI', 'tokenEndpoint')}
          {plain('Authorization endpoint URI', 'authorizationEndpoint')}
          {plain('Client ID', 'clientId')}
          {secret('Client Secret', 'clientSecret')}
        </>
      );
    default:
      return auth.mode satisfies never;
  }
}
