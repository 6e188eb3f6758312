// @ts-check
import { createEmitter } from '../core/emitter.js';
import { h } from '../core/dom.js';
import { Layer } from '../roll/layer.js';
import { NoteLists } from '../roll/note-lists.js';
import { readPalette } from '../roll/palette.js';
import { BEAT_WIDTH, Columns, fittingWidth } from './layout.js';
import { paintLanes } from './paint-lanes.js';

/** Heights in pixels. */
export const LANE = 60;

/**
 * The arrangement's ground: a scrolling stage for the lanes, the strips above and the heads beside
 * it, which scroll along, and what is chosen.
 */
export class Board {
  /**
   * @param {any} project the store's open project
   * @param {any} counters the page's counters for tests
   */
  constructor(project, counters) {
    this.project = project;
    this.counters = Object.assign(counters, { arrangeNotesDrawn: 0, arrangeFullRedraws: 0 });
    this.emitter = createEmitter();
    /** `choice`, `layout` (columns changed), `scroll`. */
    this.on = this.emitter.on;
    this.lists = new NoteLists(project);
    this.palette = readPalette();
    /** @type {import('./layout.js').Cells | null} */
    this.cells = null;
    /** @type {Map<string, Set<number>> | null} bars that a comparison found different */
    this.highlights = null;
    /** @type {Set<string>} */
    this.muted = new Set();
    /** What jobs that were started here write, by id. @type {Map<string, any>} */
    this.work = new Map();
    /** @type {any} where the playhead was last, in pixels */
    this.lastPlayed = undefined;
    this.isFitted = true;
    this.columns = new Columns(project.document.barStarts, 8);
    this.left = 0;
    this.top = 0;
    this.width = 0;
    this.height = 0;
    this.frame = 0;
    this.lanes = new Layer('arrange-layer', (context, box) => {
      this.counters.arrangeNotesDrawn += paintLanes(context, box, this);
    }, { whole: () => { this.counters.arrangeFullRedraws += 1; }, strip: () => {} });
    this.build();
  }

  build() {
    this.playhead = h('canvas', { class: 'arrange-layer', 'aria-hidden': 'true' });
    this.stage = h('div', { class: 'arrange-stage' }, this.lanes.canvas, this.playhead);
    this.space = h('div', { class: 'arrange-space' }, this.stage);
    this.scroller = h('div', { class: 'arrange-scroller', tabIndex: -1 }, this.space);
    this.strips = h('div', { class: 'arrange-strips' });
    this.stripsBox = h('div', { class: 'arrange-strips-box' }, this.strips);
    this.heads = h('div', { class: 'arrange-heads' });
    this.headsBox = h('div', { class: 'arrange-heads-box' }, this.heads);
    this.corner = h('div', { class: 'arrange-corner' });
    this.element = h('div', { class: 'arrange-board' }, this.corner, this.stripsBox, this.headsBox, this.scroller);
    this.scroller.addEventListener('scroll', () => {
      this.stripsBox.scrollLeft = this.scroller.scrollLeft;
      this.headsBox.scrollTop = this.scroller.scrollTop;
      this.request();
    });
    // Focus may scroll what only follows: the stage then follows it.
    this.stripsBox.addEventListener('scroll', () => { this.scroller.scrollLeft = this.stripsBox.scrollLeft; });
    this.headsBox.addEventListener('scroll', () => { this.scroller.scrollTop = this.headsBox.scrollTop; });
    this.scroller.addEventListener('wheel', (/** @type {WheelEvent} */ event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * 0.003), event.clientX - this.scroller.getBoundingClientRect().left);
    }, { passive: false });
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this.scroller);
    this.onTheme = () => {
      this.palette = readPalette();
      this.invalidate();
    };
    window.addEventListener('etude-theme', this.onTheme);
  }

  close() {
    this.observer?.disconnect();
    if (this.onTheme) window.removeEventListener('etude-theme', this.onTheme);
    cancelAnimationFrame(this.frame);
  }

  get document() {
    return this.project.document;
  }

  /** @returns {any[]} */
  get parts() {
    return this.document.parts;
  }

  measure() {
    const { scroller } = this;
    const [width, height] = [scroller.clientWidth, scroller.clientHeight];
    if (width === 0 || height === 0) return;
    Object.assign(this, { width, height });
    const ratio = devicePixelRatio || 1;
    this.lanes.resize(width, height, ratio);
    this.playhead.width = Math.round(width * ratio);
    this.playhead.height = Math.round(height * ratio);
    for (const each of [this.stage, this.playhead]) {
      each.style.width = `${width}px`;
      each.style.height = `${height}px`;
    }
    this.layOut();
  }

  /** Takes over the bars and parts as the document has them. */
  layOut() {
    const { document } = this;
    const pixels = this.isFitted && this.width > 0
      ? fittingWidth(document.length, this.width - 44) : this.columns.pixelsPerBeat;
    this.columns = new Columns(document.barStarts, pixels);
    const width = Math.max(this.columns.width + 44, this.width);
    this.space.style.width = `${width}px`;
    this.space.style.height = `${Math.max(this.parts.length * LANE, this.height)}px`;
    this.strips.style.width = `${width + 40}px`;
    this.heads.style.height = `${Math.max(this.parts.length * LANE, this.height) + 40}px`;
    if (this.cells) this.holdCells();
    this.emitter.emit('layout');
    this.invalidate();
  }

  /** Keeps what is chosen within the piece. */
  holdCells() {
    if (!this.cells) return;
    const ids = new Set(this.parts.map((part) => part.id));
    const parts = this.cells.parts.filter((id) => ids.has(id));
    const [first, end] = this.cells.bars.map((bar) => Math.min(bar, this.document.bars));
    const isLeft = parts.length > 0 && end > first;
    if (isLeft && parts.length === this.cells.parts.length && end === this.cells.bars[1]) return;
    this.choose(isLeft ? { bars: [first, end], parts } : null);
  }

  /** @param {import('./layout.js').Cells | null} cells */
  choose(cells) {
    this.cells = cells;
    this.emitter.emit('choice');
  }

  /** @param {number} factor @param {number} [x] */
  zoom(factor, x = this.width / 2) {
    const beat = (x + this.scroller.scrollLeft) / this.columns.pixelsPerBeat;
    const pixels = Math.min(BEAT_WIDTH.most, Math.max(BEAT_WIDTH.least, this.columns.pixelsPerBeat * factor));
    this.isFitted = false;
    this.columns = new Columns(this.document.barStarts, pixels);
    this.layOut();
    this.scroller.scrollLeft = beat * pixels - x;
  }

  fit() {
    this.isFitted = true;
    this.layOut();
  }

  /**
   * Scrolls just far enough to show bars of a part.
   * @param {number} bar
   * @param {string} [part]
   */
  reveal(bar, part) {
    const { scroller, columns } = this;
    const [from, to] = [columns.x(bar), columns.x(bar + 1)];
    if (from < scroller.scrollLeft) scroller.scrollLeft = from - 24;
    else if (to > scroller.scrollLeft + this.width) scroller.scrollLeft = to - this.width + 24;
    const lane = this.parts.findIndex((each) => each.id === part);
    if (lane < 0) return;
    if (lane * LANE < scroller.scrollTop) scroller.scrollTop = lane * LANE;
    else if ((lane + 1) * LANE > scroller.scrollTop + this.height) scroller.scrollTop = (lane + 1) * LANE - this.height;
  }

  invalidate() {
    this.lanes.invalidate();
    this.request();
  }

  request() {
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.frame = 0;
    if (this.width === 0) return;
    const { ratio } = this.lanes;
    this.left = Math.round(this.scroller.scrollLeft * ratio) / ratio;
    this.top = Math.round(this.scroller.scrollTop * ratio) / ratio;
    this.counters.arrangeNotesDrawn = 0;
    this.lanes.show(this.left, this.top);
    this.emitter.emit('scroll');
  }
}
