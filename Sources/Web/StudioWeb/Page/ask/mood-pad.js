// @ts-check
// Valence across, energy upwards: press, drag, or arrows (Shift for small steps); Delete clears.
import { h } from '../core/dom.js';
import { strings } from '../core/strings.js';

/**
 * @param {(mood: {valence: number, energy: number} | null) => void} onChange
 * @returns {{element: HTMLElement, focus: () => void,
 *   show: (mood: {valence: number, energy: number} | null, isSet: boolean) => void}}
 */
export function moodPad(onChange) {
  /** @type {{valence: number, energy: number}} */
  let mood = { valence: 0, energy: 0 };
  const thumb = h('div', { class: 'mood-thumb', role: 'slider', tabIndex: 0, 'aria-label': strings.askMood,
    'aria-valuemin': '-100', 'aria-valuemax': '100', 'aria-describedby': 'mood-help' });
  const corners = {
    tense: strings.askMoodTense, joyful: strings.askMoodJoyful, sad: strings.askMoodSad, calm: strings.askMoodCalm,
  };
  const pad = h('div', { class: 'mood-pad' }, Object.entries(corners).map(
    ([corner, text]) => h('span', { class: `mood-label mood-${corner}` }, text)), thumb);
  const element = h('div', { class: 'mood' }, pad, h('div', { class: 'mood-axis' },
    h('span', null, strings.askMoodDark), h('span', { id: 'mood-help' }, strings.askMoodHelp),
    h('span', null, strings.askMoodBright)));

  /** @param {PointerEvent} event */
  function follow(event) {
    const box = pad.getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width;
    const down = (event.clientY - box.top) / box.height;
    change(across * 2 - 1, 1 - down * 2);
  }
  /**
   * @param {number} valence
   * @param {number} energy
   */
  function change(valence, energy) {
    const snap = (/** @type {number} */ value) => {
      const bounded = Math.min(1, Math.max(-1, value));
      return Math.abs(bounded) < 0.04 ? 0 : Number(bounded.toFixed(2));
    };
    show({ valence: snap(valence), energy: snap(energy) }, true);
    onChange(mood);
  }

  pad.addEventListener('pointerdown', (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    thumb.focus({ focusVisible: false });
    follow(event);
  });
  pad.addEventListener('pointermove', (/** @type {PointerEvent} */ event) => {
    if (pad.hasPointerCapture(event.pointerId)) follow(event);
  });
  thumb.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    const step = event.shiftKey ? 0.02 : 0.1;
    const moves = /** @type {Record<string, [number, number]>} */ ({
      ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] });
    const move = moves[event.key];
    if (move) change(Math.round((mood.valence + move[0]) * 50) / 50, Math.round((mood.energy + move[1]) * 50) / 50);
    else if (event.key === 'Home') change(0, 0);
    else if (event.key === 'Delete' || event.key === 'Backspace') onChange(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  /**
   * @param {{valence: number, energy: number} | null} next
   * @param {boolean} isSet
   */
  function show(next, isSet) {
    mood = next ?? { valence: 0, energy: 0 };
    pad.style.setProperty('--valence', String(mood.valence));
    pad.style.setProperty('--energy', String(mood.energy));
    pad.classList.toggle('mood-set', isSet);
    pad.classList.toggle('mood-open', next === null);
    thumb.setAttribute('aria-valuenow', String(Math.round(mood.valence * 100)));
    thumb.setAttribute('aria-valuetext', next === null ? strings.askMoodOpen : strings.askMoodText(mood.valence, mood.energy));
  }
  show(null, false);
  return { element, show, focus: () => thumb.focus() };
}
