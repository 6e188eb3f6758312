// @ts-check
// One idea: its picture, what it is, and what one can do with it.
import { h } from '../core/dom.js';
import { iconButton } from '../core/controls.js';
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
  const isBest = place.rank === 0;
  const facts = [strings.libraryTempo(entry.tempo), entry.meter, strings.libraryBars(entry.bars), clockText(entry.seconds)];
  const summary = [name, isBest && strings.askBest, title, entry.key, ...facts,
    place.isKept && strings.askKept, place.isChosen && strings.askChosen].filter(Boolean).join(', ');
  const states = [place.isKept && 'idea-kept', place.isChosen && 'idea-chosen'].filter(Boolean);

  /**
   * @param {string} drawing
   * @param {string} text
   * @param {string} key
   * @param {() => void} run
   * @param {boolean} [isPressed]
   */
  const tool = (drawing, text, key, run, isPressed) => iconButton(drawing, `${text}, ${name}`, run, {
    isSmall: true, size: 18, tabIndex: -1, title: `${text} (${key})`, 'aria-pressed': isPressed });

  return h('li', { class: ['card', 'idea', ...states].join(' '), data: { id: entry.id } },
    h('div', { class: 'card-picture' }, miniRoll(entry.id, entry.revision, actions.pieces),
      h('div', { class: 'card-playhead', hidden: true }),
      h('span', { class: 'card-number numbers', 'aria-hidden': 'true' }, place.number),
      isBest ? h('span', { class: 'idea-best' }, strings.askBest) : null,
      playButton(entry.id, name, actions)),
    h('a', { class: 'card-open', href: actions.context.projectAddress(entry.id), tabIndex: -1,
      draggable: false, 'aria-label': summary }, h('span', { class: 'card-title' }, title)),
    h('p', { class: 'card-facts' },
      h('span', { class: 'fact-style' }, stylesText(entry.styles, actions.styleTitles)),
      entry.key ? h('span', { class: 'fact-key' }, entry.key) : null),
    h('p', { class: 'card-size numbers' }, facts.map((fact) => h('span', null, fact))),
    h('div', { class: 'idea-tools' },
      tool('check', strings.askKeep, 'K', () => actions.keep(entry), place.isKept),
      tool('close', strings.askDiscard, 'D', () => actions.discard(entry)),
      h('span', { class: 'idea-gap' }),
      tool('wand', strings.askMoreLike, 'M', () => actions.more([entry.id])),
      tool('blend', strings.askChoose, 'X', () => actions.choose(entry), place.isChosen)));
}
