// @ts-check
/** @typedef {import('./note.js').Note} Note */
/** @typedef {import('./note-list.js').NoteList} NoteList */

/** The chosen notes of one part and the one on which the keyboard stands. */
export class Selection {
  constructor() {
    /** @type {Set<Note>} */
    this.notes = new Set();
    /** @type {Note | null} */
    this.anchor = null;
  }

  get size() {
    return this.notes.size;
  }

  get isEmpty() {
    return this.notes.size === 0;
  }

  /** @param {Note} note */
  has(note) {
    return this.notes.has(note);
  }

  /** @returns {Note[]} */
  list() {
    return [...this.notes];
  }

  /** @param {Iterable<Note>} notes */
  set(notes) {
    this.notes = new Set(notes);
    this.anchor = this.list().at(-1) ?? null;
  }

  clear() {
    this.set([]);
  }

  /** @param {Iterable<Note>} notes */
  add(notes) {
    for (const note of notes) {
      this.notes.add(note);
      this.anchor = note;
    }
  }

  /** @param {Note} note */
  toggle(note) {
    if (!this.notes.delete(note)) this.add([note]);
    else if (this.anchor === note) this.anchor = this.list().at(-1) ?? null;
  }

  /**
   * Keeps what is still there after the notes came anew.
   * @param {NoteList} list
   */
  carry(list) {
    const anchor = this.anchor;
    this.notes = new Set(list.equalTo(this.notes));
    this.anchor = (anchor && list.equalTo([anchor])[0]) ?? this.list().at(-1) ?? null;
  }
}

/**
 * The note after or before another in time, then in pitch; the first or last without another.
 * @param {NoteList} list
 * @param {Note | null} note
 * @param {1 | -1} direction
 * @returns {Note | null}
 */
export function neighbour(list, note, direction) {
  if (list.length === 0) return null;
  const index = note ? list.indexOf(note) : -1;
  if (index < 0) return direction > 0 ? list.notes[0] : list.notes[list.length - 1];
  return list.notes[index + direction] ?? null;
}

/**
 * The nearest note above or below another among those that sound near it.
 * @param {NoteList} list
 * @param {Note} note
 * @param {1 | -1} direction 1 upwards
 * @param {number} [reach] how far away in beats it may begin
 * @returns {Note | null}
 */
export function vertical(list, note, direction, reach = 2) {
  /** @type {Note | null} */
  let best = null;
  let least = Infinity;
  for (const each of list.within(note.onset - reach, note.onset + reach)) {
    const rise = (each.pitch - note.pitch) * direction;
    const distance = rise + 8 * Math.abs(each.onset - note.onset);
    if (rise > 0 && distance < least) [best, least] = [each, distance];
  }
  return best;
}
