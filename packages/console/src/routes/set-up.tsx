import { Page, PageHeader } from '@rollcall/ui';
import { useRouter } from '@tanstack/react-router';
import { SetUpIntro } from '../features/integrations/set-up-intro.tsx';
import { SetUpName } from '../features/integrations/set-up-name.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { setUpRoute } from './tree.ts';

export function SetUpPage() {
  usePageTitle('SCIM protocol');
  const { step } = setUpRoute.useSearch();
  const router = useRouter();
  return (
    <Page width={640}>
      <PageHeader title="SCIM protocol" back={{ label: 'Discover integrations', to: '/integrations/discover' }} />
      {step === 'name' ? <SetUpName onDone={() => void router.navigate({ to: '/integrations' })} /> : <SetUpIntro />}
    </Page>
  );
}
