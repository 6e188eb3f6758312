// @ts-check
// What the plan decided about a channel, why, and a switch for each; and the channel's own equalizer.
import { fill, h } from '../core/dom.js';
import { strings } from '../core/strings.js';
import { channelOf, equalizerOf, movesOf, withEqualizer, withMove } from './plan.js';
import { levelText } from './scale.js';
import { inTitles } from './words.js';

/** @param {any} draft */
export function createReasons(draft) {
  const told = (/** @type {string} */ text) => sentence(inTitles(text, draft.project.document));
  const element = h('div', { class: 'reasons' });
  let shown = '';

  /** @param {{id: string, name: string}|null} part */
  function draw(part) {
    const { plan } = draft;
    if (!part || !plan) return;
    const key = JSON.stringify([part.id, movesOf(plan, part.id), channelOf(plan, part.id)?.reason]);
    if (key === shown) return updateBands(part);
    const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.closest?.('[data-move]')?.getAttribute('data-move');
    shown = key;
    const channel = channelOf(plan, part.id);
    if (!channel) return fill(element, h('h2', null, part.name), h('p', { class: 'hint' }, strings.mixReturnHint));
    const moves = movesOf(plan, part.id);
    fill(element, h('h2', null, part.name),
      h('section', null, h('h3', null, strings.mixEqualizer),
        h('div', { class: 'bands' }, ['low', 'mid', 'high'].map((band) => bandRow(part, /** @type {'low'} */ (band))))),
      h('section', null, h('h3', null, strings.mixMoves),
        moves.length ? h('ul', { class: 'moves' }, moves.map(moveRow)) : h('p', { class: 'hint' }, strings.mixNoMoves)),
      channel.reason ? h('section', null, h('h3', null, strings.mixWhy), h('p', { class: 'hint' }, told(channel.reason))) : null);
    if (focused) /** @type {HTMLElement|null} */ (element.querySelector(`[data-move="${CSS.escape(focused)}"] button`))?.focus();
    updateBands(part);
  }

  /** @param {{id: string, name: string}} part @param {'low'|'mid'|'high'} band */
  function bandRow(part, band) {
    const input = h('input', {
      class: 'range', type: 'range', min: -12, max: 12, step: 0.5, data: { band },
      'aria-label': strings.mixBandText(part.name, strings.mixBands[band]),
      on: {
        input: () => set(Number(input.value)),
        dblclick: () => set(0),
      },
    });
    const set = (/** @type {number} */ decibels) => draft.edit((/** @type {any} */ plan) =>
      withEqualizer(plan, part.id, band, decibels, strings.mixHandReason));
    return h('label', { class: 'band' }, h('span', null, strings.mixBands[band]), input,
      h('output', { class: 'numbers', data: { value: band } }));
  }

  /** @param {{id: string}} part */
  function updateBands(part) {
    for (const input of element.querySelectorAll('[data-band]')) {
      const band = input.dataset.band;
      const gain = equalizerOf(draft.plan, part.id, band);
      if (Number(input.value) !== gain) input.value = String(gain);
      input.setAttribute('aria-valuetext', `${levelText(gain)} dB`);
      const output = element.querySelector(`[data-value="${band}"]`);
      if (output) output.textContent = levelText(gain);
    }
  }

  /** @param {import('./plan.js').Move} move */
  function moveRow(move) {
    const on = move.applied !== false;
    const button = (/** @type {boolean} */ value, /** @type {string} */ text) => h('button', {
      type: 'button', 'aria-pressed': on === value,
      on: { click: () => draft.edit((/** @type {any} */ plan) => withMove(plan, move.id, value)) },
    }, text);
    return h('li', { class: on ? 'move' : 'move move-off', data: { move: move.id } },
      h('p', null, told(move.reason || move.kind)),
      h('div', { class: 'segments', role: 'group', 'aria-label': told(move.reason || move.kind) }, button(true, strings.mixApply), button(false, strings.mixIgnore)));
  }

  return { element, draw };
}

/** @param {string} text */
const sentence = (text) => text ? text[0].toUpperCase() + text.slice(1) : '';
