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
  const field = h('input', {
    class: 'field', type: 'search', role: 'combobox', autocomplete: 'off', spellcheck: 'false',
    'aria-expanded': 'true', 'aria-controls': own, 'aria-autocomplete': 'list',
    'aria-label': options.label, placeholder: options.label,
  });
  const list = h('ul', {
    class: 'search-list', id: own, role: 'listbox', 'aria-label': options.label, tabIndex: -1,
    'aria-multiselectable': options.isMultiple ? 'true' : null,
  });

  function draw() {
    fill(list, shown.length === 0 ? h('li', {
      role: 'option', class: 'search-none', 'aria-selected': 'false', 'aria-disabled': 'true',
    }, strings.askNothingFound) : shown.map(rowOf));
    mark();
  }
  /**
   * @param {{value: string, text: string, note?: string}} choice
   * @param {number} index
   */
  function rowOf(choice, index) {
    const isChosen = chosen.has(choice.value);
    return h('li', {
      role: 'option', id: `${own}-${index}`, class: 'search-row', 'aria-selected': isChosen,
      on: {
        click: () => choose(index),
        pointermove: () => {
          if (at === index) return;
          at = index;
          mark();
        },
      },
    }, h('span', { class: 'search-tick' }, isChosen ? icon('check', 16) : null), h('span', null, choice.text),
    choice.note ? h('span', { class: 'search-note' }, choice.note) : null);
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
    const isFirst = (/** @type {{text: string}} */ choice) => choice.text.toLowerCase().startsWith(words[0] ?? '');
    shown = [...shown].sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
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
