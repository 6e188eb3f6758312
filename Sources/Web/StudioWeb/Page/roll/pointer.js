// @ts-check
import { strings } from '../core/strings.js';
import { moved, stretched, trimmed } from './edits.js';
import { hitNote, notesInBand } from './geometry.js';
import { floored, snapped } from './grid.js';
import { beginStroke } from './strokes.js';

/** @typedef {import('./note.js').Note} Note */

/** How far a press may wander and still be a click, in pixels. */
const CLICK = 4;

/** How near an edge a drag scrolls, in pixels. */
const EDGE = 28;

/**
 * What the pointer does on the notes: choose, move, stretch, draw, band.
 */
export class Pointer {
  /**
   * @param {import('./surface.js').Surface} surface
   * @param {import('./commands.js').Commands} commands
   */
  constructor(surface, commands) {
    this.surface = surface;
    this.commands = commands;
    this.editor = surface.editor;
    /** @type {{move: (x: number, y: number, event: PointerEvent) => void,
     *   up: (event: PointerEvent) => void, id: number, x: number, y: number, hasMoved: boolean} | null} */
    this.gesture = null;
    /** @type {Map<number, {x: number, y: number}>} */
    this.touches = new Map();
    /** @type {{distance: number, x: number, y: number} | null} */
    this.pinch = null;
    this.pulling = 0;
    /** Whether what happens now is the end of a press. */
    this.isEnding = false;
    const { stage, scroller } = surface;
    stage.addEventListener('pointerdown', (/** @type {PointerEvent} */ event) => this.down(event));
    stage.addEventListener('pointermove', (/** @type {PointerEvent} */ event) => this.move(event));
    for (const type of ['pointerup', 'pointercancel']) {
      stage.addEventListener(type, (/** @type {PointerEvent} */ event) => this.up(event, type === 'pointercancel'));
    }
    stage.addEventListener('dblclick', (/** @type {MouseEvent} */ event) => this.doubleClick(event));
    stage.addEventListener('contextmenu', (/** @type {MouseEvent} */ event) => this.erase(event));
    scroller.addEventListener('wheel', (/** @type {WheelEvent} */ event) => this.wheel(event), { passive: false });
  }

  /** @param {MouseEvent} event */
  at(event) {
    const box = this.surface.stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button !== 0) return;
    const { x, y } = this.at(event);
    this.surface.scroller.focus({ preventScroll: true });
    if (event.pointerType === 'touch') {
      this.touches.set(event.pointerId, { x, y });
      if (this.touches.size === 2) return this.startPinch();
    }
    this.surface.stage.setPointerCapture(event.pointerId);
    this.editor.finish();
    const begin = this.editor.isDrums && this.editor.tool === 'draw' ? beginStroke(this, x, y, event)
      : this.begin(x, y, event);
    this.gesture = { ...begin, id: event.pointerId, x, y, hasMoved: false };
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { x, y } = this.at(event);
    if (this.touches.has(event.pointerId)) {
      this.touches.set(event.pointerId, { x, y });
      if (this.pinch) return this.movePinch();
    }
    const { gesture } = this;
    if (!gesture) return this.hover(x, y);
    if (gesture.id !== event.pointerId) return;
    gesture.hasMoved ||= Math.hypot(x - gesture.x, y - gesture.y) >= CLICK;
    if (!gesture.hasMoved) return;
    gesture.move(x, y, event);
    this.pull(x, y, event);
  }

  /**
   * Scrolls on while a drag is held at an edge.
   * @param {number} x
   * @param {number} y
   * @param {PointerEvent} event
   */
  pull(x, y, event) {
    const { view } = this.surface;
    const speed = (/** @type {number} */ at, /** @type {number} */ size) =>
      at < EDGE ? Math.max(-24, (at - EDGE) / 2) : at > size - EDGE ? Math.min(24, (at - size + EDGE) / 2) : 0;
    const [right, down] = [speed(x, view.width), speed(y, view.height)];
    cancelAnimationFrame(this.pulling);
    if (right === 0 && down === 0) return;
    this.pulling = requestAnimationFrame(() => {
      if (!this.gesture) return;
      const before = [view.left, view.top];
      view.left += right;
      view.top += down;
      this.surface.place();
      if (view.left === before[0] && view.top === before[1]) return;
      this.gesture.move(x, y, event);
      this.pull(x, y, event);
    });
  }

  /** @param {PointerEvent} event @param {boolean} isCancelled */
  up(event, isCancelled) {
    this.touches.delete(event.pointerId);
    if (this.touches.size < 2) this.pinch = null;
    const { gesture } = this;
    if (!gesture || gesture.id !== event.pointerId) return;
    this.gesture = null;
    this.surface.heldPitch = null;
    this.isEnding = true;
    if (isCancelled) this.editor.cancel();
    else gesture.up(event);
    this.isEnding = false;
    this.surface.band = null;
    this.surface.refreshOverlay();
  }

  /**
   * Gives up what the pointer is doing.
   * @returns {boolean} whether it did anything
   */
  cancel() {
    const isBusy = this.gesture !== null || this.editor.preview !== null;
    this.gesture = null;
    this.surface.band = null;
    this.editor.cancel();
    this.surface.refreshOverlay();
    return isBusy;
  }

  /**
   * Where on the grid a place lies; Alt leaves the grid.
   * @param {number} x
   * @param {MouseEvent} event
   */
  line(x, event) {
    const { editor, surface } = this;
    return floored(editor.barStarts, surface.view.beat(x), event.altKey ? 0 : editor.snap);
  }

  /** @param {number} x @param {number} y */
  hover(x, y) {
    const { editor, surface } = this;
    const hit = hitNote(editor.list, surface.view, x, y);
    const isDraw = editor.tool === 'draw';
    surface.stage.style.cursor = !hit ? (isDraw ? 'crosshair' : 'default')
      : editor.isDrums ? 'pointer' : hit.zone === 'body' ? 'grab' : 'ew-resize';
  }

  /** @param {number} x @param {number} y @param {PointerEvent} event */
  begin(x, y, event) {
    const { editor, surface } = this;
    const edge = event.pointerType === 'touch' ? 16 : 7;
    const hit = hitNote(editor.list, surface.view, x, y, edge);
    editor.cursor = { beat: this.line(x, event), pitch: surface.view.pitch(y) };
    if (hit) return this.beginNote(hit, x, y, event);
    if (editor.tool === 'draw' && !event.shiftKey) return this.beginDraw(x, y, event);
    return this.beginBand(x, y, event);
  }

  /**
   * @param {{note: Note, zone: string}} hit
   * @param {number} x
   * @param {number} y
   * @param {PointerEvent} event
   */
  beginNote({ note, zone }, x, y, event) {
    const { editor, commands, surface } = this;
    const wasChosen = editor.selection.has(note);
    if (event.shiftKey && !wasChosen) {
      editor.selection.add([note]);
      editor.emitter.emit('selection');
    } else if (!wasChosen) editor.choose([note]);
    editor.selection.anchor = note;
    surface.heldPitch = note.pitch;
    surface.keys.invalidate();
    commands.hear([note]);
    const from = editor.selection.list();
    const isCopy = event.ctrlKey || event.metaKey;
    let pitch = note.pitch;
    const start = surface.view.beat(x);
    return {
      move: (/** @type {number} */ toX, /** @type {number} */ toY, /** @type {PointerEvent} */ now) => {
        const beats = this.shift(note, zone, surface.view.beat(toX) - start, now);
        if (zone === 'end') editor.show(stretched(from, beats, editor.snap || undefined), strings.rollStretched(from.length));
        else if (zone === 'start') editor.show(trimmed(from, beats, editor.snap || undefined), strings.rollStretched(from.length));
        else {
          const rows = this.rowShift(note, toY);
          editor.show(this.shifted(from, beats, rows), isCopy ? strings.rollCopied(from.length)
            : strings.rollMoved(from.length), isCopy);
          const to = surface.view.rows.stepped(note.pitch, rows);
          if (to !== pitch) commands.hear([{ ...note, pitch: to }]);
          pitch = to;
        }
      },
      up: (/** @type {PointerEvent} */ now) => {
        if (editor.preview) editor.finish();
        else if (now.shiftKey && wasChosen) {
          editor.selection.toggle(note);
          editor.emitter.emit('selection');
        } else if (!now.shiftKey && from.length > 1) editor.choose([note]);
        const at = editor.selection.anchor ?? note;
        editor.moveCursor(at.onset, at.pitch);
      },
    };
  }

  /**
   * How far a drag moves in beats, on the grid unless Alt is held.
   * @param {Note} note
   * @param {string} zone
   * @param {number} raw in beats
   * @param {PointerEvent} event
   */
  shift(note, zone, raw, event) {
    const { editor } = this;
    const step = event.altKey ? 0 : editor.snap;
    if (step === 0) return raw;
    const from = zone === 'end' ? note.onset + note.duration : note.onset;
    const isOffGrid = Math.abs(snapped(editor.barStarts, from, step) - from) > 1e-4;
    // What lies off the grid keeps its place within the step unless it is stretched onto a line.
    if (isOffGrid && zone === 'body') return Math.round(raw / step) * step;
    return snapped(editor.barStarts, from + raw, step) - from;
  }

  /** @param {Note} note @param {number} y */
  rowShift(note, y) {
    const { rows } = this.surface.view;
    return rows.rowOf(note.pitch) - rows.rowOf(this.surface.view.pitch(y));
  }

  /** @param {Note[]} notes @param {number} beats @param {number} rows @returns {Note[]} */
  shifted(notes, beats, rows) {
    const { length } = this.editor.document;
    if (!this.editor.isDrums) return moved(notes, beats, rows, length);
    return moved(notes, beats, 0, length).map((note) => ({
      ...note, pitch: this.surface.view.rows.stepped(note.pitch, rows),
    }));
  }

  /** @param {number} x @param {number} y @param {PointerEvent} event */
  beginDraw(x, y, event) {
    const { editor, surface, commands } = this;
    const onset = this.line(x, event);
    const pitch = surface.view.pitch(y);
    const least = editor.noteLength || editor.step;
    editor.selection.clear();
    const note = (/** @type {number} */ duration) => ({
      onset, duration, pitch, velocity: editor.velocity, articulation: 0,
    });
    editor.show([note(least)], strings.rollDrew(1), true);
    commands.hear([note(least)]);
    return {
      move: (/** @type {number} */ toX, /** @type {number} */ _, /** @type {PointerEvent} */ now) => {
        const step = now.altKey ? 0 : editor.snap;
        const end = step === 0 ? surface.view.beat(toX)
          : floored(editor.barStarts, surface.view.beat(toX), step) + step;
        editor.show([note(Math.max(step || 1 / 32, end - onset))], strings.rollDrew(1), true);
      },
      up: () => editor.finish(),
    };
  }

  /** @param {number} x @param {number} y @param {PointerEvent} event */
  beginBand(x, y, event) {
    const { editor, surface } = this;
    const kept = event.shiftKey ? editor.selection.list() : [];
    const { view } = surface;
    const [left, top] = [x + view.left, y + view.top];
    return {
      move: (/** @type {number} */ toX, /** @type {number} */ toY) => {
        surface.band = { x0: left - view.left, y0: top - view.top, x1: toX, y1: toY };
        const found = notesInBand(editor.list, surface.view, surface.band);
        const before = editor.selection.size;
        editor.selection.set([...kept, ...found]);
        if (editor.selection.size !== before) editor.emitter.emit('selection');
        surface.refreshOverlay();
      },
      up: () => {
        if (!surface.band && kept.length === 0) editor.choose([]);
        else editor.emitter.emit('selection');
        editor.emitter.emit('cursor');
      },
    };
  }

  /** @param {MouseEvent} event */
  doubleClick(event) {
    const { editor, surface, commands } = this;
    if (editor.tool === 'draw') return;
    const { x, y } = this.at(event);
    const hit = hitNote(editor.list, surface.view, x, y);
    if (hit) {
      editor.choose([hit.note]);
      commands.remove();
    } else if (editor.isDrums) commands.toggleStroke(this.line(x, event), surface.view.pitch(y), false);
    else commands.draw(this.line(x, event), surface.view.pitch(y), editor.noteLength || editor.step);
  }

  /**
   * The other button erases.
   * @param {MouseEvent} event
   */
  erase(event) {
    event.preventDefault();
    const { x, y } = this.at(event);
    const hit = hitNote(this.editor.list, this.surface.view, x, y);
    if (!hit) return;
    if (!this.editor.selection.has(hit.note)) this.editor.choose([hit.note]);
    this.commands.remove();
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) return;
    event.preventDefault();
    const { x, y } = this.at(event);
    const factor = Math.exp(-(event.deltaY || event.deltaX) * (Math.abs(event.deltaY) < 20 ? 0.02 : 0.0022));
    if (event.altKey) this.surface.zoomRows(factor > 1 ? Math.max(factor, 1.08) : Math.min(factor, 0.92), y);
    else this.surface.zoom(factor, x);
  }

  startPinch() {
    this.cancel();
    const [a, b] = [...this.touches.values()];
    this.pinch = { distance: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }

  movePinch() {
    const { pinch, surface } = this;
    const [a, b] = [...this.touches.values()];
    if (!pinch || !b) return;
    const distance = Math.max(20, Math.hypot(a.x - b.x, a.y - b.y));
    const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
    surface.view.left -= x - pinch.x;
    surface.view.top -= y - pinch.y;
    const factor = distance / pinch.distance;
    if (Math.abs(factor - 1) > 0.005) surface.zoom(factor, x);
    else surface.place();
    this.pinch = { distance, x, y };
  }
}
