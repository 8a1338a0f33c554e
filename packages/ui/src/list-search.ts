import { useRouter } from '@tanstack/react-router';

/**
 * Writes a list's filters into its URL, in place: Back leaves the page instead of undoing letters. A search is sent a
 * moment after the last key; whoever has gone elsewhere by then stays there.
 */
export function useListSearch<Search extends object>(path: string) {
  const router = useRouter();
  return (search: Search): void => {
    if (router.latestLocation.pathname === path) void router.navigate({ to: path, search, replace: true });
  };
}
