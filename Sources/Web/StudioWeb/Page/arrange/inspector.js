// @ts-check
/** What can be done with the chosen cells. */
import { fill, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { strings } from '../core/strings.js';
import { lockState } from './layout.js';

/**
 * @param {import('./board.js').Board} board
 * @param {ReturnType<typeof import('./actions.js').createActions>} actions
 */
export function createInspector(board, actions) {
  const title = h('h2', { class: 'arrange-panel-title' });
  const detail = h('p', { class: 'hint' });
  const first = number(() => takeBars());
  const last = number(() => takeBars());
  const composer = h('select', { class: 'select', 'aria-label': strings.arrangeComposer },
    ['auto', 'players', 'model'].map((id) => h('option', { value: id }, strings.arrangeComposers[id])));
  const intensity = slider(strings.arrangeIntensity, 60);
  const amount = slider(strings.arrangeAmount, 40);
  const lock = h('button', { class: 'button button-quiet button-small', type: 'button', on: { click: () => actions.lock() } });
  const notes = h('button', { class: 'button button-quiet button-small', type: 'button',
    on: { click: () => actions.openNotes(actions.meant().parts[0]) } }, icon('notes', 16), strings.shellNotes);
  const loop = h('button', { class: 'button button-quiet button-small', type: 'button',
    on: { click: () => actions.loop(actions.meant().bars) } }, icon('loop', 16), strings.arrangeLoop);
  const clear = h('button', { class: 'icon-button icon-button-small', type: 'button', 'aria-label': strings.arrangeChooseNone,
    title: `${strings.arrangeChooseNone} (Esc)`, on: { click: () => board.choose(null) } }, icon('close', 16));

  const element = h('div', { class: 'arrange-inspector' },
    h('div', { class: 'arrange-panel-head' }, title, clear), detail,
    h('div', { class: 'arrange-row' }, lock, loop, notes),
    h('div', { class: 'arrange-bars' },
      h('label', { class: 'label' }, strings.arrangeFirstBar, first), h('label', { class: 'label' }, strings.arrangeLastBar, last)),
    h('section', null, h('h2', null, strings.arrangeRegenerate),
      h('div', { class: 'arrange-row' }, composer,
        h('button', { class: 'button button-main button-small', type: 'button', title: `${strings.arrangeRegenerate} (R)`,
          on: { click: () => actions.regenerate({ composer: composer.value }) } }, icon('refresh', 16), strings.arrangeRegenerate))),
    h('section', null, intensity.element,
      h('button', { class: 'button button-quiet button-small', type: 'button',
        on: { click: () => actions.setIntensity(intensity.value() / 100) } }, strings.arrangeIntensityApply),
      h('p', { class: 'hint' }, strings.arrangeIntensityHint)),
    h('section', null, amount.element,
      h('button', { class: 'button button-quiet button-small', type: 'button', title: `${strings.arrangeVary} (Y)`,
        on: { click: () => actions.vary(amount.value() / 100) } }, icon('dice', 16), strings.arrangeVary)));

  function takeBars() {
    const cells = actions.meant();
    const from = Math.min(Math.max(1, Number(first.value) || 1), board.document.bars) - 1;
    const to = Math.min(Math.max(from + 1, Number(last.value) || 1), board.document.bars);
    board.choose({ bars: [from, to], parts: cells.parts });
  }

  function draw() {
    const { bars, parts } = actions.meant();
    title.textContent = board.cells ? actions.named() : strings.arrangeWholeSong;
    detail.textContent = board.cells ? strings.arrangeChosenHint(bars, parts.length) : strings.arrangeNothingChosen;
    for (const field of [first, last]) field.max = String(board.document.bars);
    if (document.activeElement !== first) first.value = String(bars[0] + 1);
    if (document.activeElement !== last) last.value = String(bars[1]);
    clear.hidden = !board.cells;
    const isLocked = parts.every((part) => lockState(board.document.locks, part, bars) === 'all');
    fill(lock, icon(isLocked ? 'unlock' : 'lock', 16), isLocked ? strings.arrangeRelease : strings.arrangeLock);
    notes.disabled = parts.length === 0;
  }

  return { element, draw, amount: () => amount.value() / 100, composer: () => composer.value };
}

/** @param {() => void} take */
function number(take) {
  return h('input', { class: 'field arrange-number-field numbers', type: 'number', min: 1, on: { change: take } });
}

/** @param {string} name @param {number} value */
function slider(name, value) {
  const shown = h('span', { class: 'numbers', 'aria-hidden': 'true' }, strings.arrangePercent(value / 100));
  const input = h('input', { class: 'range', type: 'range', min: 0, max: 100, step: 5, 'aria-label': name, on: { input: () => {
    shown.textContent = strings.arrangePercent(Number(input.value) / 100);
    input.setAttribute('aria-valuetext', shown.textContent);
  } } });
  input.value = String(value);
  return { element: h('label', { class: 'label arrange-slider' }, h('span', null, name, shown), input), value: () => Number(input.value) };
}
