import '@mantine/core/styles.css';
import './styles.css';
import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { colorSchemeManager } from './color-scheme.ts';
import { cssVariables, theme } from './theme.ts';
import { Toasts } from './toast.tsx';

/** Theme, global styles and toasts: wraps a whole web console. */
export function UiProvider({ children }: { readonly children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      deduplicateInlineStyles
    >
      {children}
      <Toasts />
    </MantineProvider>
  );
}
