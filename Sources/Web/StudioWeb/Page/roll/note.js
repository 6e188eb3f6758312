// @ts-check
/**
 * A written note as the page holds it: times in beats, pitch as a MIDI number (a drum's key on a
 * kit), velocity 1-127, articulation as an index into the document's list.
 *
 * @typedef {{onset: number, duration: number, pitch: number, velocity: number,
 *   articulation: number}} Note
 *
 * What one edit does to the notes of a part; it is one step of undo.
 * @typedef {{remove: Note[], add: Note[], summary: string}} Change
 */

/** Notes that begin nearer than this are taken for simultaneous, in beats. */
export const TOLERANCE = 1e-4;

/** The shortest note that an edit makes, in beats. */
export const SHORTEST = 1 / 64;

/**
 * Reads a row of the server's answer.
 * @param {number[]} row onset, duration, pitch, velocity, articulation
 * @returns {Note}
 */
export function noteFromRow(row) {
  return {
    onset: row[0],
    duration: row[1],
    pitch: row[2],
    velocity: row[3],
    articulation: row[4] ?? 0,
  };
}

/**
 * The order in which the server keeps and counts notes: onset, pitch, duration, velocity.
 * @param {Note} a
 * @param {Note} b
 */
export function compareNotes(a, b) {
  return (
    a.onset - b.onset ||
    a.pitch - b.pitch ||
    a.duration - b.duration ||
    a.velocity - b.velocity ||
    a.articulation - b.articulation
  );
}

/**
 * A text that is equal for notes that are equal but for the rounding of their times.
 * @param {Note} note
 */
export function noteKey(note) {
  const onset = Math.round(note.onset * 3840);
  const duration = Math.round(note.duration * 3840);
  return `${onset}/${note.pitch}/${duration}/${note.velocity}`;
}

const SHARPS = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'];

/**
 * A pitch's name, middle C (60) being C4.
 * @param {number} pitch
 */
export function pitchName(pitch) {
  return `${SHARPS[((pitch % 12) + 12) % 12]}${Math.floor(pitch / 12) - 1}`;
}

/**
 * Whether a pitch lies on a black key.
 * @param {number} pitch
 */
export function isBlackKey(pitch) {
  return [1, 3, 6, 8, 10].includes(((pitch % 12) + 12) % 12);
}
