import { useRouter } from '@tanstack/react-router';
import { queryClient } from '../data/client.ts';
import { SignIn } from '../features/sign-in/sign-in.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { signInRoute } from './tree.ts';

export function SignInPage() {
  usePageTitle('Sign in');
  const { next, error, email } = signInRoute.useSearch();
  const router = useRouter();
  // Only a path of this console: a link must not send somebody elsewhere after signing in.
  const target = next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/';
  return (
    <SignIn
      next={target}
      failed={error}
      email={email ?? ''}
      onSignedIn={() => {
        queryClient.clear();
        void router.navigate({ href: target });
      }}
    />
  );
}
