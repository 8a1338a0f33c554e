import { DataTable, Section } from '@rollcall/ui';
import { RowMenu } from '@rollcall/ui/row-menu';
import type { AppDetail, PushRule } from '../../api/contract.ts';
import { api } from '../data/api.ts';
import { useAct, useMaybe } from '../data/queries.ts';

const conditionWords: Record<PushRule['condition'], string> = {
  STARTS_WITH: 'starts with',
  CONTAINS: 'contains',
  ENDS_WITH: 'ends with',
};

export function PushRules({ app }: { readonly app: AppDetail }) {
  const rules = useMaybe<{ readonly items: readonly PushRule[] }>(`/apps/${app.id}/push-rules`).data?.items ?? [];
  const remove = useAct((id: string) => api.delete(`/apps/${app.id}/push-rules/${id}`));
  if (rules.length === 0) return null;
  return (
    <Section title="Rules" flush>
      <DataTable
        inline
        label="Push rules"
        columns={[
          { id: 'name', header: 'Rule', width: 'minmax(140px, 1fr)', cell: (row) => row.name, narrow: 'title' },
          {
            id: 'condition',
            header: 'Groups whose name',
            width: 'minmax(160px, 2fr)',
            cell: (row) => `${conditionWords[row.condition]} “${row.text}”`,
            narrow: 'detail',
          },
        ]}
        rows={rules}
        rowKey={(row) => row.id}
        rowActions={(row) => (
          <RowMenu
            label={`Actions for ${row.name}`}
            items={[{ label: 'Delete', danger: true, run: () => remove.mutate(row.id) }]}
          />
        )}
      />
    </Section>
  );
}
