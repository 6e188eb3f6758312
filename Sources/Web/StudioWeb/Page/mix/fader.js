// @ts-check
// A vertical fader with a scale in decibels: drag, wheel, arrows; a double press goes back.
import { h } from '../core/dom.js';
import { heightOf, highest, levelAt, levelText, lowest } from './scale.js';

/**
 * @param {{label: string, changed: (decibels: number) => void, usual: () => number}} options
 */
export function createFader({ label, changed, usual }) {
  const knob = h('span', { class: 'fader-knob' });
  const element = h('div', {
    class: 'fader', role: 'slider', tabIndex: 0, 'aria-label': label, 'aria-orientation': 'vertical',
    'aria-valuemin': lowest, 'aria-valuemax': highest, 'aria-valuenow': 0,
  }, h('span', { class: 'fader-track' }), h('span', { class: 'fader-zero' }), knob);
  let value = 0;

  /** @param {number} decibels */
  function show(decibels) {
    value = Math.max(lowest, Math.min(highest, decibels));
    knob.style.bottom = `calc(${heightOf(value) * 100}% - 11px)`;
    element.setAttribute('aria-valuenow', value.toFixed(1));
    element.setAttribute('aria-valuetext', `${levelText(value)} dB`);
  }

  /** @param {number} decibels */
  function set(decibels) {
    const bounded = Math.max(lowest, Math.min(highest, decibels));
    if (bounded === value) return;
    show(bounded);
    changed(bounded);
  }

  let lastY = 0;
  let height = 0;
  element.addEventListener('pointerdown', (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    lastY = event.clientY;
    height = heightOf(value);
  });
  element.addEventListener('pointermove', (/** @type {PointerEvent} */ event) => {
    if (!element.hasPointerCapture(event.pointerId)) return;
    height += (lastY - event.clientY) / element.clientHeight * (event.shiftKey ? 0.2 : 1);
    lastY = event.clientY;
    set(Math.round(levelAt(Math.max(0, Math.min(1, height))) * 10) / 10);
  });
  element.addEventListener('dblclick', () => set(usual()));
  element.addEventListener('wheel', (/** @type {WheelEvent} */ event) => {
    if (document.activeElement !== element) return;
    event.preventDefault();
    set(Math.round((value - Math.sign(event.deltaY) * 0.5) * 10) / 10);
  }, { passive: false });
  element.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    const step = event.shiftKey ? 0.1 : 0.5;
    const to = ({
      ArrowUp: value + step, ArrowRight: value + step, ArrowDown: value - step, ArrowLeft: value - step,
      PageUp: value + 3, PageDown: value - 3, Home: highest, End: lowest,
    })[/** @type {'Home'} */ (event.key)];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    set(Math.round(to * 10) / 10);
  });
  show(0);
  return { element, show, get value() { return value; } };
}
