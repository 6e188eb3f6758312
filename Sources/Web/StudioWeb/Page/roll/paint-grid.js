// @ts-check
import { barAt, barStart, drawnStep, gridLines } from './grid.js';
import { keyAt, toneOf } from './harmony.js';
import { hatching, mixed } from './palette.js';

/**
 * Everything behind the notes of the part.
 * @typedef {import('./layer.js').Box} Box
 * @typedef {import('./harmony.js').Chord} Chord
 * @typedef {import('./harmony.js').Key} Key
 * @typedef {{view: import('./geometry.js').Viewport, palette: import('./palette.js').Palette,
 *   barStarts: number[], step: number, keys: Key[], chords: Chord[], hasScale: boolean,
 *   hasChords: boolean, locked: [number, number][], length: number, range: [number, number],
 *   ghosts: {list: import('./note-list.js').NoteList, colour: string}[]}} Backdrop
 */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Backdrop} scene
 */
export function paintGrid(context, box, scene) {
  if (scene.view.rows.isDrums) paintSteps(context, box, scene);
  else {
    paintRows(context, box, scene);
    if (scene.hasChords) paintChordTones(context, box, scene);
    paintOutside(context, box, scene);
    paintRowLines(context, box, scene);
  }
  paintLines(context, box, scene);
  paintGhosts(context, box, scene);
  paintLocked(context, box, scene);
  paintBeyond(context, box, scene);
}

/** @param {Backdrop} scene @param {Box} box @returns {[number, number]} */
function rowRange({ view }, box) {
  const { rows } = view;
  const first = Math.max(0, Math.floor((box.y + view.top) / rows.height));
  const last = Math.min(rows.count - 1, Math.floor((box.y + box.height + view.top - 1e-6) / rows.height));
  return [first, last];
}

/**
 * Stretches of one key within what is painted.
 * @param {Backdrop} scene
 * @param {Box} box
 * @returns {{x: number, width: number, key: Key | null}[]}
 */
function keyStretches({ view, keys, barStarts }, box) {
  const starts = [0, ...keys.map((key) => key.bar).filter((bar) => bar > 0)];
  return starts.flatMap((bar, index) => {
    const from = Math.max(box.x, view.x(barStart(barStarts, bar)));
    const next = starts[index + 1];
    const end = next === undefined ? box.x + box.width : view.x(barStart(barStarts, next));
    const to = Math.min(box.x + box.width, end);
    return to > from ? [{ x: from, width: to - from, key: keyAt(keys, bar) }] : [];
  });
}

/** @param {CanvasRenderingContext2D} context @param {Box} box @param {Backdrop} scene */
function paintRows(context, box, scene) {
  const { view, palette, hasScale } = scene;
  const [first, last] = rowRange(scene, box);
  for (const { x, width, key } of keyStretches(scene, box)) {
    for (let row = first; row <= last; row++) {
      const pitch = view.rows.pitches[row];
      const isIn = hasScale && key ? toneOf(pitch, null, key) === 'scale' : !view.rows.isDark(pitch);
      const light = hasScale && key ? palette.scale : palette.white;
      context.fillStyle = isIn ? light : palette.black;
      context.fillRect(x, row * view.rows.height - view.top, width, view.rows.height);
    }
  }
}

/** @param {CanvasRenderingContext2D} context @param {Box} box @param {Backdrop} scene */
function paintChordTones(context, box, scene) {
  const { view, palette, chords } = scene;
  const [first, last] = rowRange(scene, box);
  context.fillStyle = palette.accent;
  context.globalAlpha = 0.09;
  for (const chord of chords) {
    const from = Math.max(box.x, view.x(chord.onset));
    const to = Math.min(box.x + box.width, view.x(chord.onset + chord.duration));
    if (to <= from) continue;
    for (let row = first; row <= last; row++) {
      const pitch = view.rows.pitches[row];
      if (!chord.pitchClasses.includes(pitch % 12)) continue;
      context.fillRect(from, row * view.rows.height - view.top, to - from, view.rows.height);
    }
  }
  context.globalAlpha = 1;
}

/**
 * What the instrument cannot play.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Backdrop} scene
 */
function paintOutside(context, box, { view, palette, range }) {
  context.fillStyle = mixed(palette.strong, palette.sunken, 0.25);
  context.globalAlpha = 0.55;
  const above = Math.min(box.y + box.height, view.y(range[1]));
  if (above > box.y) context.fillRect(box.x, box.y, box.width, above - box.y);
  const below = Math.max(box.y, view.y(range[0]) + view.rows.height);
  if (below < box.y + box.height) context.fillRect(box.x, below, box.width, box.y + box.height - below);
  context.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} context @param {Box} box @param {Backdrop} scene */
function paintRowLines(context, box, scene) {
  const { view, palette } = scene;
  const [first, last] = rowRange(scene, box);
  for (let row = first; row <= last; row++) {
    const isOctave = view.rows.pitches[row] % 12 === 0;
    const isBetween = view.rows.pitches[row] % 12 === 5;
    if (!isOctave && !isBetween && view.rows.height < 12) continue;
    context.fillStyle = isOctave ? palette.bar : palette.line;
    context.fillRect(box.x, (row + 1) * view.rows.height - view.top - 1, box.width, 1);
  }
}

/** @param {CanvasRenderingContext2D} context @param {Box} box @param {Backdrop} scene */
function paintLines(context, box, scene) {
  const { view, palette, barStarts } = scene;
  const step = drawnStep(scene.step, view.pixelsPerBeat);
  const from = view.beat(box.x - 1);
  const bottom = Math.min(box.y + box.height, view.rows.total - view.top);
  for (const { beat, weight } of gridLines(barStarts, from, view.beat(box.x + box.width), step)) {
    if (weight === 0 && view.rows.isDrums) continue;
    context.fillStyle = weight === 2 ? palette.bar : palette.line;
    context.globalAlpha = weight === 0 ? 0.75 : 1;
    const x = Math.round(view.x(beat));
    context.fillRect(weight === 2 ? x - 1 : x, box.y, weight === 2 ? 2 : 1, bottom - box.y);
  }
  context.globalAlpha = 1;
}

/**
 * The cells of a drum grid.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Backdrop} scene
 */
function paintSteps(context, box, scene) {
  const { view, palette, barStarts } = scene;
  const [first, last] = rowRange(scene, box);
  context.fillStyle = palette.surface;
  context.fillRect(box.x, box.y, box.width, box.height);
  const step = drawnStep(scene.step, view.pixelsPerBeat, 10);
  const width = step * view.pixelsPerBeat;
  const lines = gridLines(barStarts, view.beat(box.x) - step, view.beat(box.x + box.width), step);
  for (const { beat } of lines) {
    const within = beat - barStart(barStarts, barAt(barStarts, beat));
    const isOdd = Math.floor(within + 1e-6) % 2 === 1;
    context.fillStyle = mixed(palette.strong, palette.surface, isOdd ? 0.1 : 0.2);
    for (let row = first; row <= last; row++) {
      const y = row * view.rows.height - view.top;
      context.beginPath();
      context.roundRect(view.x(beat) + 1.5, y + 2, width - 3, view.rows.height - 4, 4);
      context.fill();
    }
  }
}

/** @param {CanvasRenderingContext2D} context @param {Box} box @param {Backdrop} scene */
function paintGhosts(context, box, { view, ghosts }) {
  if (view.rows.isDrums) return;
  const from = view.beat(box.x - 3);
  const to = view.beat(box.x + box.width);
  context.globalAlpha = 0.3;
  for (const { list, colour } of ghosts) {
    context.fillStyle = colour;
    list.forEachIn(from, to, 0, 127, (note) => {
      const y = view.y(note.pitch);
      if (y + view.rows.height < box.y || y > box.y + box.height) return;
      const width = Math.max(2, note.duration * view.pixelsPerBeat - 1);
      context.fillRect(view.x(note.onset), y + 2, width, view.rows.height - 4);
    });
  }
  context.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} context @param {Box} box @param {Backdrop} scene */
function paintLocked(context, box, { view, palette, locked, barStarts }) {
  if (locked.length === 0) return;
  const pattern = hatching(context, palette.strong);
  if (pattern instanceof CanvasPattern) {
    pattern.setTransform(new DOMMatrix().translate(-view.left % 8, -view.top % 8));
  }
  context.globalAlpha = 0.4;
  context.fillStyle = pattern;
  for (const [first, end] of locked) {
    const from = Math.max(box.x, view.x(barStart(barStarts, first)));
    const to = Math.min(box.x + box.width, view.x(barStart(barStarts, end)));
    if (to > from) context.fillRect(from, box.y, to - from, box.height);
  }
  context.globalAlpha = 1;
}

/**
 * What lies past the end of the piece.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Backdrop} scene
 */
function paintBeyond(context, box, { view, palette, length }) {
  const end = Math.max(box.x, view.x(length));
  if (end < box.x + box.width) {
    context.fillStyle = palette.sunken;
    context.globalAlpha = 0.8;
    context.fillRect(end, box.y, box.x + box.width - end, box.height);
    context.globalAlpha = 1;
  }
  const bottom = Math.max(box.y, view.rows.total - view.top);
  if (bottom >= box.y + box.height) return;
  context.fillStyle = palette.sunken;
  context.fillRect(box.x, bottom, box.width, box.y + box.height - bottom);
}
