// @ts-check
/**
 * @typedef {{onset: number, duration: number, chord: string, pitchClasses: number[]}} Chord
 * @typedef {{bar: number, key: string, pitchClasses: number[]}} Key
 */

/**
 * The chord that sounds at a beat; null where none does.
 * @param {Chord[]} chords ascending
 * @param {number} beat
 * @returns {Chord | null}
 */
export function chordAt(chords, beat) {
  let low = 0;
  let high = chords.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chords[middle].onset <= beat + 1e-6) low = middle + 1;
    else high = middle;
  }
  const chord = chords[low - 1];
  return chord && beat < chord.onset + chord.duration - 1e-6 ? chord : null;
}

/**
 * The key that holds in a bar; null before the first.
 * @param {Key[]} keys ascending
 * @param {number} bar
 * @returns {Key | null}
 */
export function keyAt(keys, bar) {
  return keys.filter((key) => key.bar <= bar).at(-1) ?? null;
}

/**
 * What a pitch is to the harmony: a tone of the chord, of the scale, or outside both.
 * @param {number} pitch
 * @param {Chord | null} chord
 * @param {Key | null} key
 * @returns {'chord' | 'scale' | 'outside'}
 */
export function toneOf(pitch, chord, key) {
  const tone = ((pitch % 12) + 12) % 12;
  if (chord?.pitchClasses.includes(tone)) return 'chord';
  if (!key || key.pitchClasses.length === 0) return 'scale';
  return key.pitchClasses.includes(tone) ? 'scale' : 'outside';
}
