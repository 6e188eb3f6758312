// @ts-check
/** The heads of the lanes: name, instrument, mute, solo, lock. */
import { openPopover, openMenu } from '../core/dialog.js';
import { fill, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { strings } from '../core/strings.js';
import { lockState } from './layout.js';

/**
 * @param {import('./board.js').Board} board
 * @param {ReturnType<typeof import('./actions.js').createActions>} actions
 * @param {any} context
 */
export function createHeads(board, actions, context) {
  /** Mute and solo while there is no player. @type {Map<string, {mute?: boolean, solo?: boolean}>} */
  const own = new Map();
  const settings = (/** @type {string} */ id) => context.player?.settings?.get(id) ?? own.get(id) ?? {};

  /** @param {string} id @param {'mute' | 'solo'} name */
  function toggle(id, name) {
    const value = !settings(id)[name];
    own.set(id, { ...own.get(id), [name]: value });
    context.player?.setPart(id, { [name]: value });
    draw();
  }

  function draw() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const place = board.heads.contains(focused) ? focused?.dataset.place : undefined;
    const isSolo = board.parts.some((part) => settings(part.id).solo);
    const muted = new Set(board.parts.filter((part) => settings(part.id).mute || (isSolo && !settings(part.id).solo))
      .map((part) => part.id));
    if ([...muted].join() !== [...board.muted].join()) {
      board.muted = muted;
      board.invalidate();
    }
    fill(board.heads, board.parts.map(head));
    if (place) /** @type {HTMLElement | null} */ (board.heads.querySelector(`[data-place="${CSS.escape(place)}"]`))?.focus();
  }

  /** @param {any} part */
  function head(part) {
    const { mute, solo } = settings(part.id);
    const lock = lockState(board.document.locks, part.id, [0, board.document.bars]);
    const whole = { bars: /** @type {[number, number]} */ ([0, board.document.bars]), parts: [part.id] };
    const instrument = h('button', {
      class: 'arrange-instrument', type: 'button', 'aria-haspopup': 'dialog', title: strings.arrangeSwap,
      'aria-label': strings.arrangeInstrument(part.name, readable(part.instrument)), data: { place: `${part.id}/instrument` },
      on: { click: () => openInstruments(instrument, part) },
    }, readable(part.instrument));
    const isChosen = !!board.cells?.parts.includes(part.id);
    return h('div', { class: isChosen ? 'arrange-head arrange-head-chosen' : 'arrange-head', role: 'group',
      'aria-label': part.name, data: { role: part.role, part: part.id } },
    h('div', { class: 'arrange-head-text' },
      h('button', { class: 'arrange-part', type: 'button', title: strings.arrangeChoosePart(part.name),
        'aria-label': strings.arrangeChoosePart(part.name), data: { place: `${part.id}/name` },
        on: { click: () => board.choose(whole), dblclick: () => actions.openNotes(part.id) } }, part.name),
      instrument),
    letter('M', strings.arrangeMute(part.name), !!mute, `${part.id}/mute`, () => toggle(part.id, 'mute')),
    letter('S', strings.arrangeSolo(part.name), !!solo, `${part.id}/solo`, () => toggle(part.id, 'solo')),
    h('button', { class: 'icon-button arrange-lock', type: 'button', data: { place: `${part.id}/lock`, lock },
      'aria-pressed': lock === 'all' ? 'true' : lock === 'some' ? 'mixed' : 'false',
      'aria-label': strings.arrangeLockPart(part.name), title: strings.arrangeLockPart(part.name),
      on: { click: () => actions.lock(whole) } }, icon(lock === 'none' ? 'unlock' : 'lock', 16)),
    more(part, whole));
  }

  /** @param {any} part @param {import('./layout.js').Cells} whole */
  function more(part, whole) {
    const button = h('button', { class: 'icon-button arrange-more', type: 'button', 'aria-haspopup': 'menu',
      'aria-label': strings.arrangePartMenu(part.name), data: { place: `${part.id}/more` }, on: { click: () => openMenu(button, [
        { label: strings.arrangeOpenNotes, icon: 'notes', run: () => actions.openNotes(part.id) },
        { label: strings.arrangeRegeneratePart, icon: 'refresh', run: () => {
          board.choose(whole);
          actions.regenerate();
        } },
        { label: strings.arrangeSwap, icon: 'blend', run: () => openInstruments(button, part) },
      ], strings.arrangePartMenu(part.name)) } }, icon('more', 16));
    return button;
  }

  /** @param {HTMLElement} anchor @param {any} part */
  async function openInstruments(anchor, part) {
    const search = h('input', { class: 'field', type: 'search', placeholder: strings.arrangeSearchInstrument,
      'aria-label': strings.arrangeSearchInstrument, on: { input: () => show() } });
    const list = h('div', { class: 'arrange-instruments', role: 'group', 'aria-label': strings.arrangeInstruments });
    const popover = openPopover(anchor, h('div', { class: 'arrange-instrument-panel' }, search, list),
      { label: strings.arrangeSwapOf(part.name) });
    /** @type {any[]} */
    let instruments = [];
    const show = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const found = instruments.filter((each) => words.every((/** @type {string} */ word) => each.name.toLowerCase().includes(word)));
      fill(list, found.length === 0 ? h('p', { class: 'hint' }, strings.arrangeNoInstrument)
        : found.map((each) => h('button', { class: 'menu-item', type: 'button',
          'aria-pressed': each.id === part.instrument, on: { click: () => {
            popover.close();
            if (each.id !== part.instrument) actions.swapInstrument(part.id, each.id);
          } } }, each.id === part.instrument ? icon('check', 16) : h('span', { class: 'menu-gap' }), h('span', null, each.name))));
    };
    try {
      const studio = await context.studio();
      instruments = studio.instruments.filter((/** @type {any} */ each) => !!each.isDrums === !!part.isDrums);
      names = new Map(studio.instruments.map((/** @type {any} */ each) => [each.id, each.name]));
      show();
      popover.place();
    } catch (error) {
      fill(list, h('p', { class: 'problem' }, /** @type {any} */ (error).message));
    }
  }

  /** @type {Map<string, string>} */
  let names = new Map();
  const readable = (/** @type {string} */ id) => names.get(id) ?? String(id ?? '').replaceAll('-', ' ');
  context.studio().then((/** @type {any} */ studio) => {
    names = new Map(studio.instruments.map((/** @type {any} */ each) => [each.id, each.name]));
    draw();
  }, () => {});

  /** Marks the parts of which something is chosen. */
  function drawChoice() {
    for (const head of board.heads.children) {
      head.classList.toggle('arrange-head-chosen', !!board.cells?.parts.includes(head.dataset.part));
    }
  }

  return { draw, drawChoice, toggle };
}

/**
 * @param {string} text
 * @param {string} name
 * @param {boolean} isOn
 * @param {string} place
 * @param {() => void} run
 */
function letter(text, name, isOn, place, run) {
  return h('button', { class: `arrange-letter arrange-letter-${text.toLowerCase()}`, type: 'button', 'aria-label': name,
    title: name, 'aria-pressed': isOn, data: { place }, on: { click: run } }, text);
}
