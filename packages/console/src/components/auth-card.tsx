import { AuthCard as Frame } from '@rollcall/ui/auth-card';
import type { ComponentProps } from 'react';
import { Brand } from './brand.tsx';

export function AuthCard(props: Omit<ComponentProps<typeof Frame>, 'brand'>) {
  return <Frame {...props} brand={<Brand />} />;
}
