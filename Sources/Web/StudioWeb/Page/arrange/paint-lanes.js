// @ts-check
import { hatching, mixed, roleColour } from '../roll/palette.js';
import { lockedBars, runs } from './layout.js';
import { intensityOf } from './levels.js';
import { LANE } from './board.js';

/** @typedef {import('../roll/layer.js').Box} Box */
/** @typedef {import('./board.js').Board} Board */

/** Room above and below the notes. */
const PAD = 8;

/**
 * Paints the lanes that touch a box: sections as cells, notes in small, locks hatched, what a
 * comparison found marked.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Board} board
 * @returns {number} how many notes were drawn
 */
export function paintLanes(context, box, board) {
  const { palette, parts, top } = board;
  context.fillStyle = palette.surface;
  context.fillRect(box.x, box.y, box.width, box.height);
  let drawn = 0;
  const first = Math.max(0, Math.floor((box.y + top) / LANE));
  const last = Math.min(parts.length - 1, Math.floor((box.y + box.height + top - 1e-6) / LANE));
  for (let lane = first; lane <= last; lane++) {
    const y = lane * LANE - top;
    const colour = roleColour(parts[lane].role);
    paintCells(context, box, board, parts[lane], y, colour);
    paintHighlights(context, board, parts[lane].id, y);
    drawn += paintMini(context, box, board, parts[lane], y, colour);
    paintLocks(context, box, board, parts[lane].id, y);
    context.fillStyle = palette.line;
    context.fillRect(box.x, y + LANE - 1, box.width, 1);
  }
  return drawn;
}

/**
 * The sections as cells, each with a level at its foot: how hard the part is played there.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Board} board
 * @param {any} part
 * @param {number} y
 * @param {string} colour
 */
function paintCells(context, box, board, part, y, colour) {
  const { columns, left, palette, document } = board;
  const list = board.lists.of(part.id);
  for (const section of document.sections) {
    const x = columns.x(section.startBar) - left;
    const end = columns.x(section.startBar + section.bars) - left;
    if (end < box.x || x > box.x + box.width) continue;
    context.fillStyle = mixed(colour, palette.surface, 0.06 + section.energy * 0.1);
    context.beginPath();
    context.roundRect(x + 1, y + 3, end - x - 2, LANE - 7, 6);
    context.fill();
    const intensity = intensityOf(list, section, document.barStarts);
    if (intensity === null || end - x < 16) continue;
    const room = end - x - 14;
    context.fillStyle = mixed(colour, palette.surface, 0.24);
    context.fillRect(x + 7, y + LANE - 8, room, 2);
    context.fillStyle = mixed(colour, palette.surface, board.muted.has(part.id) ? 0.4 : 0.85);
    context.fillRect(x + 7, y + LANE - 8, Math.max(2, room * intensity), 2);
  }
  const every = columns.numberEvery(20);
  context.fillStyle = palette.line;
  for (let bar = 0; bar < columns.bars; bar += every) {
    const x = Math.round(columns.x(bar) - left);
    if (x >= box.x && x <= box.x + box.width) context.fillRect(x, y + 6, 1, LANE - 13);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Board} board
 * @param {any} part
 * @param {number} y
 * @param {string} colour
 * @returns {number}
 */
function paintMini(context, box, board, part, y, colour) {
  const { columns, left, palette } = board;
  const list = board.lists.of(part.id);
  if (list.length === 0) return 0;
  const place = placesOf(list, part.isDrums);
  const pixels = columns.pixelsPerBeat;
  const height = LANE - 2 * PAD;
  const thick = Math.max(2, Math.min(5, height / Math.max(6, place.count)));
  const isMuted = board.muted.has(part.id);
  context.fillStyle = isMuted ? palette.faint : colour;
  context.globalAlpha = isMuted ? 0.45 : 1;
  let drawn = 0;
  list.forEachIn((box.x + left - 2) / pixels, (box.x + box.width + left) / pixels, 0, 127, (note) => {
    drawn += 1;
    const width = part.isDrums ? Math.max(1.5, Math.min(3, pixels / 5)) : Math.max(1.5, note.duration * pixels - 0.7);
    const up = place.of(note.pitch);
    context.fillRect(note.onset * pixels - left, y + PAD + (1 - up) * (height - thick), width, thick);
  });
  context.globalAlpha = 1;
  return drawn;
}

/**
 * Where pitches stand in a lane, 0 at the bottom to 1 at the top.
 * @param {import('../roll/note-list.js').NoteList} list
 * @param {boolean} isDrums
 * @returns {{of: (pitch: number) => number, count: number}}
 */
function placesOf(list, isDrums) {
  const kept = places.get(list);
  if (kept) return kept;
  const used = [...new Set(list.notes.map((note) => note.pitch))].sort((a, b) => a - b);
  const [low, high] = [used[0], used[used.length - 1]];
  const ranks = new Map(used.map((pitch, index) => [pitch, used.length > 1 ? index / (used.length - 1) : 0.5]));
  const range = Math.max(12, high - low);
  const place = isDrums
    ? { of: (/** @type {number} */ pitch) => ranks.get(pitch) ?? 0, count: used.length }
    : { of: (/** @type {number} */ pitch) => (pitch - (low + high) / 2) / range + 0.5, count: range };
  places.set(list, place);
  return place;
}

/** @type {WeakMap<object, {of: (pitch: number) => number, count: number}>} */
const places = new WeakMap();

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Board} board
 * @param {string} part
 * @param {number} y
 */
function paintLocks(context, box, board, part, y) {
  const { columns, left, palette, document } = board;
  if (document.locks.length === 0) return;
  const pattern = hatching(context, palette.strong);
  if (pattern instanceof CanvasPattern) {
    pattern.setTransform(new DOMMatrix().translate(-left % 8, -board.top % 8));
  }
  for (const [first, end] of runs(lockedBars(document.locks, part, [0, document.bars]))) {
    const [from, to] = [columns.x(first) - left, columns.x(end) - left];
    if (to < box.x || from > box.x + box.width) continue;
    context.globalAlpha = 0.55;
    context.fillStyle = pattern;
    context.beginPath();
    context.roundRect(from + 1, y + 3, to - from - 2, LANE - 7, 6);
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = palette.strong;
    context.lineWidth = 1;
    context.stroke();
  }
}

/** @param {CanvasRenderingContext2D} context @param {Board} board @param {string} part @param {number} y */
function paintHighlights(context, board, part, y) {
  const bars = board.highlights?.get(part);
  if (!bars) return;
  const { columns, left, palette } = board;
  for (const [first, end] of runs([...bars].sort((a, b) => a - b))) {
    const [from, to] = [columns.x(first) - left, columns.x(end) - left];
    context.fillStyle = palette.accent;
    context.globalAlpha = 0.2;
    context.fillRect(from, y + 3, to - from, LANE - 7);
    context.globalAlpha = 1;
    context.strokeStyle = palette.accent;
    context.lineWidth = 1.5;
    context.strokeRect(from + 1, y + 4, to - from - 2, LANE - 9);
  }
}
