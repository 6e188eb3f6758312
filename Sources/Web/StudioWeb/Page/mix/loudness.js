// @ts-check
// The loudness of the mix bus: momentary, short-term, integrated, true peak.
import { h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { strings } from '../core/strings.js';

/** @param {number} value @param {number} [digits] */
export const loudnessText = (value, digits = 1) => Number.isFinite(value) && value > -70 ? value.toFixed(digits) : '–';

/** @param {number} lufs the share of a bar from -40 to 0 */
const share = (lufs) => Math.max(0, Math.min(1, (lufs + 40) / 40));

/** @param {any} player */
export function createLoudness(player) {
  const row = (/** @type {string} */ label, /** @type {string} */ unit, bar = true) => {
    const value = h('span', { class: 'loudness-value numbers' }, '–');
    const fillBar = h('span', { class: 'loudness-fill' });
    const element = h('div', { class: 'loudness-row' }, h('span', { class: 'loudness-label' }, label),
      bar ? h('span', { class: 'loudness-bar', 'aria-hidden': 'true' }, fillBar) : h('span', null),
      h('span', { class: 'loudness-number' }, value, h('span', { class: 'loudness-unit' }, unit)));
    let last = '';
    return {
      element,
      /** @param {number} level */
      show(level) {
        const text = loudnessText(level);
        if (text !== last) value.textContent = last = text;
        if (bar) fillBar.style.transform = `scaleX(${Number.isFinite(level) ? share(level) : 0})`;
      },
      value,
    };
  };
  const momentary = row(strings.mixMomentary, 'LUFS');
  const shortTerm = row(strings.mixShortTerm, 'LUFS');
  const integrated = row(strings.mixIntegrated, 'LUFS');
  const truePeak = row(strings.mixTruePeak, 'dBTP', false);
  const element = h('section', { class: 'loudness', 'aria-label': strings.mixLoudness },
    h('div', { class: 'loudness-head' }, h('h2', null, strings.mixLoudness),
      h('button', {
        class: 'icon-button icon-button-small', type: 'button', 'aria-label': strings.mixReset, title: strings.mixReset,
        on: { click: () => { player.console?.resetLevels(); draw(); } },
      }, icon('refresh', 18))),
    momentary.element, shortTerm.element, integrated.element, truePeak.element);

  function draw() {
    const levels = player.console?.levels;
    momentary.show(levels?.momentary ?? NaN);
    shortTerm.show(levels?.shortTerm ?? NaN);
    integrated.show(levels?.integrated ?? NaN);
    truePeak.show(levels?.truePeak ?? NaN);
    truePeak.value.classList.toggle('loudness-over', (levels?.truePeak ?? -99) > -1);
  }
  return { element, draw };
}
