// @ts-check
import { SHORTEST, TOLERANCE } from './note.js';
import { barAt, barStart, floored } from './grid.js';

/** @typedef {import('./note.js').Note} Note */

/**
 * Notes moved together: the group stops at the ends of the piece and of the pitches.
 * @param {Note[]} notes
 * @param {number} beats
 * @param {number} semitones
 * @param {number} [length] of the piece in beats
 * @returns {Note[]}
 */
export function moved(notes, beats, semitones, length = Infinity) {
  let [first, last, low, high] = [Infinity, 0, 127, 0];
  for (const note of notes) {
    first = Math.min(first, note.onset);
    last = Math.max(last, note.onset + note.duration);
    low = Math.min(low, note.pitch);
    high = Math.max(high, note.pitch);
  }
  const later = Math.max(Math.min(beats, Math.max(0, length - last)), -first);
  const up = Math.min(Math.max(semitones, -low), 127 - high);
  return notes.map((note) => ({ ...note, onset: note.onset + later, pitch: note.pitch + up }));
}

/**
 * Notes held within the piece: what reaches past its end is cut there.
 * @param {Note[]} notes
 * @param {number} length of the piece in beats
 * @returns {Note[]}
 */
export function held(notes, length) {
  return notes.map((note) => {
    if (note.onset >= 0 && note.onset + note.duration <= length) return note;
    const onset = Math.max(0, Math.min(note.onset, length - SHORTEST));
    return { ...note, onset, duration: Math.min(note.duration, length - onset) };
  });
}

/**
 * Notes with another end; none becomes shorter than the least.
 * @param {Note[]} notes
 * @param {number} beats how much longer
 * @param {number} [least]
 * @returns {Note[]}
 */
export function stretched(notes, beats, least = SHORTEST) {
  return notes.map((note) => ({
    ...note,
    duration: Math.max(Math.min(least, note.duration), note.duration + beats),
  }));
}

/**
 * Notes with another start whose ends stay.
 * @param {Note[]} notes
 * @param {number} beats how much later
 * @param {number} [least]
 * @returns {Note[]}
 */
export function trimmed(notes, beats, least = SHORTEST) {
  return notes.map((note) => {
    const latest = note.onset + note.duration - Math.min(least, note.duration);
    const onset = Math.min(latest, Math.max(0, note.onset + beats));
    return { ...note, onset, duration: note.onset + note.duration - onset };
  });
}

/**
 * Notes louder or softer by an amount, each within 1...127.
 * @param {Note[]} notes
 * @param {number} amount
 * @returns {Note[]}
 */
export function louder(notes, amount) {
  return notes.map((note) => ({ ...note, velocity: clampedVelocity(note.velocity + amount) }));
}

/**
 * A velocity within its range, whole.
 * @param {number} velocity
 */
export function clampedVelocity(velocity) {
  return Math.min(127, Math.max(1, Math.round(velocity)));
}

/**
 * When a group of notes begins and ends.
 * @param {Note[]} notes
 */
export function span(notes) {
  let start = Infinity;
  let end = 0;
  for (const note of notes) {
    start = Math.min(start, note.onset);
    end = Math.max(end, note.onset + note.duration);
  }
  return { start: Number.isFinite(start) ? start : 0, end };
}

/**
 * What is copied: the notes, and where their grid began, so that a paste keeps their places
 * within the beat.
 * @typedef {{origin: number, length: number, notes: Note[]}} Clip
 */

/**
 * Notes taken for the clipboard, with whole bars where they fill more than a bar.
 * @param {Note[]} notes
 * @param {number[]} barStarts
 * @param {number} step
 * @returns {Clip | null}
 */
export function clipOf(notes, barStarts, step) {
  if (notes.length === 0) return null;
  const { start, end } = span(notes);
  const origin = floored(barStarts, start, step);
  const firstBar = barAt(barStarts, start);
  const lastBar = barAt(barStarts, end - 2 * TOLERANCE);
  const isLong = lastBar > firstBar;
  const from = isLong ? barStart(barStarts, firstBar) : origin;
  const length = isLong
    ? barStart(barStarts, lastBar + 1) - from
    : Math.ceil((end - origin) / step - 1e-6) * step;
  return { origin: from, length, notes: notes.map((note) => ({ ...note })) };
}

/**
 * A clip's notes, laid from a beat on.
 * @param {Clip} clip
 * @param {number} beat
 * @returns {Note[]}
 */
export function pasted(clip, beat) {
  return clip.notes.map((note) => ({
    ...note,
    onset: Math.max(0, note.onset - clip.origin + beat),
  }));
}

/**
 * Notes repeated right after themselves.
 * @param {Note[]} notes
 * @param {number[]} barStarts
 * @param {number} step
 * @returns {Note[]}
 */
export function repeated(notes, barStarts, step) {
  const clip = clipOf(notes, barStarts, step);
  return clip ? pasted(clip, clip.origin + clip.length) : [];
}
