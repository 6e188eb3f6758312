// @ts-check
// What one can do with the ideas that are chosen.
import { h, fill } from '../core/dom.js';
import { button, iconButton } from '../core/controls.js';
import { strings } from '../core/strings.js';

/**
 * @param {{more: (ids: string[]) => void, blend: (first: string, second: string, share: number) => void,
 *   chooseNone: () => void, nameOf: (id: string) => string}} actions
 */
export function createIdeasBar(actions) {
  const element = h('div', { class: 'ideas-bar', role: 'region', 'aria-label': strings.askChosen, hidden: true });
  let drawn = '';

  /** @param {string[]} chosen */
  function draw(chosen) {
    const key = chosen.map((id) => `${id} ${actions.nameOf(id)}`).join();
    if (key === drawn) return;
    drawn = key;
    element.hidden = chosen.length === 0;
    fill(element, h('span', { class: 'ideas-bar-text' }, strings.askChosenCount(chosen.length)),
      button(strings.askMoreLikeThese(chosen.length), () => actions.more(chosen), { icon: 'wand' }),
      chosen.length === 2 ? mixing(chosen) : h('span', { class: 'hint' }, strings.askMixHint),
      iconButton('close', strings.askChooseNone, actions.chooseNone, { size: 18 }));
  }

  /** @param {string[]} chosen */
  function mixing([first, second]) {
    const share = h('input', {
      class: 'range', type: 'range', min: '10', max: '90', step: '10', value: '50', 'aria-label': strings.askShare,
    });
    return h('div', { class: 'ideas-mix' },
      h('span', null, actions.nameOf(first)), share, h('span', null, actions.nameOf(second)),
      button(strings.askMixThese, () => actions.blend(first, second, Number(share.value) / 100),
        { kind: 'main', icon: 'blend' }));
  }

  return { element, draw };
}
