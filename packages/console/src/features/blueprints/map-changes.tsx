import { useQuery } from '@tanstack/react-query';
import { inputsQuery } from '../../data/blueprints.ts';
import { libraryQuery } from '../../data/library.ts';
import { changeText, type marksOf } from './change-words.ts';
import css from './map.module.css';

/** What was done between two versions, in words. */
export function Changes({ changes }: { readonly changes: Parameters<typeof marksOf>[0] }) {
  const items = useQuery(libraryQuery).data ?? [];
  const inputs = useQuery(inputsQuery).data ?? [];
  const itemName = (id: string) => items.find((item) => item.id === id)?.name ?? 'Removed item';
  if (changes.length === 0) return <p className={css.bankText}>Nothing: both say the same.</p>;
  return (
    <ul className={css.changes}>
      {changes.map((change) => (
        <li key={JSON.stringify(change)}>{changeText(change, { itemName, inputs })}</li>
      ))}
    </ul>
  );
}
