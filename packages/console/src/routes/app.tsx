import { Outlet } from '@tanstack/react-router';
import { AppShell } from '../features/shell/app-shell.tsx';

export function AppPage() {
  return (
    <AppShell>
      <Outlet />
    </AppShell>
  );
}
