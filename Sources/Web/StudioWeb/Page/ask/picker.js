// @ts-check
// A list to search in: type, arrows, Enter; one choice or many.
import { h, fill, freshID } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { strings } from '../core/strings.js';

/**
 * @param {{label: string, choices: {value: string, text: string, note?: string}[], chosen: string[], isMultiple?: boolean,
 *   onChoose: (value: string) => void}} options
 */
export function searchList(options) {
  const own = freshID('list');
  let shown = options.choices;
  let at = Math.max(0, shown.findIndex((choice) => options.chosen.includes(choice.value)));
  const chosen = new Set(options.chosen);
  const field = h('input', { class: 'field', type: 'search', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': own,
    'aria-label': options.label, placeholder: options.label, autocomplete: 'off', spellcheck: 'false', 'aria-autocomplete': 'list' });
  const list = h('ul', { class: 'search-list', id: own, role: 'listbox', 'aria-label': options.label, tabIndex: -1,
    'aria-multiselectable': options.isMultiple ? 'true' : null });

  function draw() {
    fill(list, shown.map((choice, index) => h('li', { role: 'option', id: `${own}-${index}`, 'aria-selected': chosen.has(choice.value),
      class: index === at ? 'search-row search-at' : 'search-row', on: { click: () => choose(index),
        pointermove: () => { if (at !== index) { at = index; mark(); } } } },
    h('span', { class: 'search-tick' }, chosen.has(choice.value) ? icon('check', 16) : null),
    h('span', null, choice.text), choice.note ? h('span', { class: 'search-note' }, choice.note) : null)));
    if (shown.length === 0) fill(list, h('li', { role: 'option', 'aria-selected': 'false', 'aria-disabled': 'true', class: 'search-none' }, strings.askNothingFound));
    mark();
  }
  function mark() {
    [...list.children].forEach((row, index) => row.classList.toggle('search-at', index === at));
    if (shown.length > 0) field.setAttribute('aria-activedescendant', `${own}-${at}`);
    else field.removeAttribute('aria-activedescendant');
  }
  /** @param {number} index */
  function choose(index) {
    const choice = shown[index];
    if (!choice) return;
    if (options.isMultiple) {
      if (chosen.has(choice.value)) chosen.delete(choice.value);
      else chosen.add(choice.value);
      at = index;
      draw();
    }
    options.onChoose(choice.value);
  }
  field.addEventListener('input', () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = options.choices.filter((choice) => words.every((/** @type {string} */ word) =>
      `${choice.text} ${choice.value} ${choice.note ?? ''}`.toLowerCase().includes(word)));
    const starts = (/** @type {{text: string}} */ choice) => (words[0] && choice.text.toLowerCase().startsWith(words[0]) ? 0 : 1);
    shown = [...shown].sort((a, b) => starts(a) - starts(b));
    at = 0;
    draw();
  });
  field.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'ArrowDown') at = Math.min(shown.length - 1, at + 1);
    else if (event.key === 'ArrowUp') at = Math.max(0, at - 1);
    else if (event.key === 'Enter') choose(at);
    else return;
    event.preventDefault();
    mark();
    list.children[at]?.scrollIntoView({ block: 'nearest' });
  });
  draw();
  requestAnimationFrame(() => list.children[at]?.scrollIntoView({ block: 'nearest' }));
  return h('div', { class: 'search-box' }, field, list);
}
