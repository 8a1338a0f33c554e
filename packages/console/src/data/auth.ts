import { passkeyClient } from '@better-auth/passkey/client';
import { createAuthClient } from 'better-auth/client';
import { twoFactorClient } from 'better-auth/client/plugins';
import { queryClient } from './client.ts';

const auth = createAuthClient({
  baseURL: `${window.location.origin}/api/auth`,
  plugins: [twoFactorClient(), passkeyClient()],
});

/** What the sign-in library answers an attempt with, in words; never says which of e-mail and password was wrong. */
export class SignInError extends Error {}

interface Answer<Data> {
  readonly data: Data | null;
  readonly error: {
    readonly status: number;
    readonly code?: string | undefined;
    readonly message?: string | undefined;
  } | null;
}

const words: Readonly<Record<string, string>> = {
  INVALID_EMAIL_OR_PASSWORD: 'The e-mail address or the password is wrong.',
  INVALID_PASSWORD: 'The password is wrong.',
  INVALID_CODE: 'That code is not right. Codes change every 30 seconds.',
  INVALID_BACKUP_CODE: 'That backup code is not right, or it was used before.',
  INVALID_TWO_FACTOR_COOKIE: 'Signing in took too long. Start again.',
  AUTH_CANCELLED: 'The passkey was not used.',
};

function dataOf<Data>(answer: Answer<Data>): Data {
  const { data, error } = answer;
  if (error) {
    if (error.status === 429) throw new SignInError('Too many attempts. Wait a minute and try again.');
    throw new SignInError(words[error.code ?? ''] ?? error.message ?? 'That did not work.');
  }
  if (data === null) throw new SignInError('The server gave no answer.');
  return data;
}

/** Signs in, or says that a second factor is wanted. */
export async function signInWithPassword(email: string, password: string): Promise<'signedIn' | 'secondFactor'> {
  const data: object = dataOf(await auth.signIn.email({ email, password }));
  return 'twoFactorRedirect' in data && data.twoFactorRedirect === true ? 'secondFactor' : 'signedIn';
}

export async function verifySecondFactor(kind: 'totp' | 'backup', code: string, trustDevice: boolean): Promise<void> {
  if (kind === 'totp') dataOf(await auth.twoFactor.verifyTotp({ code, trustDevice }));
  else dataOf(await auth.twoFactor.verifyBackupCode({ code, trustDevice }));
}

export async function signInWithPasskey(): Promise<void> {
  const answer = await auth.signIn.passkey();
  if (answer.error) dataOf({ data: null, error: answer.error });
}

/** Leaves for the identity provider. */
export async function signInWithProvider(providerId: string, next: string): Promise<void> {
  const answer = await auth.$fetch<{ url: string }>('/sign-in/sso', {
    method: 'POST',
    body: { providerId, callbackURL: next, errorCallbackURL: '/sign-in' },
  });
  window.location.assign(dataOf(answer).url);
}

export async function signOut(): Promise<void> {
  await auth.signOut();
  queryClient.clear();
}

export async function enableTotp(
  password: string,
): Promise<{ readonly uri: string; readonly backupCodes: readonly string[] }> {
  const data = dataOf(await auth.twoFactor.enable({ password, method: 'totp' }));
  if (!('totpURI' in data)) throw new SignInError('The server gave no key for an authenticator app.');
  return { uri: data.totpURI, backupCodes: data.backupCodes };
}

export async function disableTotp(password: string): Promise<void> {
  dataOf(await auth.twoFactor.disable({ password }));
}

export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  dataOf(await auth.changePassword({ currentPassword, newPassword, revokeOtherSessions: true }));
}

export async function changeName(name: string): Promise<void> {
  dataOf(await auth.updateUser({ name }));
}

export interface PasskeyEntry {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
}

export async function listPasskeys(): Promise<readonly PasskeyEntry[]> {
  const data = dataOf(await auth.passkey.listUserPasskeys());
  return data.map((each) => ({
    id: each.id,
    name: each.name ?? 'Passkey',
    createdAt: new Date(each.createdAt).toISOString(),
  }));
}

export async function addPasskey(name: string): Promise<void> {
  const answer = await auth.passkey.addPasskey({ name });
  if (answer?.error) dataOf({ data: null, error: answer.error });
}

export async function removePasskey(id: string): Promise<void> {
  dataOf(await auth.passkey.deletePasskey({ id }));
}
