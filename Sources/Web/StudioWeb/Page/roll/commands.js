// @ts-check
import { announce } from '../core/announce.js';
import { strings } from '../core/strings.js';
import { accented, patternOver, stroke, strokesOn } from './drums.js';
import * as edits from './edits.js';
import { barAt, floored, placeText, stepBeats } from './grid.js';
import { humanised, quantised } from './quantise.js';
import { Rows } from './rows.js';
import { neighbour, vertical } from './selection.js';

/** @typedef {import('./note.js').Note} Note */

/** Finer than any step: what Alt moves by, in beats. */
const FINE = 1 / 32;

/** How long single strokes of a key are gathered into one step of undo, in milliseconds. */
const GATHERING = 350;

/** @type {import('./edits.js').Clip | null} what was copied, across parts and projects */
let clipboard = null;

/** What can be done to the chosen notes; the keyboard, the toolbar and the menus call it. */
export class Commands {
  /** @param {import('./editor.js').Editor} editor */
  constructor(editor) {
    this.editor = editor;
    /** @type {any} */
    this.timer = null;
    /** What quantise and humanise do. */
    this.quantiseSettings = { stepID: '1/16', strength: 1, swing: 0.5, ends: false };
    this.humaniseSettings = { time: 0.03, velocity: 8 };
  }

  /**
   * What a command works on: the chosen notes, or else all of the part.
   * @returns {Note[]}
   */
  get meant() {
    this.editor.finish();
    const { selection, list } = this.editor;
    return selection.isEmpty ? list.notes : selection.list();
  }

  /**
   * Shows a change and makes it once the keyboard rests.
   * @param {Note[]} notes
   * @param {string} summary
   */
  gather(notes, summary) {
    this.editor.show(notes, summary);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.editor.finish(), GATHERING);
  }

  /**
   * Moves what is chosen.
   * @param {number} steps
   * @param {number} rows
   * @param {boolean} [isFine]
   */
  move(steps, rows, isFine = false) {
    const { editor } = this;
    const notes = editor.current;
    if (notes.length === 0) return this.moveCursor(steps, rows);
    const beats = steps * (isFine ? FINE : editor.step);
    const summary = strings.rollMoved(notes.length);
    this.gather(editor.isDrums && rows !== 0
      ? notes.map((note) => ({ ...note, pitch: this.rows.stepped(note.pitch, rows) }))
      : edits.moved(notes, beats, rows, editor.document.length), summary);
    this.hear(editor.current, rows !== 0);
  }

  /**
   * The rows on screen.
   * @type {import('./rows.js').Rows}
   */
  rows = Rows.piano(14);

  /**
   * Sounds notes, where that is meant.
   * @type {(notes: Note[], isMeant?: boolean) => void}
   */
  hear = (/** @type {Note[]} */ _notes, /** @type {boolean} */ _isMeant = true) => {};

  /**
   * @param {number} steps
   * @param {number} rows
   */
  moveCursor(steps, rows) {
    const { editor } = this;
    const { beat, pitch } = editor.cursor;
    const grid = editor.step;
    const from = floored(editor.barStarts, beat, grid);
    let to = from + steps * grid;
    if (steps !== 0) to = floored(editor.barStarts, Math.max(0, to + grid / 2), grid);
    editor.moveCursor(to, this.rows.stepped(pitch, rows));
    announce(this.describeCursor());
  }

  /** What stands where the cursor is. */
  describeCursor() {
    const { list, cursor, step, isDrums, barStarts } = this.editor;
    const there = isDrums ? strokesOn(list, cursor.pitch, cursor.beat, step)
      : list.within(cursor.beat, cursor.beat + 1e-3, cursor.pitch, cursor.pitch);
    return there.length > 0 ? this.describe(there[0])
      : strings.rollCursor(this.rows.name(cursor.pitch), placeText(barStarts, cursor.beat));
  }

  /**
   * Goes to the next or previous note.
   * @param {1 | -1} direction
   * @param {boolean} extends_ whether what is chosen stays so
   */
  walk(direction, extends_) {
    const { editor } = this;
    editor.finish();
    const from = editor.selection.anchor ?? this.nearestToCursor(direction);
    const note = editor.selection.anchor ? neighbour(editor.list, from, direction) : from;
    this.goTo(note, extends_);
  }

  /** @param {1 | -1} direction */
  nearestToCursor(direction) {
    const { list, cursor } = this.editor;
    const index = list.firstFrom(cursor.beat);
    return list.notes[direction > 0 ? index : index - 1] ?? null;
  }

  /** @param {1 | -1} direction @param {boolean} extends_ */
  climb(direction, extends_) {
    const { editor } = this;
    editor.finish();
    const anchor = editor.selection.anchor;
    if (anchor) this.goTo(vertical(editor.list, anchor, direction), extends_);
    else this.walk(1, extends_);
  }

  /** @param {Note | null} note @param {boolean} extends_ */
  goTo(note, extends_) {
    const { editor } = this;
    if (!note) return;
    if (extends_) editor.selection.add([note]);
    else editor.selection.set([note]);
    editor.selection.anchor = note;
    editor.cursor = { beat: note.onset, pitch: note.pitch };
    editor.emitter.emit('selection');
    editor.emitter.emit('cursor');
    this.hear([note]);
    announce(this.describe(note));
  }

  /** @param {Note} note */
  describe(note) {
    const { list, barStarts } = this.editor;
    return strings.rollNote(this.rows.name(note.pitch), note, placeText(barStarts, note.onset),
      list.indexOf(note) + 1, list.length);
  }

  /** @param {number} steps @param {boolean} [isFine] */
  stretch(steps, isFine = false) {
    const { editor } = this;
    const notes = editor.current;
    if (notes.length === 0 || editor.isDrums) return;
    const grid = isFine ? FINE : editor.step;
    this.gather(edits.stretched(notes, steps * grid, grid), strings.rollStretched(notes.length));
  }

  /** @param {number} amount */
  louder(amount) {
    const { editor } = this;
    const notes = editor.current;
    if (notes.length === 0) return;
    this.gather(edits.louder(notes, amount), strings.rollVelocity(notes.length));
    this.hear(editor.current.slice(0, 1));
  }

  /** Writes a note at the cursor, or takes the one that is there. */
  enter() {
    const { editor } = this;
    editor.finish();
    const { beat, pitch } = editor.cursor;
    if (editor.isDrums) return this.toggleStroke(beat, pitch, false);
    const there = editor.list.within(beat, beat + 1e-3, pitch, pitch);
    if (there.length > 0) return this.goTo(there[0], false);
    this.draw(beat, pitch, editor.noteLength || editor.step);
  }

  /**
   * @param {number} beat
   * @param {number} pitch
   * @param {number} duration
   */
  draw(beat, pitch, duration) {
    const { editor } = this;
    const note = { onset: beat, duration, pitch, velocity: editor.velocity, articulation: 0 };
    editor.commit({ remove: [], add: [note], summary: strings.rollDrew(1) });
    this.hear([note]);
    announce(strings.rollDrew(1));
  }

  /**
   * Puts a stroke on a step or takes it away.
   * @param {number} line
   * @param {number} pitch
   * @param {boolean} isAccent
   */
  toggleStroke(line, pitch, isAccent) {
    const { editor } = this;
    editor.finish();
    const there = strokesOn(editor.list, pitch, line, editor.step);
    if (there.length > 0 && isAccent) return this.accent(there);
    const add = there.length > 0 ? [] : [stroke(pitch, line, editor.step, isAccent)];
    const summary = add.length > 0 ? strings.rollStruck(1) : strings.rollDeleted(there.length);
    editor.commit({ remove: there, add, summary }, { chooses: false });
    this.hear(add);
    announce(summary);
  }

  /** @param {Note[]} [notes] */
  accent(notes = this.editor.selection.list()) {
    if (notes.length === 0) return;
    const add = accented(notes);
    this.editor.commit({ remove: notes, add, summary: strings.rollAccented(notes.length) });
    this.hear(add.slice(0, 1));
  }

  remove() {
    const { editor } = this;
    editor.cancel();
    const notes = editor.selection.list();
    if (notes.length === 0) return;
    const next = neighbour(editor.list, notes[notes.length - 1], 1);
    if (next && !editor.selection.has(next)) editor.cursor = { beat: next.onset, pitch: next.pitch };
    editor.commit({ remove: notes, add: [], summary: strings.rollDeleted(notes.length) });
    announce(strings.rollDeleted(notes.length));
  }

  all() {
    this.editor.choose(this.editor.list.notes);
    announce(strings.rollChosen(this.editor.selection.size));
  }

  copy() {
    const { editor } = this;
    editor.finish();
    const clip = edits.clipOf(editor.selection.list(), editor.barStarts, editor.step);
    if (!clip) return;
    clipboard = clip;
    announce(strings.rollCopied(clip.notes.length));
  }

  cut() {
    this.copy();
    this.remove();
  }

  paste() {
    const { editor } = this;
    editor.finish();
    if (!clipboard) return;
    const add = edits.pasted(clipboard, editor.cursor.beat)
      .filter((note) => note.onset < editor.document.length);
    editor.commit({ remove: [], add, summary: strings.rollPasted(add.length) });
    editor.moveCursor(editor.cursor.beat + clipboard.length, editor.cursor.pitch);
  }

  duplicate() {
    const { editor } = this;
    editor.finish();
    const add = edits.repeated(editor.selection.list(), editor.barStarts, editor.step)
      .filter((note) => note.onset < editor.document.length);
    if (add.length > 0) editor.commit({ remove: [], add, summary: strings.rollDuplicated(add.length) });
  }

  quantise() {
    const { stepID, ...settings } = this.quantiseSettings;
    const step = stepBeats(stepID);
    this.replace(quantised(this.meant, this.editor.barStarts, { ...settings, step }), strings.rollQuantised);
  }

  humanise() {
    this.replace(humanised(this.meant, { ...this.humaniseSettings, random: Math.random }), strings.rollHumanised);
  }

  /**
   * @param {Note[]} add what the meant notes become, in their order
   * @param {(count: number) => string} summary
   */
  replace(add, summary) {
    const { editor } = this;
    const wasAll = editor.selection.isEmpty;
    const from = this.meant;
    const changed = from.map((note, index) => ({ note, to: add[index] }))
      .filter(({ note, to }) => note.onset !== to.onset || note.velocity !== to.velocity
        || note.duration !== to.duration);
    if (changed.length === 0) return announce(strings.rollNothing);
    const rest = wasAll ? null : add;
    editor.commit({
      remove: changed.map(({ note }) => note), add: changed.map(({ to }) => to),
      summary: summary(changed.length),
    }, { chooses: false });
    if (rest) editor.choose(editor.list.equalTo(rest));
    announce(summary(changed.length));
  }

  /**
   * The bars that what is chosen fills; those of the loop, or the cursor's, where nothing is.
   * @returns {[number, number]}
   */
  bars() {
    const { editor } = this;
    const notes = editor.selection.list();
    const { start, end } = notes.length > 0 ? edits.span(notes)
      : editor.loop ? { start: editor.loop[0], end: editor.loop[1] }
        : { start: editor.cursor.beat, end: editor.cursor.beat };
    const first = barAt(editor.barStarts, start);
    return [first, Math.max(first, barAt(editor.barStarts, Math.max(start, end - 1e-3))) + 1];
  }

  /**
   * Writes a bar of a kit over others.
   * @param {{source: number, bars: [number, number], chances: Map<number, number>,
   *   own: Map<string, number>}} request
   */
  writePattern({ source, bars, chances, own }) {
    const { editor } = this;
    editor.finish();
    const { remove, add } = patternOver(editor.list, editor.barStarts,
      { source, bars, chances, own, random: Math.random });
    const summary = strings.rollPatternWritten(add.length, bars[0] + 1, bars[1]);
    editor.commit({ remove, add, summary }, { chooses: false });
    announce(summary);
  }
}
