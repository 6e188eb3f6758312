// @ts-check
import { barAt, barStart } from './grid.js';

/** @typedef {import('./note.js').Note} Note */

/**
 * The nearest line of a grid that swings: the second of every pair of steps falls at `swing` of
 * the pair.
 * @param {number[]} barStarts
 * @param {number} beat
 * @param {number} step in beats
 * @param {number} swing 0.5 (straight) to 0.75
 */
export function nearestLine(barStarts, beat, step, swing) {
  const bar = barAt(barStarts, Math.max(0, beat));
  const start = barStart(barStarts, bar);
  const end = barStart(barStarts, bar + 1);
  const around = Math.round((beat - start) / step);
  let nearest = end;
  for (let index = Math.max(0, around - 1); index <= around + 1; index++) {
    const late = index % 2 === 1 ? (swing - 0.5) * 2 * step : 0;
    const line = start + index * step + late;
    if (line < end && Math.abs(line - beat) < Math.abs(nearest - beat)) nearest = line;
  }
  return nearest;
}

/**
 * Notes drawn to a grid.
 * @param {Note[]} notes
 * @param {number[]} barStarts
 * @param {{step: number, strength: number, swing: number, ends?: boolean}} settings `strength`
 *   0...1; with `ends` the lengths become whole steps too
 * @returns {Note[]}
 */
export function quantised(notes, barStarts, { step, strength, swing, ends = false }) {
  return notes.map((note) => {
    const line = nearestLine(barStarts, note.onset, step, swing);
    const onset = Math.max(0, note.onset + (line - note.onset) * strength);
    if (!ends) return { ...note, onset };
    const length = Math.max(step, Math.round(note.duration / step) * step);
    return { ...note, onset, duration: note.duration + (length - note.duration) * strength };
  });
}

/**
 * Notes played a little apart from where they are written, evenly early and late.
 * @param {Note[]} notes
 * @param {{time: number, velocity: number, random: () => number}} settings `time` the most in
 *   beats, `velocity` the most in steps of 127; sums of two draws, so that small ones are commoner
 * @returns {Note[]}
 */
export function humanised(notes, { time, velocity, random }) {
  const draw = () => random() + random() - 1;
  return notes.map((note) => ({
    ...note,
    onset: Math.max(0, note.onset + draw() * time),
    velocity: Math.min(127, Math.max(1, Math.round(note.velocity + draw() * velocity))),
  }));
}

/**
 * Random numbers in 0..<1 that a seed fixes (Mulberry32, Tommy Ettinger, public domain).
 * @param {number} seed
 * @returns {() => number}
 */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
