// @ts-check
// Buttons as the whole page draws them.
import { h } from './dom.js';
import { icon } from './icons.js';

/**
 * A button with words.
 * @param {any} text
 * @param {(event: any) => void} run
 * @param {Record<string, any>} [options] `kind` (quiet, main, plain, danger), `size` (small, large),
 *   `icon`, `class`; the rest are attributes
 * @returns {any}
 */
export function button(text, run, options = {}) {
  const { kind = 'quiet', size, icon: drawing, class: more, on, ...rest } = options;
  const names = ['button', `button-${kind}`, size ? `button-${size}` : '', more ?? ''];
  return h('button', { class: names.filter(Boolean).join(' '), type: 'button', on: { click: run, ...on }, ...rest },
    drawing ? icon(drawing, size === 'small' ? 16 : 18) : null, text);
}

/**
 * A button with an icon alone; its name is read and shown on hover.
 * @param {string} drawing
 * @param {string} name
 * @param {(event: any) => void} run
 * @param {Record<string, any>} [options] `isSmall`, `size` of the icon; the rest are attributes
 * @returns {any}
 */
export function iconButton(drawing, name, run, options = {}) {
  const { isSmall = false, size = isSmall ? 16 : 20, class: more, ...rest } = options;
  const names = ['icon-button', isSmall ? 'icon-button-small' : '', more ?? ''];
  return h('button', {
    class: names.filter(Boolean).join(' '), type: 'button', 'aria-label': name, title: name,
    on: { click: run }, ...rest,
  }, icon(drawing, size));
}
