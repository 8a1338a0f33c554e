import { useRouter, useSearch } from '@tanstack/react-router';

/** What `next` changes of `before`, done to `latest`. */
function changed(latest: object, before: object, next: object): object {
  const [drawn, wanted] = [new Map(Object.entries(before)), new Map(Object.entries(next))];
  const kept = Object.entries(latest).filter(([name]) => wanted.has(name) || !drawn.has(name));
  const set = [...wanted].filter(([name, value]) => value !== drawn.get(name));
  return Object.fromEntries([...kept, ...set]);
}

/**
 * Writes a list's filters into its URL, in place: Back leaves the page instead of undoing letters. A search is sent a
 * moment after the last key; whoever has gone elsewhere by then stays there. A filter that is set before the one before
 * it is drawn keeps both.
 */
export function useListSearch<Search extends object>(path: string) {
  const router = useRouter();
  const drawn = useSearch({ strict: false });
  return (search: Search): void => {
    const latest = router.latestLocation;
    if (latest.pathname !== path) return;
    void router.navigate({ to: path, search: changed(latest.search, drawn, search), replace: true });
  };
}
