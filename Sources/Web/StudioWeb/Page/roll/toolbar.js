// @ts-check
import { openPopover } from '../core/dialog.js';
import { h, fill } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { keyText } from '../core/keys.js';
import { strings } from '../core/strings.js';
import { STEPS } from './grid.js';
import { openPattern } from './pattern.js';

/**
 * The bar over the notes.
 * @param {{editor: import('./editor.js').Editor, commands: import('./commands.js').Commands,
 *   surface: import('./surface.js').Surface, actions: any}} parts
 * @returns {{element: HTMLElement, draw: () => void}}
 */
export function createToolbar({ editor, commands, surface, actions }) {
  const part = h('select', { class: 'select roll-part', 'aria-label': strings.rollPart,
    on: { change: () => actions.part({ id: part.value }) } });
  const dot = h('span', { class: 'roll-dot', 'aria-hidden': 'true' });
  const point = toggle('pointer', strings.rollToolPoint, 'V', () => editor.set({ tool: 'point' }));
  const pencil = toggle('pencil', strings.rollToolDraw, 'B', () => editor.set({ tool: 'draw' }));
  const step = h('select', { class: 'select roll-step', 'aria-label': strings.rollStep,
    title: strings.rollStep, on: { change: () => editor.set({ stepID: step.value }) } },
  STEPS.map(({ id }) => h('option', { value: id }, strings.rollStepName(id))));
  const snap = toggle('magnet', strings.rollSnap, 'N', () => editor.set({ isSnapping: !editor.isSnapping }));
  const timing = button(strings.rollTiming, null, () => openTiming(timing, commands));
  timing.setAttribute('aria-haspopup', 'dialog');
  const pattern = button(strings.rollPattern, null, () => openPattern(pattern, editor, commands));
  pattern.setAttribute('aria-haspopup', 'dialog');
  const scale = button(strings.rollScale, 'G', () => editor.set({ hasScale: !editor.hasScale }));
  const chords = button(strings.rollChordTones, null, () => editor.set({ hasChords: !editor.hasChords }));
  const ghosts = button(strings.rollGhosts, null, () => editor.set({ hasGhosts: !editor.hasGhosts }));
  const heard = toggle('speaker', strings.rollHear, null, () => editor.set({ isHeard: !editor.isHeard }));
  const loop = toggle('loop', strings.rollLoop, 'C', () => actions.loop());
  const lock = toggle('lock', strings.rollLock, 'L', () => actions.lock());
  const regenerate = h('button', { class: 'button button-quiet button-small', type: 'button',
    title: `${strings.rollRegenerate} (R)`, on: { click: () => actions.regenerate() } },
  icon('refresh', 17), strings.rollRegenerateShort);
  const zoomOut = toggle('zoomOut', strings.rollZoomOut, '-', () => surface.zoom(0.8));
  const zoomIn = toggle('zoomIn', strings.rollZoomIn, '+', () => surface.zoom(1.25));
  for (const each of [zoomOut, zoomIn, loop, lock]) each.removeAttribute('aria-pressed');

  const element = h('div', { class: 'roll-bar', role: 'toolbar', 'aria-label': strings.rollTools },
    h('div', { class: 'roll-part-box' }, dot, part),
    h('div', { class: 'roll-group' }, point, pencil),
    h('div', { class: 'roll-group' }, step, snap),
    h('div', { class: 'roll-group' }, timing, pattern),
    h('div', { class: 'roll-group' }, regenerate, loop, lock),
    h('div', { class: 'roll-group roll-views' }, scale, chords, ghosts, heard),
    h('div', { class: 'roll-group' }, zoomOut, zoomIn));

  function draw() {
    const { parts } = editor.document;
    const names = parts.map((/** @type {any} */ each) => `${each.id}\n${each.name}`).join('\n');
    if (part.dataset.names !== names) {
      part.dataset.names = names;
      fill(part, parts.map((/** @type {any} */ each) => h('option', { value: each.id }, each.name)));
    }
    part.value = editor.part;
    dot.dataset.role = editor.entry?.role ?? '';
    step.value = editor.stepID;
    press(point, editor.tool === 'point');
    press(pencil, editor.tool === 'draw');
    press(snap, editor.isSnapping);
    press(scale, editor.hasScale);
    press(chords, editor.hasChords);
    press(ghosts, editor.hasGhosts);
    press(heard, editor.isHeard);
    press(loop, editor.loop !== null);
    for (const each of [scale, chords, ghosts]) each.hidden = editor.isDrums;
    pattern.hidden = !editor.isDrums;
  }
  return { element, draw };
}

/** @param {HTMLElement} element @param {boolean} isOn */
function press(element, isOn) {
  element.setAttribute('aria-pressed', String(isOn));
}

/** @param {string} text @param {string | null} key */
function titled(text, key) {
  return key ? `${text} (${keyText(key)})` : text;
}

/** @param {string} name @param {string} text @param {string | null} key @param {() => void} run */
function toggle(name, text, key, run) {
  return h('button', { class: 'icon-button icon-button-small', type: 'button', 'aria-label': text,
    title: titled(text, key), 'aria-pressed': 'false', on: { click: run } }, icon(name, 18));
}

/** @param {string} text @param {string | null} key @param {() => void} run */
function button(text, key, run) {
  return h('button', { class: 'button button-quiet button-small', type: 'button',
    title: titled(text, key), on: { click: run } }, text);
}

/**
 * Quantise and humanise with their settings.
 * @param {HTMLElement} anchor
 * @param {import('./commands.js').Commands} commands
 */
function openTiming(anchor, commands) {
  const { quantiseSettings: quantise, humaniseSettings: humanise } = commands;
  const step = h('select', { class: 'select', on: { change: () => { quantise.stepID = step.value; } } },
    STEPS.filter(({ beats }) => beats <= 1).map(({ id }) => h('option', { value: id }, strings.rollStepName(id))));
  step.value = quantise.stepID;
  const ends = h('input', { type: 'checkbox', checked: quantise.ends,
    on: { change: () => { quantise.ends = ends.checked; } } });
  openPopover(anchor, h('div', { class: 'roll-timing' },
    h('section', null, h('h2', null, strings.rollQuantise),
      h('label', { class: 'label' }, strings.rollStep, step),
      range(strings.rollStrength, quantise.strength * 100, 0, 100, 5, strings.rollPercent,
        (value) => { quantise.strength = value / 100; }),
      range(strings.rollSwing, quantise.swing * 100, 50, 75, 1, strings.rollPercent,
        (value) => { quantise.swing = value / 100; }),
      h('label', { class: 'check' }, ends, strings.rollEnds),
      h('button', { class: 'button button-main button-small', type: 'button',
        on: { click: () => commands.quantise() } }, strings.rollQuantise, h('kbd', null, 'Q'))),
    h('section', null, h('h2', null, strings.rollHumanise),
      range(strings.rollHumaniseTime, humanise.time * 1000, 0, 120, 5, strings.rollThousandths,
        (value) => { humanise.time = value / 1000; }),
      range(strings.rollHumaniseVelocity, humanise.velocity, 0, 40, 1, String,
        (value) => { humanise.velocity = value; }),
      h('button', { class: 'button button-main button-small', type: 'button',
        on: { click: () => commands.humanise() } }, strings.rollHumanise, h('kbd', null, 'H'))),
    h('p', { class: 'hint' }, strings.rollTimingHint)), { label: strings.rollTiming });
}

/**
 * A named range that shows its value.
 * @param {string} name
 * @param {number} value
 * @param {number} least
 * @param {number} most
 * @param {number} step
 * @param {(value: number) => string} text
 * @param {(value: number) => void} take
 */
export function range(name, value, least, most, step, text, take) {
  const shown = h('span', { class: 'numbers', 'aria-hidden': 'true' }, text(value));
  const input = h('input', { class: 'range', type: 'range', min: least, max: most, step, 'aria-label': name,
    on: { input: () => {
      const now = Number(input.value);
      shown.textContent = text(now);
      input.setAttribute('aria-valuetext', text(now));
      take(now);
    } } });
  input.value = String(value);
  input.setAttribute('aria-valuetext', text(value));
  return h('label', { class: 'label roll-range' }, h('span', null, name, shown), input);
}
