// @ts-check
import { ACCENT } from './drums.js';
import { noteRectangle } from './geometry.js';
import { chordAt, keyAt, toneOf } from './harmony.js';
import { barAt } from './grid.js';
import { mixed, shadeOf, shades } from './palette.js';

/**
 * The notes of the part.
 * @typedef {import('./note.js').Note} Note
 * @typedef {import('./layer.js').Box} Box
 * @typedef {{view: import('./geometry.js').Viewport, palette: import('./palette.js').Palette,
 *   list: import('./note-list.js').NoteList, colour: string, hasChords: boolean,
 *   barStarts: number[], keys: import('./harmony.js').Key[],
 *   chords: import('./harmony.js').Chord[], hidden: Set<Note> | null,
 *   isChosen: (note: Note) => boolean}} NoteScene
 * @typedef {{loud: string[], scale: string[], outside: string[], edge: string, label: string, behind: string,
 *   chosen: string, chosenEdge: string}} Inks
 */

/**
 * Paints the notes that touch a box.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {NoteScene} scene
 * @returns {number} how many were drawn
 */
export function paintNotes(context, box, scene) {
  const { view, list, hidden } = scene;
  const inks = inksFor(scene);
  const reach = view.rows.isDrums ? Math.max(view.stroke, 6 / view.pixelsPerBeat)
    : 4 / view.pixelsPerBeat;
  const rows = view.rows;
  let drawn = 0;
  const from = view.beat(box.x) - reach;
  list.forEachIn(from, view.beat(box.x + box.width), 0, 127, (note) => {
    if (hidden?.has(note)) return;
    const y = view.y(note.pitch);
    if (y + rows.height <= box.y || y >= box.y + box.height || rows.rowOf(note.pitch) < 0) return;
    drawn += 1;
    paintNote(context, note, scene, inks, scene.isChosen(note));
  });
  return drawn;
}

/**
 * Paints some notes on their own, such as those that are being moved.
 * @param {CanvasRenderingContext2D} context
 * @param {Note[]} notes
 * @param {NoteScene} scene
 */
export function paintMoving(context, notes, scene) {
  const { view } = scene;
  const inks = inksFor(scene);
  for (const note of notes) {
    const x = view.x(note.onset);
    const y = view.y(note.pitch);
    if (x > view.width || x + Math.max(view.stroke, note.duration) * view.pixelsPerBeat < 0) continue;
    if (y > view.height || y + view.rows.height < 0 || view.rows.rowOf(note.pitch) < 0) continue;
    paintNote(context, note, scene, inks, true);
  }
}

/** @param {NoteScene} scene @returns {Inks} */
function inksFor({ palette, colour }) {
  return {
    loud: shades(colour, palette.surface, 0.5),
    scale: shades(mixed(colour, palette.surface, 0.6), palette.surface, 0.6),
    outside: shades(palette.warning, palette.surface, 0.6),
    edge: mixed(colour, palette.ink, 0.7),
    label: palette.surface,
    behind: mixed(colour, palette.surface, 0.3),
    chosen: mixed(palette.ink, colour, 0.82),
    chosenEdge: palette.ink,
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Note} note
 * @param {NoteScene} scene
 * @param {Inks} inks
 * @param {boolean} isChosen
 */
function paintNote(context, note, scene, inks, isChosen) {
  const { view } = scene;
  const box = noteRectangle(view, note);
  if (view.rows.isDrums) paintStroke(context, note, box, inks, isChosen);
  else paintBar(context, note, box, scene, inks, isChosen);
}

/**
 * A stroke of a drum: its strength fills the cell, an accent wears a cap.
 * @param {CanvasRenderingContext2D} context
 * @param {Note} note
 * @param {Box} box
 * @param {Inks} inks
 * @param {boolean} isChosen
 */
function paintStroke(context, note, box, inks, isChosen) {
  const [x, y] = [box.x + 1.5, box.y + 2];
  const [width, height] = [Math.max(3, box.width - 3), box.height - 4];
  const level = Math.max(4, height * (note.velocity / 127));
  context.fillStyle = inks.behind;
  context.beginPath();
  context.roundRect(x, y, width, height, 4);
  context.fill();
  context.fillStyle = inks.loud[Math.max(4, shadeOf(note.velocity))];
  context.beginPath();
  context.roundRect(x, y + height - level, width, level, 4);
  context.fill();
  if (note.velocity >= ACCENT) {
    context.fillStyle = inks.edge;
    context.fillRect(x + 2, y, Math.max(1, width - 4), 3);
  }
  if (isChosen) outline(context, x, y, width, height, inks.chosenEdge);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Note} note
 * @param {Box} box
 * @param {NoteScene} scene
 * @param {Inks} inks
 * @param {boolean} isChosen
 */
function paintBar(context, note, box, scene, inks, isChosen) {
  const { x, y } = box;
  const width = Math.max(2, box.width - 1);
  const height = box.height - 1;
  context.fillStyle = isChosen ? inks.chosen : fillOf(note, scene, inks);
  if (width < 7 || height < 7) {
    context.fillRect(x, y, width, height);
    return;
  }
  context.beginPath();
  context.roundRect(x, y, width, height, 3);
  context.fill();
  if (isChosen) outline(context, x, y, width, height, inks.chosenEdge);
  if (width < 32 || height < 12) return;
  context.fillStyle = inks.label;
  context.font = `600 ${Math.min(11, height - 2)}px ${FONT}`;
  context.textBaseline = 'middle';
  context.fillText(scene.view.rows.name(note.pitch), x + 5, y + height / 2 + 0.5);
}

const FONT = '"Inter", "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';

/** @param {Note} note @param {NoteScene} scene @param {Inks} inks */
function fillOf(note, scene, inks) {
  const shade = shadeOf(note.velocity);
  if (!scene.hasChords) return inks.loud[shade];
  const key = keyAt(scene.keys, barAt(scene.barStarts, note.onset));
  const tone = toneOf(note.pitch, chordAt(scene.chords, note.onset), key);
  return (tone === 'chord' ? inks.loud : tone === 'scale' ? inks.scale : inks.outside)[shade];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {string} colour
 */
function outline(context, x, y, width, height, colour) {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(x + 1, y + 1, Math.max(1, width - 2), Math.max(1, height - 2), 3);
  context.stroke();
}
