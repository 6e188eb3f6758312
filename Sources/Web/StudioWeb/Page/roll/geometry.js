// @ts-check
/** @typedef {import('./note.js').Note} Note */
/** @typedef {import('./note-list.js').NoteList} NoteList */
/** @typedef {import('./rows.js').Rows} Rows */

/** The least and the most pixels that a beat may take. */
export const ZOOM = { least: 4, most: 640 };

/** The least and the most height of a row in pixels. */
export const HEIGHT = { least: 7, most: 40 };

/**
 * Where the editor looks: what is seen is `width` x `height` pixels of the content from
 * (`left`, `top`) on.
 */
export class Viewport {
  /**
   * @param {Rows} rows
   * @param {{pixelsPerBeat?: number, length?: number}} [settings] `length` of the content in beats
   */
  constructor(rows, settings = {}) {
    const { pixelsPerBeat = 48, length = 16 } = settings;
    this.rows = rows;
    this.pixelsPerBeat = pixelsPerBeat;
    this.length = length;
    /** How long a drum's stroke is drawn, in beats. */
    this.stroke = 1 / 4;
    this.left = 0;
    this.top = 0;
    this.width = 0;
    this.height = 0;
  }

  get contentWidth() {
    return Math.ceil(this.length * this.pixelsPerBeat);
  }

  get firstBeat() {
    return this.left / this.pixelsPerBeat;
  }

  get lastBeat() {
    return (this.left + this.width) / this.pixelsPerBeat;
  }

  /** @param {number} beat */
  x(beat) {
    return beat * this.pixelsPerBeat - this.left;
  }

  /** @param {number} x within what is seen */
  beat(x) {
    return (x + this.left) / this.pixelsPerBeat;
  }

  /** @param {number} pitch */
  y(pitch) {
    return this.rows.rowOf(pitch) * this.rows.height - this.top;
  }

  /** @param {number} y within what is seen */
  pitch(y) {
    return this.rows.pitchAt(y + this.top);
  }

  /** Holds the corner within the content, on whole device pixels. */
  settle(ratio = 1) {
    const whole = (/** @type {number} */ value) => Math.round(value * ratio) / ratio;
    this.left = whole(Math.min(Math.max(0, this.contentWidth - this.width), Math.max(0, this.left)));
    this.top = whole(Math.min(Math.max(0, this.rows.total - this.height), Math.max(0, this.top)));
  }

  /**
   * Zooms in time about a place that stays where it is.
   * @param {number} factor
   * @param {number} x within what is seen
   */
  zoom(factor, x) {
    const beat = this.beat(x);
    this.pixelsPerBeat = Math.min(ZOOM.most, Math.max(ZOOM.least, this.pixelsPerBeat * factor));
    this.left = beat * this.pixelsPerBeat - x;
    this.settle();
  }

  /**
   * Zooms in pitch about a place that stays where it is.
   * @param {number} factor
   * @param {number} y within what is seen
   */
  zoomRows(factor, y) {
    const row = (y + this.top) / this.rows.height;
    const height = Math.min(HEIGHT.most, Math.max(HEIGHT.least, this.rows.height * factor));
    this.rows = this.rows.scaled(Math.round(height));
    this.top = row * this.rows.height - y;
    this.settle();
  }

  /**
   * Moves just far enough that a note is seen, with some room around it.
   * @param {{onset: number, duration: number, pitch: number}} note
   * @param {number} [margin] in pixels
   * @returns {boolean} whether it moved
   */
  reveal(note, margin = 48) {
    const before = [this.left, this.top];
    const x = this.x(note.onset);
    const right = x + Math.min(note.duration * this.pixelsPerBeat, this.width / 2);
    if (x < margin) this.left += x - margin;
    else if (right > this.width - margin) this.left += right - this.width + margin;
    const y = this.y(note.pitch);
    const room = Math.min(margin, this.height / 4);
    if (y < room) this.top += y - room;
    else if (y + this.rows.height > this.height - room) {
      this.top += y + this.rows.height - this.height + room;
    }
    this.settle();
    return before[0] !== this.left || before[1] !== this.top;
  }
}

/**
 * The rectangle of a note within what is seen.
 * @param {Viewport} view
 * @param {Note} note
 */
export function noteRectangle(view, note) {
  return {
    x: view.x(note.onset),
    y: view.y(note.pitch),
    width: view.rows.isDrums ? Math.max(6, view.stroke * view.pixelsPerBeat)
      : Math.max(3, note.duration * view.pixelsPerBeat),
    height: view.rows.height,
  };
}

/**
 * The note under a place and the part of it that was hit. The later note lies on top.
 * @param {NoteList} list
 * @param {Viewport} view
 * @param {number} x
 * @param {number} y
 * @param {number} [edge] how far an edge reaches inwards, in pixels
 * @returns {{note: Note, zone: 'start' | 'body' | 'end'} | null}
 */
export function hitNote(list, view, x, y, edge = 7) {
  if (y + view.top < 0 || y + view.top >= view.rows.total) return null;
  const pitch = view.pitch(y);
  const beat = view.beat(x);
  const slack = 6 / view.pixelsPerBeat;
  const reach = view.rows.isDrums ? Math.max(slack, view.stroke) : slack;
  const found = list.within(beat - reach, beat + slack, pitch, pitch);
  for (const note of found.reverse()) {
    const box = noteRectangle(view, note);
    if (x < box.x || x >= box.x + box.width) continue;
    if (view.rows.isDrums) return { note, zone: 'body' };
    const inwards = Math.min(edge, box.width / 3);
    if (x >= box.x + box.width - inwards) return { note, zone: 'end' };
    return { note, zone: x < box.x + inwards ? 'start' : 'body' };
  }
  return null;
}

/**
 * The notes that a rectangle of what is seen touches.
 * @param {NoteList} list
 * @param {Viewport} view
 * @param {{x0: number, y0: number, x1: number, y1: number}} band
 * @returns {Note[]}
 */
export function notesInBand(list, view, { x0, y0, x1, y1 }) {
  const from = view.beat(Math.min(x0, x1));
  const to = view.beat(Math.max(x0, x1));
  const first = Math.floor((Math.min(y0, y1) + view.top) / view.rows.height);
  const last = Math.floor((Math.max(y0, y1) + view.top) / view.rows.height);
  return list.within(from, to).filter((note) => {
    const row = view.rows.rowOf(note.pitch);
    return row >= first && row <= last;
  });
}
