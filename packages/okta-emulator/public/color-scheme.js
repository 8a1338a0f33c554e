// Runs before the first paint, so that a dark page doesn't flash white. A file of its own: the CSP allows no inline script.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('rollcall-color-scheme');
  } catch {
    // Storage can be switched off; the system's scheme is used then.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
