// @ts-check
/** Sections as blocks: choose, drag to another place, drag the edge to another length. */
import { openMenu } from '../core/dialog.js';
import { fill, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { keyText } from '../core/keys.js';
import { strings } from '../core/strings.js';
import { barsOf, dropIndex } from './layout.js';

/** @typedef {import('./layout.js').Section} Section */

const DRAG = 5;

/**
 * @param {import('./board.js').Board} board
 * @param {ReturnType<typeof import('./actions.js').createActions>} actions
 */
export function createSections(board, actions) {
  const element = h('div', { class: 'arrange-sections', role: 'group', 'aria-label': strings.arrangeSections });
  const marker = h('div', { class: 'arrange-drop', hidden: true });
  const add = h('button', { class: 'icon-button icon-button-small arrange-add', type: 'button',
    'aria-label': strings.arrangeAddSection, title: strings.arrangeAddSection, 'aria-haspopup': 'menu',
    on: { click: () => openAdd(add, actions) } }, icon('add', 18));

  /** @param {string} id */
  const focusOn = (id) => /** @type {HTMLElement | null} */ (
    element.querySelector(`[data-section="${CSS.escape(id)}"] .arrange-section-body`))?.focus();

  function draw() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest?.('[data-section]'));
    const wasEdge = document.activeElement?.classList.contains('arrange-edge');
    const id = element.contains(focused) ? focused?.dataset.section : undefined;
    const { sections } = board.document;
    fill(element, sections.map(block), marker, add);
    add.style.left = `${board.columns.width + 6}px`;
    if (!id) return;
    if (!wasEdge) focusOn(id);
    else /** @type {HTMLElement | null} */ (element.querySelector(`[data-section="${CSS.escape(id)}"] .arrange-edge`))?.focus();
  }

  /** @param {Section} section */
  function isChosen(section) {
    const { cells, parts } = board;
    const [first, end] = barsOf(section);
    return !!cells && cells.bars[0] <= first && cells.bars[1] >= end && cells.parts.length === parts.length;
  }

  /** Marks what is chosen, and leaves everything else as it stands. */
  function drawChoice() {
    for (const section of board.document.sections) {
      const block = element.querySelector(`[data-section="${CSS.escape(section.id)}"]`);
      block?.classList.toggle('arrange-section-chosen', isChosen(section));
      block?.firstElementChild?.setAttribute('aria-pressed', String(isChosen(section)));
    }
  }

  /** @param {Section} section @param {number} index */
  function block(section, index) {
    const [first, end] = barsOf(section);
    const { columns } = board;
    const [from, to] = [columns.x(first), columns.x(end)];
    const body = h('button', {
      class: to - from > 64 ? 'arrange-section-body' : 'arrange-section-body arrange-section-narrow', type: 'button', 'aria-pressed': isChosen(section),
      'aria-label': strings.arrangeSection(section, index + 1, board.document.sections.length),
      on: {
        click: () => actions.chooseSection(section),
        keydown: (/** @type {KeyboardEvent} */ event) => press(event, section, index),
        contextmenu: (/** @type {MouseEvent} */ event) => {
          event.preventDefault();
          openFor(body, section, index);
        },
      },
    }, h('span', { class: 'arrange-section-name' }, section.name),
    h('span', { class: 'arrange-section-bars numbers', hidden: to - from < 28 + section.name.length * 9 }, String(section.bars)));
    const more = h('button', { class: 'icon-button arrange-section-more', type: 'button', 'aria-haspopup': 'menu',
      'aria-label': strings.arrangeSectionMenu(section.name), on: { click: () => openFor(more, section, index) } }, icon('more', 16));
    const edge = h('div', {
      class: 'arrange-edge', role: 'slider', tabIndex: 0, 'aria-orientation': 'horizontal',
      'aria-label': strings.arrangeLength(section.name), 'aria-valuemin': 1, 'aria-valuemax': 64,
      'aria-valuenow': section.bars, 'aria-valuetext': strings.arrangeBarCount(section.bars),
      on: { keydown: (/** @type {KeyboardEvent} */ event) => pressEdge(event, section) },
    });
    const element = h('div', { class: isChosen(section) ? 'arrange-section arrange-section-chosen' : 'arrange-section',
      data: { section: section.id }, style: { left: `${from}px`, width: `${to - from}px` } },
    body, to - from > 44 ? more : null, edge);
    dragBlock(element, body, section);
    dragEdge(edge, element, section);
    return element;
  }

  /** @param {KeyboardEvent} event @param {Section} section @param {number} index */
  function press(event, section, index) {
    const { sections } = board.document;
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (step !== 0 && event.altKey) actions.moveSection(section, index + step);
    else if (step !== 0 && !event.ctrlKey && !event.metaKey) focusOn(sections[index + step]?.id ?? section.id);
    else if (event.key === 'Delete' || event.key === 'Backspace') actions.deleteSection(section);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'd') actions.duplicateSection(section);
    else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      openFor(/** @type {Element} */ (event.currentTarget), section, index);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {KeyboardEvent} event @param {Section} section */
  function pressEdge(event, section) {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 4, PageDown: -4 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    actions.resizeSection(section, section.bars + by);
  }

  /** @param {Element} anchor @param {Section} section @param {number} index */
  function openFor(anchor, section, index) {
    const last = board.document.sections.length - 1;
    openMenu(anchor, [
      { label: strings.arrangeDuplicate, icon: 'copy', keys: keyText('Mod+D'), run: () => actions.duplicateSection(section) },
      { label: strings.arrangeMoveLeft, icon: 'left', keys: keyText('Alt+ArrowLeft'), disabled: index === 0,
        run: () => actions.moveSection(section, index - 1) },
      { label: strings.arrangeMoveRight, icon: 'right', keys: keyText('Alt+ArrowRight'), disabled: index === last,
        run: () => actions.moveSection(section, index + 1) },
      null,
      { label: strings.arrangeRegenerateSection, icon: 'refresh', run: () => {
        actions.chooseSection(section);
        actions.regenerate();
      } },
      { label: strings.arrangeLoopSection, icon: 'loop', run: () => actions.loop(barsOf(section)) },
      null,
      { label: strings.arrangeDelete, icon: 'trash', danger: true, disabled: last === 0, keys: keyText('Delete'),
        run: () => actions.deleteSection(section) },
    ], strings.arrangeSectionMenu(section.name));
  }

  /** @param {HTMLElement} element @param {HTMLElement} body @param {Section} section */
  function dragBlock(element, body, section) {
    let start = 0;
    let isDragged = false;
    let index = -1;
    body.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      start = event.clientX;
      isDragged = false;
      body.setPointerCapture(event.pointerId);
    });
    body.addEventListener('pointermove', (event) => {
      if (!body.hasPointerCapture(event.pointerId)) return;
      const by = event.clientX - start;
      if (!isDragged && Math.abs(by) < DRAG) return;
      isDragged = true;
      element.classList.add('arrange-section-dragged');
      element.style.transform = `translateX(${by}px)`;
      const middle = board.columns.x(section.startBar) + by + element.offsetWidth / 2;
      const bar = board.columns.barAt(middle);
      const share = (middle - board.columns.x(bar)) / Math.max(1, board.columns.x(bar + 1) - board.columns.x(bar));
      index = dropIndex(board.document.sections, section.id, bar + share);
      showDrop(section, index);
    });
    const end = (/** @type {boolean} */ isMeant) => {
      marker.hidden = true;
      element.classList.remove('arrange-section-dragged');
      element.style.transform = '';
      if (isDragged && isMeant) actions.moveSection(section, index);
    };
    body.addEventListener('pointerup', () => end(true));
    body.addEventListener('pointercancel', () => end(false));
    body.addEventListener('click', (event) => {
      if (isDragged) event.stopImmediatePropagation();
      isDragged = false;
    }, true);
  }

  /** @param {Section} section @param {number} index */
  function showDrop(section, index) {
    const others = board.document.sections.filter((/** @type {Section} */ each) => each.id !== section.id);
    const next = others[index];
    const last = others[others.length - 1];
    const bar = next ? next.startBar : last ? last.startBar + last.bars : 0;
    marker.hidden = false;
    marker.style.left = `${board.columns.x(bar)}px`;
  }

  /** @param {HTMLElement} edge @param {HTMLElement} element @param {Section} section */
  function dragEdge(edge, element, section) {
    let bars = section.bars;
    const barsAt = (/** @type {PointerEvent} */ event) => {
      const x = event.clientX - board.strips.getBoundingClientRect().left;
      const end = board.columns.width;
      const bar = end / Math.max(1, board.columns.bars);
      const line = x > end ? board.columns.bars + Math.round((x - end) / bar) : board.columns.lineAt(x);
      return Math.max(1, line - section.startBar);
    };
    edge.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      event.stopPropagation();
      edge.setPointerCapture(event.pointerId);
      bars = section.bars;
    });
    edge.addEventListener('pointermove', (event) => {
      if (!edge.hasPointerCapture(event.pointerId)) return;
      bars = barsAt(event);
      const end = section.startBar + bars;
      const over = Math.max(0, end - board.columns.bars) * (board.columns.width / Math.max(1, board.columns.bars));
      element.style.width = `${board.columns.x(end) + over - board.columns.x(section.startBar)}px`;
      element.classList.add('arrange-section-dragged');
      const label = element.querySelector('.arrange-section-bars');
      if (label) label.textContent = String(bars);
    });
    const end = (/** @type {boolean} */ isMeant) => {
      element.classList.remove('arrange-section-dragged');
      if (isMeant && bars !== section.bars) actions.resizeSection(section, bars);
      else draw();
    };
    edge.addEventListener('pointerup', () => end(true));
    edge.addEventListener('pointercancel', () => end(false));
  }

  return { element, draw, drawChoice };
}

/** @param {Element} anchor @param {any} actions */
function openAdd(anchor, actions) {
  openMenu(anchor, [
    ...[4, 8, 16].map((bars) => ({ label: strings.arrangeContinue(bars), icon: 'add', run: () => actions.addBars(bars) })),
    null,
    { label: strings.arrangeRepeatLast, icon: 'copy', run: () => actions.repeatLast() },
  ], strings.arrangeAddSection);
}
