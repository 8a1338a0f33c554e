import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig(({ command }) => {
  // A test run sets NODE_ENV=test, and React's development build would be bundled: half as much again.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    plugins: [react()],
    build: { target: 'es2023', outDir: 'dist/ui', assetsInlineLimit: 0, chunkSizeWarningLimit: 800 },
    server: { proxy: { '/admin/api': process.env.OKTA_EMULATOR_URL ?? 'http://localhost:8090' } },
  };
});
