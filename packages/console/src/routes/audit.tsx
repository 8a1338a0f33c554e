import { FillPage, PageHeader, useListSearch } from '@rollcall/ui';
import { AuditLog } from '../features/audit/audit-log.tsx';
import { usePageTitle } from '../lib/page-title.ts';
import { auditRoute } from './tree.ts';

export function AuditPage() {
  usePageTitle('Audit log');
  const search = auditRoute.useSearch();
  const show = useListSearch<typeof search>('/audit');
  return (
    <FillPage>
      <PageHeader title="Audit log" description="Who did what in the console, the API and the command line." />
      <AuditLog state={search} onChange={show} />
    </FillPage>
  );
}
