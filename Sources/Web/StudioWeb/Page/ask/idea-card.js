// @ts-check
// One idea: its picture, what it is, and what one can do with it.
import { h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { miniRoll } from '../core/miniroll.js';
import { clockText } from '../core/time.js';
import { strings } from '../core/strings.js';
import { titleOf } from '../library/model.js';
import { playButton, stylesText } from '../library/card.js';

/**
 * @param {import('../library/model.js').Entry} entry
 * @param {{number: number, rank: number, isKept: boolean, isChosen: boolean}} place
 * @param {any} actions
 */
export function ideaCard(entry, place, actions) {
  const title = titleOf(entry);
  const name = strings.askIdea(place.number);
  const tool = (/** @type {string} */ drawing, /** @type {string} */ text, /** @type {string} */ key, /** @type {() => void} */ run, /** @type {boolean | null} */ isPressed = null) => h('button', {
    class: 'icon-button icon-button-small', type: 'button', tabIndex: -1, 'aria-label': `${text}, ${name}`, title: `${text} (${key})`,
    'aria-pressed': isPressed, on: { click: run } }, icon(drawing, 18));
  return h('li', { class: `card idea${place.isKept ? ' idea-kept' : ''}${place.isChosen ? ' idea-chosen' : ''}`, data: { id: entry.id } },
    h('div', { class: 'card-picture' }, miniRoll(entry.id, entry.revision, actions.pieces),
      h('div', { class: 'card-playhead', hidden: true }),
      h('span', { class: 'card-number numbers', 'aria-hidden': 'true' }, place.number),
      place.rank === 0 ? h('span', { class: 'idea-best' }, strings.askBest) : null,
      playButton(entry.id, name, actions)),
    h('a', { class: 'card-open', href: actions.context.projectAddress(entry.id), tabIndex: -1, draggable: false,
      'aria-label': [name, place.rank === 0 ? strings.askBest : '', title, entry.key, strings.libraryTempo(entry.tempo), strings.libraryBars(entry.bars),
        clockText(entry.seconds), place.isKept ? strings.askKept : '', place.isChosen ? strings.askChosen : ''].filter(Boolean).join(', ') },
    h('span', { class: 'card-title' }, title)),
    h('p', { class: 'card-facts' }, h('span', { class: 'fact-style' }, stylesText(entry.styles, actions.styleTitles)),
      entry.key ? h('span', { class: 'fact-key' }, entry.key) : null),
    h('p', { class: 'card-size numbers' }, h('span', null, strings.libraryTempo(entry.tempo)), h('span', null, entry.meter),
      h('span', null, strings.libraryBars(entry.bars)), h('span', null, clockText(entry.seconds))),
    h('div', { class: 'idea-tools' },
      tool('check', strings.askKeep, 'K', () => actions.keep(entry), place.isKept),
      tool('close', strings.askDiscard, 'D', () => actions.discard(entry)),
      h('span', { class: 'idea-gap' }),
      tool('wand', strings.askMoreLike, 'M', () => actions.more([entry.id])),
      tool('blend', strings.askChoose, 'X', () => actions.choose(entry), place.isChosen)));
}
