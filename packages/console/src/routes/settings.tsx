import { LoadingState, Page, PageHeader, UrlTabs } from '@rollcall/ui';
import { useRouter } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { useMay, useSession } from '../data/session.ts';
import { Account } from '../features/settings/account.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { type SettingsSection, settingsSectionRoute } from './tree.ts';

const Team = lazy(async () => ({ default: (await import('../features/settings/team.tsx')).TeamSettings }));
const SignIn = lazy(async () => ({ default: (await import('../features/settings/sign-in.tsx')).SignInSettings }));
const Tenant = lazy(async () => ({ default: (await import('../features/settings/tenant.tsx')).TenantSettings }));
const Retention = lazy(async () => ({
  default: (await import('../features/settings/retention.tsx')).RetentionSettings,
}));
const ApiTokens = lazy(async () => ({
  default: (await import('../features/settings/api-tokens.tsx')).ApiTokenSettings,
}));

const later = (panel: ReactNode) => <Suspense fallback={<LoadingState />}>{panel}</Suspense>;

export function SettingsPage() {
  const { section } = settingsSectionRoute.useParams();
  const router = useRouter();
  const { tenant } = useSession();
  const isAdmin = useMay('admin');
  usePageTitle('Settings');
  const tabs: readonly { value: SettingsSection; label: string; panel: ReactNode; shown: boolean }[] = [
    { value: 'account', label: 'Your account', panel: <Account />, shown: true },
    { value: 'team', label: 'Team', panel: later(<Team />), shown: tenant !== null },
    { value: 'sign-in', label: 'Sign-in', panel: later(<SignIn />), shown: isAdmin },
    { value: 'tenant', label: 'Tenant', panel: later(<Tenant />), shown: tenant !== null },
    { value: 'retention', label: 'Retention', panel: later(<Retention />), shown: tenant !== null },
    { value: 'api-tokens', label: 'API tokens', panel: later(<ApiTokens />), shown: isAdmin },
  ];
  const shown = tabs.filter((tab) => tab.shown);
  return (
    <Page width={900}>
      <PageHeader title="Settings" />
      <UrlTabs
        label="Settings"
        value={shown.some((tab) => tab.value === section) ? section : 'account'}
        onChange={(next) => void router.navigate({ to: '/settings/$section', params: { section: next } })}
        tabs={shown}
      />
    </Page>
  );
}
