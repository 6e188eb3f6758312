// @ts-check
import { compareNotes, noteFromRow, noteKey } from './note.js';

/** @typedef {import('./note.js').Note} Note */

const BLOCK = 32;

/**
 * The notes of one part in the server's order, searched by time.
 *
 * A search takes log n steps to find the last note that may be seen, and looks once at every block
 * of 32 notes before it, whose latest end says whether any of them still sounds.
 */
export class NoteList {
  /** @param {Note[]} notes in any order; kept as they are if they are sorted */
  constructor(notes) {
    /** @type {Note[]} */
    this.notes = isSorted(notes) ? notes : [...notes].sort(compareNotes);
    /** @type {Float64Array} */
    this.latestEnds = new Float64Array(Math.ceil(this.notes.length / BLOCK));
    /** Where the last note ends, in beats. */
    this.end = 0;
    for (let i = 0; i < this.notes.length; i++) {
      const end = this.notes[i].onset + this.notes[i].duration;
      const block = Math.floor(i / BLOCK);
      if (end > this.latestEnds[block]) this.latestEnds[block] = end;
      if (end > this.end) this.end = end;
    }
    /** @type {Map<Note, number> | null} */
    this.places = null;
  }

  /** @param {number[][]} rows the server's rows of one part */
  static fromRows(rows) {
    return new NoteList(rows.map(noteFromRow));
  }

  get length() {
    return this.notes.length;
  }

  /**
   * The place of the first note that begins at or after a time.
   * @param {number} beat
   */
  firstFrom(beat) {
    let low = 0;
    let high = this.notes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.notes[middle].onset < beat) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Visits the notes that sound within `[from, to)` and lie on pitches `low...high`, in order.
   * @param {number} from
   * @param {number} to
   * @param {number} low
   * @param {number} high
   * @param {(note: Note, index: number) => void} visit
   */
  forEachIn(from, to, low, high, visit) {
    const last = this.firstFrom(to);
    for (let block = 0; block * BLOCK < last; block++) {
      if (this.latestEnds[block] <= from) continue;
      const stop = Math.min(last, (block + 1) * BLOCK);
      for (let i = block * BLOCK; i < stop; i++) {
        const note = this.notes[i];
        if (note.pitch < low || note.pitch > high) continue;
        if (note.onset + note.duration > from) visit(note, i);
      }
    }
  }

  /**
   * The notes that sound within a time and lie on pitches `low...high`.
   * @param {number} from
   * @param {number} to
   * @param {number} [low]
   * @param {number} [high]
   * @returns {Note[]}
   */
  within(from, to, low = 0, high = 127) {
    /** @type {Note[]} */
    const found = [];
    this.forEachIn(from, to, low, high, (note) => found.push(note));
    return found;
  }

  /**
   * The notes that begin within `[from, to)`.
   * @param {number} from
   * @param {number} to
   */
  beginningIn(from, to) {
    return this.notes.slice(this.firstFrom(from), this.firstFrom(to));
  }

  /**
   * The place of a note of this very list; -1 for any other.
   * @param {Note} note
   */
  indexOf(note) {
    this.places ??= new Map(this.notes.map((each, index) => [each, index]));
    return this.places.get(note) ?? -1;
  }

  /**
   * The places of notes that are equal to given ones, each place at most once.
   * @param {Note[]} wanted
   * @returns {{indices: number[], missing: Note[]}}
   */
  indicesOf(wanted) {
    /** @type {number[]} */
    const indices = [];
    /** @type {Note[]} */
    const strangers = [];
    const taken = new Set();
    for (const note of wanted) {
      const index = this.indexOf(note);
      if (index < 0 || taken.has(index)) strangers.push(note);
      else taken.add(index), indices.push(index);
    }
    const missing = strangers.filter((note) => {
      const key = noteKey(note);
      const start = this.firstFrom(note.onset - 0.001);
      for (let i = start; i < this.length && this.notes[i].onset < note.onset + 0.001; i++) {
        if (taken.has(i) || noteKey(this.notes[i]) !== key) continue;
        taken.add(i);
        indices.push(i);
        return false;
      }
      return true;
    });
    return { indices: indices.sort((a, b) => a - b), missing };
  }

  /**
   * The notes of this list that are equal to given ones.
   * @param {Iterable<Note>} wanted
   */
  equalTo(wanted) {
    return this.indicesOf([...wanted]).indices.map((index) => this.notes[index]);
  }
}

/** @param {Note[]} notes */
function isSorted(notes) {
  for (let i = 1; i < notes.length; i++) {
    if (notes[i].onset < notes[i - 1].onset) return false;
  }
  return true;
}
