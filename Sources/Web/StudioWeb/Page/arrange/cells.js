// @ts-check
/** Cells, part by section: reached by the keyboard, chosen down to a bar by a drag. */
import { announce } from '../core/announce.js';
import { fill, h } from '../core/dom.js';
import { strings } from '../core/strings.js';
import { LANE } from './board.js';
import { openMenu } from '../core/dialog.js';
import { intensityOf } from './levels.js';
import { barsBetween, barsOf, holds, lanesBetween, lockState, sectionAt } from './layout.js';

/**
 * @param {import('./board.js').Board} board
 * @param {ReturnType<typeof import('./actions.js').createActions>} actions
 * @param {any} jobs
 */
export function createCells(board, actions, jobs) {
  const grid = h('div', { class: 'arrange-grid', role: 'grid', 'aria-label': strings.arrangeGrid, 'aria-multiselectable': true });
  const choice = h('div', { class: 'arrange-choice', hidden: true });
  const work = h('div', { class: 'arrange-work', 'aria-hidden': 'true' });
  board.space.append(grid, work, choice);
  /** The cell that the tab key reaches. */
  const at = { part: '', section: '' };
  /** @type {{part: string, section: string} | null} where an extended choice began */
  let origin = null;
  listen();

  function draw() {
    const { parts, document: song, columns } = board;
    if (!parts.some((part) => part.id === at.part)) at.part = parts[0]?.id ?? '';
    if (!song.sections.some((/** @type {any} */ each) => each.id === at.section)) at.section = song.sections[0]?.id ?? '';
    const hadFocus = grid.contains(document.activeElement);
    grid.style.width = `${columns.width}px`;
    fill(grid, parts.map((part, lane) => h('div', { role: 'row', 'aria-label': part.name },
      song.sections.map((/** @type {any} */ section) => {
        const bars = barsOf(section);
        const lock = lockState(song.locks, part.id, bars);
        const list = board.lists.of(part.id);
        const count = list.firstFrom(song.barStarts[bars[1]]) - list.firstFrom(song.barStarts[bars[0]]);
        return h('div', {
          class: 'arrange-cell', role: 'gridcell', tabIndex: part.id === at.part && section.id === at.section ? 0 : -1,
          'aria-label': strings.arrangeCell(part.name, section, count, intensityOf(list, section, song.barStarts), lock),
          'aria-selected': isChosen(part.id, bars),
          data: { part: part.id, section: section.id },
          style: { left: `${columns.x(bars[0])}px`, top: `${lane * LANE}px`, height: `${LANE - 1}px`,
            width: `${columns.x(bars[1]) - columns.x(bars[0])}px` },
        });
      }))));
    if (hadFocus) cellOf(at.part, at.section)?.focus({ preventScroll: true });
    drawChoice();
    drawWork();
  }

  /** @param {string} part @param {import('./layout.js').Bars} bars */
  function isChosen(part, bars) {
    const { cells } = board;
    return !!cells && cells.parts.includes(part) && cells.bars[0] <= bars[0] && cells.bars[1] >= bars[1];
  }

  function drawChoice() {
    const { cells, columns, parts } = board;
    const lanes = cells ? cells.parts.map((id) => parts.findIndex((part) => part.id === id)).filter((lane) => lane >= 0) : [];
    choice.hidden = lanes.length === 0;
    for (const cell of grid.querySelectorAll('.arrange-cell')) {
      const section = board.document.sections.find((/** @type {any} */ each) => each.id === cell.dataset.section);
      if (section) cell.setAttribute('aria-selected', String(isChosen(cell.dataset.part, barsOf(section))));
    }
    if (!cells || lanes.length === 0) return;
    const [top, bottom] = [Math.min(...lanes), Math.max(...lanes) + 1];
    Object.assign(choice.style, {
      left: `${columns.x(cells.bars[0])}px`, width: `${columns.x(cells.bars[1]) - columns.x(cells.bars[0])}px`,
      top: `${top * LANE}px`, height: `${(bottom - top) * LANE - 1}px`,
    });
  }

  /** Shows which bars are being written. */
  function drawWork() {
    const { parts, columns, document: song } = board;
    const boxes = [];
    for (const job of jobs.active(board.project.id)) {
      if (job.kind !== 'regenerate' && job.kind !== 'vary') continue;
      const request = job.request ?? board.work.get(job.id);
      if (!request) continue;
      const [first, end] = request.bars ?? [0, song.bars];
      const ids = request.parts?.length ? request.parts : parts.map((part) => part.id);
      for (const [lane, part] of parts.entries()) {
        if (!ids.includes(part.id)) continue;
        boxes.push(h('div', { class: 'arrange-busy', style: { left: `${columns.x(first)}px`, top: `${lane * LANE + 3}px`,
          width: `${columns.x(end) - columns.x(first)}px`, height: `${LANE - 7}px` } }));
      }
    }
    fill(work, boxes);
  }

  /** @param {string} part @param {string} section */
  const cellOf = (part, section) => /** @type {HTMLElement | null} */ (grid.querySelector(
    `[data-part="${CSS.escape(part)}"][data-section="${CSS.escape(section)}"]`));

  /** @param {string} part @param {string} section @param {boolean} extends_ */
  function goTo(part, section, extends_) {
    const old = cellOf(at.part, at.section);
    if (old) old.tabIndex = -1;
    Object.assign(at, { part, section });
    const cell = cellOf(part, section);
    if (cell) {
      cell.tabIndex = 0;
      cell.focus({ preventScroll: true });
    }
    const found = board.document.sections.find((/** @type {any} */ each) => each.id === section);
    if (!found) return;
    board.reveal(found.startBar, part);
    if (!extends_) origin = null;
    else choose(origin ??= { part: at.part, section: at.section }, at);
  }

  /** @param {{part: string, section: string}} from @param {{part: string, section: string}} to */
  function choose(from, to) {
    const { sections } = board.document;
    const [a, b] = [from, to].map((each) => sections.find((/** @type {any} */ one) => one.id === each.section));
    if (!a || !b) return;
    board.choose({
      bars: [Math.min(a.startBar, b.startBar), Math.max(barsOf(a)[1], barsOf(b)[1])],
      parts: lanesBetween(board.parts.map((part) => part.id), from.part, to.part),
    });
    announce(actions.named());
  }

  grid.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.altKey) return pressAlt(event);
    const { sections } = board.document;
    const ids = board.parts.map((part) => part.id);
    const column = sections.findIndex((/** @type {any} */ each) => each.id === at.section);
    const row = ids.indexOf(at.part);
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const isMod = event.ctrlKey || event.metaKey;
    if (steps && !isMod) {
      if (event.shiftKey) origin ??= { ...at };
      const section = sections[Math.min(sections.length - 1, Math.max(0, column + steps[0]))];
      const part = ids[Math.min(ids.length - 1, Math.max(0, row + steps[1]))];
      goTo(part, section.id, event.shiftKey);
    } else if (event.key === 'Home' || event.key === 'End') {
      goTo(at.part, sections[event.key === 'Home' ? 0 : sections.length - 1].id, event.shiftKey);
    } else if (event.key === 'Enter') choose(at, at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  /**
   * Alt and arrows narrow or widen the choice by a bar.
   * @param {KeyboardEvent} event
   */
  function pressAlt(event) {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    const { cells } = board;
    if (by === 0 || !cells) return;
    event.preventDefault();
    event.stopPropagation();
    const [first, end] = cells.bars;
    const bars = /** @type {[number, number]} */ (event.shiftKey ? [first + by, end] : [first, end + by]);
    if (bars[0] < 0 || bars[1] > board.document.bars || bars[1] <= bars[0]) return;
    board.choose({ ...cells, bars });
    announce(actions.named());
  }

  function listen() {
    /** @type {{bar: number, part: string, x: number, y: number, hasMoved: boolean} | null} */
    let press = null;
    const place = (/** @type {PointerEvent} */ event) => {
      const box = grid.getBoundingClientRect();
      const lane = Math.floor((event.clientY - box.top) / LANE);
      const part = board.parts[Math.min(board.parts.length - 1, Math.max(0, lane))];
      return { bar: board.columns.barAt(event.clientX - box.left), part: part?.id ?? '', isInside: lane < board.parts.length
        && event.clientX - box.left < board.columns.width };
    };
    grid.addEventListener('pointerdown', (/** @type {PointerEvent} */ event) => {
      if (event.button !== 0) return;
      const { bar, part } = place(event);
      press = { bar, part, x: event.clientX, y: event.clientY, hasMoved: false };
      if (event.pointerType !== 'touch') grid.setPointerCapture(event.pointerId);
    });
    grid.addEventListener('pointermove', (/** @type {PointerEvent} */ event) => {
      if (!press) return;
      press.hasMoved ||= Math.hypot(event.clientX - press.x, event.clientY - press.y) > 5;
      if (!press.hasMoved) return;
      const { bar, part } = place(event);
      const ids = board.parts.map((each) => each.id);
      board.choose({ bars: barsBetween(press.bar, bar), parts: lanesBetween(ids, press.part, part) });
    });
    grid.addEventListener('pointerup', (/** @type {PointerEvent} */ event) => {
      if (!press) return;
      const { bar, part, hasMoved } = press;
      press = null;
      const section = sectionAt(board.document.sections, bar);
      if (!section) return;
      goTo(part, section.id, false);
      if (hasMoved) return announce(actions.named());
      const { cells } = board;
      if (event.shiftKey && cells) {
        board.choose({
          bars: [Math.min(cells.bars[0], section.startBar), Math.max(cells.bars[1], section.startBar + section.bars)],
          parts: lanesBetween(board.parts.map((each) => each.id), cells.parts[0], part),
        });
      } else choose(at, at);
    });
    grid.addEventListener('pointercancel', () => { press = null; });
    grid.addEventListener('dblclick', () => { if (at.part) actions.openNotes(at.part); });
    grid.addEventListener('contextmenu', (/** @type {MouseEvent} */ event) => {
      event.preventDefault();
      const cell = /** @type {HTMLElement} */ (event.target);
      const { part, section } = cell.dataset;
      if (!part || !section) return;
      const isOn = !!board.cells?.parts.includes(part)
        && holds(board.cells, part, board.columns.barAt(event.clientX - grid.getBoundingClientRect().left));
      goTo(part, section, false);
      if (!isOn) choose(at, at);
      const isKey = event.button !== 2;
      openCellMenu(isKey ? cell : { x: event.clientX, y: event.clientY }, actions, part);
    });
  }

  return { draw, drawChoice, drawWork, at };
}

/**
 * @param {Element | {x: number, y: number}} anchor
 * @param {ReturnType<typeof import('./actions.js').createActions>} actions
 * @param {string} part
 */
function openCellMenu(anchor, actions, part) {
  openMenu(anchor, [
    { label: strings.arrangeRegenerate, icon: 'refresh', keys: 'R', run: () => actions.regenerate() },
    { label: strings.arrangeVaryLittle, icon: 'dice', run: () => actions.vary(0.25) },
    { label: strings.arrangeVaryMuch, icon: 'dice', run: () => actions.vary(0.7) },
    null,
    ...[0.2, 0.5, 0.8, 1].map((intensity) => ({ label: strings.arrangeIntensityOf(intensity), icon: 'wave',
      run: () => actions.setIntensity(intensity) })),
    null,
    { label: strings.arrangeLockToggle, icon: 'lock', keys: 'L', run: () => actions.lock() },
    { label: strings.arrangeLoop, icon: 'loop', keys: 'C', run: () => actions.loop(actions.meant().bars) },
    { label: strings.arrangeOpenNotes, icon: 'notes', keys: 'N', run: () => actions.openNotes(part) },
  ], actions.named());
}
