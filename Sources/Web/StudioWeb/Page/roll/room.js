// @ts-check
/** Room for new notes: what sounds in their place is shortened, begins later, or goes. */
import { SHORTEST } from './note.js';

/** @typedef {import('./note.js').Note} Note */

/** The grid that the studio takes times on, in steps a beat. */
const GRID = 20160;
/** Times that are nearer than this are one: less than half a step of that grid. */
const NEAR = 1e-5;
/** The shortest end that is kept of a note whose beginning goes, in beats. */
const SHORTEST_END = 1 / 8;

const onGrid = (/** @type {number} */ beat) => Math.round(beat * GRID) / GRID;
const endOf = (/** @type {Note} */ note) => note.onset + note.duration;

/**
 * How long a note is that begins at a time and ends by another, whichever way the studio rounds that.
 * @param {number} from @param {number} to
 */
const between = (from, to) => Math.floor((Math.min(to, onGrid(to)) - from) * GRID + 1e-4) / GRID;

/**
 * A change to a part with room for what it adds. On a pitch, or in all of a part that plays one note at a time, no
 * two notes sound at once.
 * @param {import('./note-list.js').NoteList} list the part's notes
 * @param {number[]} indices those that the change takes away
 * @param {Note[]} wanted those that it adds
 * @param {{isOneVoice?: boolean, isDrums?: boolean}} [part]
 * @returns {{indices: number[], add: Note[], chosen: Note[]}} `chosen` are those that were wanted
 */
export function withRoom(list, indices, wanted, { isOneVoice = false, isDrums = false } = {}) {
  const gone = new Set(indices);
  const chosen = apart(wanted, isOneVoice);
  /** @type {Map<number, Note | null>} what is left of those that give way */
  const left = new Map();
  for (const note of chosen) {
    const [low, high] = isOneVoice ? [0, 127] : [note.pitch, note.pitch];
    list.forEachIn(note.onset + NEAR, endOf(note) - NEAR, low, high, (other, index) => {
      if (gone.has(index)) return;
      if (isDrums && other.onset > note.onset + NEAR) {
        // A stroke is its beginning: a later one stays, and the new one ends there.
        note.duration = Math.min(note.duration, Math.max(SHORTEST, between(note.onset, other.onset)));
        return;
      }
      const now = left.has(index) ? left.get(index) : other;
      if (now) left.set(index, beside(now, note));
    });
  }
  return {
    indices: [...indices, ...left.keys()].sort((a, b) => a - b),
    add: [...chosen, ...[...left.values()].filter((note) => note !== null)],
    chosen,
  };
}

/**
 * What is left of a note beside a new one: what comes before it, else what comes after; nothing where both begin
 * together.
 * @param {Note} old @param {Note} note
 * @returns {Note | null}
 */
function beside(old, note) {
  if (old.onset + NEAR >= endOf(note) || endOf(old) <= note.onset + NEAR) return old;
  if (old.onset < note.onset - NEAR) {
    const duration = between(old.onset, note.onset);
    return duration >= SHORTEST ? { ...old, duration } : null;
  }
  if (old.onset <= note.onset + NEAR) return null;
  const onset = Math.max(onGrid(note.onset) + onGrid(note.duration), endOf(note));
  const duration = between(onset, endOf(old));
  return duration >= SHORTEST_END ? { ...old, onset: Math.ceil(onset * GRID - 1e-4) / GRID, duration } : null;
}

/**
 * New notes that do not sound into each other: the later one ends the earlier; of those that begin together the
 * highest stays where one sounds at a time, else the longest.
 * @param {Note[]} notes @param {boolean} isOneVoice
 */
function apart(notes, isOneVoice) {
  /** @type {Map<number, Note>} the last of each voice */
  const last = new Map();
  /** @type {Note[]} */
  const kept = [];
  const inOrder = [...notes].sort((a, b) => a.onset - b.onset || b.pitch - a.pitch || b.duration - a.duration);
  for (const note of inOrder) {
    const voice = isOneVoice ? 0 : note.pitch;
    const before = last.get(voice);
    if (before && note.onset < endOf(before) - NEAR) {
      if (note.onset - before.onset < SHORTEST) continue;
      before.duration = between(before.onset, note.onset);
    }
    const own = { ...note };
    last.set(voice, own);
    kept.push(own);
  }
  return kept;
}
