// @ts-check
// One song or one folder of variations, as a card or (by style alone) as a row.
import { h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { miniRoll } from '../core/miniroll.js';
import { stars } from '../core/stars.js';
import { clockText } from '../core/time.js';
import { strings } from '../core/strings.js';
import { groupTitle, titleOf, variationOf } from './model.js';
import { whenText } from './when.js';

/**
 * @typedef {object} Actions
 * @property {(id: string) => void} listen
 * @property {(entry: import('./model.js').Entry, rating: number) => void} rate
 * @property {(entry: import('./model.js').Entry, anchor: Element) => void} menu
 * @property {(tag: string) => void} filterTag
 * @property {Map<string, string>} styleTitles
 * @property {any} pieces
 * @property {any} context
 */

/**
 * @param {import('./model.js').Entry} entry
 * @param {Actions} actions
 */
export function projectCard(entry, actions) {
  if (entry.fault) return faultCard(entry, entry.fault, actions);
  const title = titleOf(entry);
  const variation = variationOf(entry);
  return h('li', { class: 'card', data: { id: entry.id } },
    h('div', { class: 'card-picture' }, miniRoll(entry.id, entry.revision, actions.pieces),
      h('div', { class: 'card-playhead', hidden: true }),
      variation === null ? null : h('span', { class: 'card-number numbers', 'aria-hidden': 'true' }, variation),
      playButton(entry.id, title, actions)),
    h('a', { class: 'card-open', href: actions.context.projectAddress(entry.id), tabIndex: -1, draggable: false,
      'aria-label': summary(entry, actions.styleTitles) },
    h('span', { class: 'card-title' }, title)),
    h('p', { class: 'card-facts' },
      h('span', { class: 'fact-style' }, stylesText(entry.styles, actions.styleTitles)),
      entry.key ? h('span', { class: 'fact-key' }, entry.key) : null,
      h('span', { class: 'fact-tempo numbers' }, strings.libraryTempo(entry.tempo))),
    h('p', { class: 'card-size numbers' },
      h('span', { class: 'fact-meter' }, entry.meter),
      h('span', { class: 'fact-bars' }, strings.libraryBars(entry.bars)),
      h('span', { class: 'fact-length' }, clockText(entry.seconds)),
      entry.hasMaster ? h('span', { class: 'fact-master' }, strings.libraryMaster) : null),
    h('div', { class: 'card-tags' }, entry.tags.map((tag) => h('button', {
      class: 'tag tag-button', type: 'button', tabIndex: -1, on: { click: () => actions.filterTag(tag) },
    }, tag))),
    h('div', { class: 'card-foot' },
      stars(entry.rating, title, (rating) => actions.rate(entry, rating)),
      h('span', { class: 'card-when' }, whenText(entry.modified)),
      menuButton(entry, title, actions)));
}

/**
 * A project that cannot be read stays on the list, so that nobody thinks it gone.
 * @param {import('./model.js').Entry} entry
 * @param {string} fault
 * @param {Actions} actions
 */
function faultCard(entry, fault, actions) {
  const title = titleOf(entry);
  return h('li', { class: 'card card-fault', data: { id: entry.id } },
    h('div', { class: 'card-picture' }, icon('warning', 26)),
    h('a', { class: 'card-open', href: actions.context.projectAddress(entry.id), tabIndex: -1, draggable: false,
      'aria-label': `${title}, ${strings.libraryFault}: ${fault}` }, h('span', { class: 'card-title' }, title)),
    h('p', { class: 'card-facts' }, strings.libraryFault),
    h('p', { class: 'card-reason' }, fault),
    h('div', { class: 'card-tags' }),
    h('div', { class: 'card-foot' }, h('span', { class: 'card-when' }, whenText(entry.modified)), menuButton(entry, title, actions)));
}

/**
 * @param {import('./model.js').Entry} entry
 * @param {string} title
 * @param {Actions} actions
 */
function menuButton(entry, title, actions) {
  return h('button', { class: 'icon-button icon-button-small card-menu', type: 'button', tabIndex: -1, 'aria-haspopup': 'menu',
    'aria-label': strings.libraryMore(title),
    on: { click: (/** @type {any} */ event) => actions.menu(entry, event.currentTarget) } }, icon('more', 18));
}

/**
 * @param {any} group
 * @param {Actions} actions
 */
export function groupCard(group, actions) {
  const first = group.entries[0];
  return h('li', { class: 'card card-group', data: { group: group.name } },
    h('div', { class: 'card-picture card-stack' }, group.entries.filter((/** @type {any} */ entry) => !entry.fault).slice(0, 4).map(
      (/** @type {any} */ entry) => miniRoll(entry.id, entry.revision, actions.pieces))),
    h('a', { class: 'card-open', href: `#/?group=${encodeURIComponent(group.name)}`, tabIndex: -1, draggable: false,
      'aria-label': `${groupTitle(group.name)}, ${strings.libraryVariations(group.entries.length)}` },
    h('span', { class: 'card-title' }, icon('folder', 17), groupTitle(group.name))),
    h('p', { class: 'card-facts' }, h('span', { class: 'fact-style' }, stylesText(first.styles, actions.styleTitles))),
    h('p', { class: 'card-size' }, h('span', null, strings.libraryVariations(group.entries.length))),
    h('div', { class: 'card-tags' }),
    h('div', { class: 'card-foot' }, h('span', { class: 'card-when' }, whenText(group.modified))));
}

/**
 * @param {string} id
 * @param {string} title
 * @param {any} actions
 */
export function playButton(id, title, actions) {
  return h('button', { class: 'card-play', type: 'button', tabIndex: -1, 'aria-label': strings.libraryPlay(title),
    data: { title }, on: { click: () => actions.listen(id) } }, icon('play', 20));
}

/**
 * Shows on a card whether it plays, and where.
 * @param {HTMLElement} card
 * @param {boolean} isPlaying
 */
export function markPlaying(card, isPlaying) {
  if (card.classList.contains('card-playing') === isPlaying) return;
  card.classList.toggle('card-playing', isPlaying);
  const button = /** @type {HTMLElement | null} */ (card.querySelector('.card-play'));
  const line = /** @type {HTMLElement | null} */ (card.querySelector('.card-playhead'));
  if (line) line.hidden = !isPlaying;
  if (!button) return;
  const title = button.dataset.title ?? '';
  button.setAttribute('aria-label', isPlaying ? strings.libraryPause(title) : strings.libraryPlay(title));
  button.replaceChildren(icon(isPlaying ? 'pause' : 'play', 20));
}

/**
 * @param {{name: string, weight: number}[]} styles
 * @param {Map<string, string>} titles
 */
export function stylesText(styles, titles) {
  return styles.map((style) => titles.get(style.name) ?? style.name).join(' × ');
}

/**
 * What a screen reader hears of a card.
 * @param {any} entry
 * @param {Map<string, string>} titles
 */
function summary(entry, titles) {
  return [titleOf(entry), variationOf(entry), stylesText(entry.styles, titles), entry.key, strings.libraryTempo(entry.tempo),
    strings.libraryBars(entry.bars), clockText(entry.seconds), strings.libraryRating(entry.rating),
    entry.tags.join(', ')].filter(Boolean).join(', ');
}
