// @ts-check
/** Bar numbers, the loop and the playhead's mark; a press seeks, a drag loops. */
import { fill, h } from '../core/dom.js';
import { strings } from '../core/strings.js';
import { barsBetween } from './layout.js';

/**
 * @param {import('./board.js').Board} board
 * @param {ReturnType<typeof import('./actions.js').createActions>} actions
 * @param {() => any} player
 */
export function createRuler(board, actions, player) {
  const numbers = h('div', { 'aria-hidden': 'true' });
  const loop = h('div', { class: 'arrange-loop', hidden: true });
  const mark = h('div', { class: 'arrange-mark' });
  const element = h('div', { class: 'arrange-ruler', title: strings.arrangeRulerHint }, loop, numbers, mark);
  /** @type {number | null} */
  let press = null;
  const x = (/** @type {PointerEvent} */ event) => event.clientX - element.getBoundingClientRect().left;
  element.addEventListener('pointerdown', (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    press = x(event);
  });
  element.addEventListener('pointermove', (/** @type {PointerEvent} */ event) => {
    if (press === null || Math.abs(x(event) - press) < 6) return;
    actions.loop(barsBetween(board.columns.barAt(press), board.columns.barAt(x(event))));
  });
  element.addEventListener('pointerup', (/** @type {PointerEvent} */ event) => {
    if (press !== null && Math.abs(x(event) - press) < 6) {
      player()?.seek(Math.min(press / board.columns.pixelsPerBeat, board.document.length));
    }
    press = null;
  });
  element.addEventListener('dblclick', () => actions.loop(null));

  function drawLoop() {
    const range = player()?.state?.loop ?? null;
    loop.hidden = !range;
    if (!range) return;
    loop.style.left = `${range[0] * board.columns.pixelsPerBeat}px`;
    loop.style.width = `${(range[1] - range[0]) * board.columns.pixelsPerBeat}px`;
  }

  return {
    element,
    drawLoop,
    draw() {
      const { columns } = board;
      const every = columns.numberEvery();
      const labels = [];
      for (let bar = 0; bar < columns.bars; bar += every) {
        labels.push(h('span', { class: 'arrange-number numbers', style: { left: `${columns.x(bar)}px` } }, String(bar + 1)));
      }
      fill(numbers, labels);
      drawLoop();
    },
    /** @param {number} beat */
    move(beat) {
      mark.style.transform = `translateX(${beat * board.columns.pixelsPerBeat}px)`;
    },
  };
}
