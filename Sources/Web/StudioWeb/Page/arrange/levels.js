// @ts-check
/** How hard a part is played in each section. */
import { barsOf } from './layout.js';

/** Velocities that count as the softest and the hardest playing. */
const [SOFTEST, HARDEST] = [20, 120];

/** @type {WeakMap<object, Map<string, number | null>>} */
const known = new WeakMap();

/**
 * How hard the notes of a section are struck, 0...1 in hundredths; null where it has none.
 * @param {import('../roll/note-list.js').NoteList} list the part's notes
 * @param {import('./layout.js').Section} section
 * @param {number[]} barStarts
 * @returns {number | null}
 */
export function intensityOf(list, section, barStarts) {
  const [from, to] = barsOf(section).map((bar) => barStarts[bar]);
  const own = known.get(list) ?? new Map();
  known.set(list, own);
  const key = `${from} ${to}`;
  if (!own.has(key)) own.set(key, meanOf(list.beginningIn(from, to)));
  return own.get(key) ?? null;
}

/** @param {import('../roll/note.js').Note[]} notes */
function meanOf(notes) {
  if (notes.length === 0) return null;
  const mean = notes.reduce((sum, note) => sum + note.velocity, 0) / notes.length;
  return Math.round(Math.min(1, Math.max(0, (mean - SOFTEST) / (HARDEST - SOFTEST))) * 100) / 100;
}
