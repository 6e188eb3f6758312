// @ts-check
import { barStart } from './grid.js';

/** @typedef {import('./note.js').Note} Note */
/** @typedef {import('./note-list.js').NoteList} NoteList */

/** The order of a grid's rows from top to bottom: cymbals, hats, hands, toms, snares, kicks. */
export const DRUM_ORDER = [
  52, 55, 57, 49, 59, 53, 51, 46, 44, 42, 54, 82, 70, 69, 56, 58, 71, 72, 73, 74, 75, 76, 77, 78,
  79, 80, 81, 60, 61, 62, 63, 64, 65, 66, 67, 68, 50, 48, 47, 45, 43, 41, 39, 40, 37, 38, 36, 35,
];

/** A stroke's velocity as written, and from where on it counts as an accent. */
export const PLAIN = 84;
export const ACCENT = 112;

/** How long a stroke is written, in beats, where the step is not shorter. */
const STROKE = 1 / 4;

/**
 * The strokes on a piece that belong to a step: those that begin within half a step of its line.
 * @param {NoteList} list
 * @param {number} pitch
 * @param {number} line in beats
 * @param {number} step
 * @returns {Note[]}
 */
export function strokesOn(list, pitch, line, step) {
  return list
    .beginningIn(line - step / 2, line + step / 2)
    .filter((note) => note.pitch === pitch);
}

/**
 * A new stroke on a line.
 * @param {number} pitch
 * @param {number} line
 * @param {number} step
 * @param {boolean} isAccent
 * @returns {Note}
 */
export function stroke(pitch, line, step, isAccent) {
  const velocity = isAccent ? ACCENT : PLAIN;
  return { onset: line, duration: Math.min(step, STROKE), pitch, velocity, articulation: 0 };
}

/**
 * Strokes with the accent put on or taken off.
 * @param {Note[]} strokes
 * @returns {Note[]}
 */
export function accented(strokes) {
  const isOn = strokes.some((note) => note.velocity < ACCENT);
  return strokes.map((note) => ({
    ...note,
    velocity: isOn ? Math.max(ACCENT, note.velocity) : PLAIN,
  }));
}

/**
 * What a stroke of a bar is called where chances are kept.
 * @param {number} pitch
 * @param {number} offset of the stroke in its bar, in beats
 */
export function strokeKey(pitch, offset) {
  return `${pitch}@${Math.round(offset * 24)}`;
}

/**
 * What repeats a bar of a pattern over other bars: every stroke is written with its own chance, else
 * that of its piece, and a little looser in loudness where it may be missing.
 * @param {NoteList} list
 * @param {number[]} barStarts
 * @param {{source: number, bars: [number, number], chances: Map<number, number>,
 *   random: () => number, pitches?: number[], own?: Map<string, number>}} request `chances` 0...1
 *   by piece, 1 where not named, `own` those of single strokes by `strokeKey`; bars of another
 *   length take what fits; the source bar stays as it is
 * @returns {{remove: Note[], add: Note[]}}
 */
export function patternOver(list, barStarts, { source, bars, chances, random, pitches, own }) {
  const start = barStart(barStarts, source);
  const end = barStart(barStarts, source + 1);
  const isMeant = (/** @type {Note} */ note) => !pitches || pitches.includes(note.pitch);
  const pattern = list.beginningIn(start - 1e-4, end - 1e-4).filter(isMeant);
  /** @type {Note[]} */
  const remove = [];
  /** @type {Note[]} */
  const add = [];
  for (let bar = bars[0]; bar < bars[1]; bar++) {
    if (bar === source) continue;
    const from = barStart(barStarts, bar);
    const to = barStart(barStarts, bar + 1);
    remove.push(...list.beginningIn(from - 1e-4, to - 1e-4).filter(isMeant));
    for (const note of pattern) {
      const chance = own?.get(strokeKey(note.pitch, note.onset - start)) ?? chances.get(note.pitch) ?? 1;
      const onset = Math.max(0, note.onset - start + from);
      if (onset >= to || random() >= chance) continue;
      const looseness = chance < 1 ? (random() - 0.5) * 12 : 0;
      const velocity = Math.min(127, Math.max(1, Math.round(note.velocity + looseness)));
      add.push({ ...note, onset, velocity });
    }
  }
  return { remove, add };
}
