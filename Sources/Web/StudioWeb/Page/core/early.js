// Runs before the first paint, so that a dark room stays dark: a classic script, not a module.
(() => {
  let choice = 'system';
  try {
    choice = localStorage.getItem('etude-theme') || 'system';
  } catch {
    choice = 'system';
  }
  const isDark = choice === 'dark'
    || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
})();
