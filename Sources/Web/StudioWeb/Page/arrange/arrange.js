// @ts-check
/** The view Arrange: sections, energy, chords and parts of a song. */
import { cleanup, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { recall, remember } from '../core/memory.js';
import { showMoreBelow } from '../core/scroll-sign.js';
import { strings } from '../core/strings.js';
import { Playhead } from '../roll/playhead.js';
import { Voice } from '../roll/voice.js';
import { createActions } from './actions.js';
import { Board } from './board.js';
import { createCells } from './cells.js';
import { createChords } from './chords.js';
import { createEnergy } from './energy.js';
import { createHeads } from './heads.js';
import { createHistory } from './history.js';
import { createInspector } from './inspector.js';
import { createRuler } from './ruler.js';
import { createSections } from './sections.js';

/**
 * @param {HTMLElement} element
 * @param {any} context
 * @returns {() => void}
 */
export function mount(element, context) {
  const bag = cleanup();
  const { project } = context.store;
  const counters = /** @type {any} */ (window).etudeTest ??= {};
  const board = new Board(project, counters);
  const actions = createActions(board, context);
  const voice = new Voice();
  const ruler = createRuler(board, actions, () => context.player);
  const sections = createSections(board, actions);
  const energy = createEnergy(board, actions);
  const chords = createChords(board, actions, { context, voice });
  const heads = createHeads(board, actions, context);
  const cells = createCells(board, actions, context.jobs);
  const inspector = createInspector(board, actions);
  const history = createHistory(board, context);
  counters.arrange = { board, actions };

  board.strips.append(ruler.element, sections.element, energy.element, chords.element);
  board.corner.append(...[strings.arrangeBars, strings.arrangeSections, strings.arrangeEnergy, strings.arrangeChords]
    .map((text, index) => h('span', { class: `arrange-corner-${index}`, 'aria-hidden': 'true' }, text)), zoomButtons(board));
  const panel = createPanel(inspector, history, bag);
  element.append(h('div', { class: 'arrange' }, h('h1', { class: 'visually-hidden' }, strings.shellArrange), board.element, panel));

  const playhead = new Playhead(board.playhead, () => context.player, {
    x: (beat) => beat * board.columns.pixelsPerBeat - board.left, colour: () => board.palette.playhead,
    ratio: () => board.lanes.ratio, onMove: (beat, isPlaying) => {
      ruler.move(beat);
      if (isPlaying) follow(board, beat);
    },
  }, counters);

  const drawAll = () => {
    ruler.draw();
    sections.draw();
    energy.draw();
    chords.draw();
    heads.draw();
    cells.draw();
    inspector.draw();
  };
  bag.add(board.on('layout', drawAll));
  bag.add(board.on('scroll', () => playhead.draw()));
  bag.add(board.on('choice', () => {
    cells.drawChoice();
    heads.drawChoice();
    sections.drawChoice();
    inspector.draw();
  }));
  let seen = project.document;
  bag.add(project.on('change', () => {
    if (seen !== project.document) {
      seen = project.document;
      board.layOut();
      history.refresh();
    } else board.invalidate();
  }));
  bag.add(context.jobs.on('change', () => cells.drawWork()));
  bag.add(board.on('work', () => cells.drawWork()));
  if (context.player) {
    bag.listen(context.player, 'state', () => {
      ruler.drawLoop();
      heads.draw();
    });
  }
  bag.add(context.keys.push(strings.shellArrange, bindings(board, actions, cells, heads, inspector)));
  bag.add(() => {
    playhead.close();
    board.close();
    voice.close();
    delete counters.arrange;
  });
  board.measure();
  return bag.empty;
}

/**
 * Turns the page when the playhead leaves what is seen.
 * @param {Board} board
 * @param {number} beat
 */
function follow(board, beat) {
  const x = beat * board.columns.pixelsPerBeat;
  const isNew = board.lastPlayed === undefined;
  const wasSeen = !isNew && board.lastPlayed >= board.left && board.lastPlayed <= board.left + board.width;
  board.lastPlayed = x;
  if (wasSeen && (x < board.left || x > board.left + board.width - 16)) board.scroller.scrollLeft = x - 48;
}

/** @param {Board} board */
function zoomButtons(board) {
  const button = (/** @type {string} */ name, /** @type {string} */ text, /** @type {() => void} */ run) =>
    h('button', { class: 'icon-button icon-button-small', type: 'button', 'aria-label': text, title: text, on: { click: run } }, icon(name, 16));
  return h('div', { class: 'arrange-zoom' },
    button('zoomOut', strings.rollZoomOut, () => board.zoom(0.8)), button('zoomIn', strings.rollZoomIn, () => board.zoom(1.25)));
}

/**
 * The panel at the side: what is chosen, or what happened.
 * @param {{element: HTMLElement}} inspector
 * @param {ReturnType<typeof createHistory>} history
 * @param {ReturnType<typeof cleanup>} bag
 */
function createPanel(inspector, history, bag) {
  const tabs = /** @type {const} */ (['choice', 'history']).map((id) => h('button', {
    type: 'button', role: 'tab', id: `arrange-tab-${id}`, 'aria-controls': `arrange-pane-${id}`, on: {
      click: () => show(id),
      keydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        event.preventDefault();
        const other = id === 'choice' ? 'history' : 'choice';
        show(other);
        document.getElementById(`arrange-tab-${other}`)?.focus();
      },
    },
  }, id === 'choice' ? strings.arrangeChoice : strings.arrangeHistory));
  const panes = { choice: inspector.element, history: history.element };
  for (const [id, pane] of Object.entries(panes)) {
    pane.id = `arrange-pane-${id}`;
    pane.setAttribute('role', 'tabpanel');
    pane.setAttribute('aria-labelledby', `arrange-tab-${id}`);
  }
  /** @param {'choice' | 'history'} id */
  function show(id) {
    remember('arrange-panel', id);
    for (const tab of tabs) {
      const isOn = tab.id === `arrange-tab-${id}`;
      tab.setAttribute('aria-selected', String(isOn));
      tab.tabIndex = isOn ? 0 : -1;
    }
    panes.choice.hidden = id !== 'choice';
    panes.history.hidden = id !== 'history';
    history.show(id === 'history');
  }
  show(recall('arrange-panel', 'choice') === 'history' ? 'history' : 'choice');
  bag.add(() => history.show(false));
  const scroller = h('div', { class: 'arrange-panes', tabIndex: 0, role: 'group', 'aria-label': strings.arrangePanel }, panes.choice, panes.history);
  showMoreBelow(scroller, bag);
  return h('aside', { class: 'arrange-panel', 'aria-label': strings.arrangePanel },
    h('div', { class: 'segments arrange-tabs', role: 'tablist' }, tabs), scroller);
}

/**
 * @param {Board} board
 * @param {ReturnType<typeof createActions>} actions
 * @param {ReturnType<typeof createCells>} cells
 * @param {ReturnType<typeof createHeads>} heads
 * @param {ReturnType<typeof createInspector>} inspector
 * @returns {import('../core/keys.js').Binding[]}
 */
function bindings(board, actions, cells, heads, inspector) {
  const part = () => board.cells?.parts.length === 1 ? board.cells.parts[0] : cells.at.part;
  return [
    { keys: ['R'], text: strings.arrangeRegenerate, run: () => actions.regenerate({ composer: inspector.composer() }) },
    { keys: ['Y'], text: strings.arrangeVary, run: () => actions.vary(inspector.amount()) },
    { keys: ['L'], text: strings.arrangeLockToggle, run: () => actions.lock() },
    { keys: ['M'], text: strings.arrangeKeyMute, run: () => heads.toggle(part(), 'mute') },
    { keys: ['S'], text: strings.arrangeKeySolo, run: () => heads.toggle(part(), 'solo') },
    { keys: ['C'], text: strings.arrangeLoop, run: () => actions.loop(board.cells ? board.cells.bars : null) },
    { keys: ['N'], text: strings.arrangeOpenNotes, run: () => actions.openNotes(part()) },
    ...[1, 2, 3, 4, 5].map((digit) => ({ keys: [String(digit)], text: digit === 1 ? strings.arrangeKeyIntensity : '', shown: '1 – 5',
      run: () => (board.cells ? actions.setIntensity(digit / 5) : false) })),
    { keys: ['Mod+A'], text: strings.arrangeChooseAll, run: () => actions.chooseAll() },
    { keys: ['Escape'], text: strings.arrangeChooseNone, run: () => board.choose(null) },
    { keys: ['+', '='], text: strings.rollZoomIn, shown: '+', run: () => board.zoom(1.25) },
    { keys: ['-'], text: strings.rollZoomOut, run: () => board.zoom(0.8) },
    { keys: ['0'], text: strings.rollZoomFit, run: () => board.fit() },
    { keys: ['Shift+ArrowRight'], text: strings.arrangeKeyExtend, shown: 'Shift + ← → ↑ ↓', run: () => false },
    { keys: ['Alt+ArrowRight'], text: strings.arrangeKeyBar, shown: 'Alt + ← →', run: () => false },
  ];
}
