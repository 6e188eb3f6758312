// @ts-check
// What a screen reader is told: two live regions in the shell.

/**
 * @param {string} text
 * @param {{now?: boolean}} [options] `now` interrupts (errors); else it waits its turn.
 */
export function announce(text, options = {}) {
  const region = document.getElementById(options.now ? 'live-now' : 'live-polite');
  if (!region) return;
  region.textContent = '';
  setTimeout(() => {
    region.textContent = text;
  }, 30);
}
