// @ts-check
// What a document says about time, in whole frames, and which parts have a sound that is theirs.
import { secondsAtBeat } from '../core/time.js';

/** @param {any} document @param {number} beat @param {number} rate @returns {number} */
export const frameOfBeat = (document, beat, rate) => Math.round(secondsAtBeat(document, beat) * rate);

/**
 * The first frames of all bars, and the end of the last.
 * @param {any} document @param {number} rate @returns {number[]}
 */
export const barFrames = (document, rate) =>
  document.barStarts.map((/** @type {number} */ beat) => frameOfBeat(document, beat, rate));

/**
 * The clicks of a metronome: one a count of the meter, the bar's first accented.
 * @param {any} document @param {number} rate @returns {{frame: number, accent: boolean}[]}
 */
export function clicksOf(document, rate) {
  const clicks = [];
  let meter = 0;
  for (let bar = 0; bar < document.bars; bar += 1) {
    while (document.meters[meter + 1]?.bar <= bar) meter += 1;
    const [upper, lower] = (document.meters[meter]?.meter ?? '4/4').split('/').map(Number);
    // Six, nine and twelve eighths are counted in threes.
    const step = (lower === 8 && upper % 3 === 0 && upper > 3 ? 3 : 1) * 4 / lower;
    const [first, end] = [document.barStarts[bar], document.barStarts[bar + 1]];
    for (let beat = first; beat < end - 1e-6; beat += step) {
      clicks.push({ frame: frameOfBeat(document, beat, rate), accent: beat === first });
    }
  }
  return clicks;
}

/**
 * Notes of parts in frames, by onset, for simple voices.
 * @param {any} document @param {any} notes @param {Set<string>} ids @param {number} rate
 * @returns {import('./run.js').VoicePart[]}
 */
export function voicesOf(document, notes, ids, rate) {
  return document.parts.filter((/** @type {any} */ part) => ids.has(part.id)).map((/** @type {any} */ part) => ({
    id: part.id, role: part.role, isDrums: part.isDrums,
    notes: (notes?.parts[part.id] ?? []).map((/** @type {number[]} */ [onset, duration, pitch, velocity]) => {
      const first = frameOfBeat(document, onset, rate);
      return { first, frames: frameOfBeat(document, onset + duration, rate) - first, pitch, velocity };
    }).sort((/** @type {any} */ a, /** @type {any} */ b) => a.first - b.first),
  }));
}

/**
 * The last frame that is heard: the last bar's end, or the sound's.
 * @param {any} document @param {number} rate @param {number} sound
 */
export function totalFrames(document, rate, sound) {
  return Math.max(sound, frameOfBeat(document, document.length, rate) + (sound ? 0 : rate));
}

/**
 * What tells whether a sound fits another state of a song: the times of its bars.
 * @param {any} document
 */
export const timingOf = (document) => JSON.stringify([document.barStarts, document.tempo]);

/**
 * The parts that no longer sound as their stems do.
 *
 * A song whose bars or tempo changed has none that fits.
 * @param {{timing: string, notes: Record<string, any>}|null} rendered the state that the stems were made of, where it was seen
 * @param {any} document @param {any} notes @param {string[]} stems @returns {Set<string>}
 */
export function partsWithoutSound(rendered, document, notes, stems) {
  const all = document.parts.map((/** @type {any} */ part) => part.id);
  const has = new Set(stems);
  if (rendered && rendered.timing !== timingOf(document)) return new Set(all);
  return new Set(all.filter((/** @type {string} */ id) => !has.has(id) || (rendered !== null && notes
    && JSON.stringify(rendered.notes[id]) !== JSON.stringify(notes.parts[id]))));
}
