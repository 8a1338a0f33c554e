import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig(({ command }) => {
  // A test run sets NODE_ENV=test, and React's development build would be bundled: half as much again.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    plugins: [react()],
    build: {
      target: 'es2023',
      // The manifest tells the size test which files the first load needs.
      manifest: true,
      // The CSP allows no inline assets but data: images.
      assetsInlineLimit: 0,
    },
    server: { proxy: { '/api': process.env.ROLLCALL_URL ?? 'http://localhost:8080' } },
  };
});
