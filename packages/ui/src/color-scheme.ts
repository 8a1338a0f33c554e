import { localStorageColorSchemeManager } from '@mantine/core';

/** The same key is read by each console's `color-scheme.js`, which runs before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'rollcall-color-scheme' });
