import { FillPage, PageHeader } from '@rollcall/ui';
import { useNavigate } from '@tanstack/react-router';
import { AuditLog } from '../features/audit/audit-log.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { auditRoute } from './tree.ts';

export function AuditPage() {
  usePageTitle('Audit log');
  const search = auditRoute.useSearch();
  const navigate = useNavigate();
  return (
    <FillPage>
      <PageHeader title="Audit log" description="Who did what in the console, the API and the command line." />
      <AuditLog state={search} onChange={(next) => void navigate({ to: '/audit', search: next, replace: true })} />
    </FillPage>
  );
}
