import { useRouter } from '@tanstack/react-router';
import { queryClient } from '../data/client.ts';
import { Welcome } from '../features/sign-in/welcome.tsx';
import { usePageTitle } from '../lib/page-title.ts';

/** One-time links end here: first owner, invitation, reset. The token is the fragment, which no server or log sees. */
export function WelcomePage() {
  usePageTitle('Welcome');
  const router = useRouter();
  const token = window.location.hash.slice(1);
  return (
    <Welcome
      token={token}
      onDone={({ signedIn, email }) => {
        queryClient.clear();
        void router.navigate(signedIn ? { to: '/' } : { to: '/sign-in', search: { email } });
      }}
    />
  );
}
