// @ts-check
// Short messages above the player bar, with at most one action (undo, try again).
import { h } from './dom.js';
import { icon } from './icons.js';
import { announce } from './announce.js';
import { strings } from './strings.js';

/**
 * @param {string} text
 * @param {{kind?: 'info' | 'good' | 'error', hint?: string, seconds?: number,
 *   action?: {label: string, run: () => void}}} [options]
 * @returns {() => void} takes it away
 */
export function toast(text, options = {}) {
  const shelf = document.getElementById('toasts');
  if (!shelf) return () => {};
  const kind = options.kind ?? 'info';
  const seconds = options.seconds ?? (kind === 'error' ? 12 : options.action ? 9 : 5);
  /** @type {any} */
  let timer = null;
  const leave = () => {
    clearTimeout(timer);
    item.remove();
  };
  const item = h('div', { class: `toast toast-${kind}` },
    icon(kind === 'error' ? 'warning' : kind === 'good' ? 'check' : 'info', 18),
    h('div', { class: 'toast-text' }, h('p', null, text),
      options.hint ? h('p', { class: 'toast-hint' }, options.hint) : null),
    options.action ? h('button', {
      class: 'button button-quiet button-small', type: 'button',
      on: { click: () => { leave(); options.action?.run(); } },
    }, options.action.label) : null,
    h('button', { class: 'icon-button icon-button-small', type: 'button',
      'aria-label': strings.shellDismiss, on: { click: leave } }, icon('close', 16)));
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(leave, seconds * 1000);
  };
  item.addEventListener('pointerenter', () => clearTimeout(timer));
  item.addEventListener('pointerleave', wait);
  item.addEventListener('focusin', () => clearTimeout(timer));
  item.addEventListener('focusout', wait);
  shelf.appendChild(item);
  while (shelf.children.length > 4) shelf.firstElementChild?.remove();
  announce([text, options.hint].filter(Boolean).join(' '), { now: kind === 'error' });
  wait();
  return leave;
}

/**
 * Shows what went wrong, with the server's hint.
 * @param {any} error
 * @param {{label: string, run: () => void}} [action]
 */
export function toastError(error, action) {
  return toast(error?.message || strings.shellUnknownError, {
    kind: 'error', hint: error?.hint ?? '', action,
  });
}
