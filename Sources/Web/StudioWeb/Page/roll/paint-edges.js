// @ts-check
/** What stands around the notes: keys, ruler and velocities. */
import { barStart, barAt, drawnStep, gridLines } from './grid.js';
import { fittingChord, textWidth } from '../arrange/chord-text.js';
import { isDark } from '../core/theme.js';
import { mixed, shadeOf, shades } from './palette.js';

/**
 * @typedef {import('./layer.js').Box} Box
 * @typedef {import('./geometry.js').Viewport} Viewport
 * @typedef {import('./palette.js').Palette} Palette
 */

const FONT = '"Inter", "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';

/** How wide the column of keys is, in pixels. */
export const KEYS_WIDTH = { piano: 64, drums: 128 };

/**
 * The piano's keys or the names of the kit's pieces.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {{view: Viewport, palette: Palette, used: Set<number>, held: number | null}} scene
 */
export function paintKeys(context, box, { view, palette, used, held }) {
  const { rows } = view;
  context.fillStyle = palette.surface;
  context.fillRect(box.x, box.y, box.width, box.height);
  const first = Math.max(0, Math.floor((box.y + view.top) / rows.height) - 1);
  const last = Math.min(rows.count - 1, Math.ceil((box.y + box.height + view.top) / rows.height) + 1);
  const width = rows.isDrums ? KEYS_WIDTH.drums : KEYS_WIDTH.piano;
  context.textBaseline = 'middle';
  const ivory = isDark() ? mixed(palette.ink, palette.surface, 0.72) : palette.raised;
  const ebony = isDark() ? palette.sunken : mixed(palette.soft, palette.surface, 0.85);
  const gap = isDark() ? palette.surface : palette.bar;
  for (let row = first; row <= last; row++) {
    const pitch = rows.pitches[row];
    const y = row * rows.height - view.top;
    if (rows.isDrums) {
      context.fillStyle = held === pitch ? palette.selected : palette.surface;
      context.fillRect(0, y, width, rows.height);
      context.fillStyle = used.has(pitch) ? palette.ink : palette.faint;
      context.font = `${used.has(pitch) ? 600 : 400} 12px ${FONT}`;
      context.fillText(rows.name(pitch), 12, y + rows.height / 2, width - 18);
      context.fillStyle = palette.line;
      context.fillRect(0, y + rows.height - 1, width, 1);
      continue;
    }
    context.fillStyle = held === pitch ? palette.accent : ivory;
    context.fillRect(0, y, width, rows.height);
    if (rows.isDark(pitch)) {
      context.fillStyle = held === pitch ? palette.accent : ebony;
      context.beginPath();
      context.roundRect(0, y + 0.5, width * 0.6, rows.height - 1, [0, 3, 3, 0]);
      context.fill();
    } else if (pitch % 12 === 0 || pitch % 12 === 5) {
      context.fillStyle = gap;
      context.fillRect(0, y + rows.height - 1, width, 1);
    }
    if (pitch % 12 !== 0 || rows.height < 8) continue;
    context.fillStyle = isDark() ? palette.sunken : palette.soft;
    context.font = `600 ${Math.min(11, rows.height)}px ${FONT}`;
    context.fillText(rows.name(pitch), width - 26, y + rows.height / 2 + 0.5);
  }
  context.fillStyle = palette.bar;
  context.fillRect(width - 1, box.y, 1, box.height);
}

/**
 * Bars, beats, chords and the loop.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {{view: Viewport, palette: Palette, barStarts: number[], bars: number,
 *   chords: import('./harmony.js').Chord[], loop: [number, number] | null, height: number}} scene
 */
export function paintRuler(context, box, { view, palette, barStarts, bars, chords, loop, height }) {
  context.fillStyle = palette.surface;
  context.fillRect(box.x, box.y, box.width, box.height);
  if (loop) {
    const [from, to] = [view.x(loop[0]), view.x(loop[1])];
    context.fillStyle = mixed(palette.accent, palette.surface, 0.3);
    context.fillRect(from, 0, to - from, height / 2);
    context.fillStyle = palette.accent;
    context.fillRect(from, 0, 2, height / 2);
    context.fillRect(to - 2, 0, 2, height / 2);
  }
  context.textBaseline = 'middle';
  const barWidth = (barStart(barStarts, 1) - barStart(barStarts, 0)) * view.pixelsPerBeat;
  const every = [1, 2, 4, 8, 16, 32, 64].find((count) => count * barWidth >= 40) ?? 128;
  const step = barWidth >= 160 ? 1 : barWidth;
  const from = view.beat(box.x - 60);
  const first = barAt(barStarts, Math.max(0, from));
  for (let bar = first; bar < bars && view.x(barStart(barStarts, bar)) < box.x + box.width; bar++) {
    const x = Math.round(view.x(barStart(barStarts, bar)));
    context.fillStyle = bar % every === 0 ? palette.bar : palette.line;
    context.fillRect(x, bar % every === 0 ? 0 : height / 4, 1, height / 2);
    if (bar % every !== 0) continue;
    context.fillStyle = palette.soft;
    context.font = `600 11px ${FONT}`;
    context.fillText(String(bar + 1), x + 6, height / 4);
  }
  if (step === 1) {
    context.fillStyle = palette.line;
    for (const { beat, weight } of gridLines(barStarts, from, view.beat(box.x + box.width), 1)) {
      if (weight === 1) context.fillRect(Math.round(view.x(beat)), height / 3, 1, height / 6);
    }
  }
  context.fillStyle = palette.line;
  context.fillRect(box.x, height / 2, box.width, 1);
  context.font = `500 11px ${FONT}`;
  for (const chord of chords) {
    const x = view.x(chord.onset);
    const width = chord.duration * view.pixelsPerBeat;
    if (x + width < box.x - 4 || x > box.x + box.width) continue;
    context.fillStyle = palette.line;
    context.fillRect(Math.round(x), height / 2, 1, height / 2);
    const text = fittingChord(chord.chord, width - 8, (each) => textWidth(each, context.font));
    context.fillStyle = palette.soft;
    context.fillText(text, x + 5, height * 0.75 + 0.5);
  }
  context.fillStyle = palette.bar;
  context.fillRect(box.x, height - 1, box.width, 1);
}

/**
 * The loudness of every note as a stem.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {{view: Viewport, palette: Palette, colour: string, barStarts: number[], step: number,
 *   list: import('./note-list.js').NoteList, height: number, hidden: Set<any> | null,
 *   moving: import('./note.js').Note[], isChosen: (note: any) => boolean, hasChosen: boolean
 *   }} scene
 */
export function paintVelocities(context, box, scene) {
  const { view, palette, list, height, hidden } = scene;
  context.fillStyle = palette.surface;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.fillStyle = palette.line;
  for (const share of [0.25, 0.5, 0.75]) {
    context.fillRect(box.x, Math.round(height * share), box.width, 1);
  }
  const step = drawnStep(Math.max(1, scene.step), view.pixelsPerBeat);
  for (const { beat, weight } of gridLines(scene.barStarts, view.beat(box.x - 1), view.beat(box.x + box.width), step)) {
    context.fillStyle = weight === 2 ? palette.bar : palette.line;
    context.fillRect(Math.round(view.x(beat)), box.y, 1, box.height);
  }
  const loud = shades(scene.colour, palette.surface, 0.5);
  const stem = (/** @type {import('./note.js').Note} */ note, /** @type {boolean} */ isChosen) => {
    const x = Math.round(view.x(note.onset));
    const y = velocityY(note.velocity, height);
    context.globalAlpha = scene.hasChosen && !isChosen ? 0.4 : 1;
    context.fillStyle = isChosen ? palette.ink : loud[shadeOf(note.velocity)];
    context.fillRect(x, y, 3, height - y);
    context.fillRect(x - 2, y - 2, 7, 5);
  };
  const reach = 8 / view.pixelsPerBeat;
  const first = list.firstFrom(view.beat(box.x) - reach);
  const end = view.beat(box.x + box.width) + reach;
  for (let index = first; index < list.length && list.notes[index].onset < end; index++) {
    const note = list.notes[index];
    if (!hidden?.has(note) && !scene.isChosen(note)) stem(note, false);
  }
  for (let index = first; index < list.length && list.notes[index].onset < end; index++) {
    const note = list.notes[index];
    if (!hidden?.has(note) && scene.isChosen(note)) stem(note, true);
  }
  const [from, to] = [view.beat(box.x) - reach, end];
  for (const note of scene.moving) if (note.onset >= from && note.onset < to) stem(note, true);
  context.globalAlpha = 1;
}

/**
 * Where a velocity stands in its lane.
 * @param {number} velocity
 * @param {number} height
 */
export function velocityY(velocity, height) {
  return Math.round(height - 3 - (velocity / 127) * (height - 10));
}

/**
 * The velocity at a height of the lane.
 * @param {number} y
 * @param {number} height
 */
export function velocityAt(y, height) {
  return Math.min(127, Math.max(1, Math.round(((height - 3 - y) / (height - 10)) * 127)));
}
