// @ts-check
// Light, dark, or as the system says. Canvases redraw on the window's event `etude-theme`.
import { recall, remember } from './memory.js';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** @returns {'light' | 'dark' | 'system'} */
export function themeChoice() {
  const choice = recall('theme', 'system');
  return choice === 'light' || choice === 'dark' ? choice : 'system';
}

/** @param {'light' | 'dark' | 'system'} choice */
export function chooseTheme(choice) {
  remember('theme', choice);
  applyTheme();
}

export function isDark() {
  return document.documentElement.dataset.theme === 'dark';
}

function applyTheme() {
  const choice = themeChoice();
  const theme = choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice;
  if (document.documentElement.dataset.theme === theme) return;
  document.documentElement.dataset.theme = theme;
  dispatchEvent(new CustomEvent('etude-theme', { detail: theme }));
}

dark.addEventListener('change', applyTheme);
