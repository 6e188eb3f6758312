// @ts-check
import { openPopover } from '../core/dialog.js';
import { h } from '../core/dom.js';
import { strings } from '../core/strings.js';
import { barAt, barStart } from './grid.js';
import { sectionAt } from '../arrange/layout.js';
import { strokeKey } from './drums.js';
import { range } from './toolbar.js';

/** @type {Map<number, number>} chances of a kit's pieces, kept while the page is open */
const chances = new Map();
/** @type {Map<string, number>} chances of single strokes, by `strokeKey` */
const own = new Map();

/**
 * Writes one bar of a kit over others, each piece with its chance.
 * @param {HTMLElement} anchor
 * @param {import('./editor.js').Editor} editor
 * @param {import('./commands.js').Commands} commands
 */
export function openPattern(anchor, editor, commands) {
  const { barStarts, document } = editor;
  const at = editor.selection.anchor?.onset ?? editor.cursor.beat;
  const bar = barAt(barStarts, at);
  const section = sectionAt(document.sections, bar);
  const end = section ? section.startBar + section.bars : document.bars;
  const source = number(bar + 1, 1, document.bars);
  const first = number(Math.min(bar + 2, document.bars), 1, document.bars);
  const last = number(end, 1, document.bars);
  const rows = h('div', { class: 'roll-chances' });
  const drawRows = () => {
    const from = barStart(barStarts, Number(source.value) - 1);
    const strokes = editor.list.beginningIn(from - 1e-4, barStart(barStarts, Number(source.value)) - 1e-4);
    const played = new Set(strokes.map((note) => note.pitch));
    const pitches = commands.rows.pitches.filter((/** @type {number} */ pitch) => played.has(pitch));
    rows.replaceChildren(...(pitches.length > 0
      ? pitches.map((/** @type {number} */ pitch) => piece(commands.rows.name(pitch), pitch,
        strokes.filter((note) => note.pitch === pitch).map((note) => Math.max(0, note.onset - from))))
      : [h('p', { class: 'hint' }, strings.rollPatternEmpty)]));
  };
  source.addEventListener('change', drawRows);
  drawRows();
  const popover = openPopover(anchor, h('div', { class: 'roll-timing' },
    h('h2', null, strings.rollPatternTitle),
    h('div', { class: 'roll-bars' },
      h('label', { class: 'label' }, strings.rollPatternSource, source),
      h('label', { class: 'label' }, strings.rollPatternFirst, first),
      h('label', { class: 'label' }, strings.rollPatternLast, last)),
    h('h2', null, strings.rollChance), rows,
    h('p', { class: 'hint' }, strings.rollPatternHint),
    h('button', { class: 'button button-main button-small', type: 'button', on: { click: () => {
      const [from, to] = [Number(first.value) - 1, Number(last.value)];
      if (to <= from) return;
      commands.writePattern({ source: Number(source.value) - 1, bars: [from, to], chances, own });
      popover.close();
    } } }, strings.rollPatternWrite)), { label: strings.rollPatternTitle });
}

/**
 * The chance of a piece, and below it, folded away, those of its strokes in the bar.
 * @param {string} name
 * @param {number} pitch
 * @param {number[]} offsets of its strokes in the bar, in beats
 */
function piece(name, pitch, offsets) {
  const percent = (/** @type {number | undefined} */ chance) => Math.round((chance ?? 1) * 100);
  const strokes = h('div', { class: 'roll-chances-own' });
  const drawStrokes = () => strokes.replaceChildren(...offsets.map((offset) => {
    const key = strokeKey(pitch, offset);
    return range(strings.rollStrokeAt(name, offset + 1), percent(own.get(key) ?? chances.get(pitch)),
      0, 100, 5, strings.rollPercent, (value) => own.set(key, value / 100));
  }));
  drawStrokes();
  return h('div', null,
    range(name, percent(chances.get(pitch)), 0, 100, 5, strings.rollPercent, (value) => {
      chances.set(pitch, value / 100);
      // What is said of all strokes is said of each.
      for (const offset of offsets) own.delete(strokeKey(pitch, offset));
      drawStrokes();
    }),
    h('details', null, h('summary', { class: 'hint' }, strings.rollStrokes), strokes));
}

/** @param {number} value @param {number} least @param {number} most */
function number(value, least, most) {
  return h('input', { class: 'field roll-number', type: 'number', min: least, max: most, value: String(value) });
}
