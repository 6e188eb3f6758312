// @ts-check
import { h } from '../core/dom.js';
import { strings } from '../core/strings.js';
import { Viewport } from './geometry.js';
import { Layer } from './layer.js';
import { KEYS_WIDTH, paintKeys, paintRuler, paintVelocities } from './paint-edges.js';
import { paintGrid } from './paint-grid.js';
import { paintNotes } from './paint-notes.js';
import { paintOverlay } from './paint-overlay.js';
import { readPalette } from './palette.js';
import { Rows } from './rows.js';

/** Heights in pixels. */
export const RULER = 44;
const ROW = { piano: 14, drums: 32 };

/** Room after the last bar, in beats. */
const AFTER = 4;

/**
 * The editor on screen: layers that are painted only where something changed, in one frame for
 * everything that happened since the last.
 */
export class Surface {
  /**
   * @param {import('./editor.js').Editor} editor
   * @param {any} counters the page's counters for tests
   */
  constructor(editor, counters) {
    this.editor = editor;
    this.counters = Object.assign(counters, {
      notesDrawn: 0, notesVisible: 0, fullRedraws: 0, stripRedraws: 0, frames: 0, playheadFrames: 0,
    });
    this.palette = readPalette();
    this.view = new Viewport(this.makeRows(), { pixelsPerBeat: 48 });
    this.frame = 0;
    this.ratio = 1;
    /** @type {number | null} */
    this.heldPitch = null;
    /** @type {{x0: number, y0: number, x1: number, y1: number} | null} */
    this.band = null;
    this.velocityHeight = 88;
    this.isOverlayStale = true;
    this.hasFocus = false;
    /** @type {number | undefined} where the playhead was last, in beats */
    this.lastPlayed = undefined;
    /** @type {any[] | null} */
    this.hiddenNotes = null;
    /** @type {Set<number>} */
    this.used = new Set();
    /** @type {any} the list whose pitches `used` holds */
    this.usedOf = null;
    const count = {
      whole: () => { this.counters.fullRedraws += 1; },
      strip: () => { this.counters.stripRedraws += 1; },
    };
    this.grid = new Layer('roll-layer', (context, box) => paintGrid(context, box, this.backdrop()));
    this.notes = new Layer('roll-layer', (context, box) => {
      this.counters.notesDrawn += paintNotes(context, box, this.scene());
    }, count);
    this.overlay = new Layer('roll-layer', (context) => paintOverlay(context, this));
    this.keys = new Layer('roll-keys', (context, box) => paintKeys(context, box, {
      view: this.view, palette: this.palette, used: this.usedPitches(), held: this.heldPitch,
    }));
    this.ruler = new Layer('roll-ruler', (context, box) => paintRuler(context, box, {
      view: this.view, palette: this.palette, barStarts: editor.barStarts, height: RULER,
      bars: editor.document.bars, chords: editor.document.chords, loop: editor.loop,
    }));
    this.velocities = new Layer('roll-velocities', (context, box) =>
      paintVelocities(context, box, this.velocityScene()));
    this.playhead = h('canvas', { class: 'roll-layer', 'aria-hidden': 'true' });
    this.build();
  }

  build() {
    this.stage = h('div', { class: 'roll-stage' }, this.grid.canvas, this.notes.canvas,
      this.overlay.canvas, this.playhead);
    this.space = h('div', { class: 'roll-space' }, this.stage);
    this.scroller = h('div', {
      class: 'roll-scroller', tabIndex: 0, role: 'application', 'aria-roledescription': strings.rollRole,
      'aria-describedby': 'roll-help roll-status',
    }, this.space);
    this.element = h('div', { class: 'roll-body' }, h('div', { class: 'roll-corner' }),
      h('div', { class: 'roll-ruler-box' }, this.ruler.canvas),
      h('div', { class: 'roll-keys-box' }, this.keys.canvas), this.scroller,
      h('div', { class: 'roll-velocity-label', 'aria-hidden': 'true' }, strings.rollVelocityLane),
      h('div', { class: 'roll-velocity-box' }, this.velocities.canvas));
    this.scroller.addEventListener('scroll', () => this.request());
    this.scroller.addEventListener('focus', () => this.setFocus(true));
    this.scroller.addEventListener('blur', () => this.setFocus(false));
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this.scroller);
    this.onTheme = () => this.recolour();
    window.addEventListener('etude-theme', this.onTheme);
  }

  close() {
    this.observer?.disconnect();
    if (this.onTheme) window.removeEventListener('etude-theme', this.onTheme);
    cancelAnimationFrame(this.frame);
  }

  /** @param {boolean} hasFocus */
  setFocus(hasFocus) {
    this.hasFocus = hasFocus;
    this.refreshOverlay();
  }

  recolour() {
    this.palette = readPalette();
    this.invalidate();
  }

  makeRows() {
    const { editor } = this;
    return editor.isDrums
      ? Rows.drums(this.usedPitches(), ROW.drums, strings.rollDrum)
      : Rows.piano(ROW.piano);
  }

  /**
   * The pitches that the part plays.
   * @returns {Set<number>}
   */
  usedPitches() {
    if (this.usedOf !== this.editor.list) {
      this.usedOf = this.editor.list;
      this.used = new Set(this.editor.list.notes.map((note) => note.pitch));
    }
    return this.used;
  }

  /** Takes over the part: its rows, and the place where its music is. */
  takePart() {
    const { view, editor } = this;
    view.rows = this.makeRows();
    this.element.classList.toggle('roll-drums', editor.isDrums);
    this.element.style.setProperty('--keys', `${editor.isDrums ? KEYS_WIDTH.drums : KEYS_WIDTH.piano}px`);
    this.scroller.setAttribute('aria-label', strings.rollLabel(editor.entry?.name ?? '', editor.isDrums));
    this.measure();
    const pitches = editor.list.notes.map((note) => note.pitch).sort((a, b) => a - b);
    const middle = pitches[pitches.length >> 1] ?? 60;
    if (editor.isDrums && view.pixelsPerBeat < 88) view.zoom(88 / view.pixelsPerBeat, 0);
    if (!editor.isDrums) view.top = view.rows.rowOf(middle) * view.rows.height - view.height / 2;
    else view.top = 0;
    editor.cursor.pitch = view.rows.rowOf(editor.cursor.pitch) >= 0 && !editor.isDrums ? middle
      : editor.isDrums ? 36 : middle;
    this.place();
    this.invalidate();
  }

  /** Rows of a kit that came to play a new piece. */
  takeNotes() {
    const { view, editor } = this;
    if (editor.isDrums && [...this.usedPitches()].some((pitch) => view.rows.rowOf(pitch) < 0)) {
      view.rows = this.makeRows().scaled(view.rows.height);
    }
    this.measureSpace();
    this.keys.invalidate();
    this.refreshNotes();
  }

  measure() {
    const { view, scroller } = this;
    const ratio = devicePixelRatio || 1;
    const [width, height] = [scroller.clientWidth, scroller.clientHeight];
    if (width === 0 || height === 0) return;
    Object.assign(view, { width, height });
    this.ratio = ratio;
    for (const layer of [this.grid, this.notes, this.overlay]) layer.resize(width, height, ratio);
    const keysWidth = this.editor.isDrums ? KEYS_WIDTH.drums : KEYS_WIDTH.piano;
    this.keys.resize(keysWidth, height, ratio);
    this.ruler.resize(width, RULER, ratio);
    this.velocities.resize(width, this.velocityHeight, ratio);
    this.playhead.width = Math.round(width * ratio);
    this.playhead.height = Math.round(height * ratio);
    this.playhead.style.width = `${width}px`;
    this.playhead.style.height = `${height}px`;
    this.stage.style.width = `${width}px`;
    this.stage.style.height = `${height}px`;
    this.measureSpace();
    this.invalidate();
  }

  measureSpace() {
    const { view, editor } = this;
    view.length = editor.document.length + AFTER;
    view.stroke = editor.step;
    this.space.style.width = `${Math.max(view.contentWidth, view.width)}px`;
    this.space.style.height = `${Math.max(view.rows.total, view.height)}px`;
  }

  /** Brings the scroll bars to where the view looks. */
  place() {
    this.measureSpace();
    this.view.settle(this.ratio);
    this.scroller.scrollLeft = this.view.left;
    this.scroller.scrollTop = this.view.top;
    this.request();
  }

  /** @param {{onset: number, duration: number, pitch: number}} note */
  reveal(note) {
    if (this.view.reveal(note)) this.place();
  }

  /** @param {number} factor @param {number} [x] */
  zoom(factor, x = this.view.width / 2) {
    this.view.zoom(factor, x);
    this.place();
    this.invalidate();
  }

  /** @param {number} factor @param {number} [y] */
  zoomRows(factor, y = this.view.height / 2) {
    this.view.zoomRows(factor, y);
    this.place();
    this.invalidate();
  }

  /** Shows the whole piece. */
  fit() {
    this.zoom(this.view.width / (this.editor.document.length * this.view.pixelsPerBeat), 0);
    this.view.left = 0;
    this.place();
  }

  /** Everything is painted anew. */
  invalidate() {
    for (const layer of [this.grid, this.notes, this.keys, this.ruler, this.velocities]) layer.invalidate();
    this.refreshOverlay();
  }

  refreshNotes() {
    this.notes.invalidate();
    this.grid.invalidate();
    this.refreshVelocities();
    this.refreshOverlay();
  }

  refreshSelection() {
    this.notes.invalidate();
    this.refreshVelocities();
    this.refreshOverlay();
  }

  refreshVelocities() {
    this.velocities.invalidate();
    this.request();
  }

  refreshOverlay() {
    this.overlay.invalidate();
    this.request();
  }

  request() {
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.frame = 0;
    const { view, scroller, counters, ratio } = this;
    if (view.width === 0) return;
    const [left, top] = [view.left, view.top];
    view.left = Math.round(scroller.scrollLeft * ratio) / ratio;
    view.top = Math.round(scroller.scrollTop * ratio) / ratio;
    if (left !== view.left || top !== view.top) this.overlay.invalidate();
    counters.notesDrawn = 0;
    counters.frames += 1;
    this.grid.show(view.left, view.top);
    this.notes.show(view.left, view.top);
    this.keys.show(0, view.top);
    this.ruler.show(view.left, 0);
    this.velocities.show(view.left, 0);
    this.overlay.show(view.left, view.top);
    this.onDraw?.();
  }

  /**
   * Called after every frame.
   * @type {(() => void) | undefined}
   */
  onDraw;

  /** How many notes of the part are on screen. */
  countVisible() {
    const { view } = this;
    let count = 0;
    this.editor.list.forEachIn(view.firstBeat, view.lastBeat, 0, 127, (note) => {
      const y = view.y(note.pitch);
      if (view.rows.rowOf(note.pitch) >= 0 && y > -view.rows.height && y < view.height) count += 1;
    });
    return count;
  }

  backdrop() {
    const { editor, view, palette } = this;
    const { document } = editor;
    return {
      view, palette, barStarts: document.barStarts, step: editor.step, keys: document.keys,
      chords: document.chords, hasScale: editor.hasScale, hasChords: editor.hasChords,
      locked: editor.locked, length: document.length, range: editor.range, ghosts: editor.ghosts(),
    };
  }

  scene() {
    const { editor, view, palette } = this;
    const { document } = editor;
    return {
      view, palette, list: editor.list, colour: editor.colour,
      hasChords: editor.hasChords && !editor.isDrums, barStarts: document.barStarts,
      keys: document.keys, chords: document.chords,
      hidden: editor.hidden,
      isChosen: (/** @type {any} */ note) => editor.selection.has(note),
    };
  }

  velocityScene() {
    const { editor, view, palette } = this;
    return {
      view, palette, colour: editor.colour, barStarts: editor.barStarts, step: editor.step,
      list: editor.list, height: this.velocityHeight,
      hidden: editor.hidden, moving: editor.preview?.to ?? [],
      isChosen: (/** @type {any} */ note) => editor.selection.has(note),
      hasChosen: !editor.selection.isEmpty,
    };
  }
}
