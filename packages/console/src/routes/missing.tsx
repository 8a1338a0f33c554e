import { NotFound } from '../components/not-found.tsx';
import { usePageTitle } from '../lib/page-title.ts';

export function MissingPage() {
  usePageTitle('Not found');
  return <NotFound />;
}
