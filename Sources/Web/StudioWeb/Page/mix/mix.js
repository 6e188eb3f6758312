// @ts-check
// The mixer: channels, what the plan decided about them, loudness, spectrum, master.
import { cleanup, fill, h } from '../core/dom.js';
import { confirm } from '../core/dialog.js';
import { icon } from '../core/icons.js';
import { showMoreBelow } from '../core/scroll-sign.js';
import { toast, toastError } from '../core/toast.js';
import { strings } from '../core/strings.js';
import { createChannel, scale } from './channel.js';
import { draftOf } from './draft.js';
import { createLoudness } from './loudness.js';
import { createMaster } from './master.js';
import { Meter, measure, meterColours } from './meters.js';
import { createReasons } from './reasons.js';
import { createSpectrum } from './spectrum.js';

/** @param {HTMLElement} element @param {any} context */
export function mount(element, context) {
  const { player, store, keys, jobs } = context;
  const project = store.project;
  const bag = cleanup();
  const draft = draftOf(context, project);
  const parts = partsOf(project.document);
  /** @type {ReturnType<typeof createChannel>[]} */
  const channels = parts.map((part) => createChannel(part, draft, player, { select }));
  const busCanvas = h('canvas', { class: 'channel-meter channel-meter-bus', 'aria-hidden': 'true' });
  const bus = new Meter(busCanvas, 2);
  const status = h('p', { class: 'mix-status', role: 'status' });
  const revert = h('button', { class: 'button button-plain button-small', type: 'button', on: { click: () => draft.revert() } }, strings.mixRevert);
  const render = h('button', {
    class: 'button button-main button-small', type: 'button', title: strings.mixRenderHint, on: { click: () => renderChain() },
  }, strings.mixRender);
  const anew = h('button', { class: 'button button-plain button-small', type: 'button', title: strings.mixAnewHint, on: { click: planAnew } }, strings.mixAnew);
  const loudness = createLoudness(player);
  const reasons = createReasons(draft);
  const master = createMaster(context, project);
  const spectrum = createSpectrum(player, parts.filter((part) => !part.id.startsWith('return-')));
  const tabs = [['reasons', strings.mixReasonsTab, reasons.element], ['master', strings.mixMasterTab, master.element]]
    .map(([id, text, panel]) => ({
      id, panel: h('div', { class: 'mix-panel', role: 'tabpanel', id: `mix-panel-${id}`, 'aria-labelledby': `mix-tab-${id}`, tabIndex: 0 }, panel),
      tab: h('button', {
        type: 'button', role: 'tab', id: `mix-tab-${id}`, 'aria-controls': `mix-panel-${id}`, on: { click: () => showTab(id) },
      }, text),
    }));
  const strips = h('div', { class: 'mix-strips', role: 'group', 'aria-label': strings.mixStrips, tabIndex: 0 },
    channels.map((channel) => channel.element),
    h('div', { class: 'channel channel-bus', role: 'group', 'aria-label': strings.mixMaster },
      h('span', { class: 'channel-name' }, h('span', null, strings.mixMaster)), h('div', { class: 'channel-place' }),
      h('div', { class: 'channel-levels' }, scale(), busCanvas)));
  const empty = h('div', { class: 'mix-empty', hidden: true }, icon('mix', 36), h('h2', null, strings.mixNoPlan),
    h('p', null, strings.mixNoPlanHint),
    h('button', { class: 'button button-main', type: 'button', on: { click: () => renderChain() } }, strings.mixRenderFirst));
  fill(element, h('div', { class: 'mix' },
    h('section', { class: 'mix-console', 'aria-label': strings.mixTitle },
      h('div', { class: 'mix-bar' }, h('h1', { class: 'visually-hidden' }, strings.mixTitle), status, revert, anew, render), empty, strips),
    spectrum.element,
    h('aside', { class: 'mix-side', 'aria-label': strings.mixLoudness }, loudness.element,
      h('div', { class: 'segments mix-tabs', role: 'tablist', 'aria-label': strings.mixTitle, on: { keydown: moveTab } }, tabs.map(({ tab }) => tab)),
      tabs.map(({ panel }) => panel))));

  let selected = '';
  /** @param {string} id */
  function select(id) {
    selected = id;
    for (const channel of channels) channel.select(channel.id === id);
    spectrum.choose(id);
    showTab('reasons');
    reasons.draw(parts.find((part) => part.id === id) ?? null);
  }

  /** @param {string} id */
  function showTab(id) {
    if (id === 'master') master.prepare();
    for (const { id: own, tab, panel } of tabs) {
      tab.setAttribute('aria-selected', String(own === id));
      tab.tabIndex = own === id ? 0 : -1;
      panel.hidden = own !== id;
    }
  }

  /** @param {KeyboardEvent} event */
  function moveTab(event) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const next = tabs.find(({ tab }) => tab.getAttribute('aria-selected') === 'false');
    showTab(next?.id ?? 'reasons');
    next?.tab.focus();
    event.preventDefault();
  }

  async function planAnew() {
    if (await confirm({ title: strings.mixAnew, text: strings.mixAnewQuestion, yes: strings.mixAnew })) renderChain(true);
  }

  /** @param {boolean} [planning] */
  async function renderChain(planning = false) {
    try {
      const job = await draft.render(planning);
      // A job that fails is told by the tray.
      if (await jobs.wait(job.id).then(() => true, () => false)) toast(strings.mixDone, { kind: 'good' });
    } catch (error) {
      toastError(error);
    }
  }

  function draw() {
    const hasPlan = draft.plan !== null;
    empty.hidden = hasPlan;
    strips.hidden = !hasPlan;
    for (const channel of channels) channel.draw();
    drawStatus();
    reasons.draw(parts.find((part) => part.id === selected) ?? null);
  }

  function drawStatus() {
    const { changes, unheard, job } = draft;
    const working = job ? `${strings.mixRendering} · ${Math.round((job.progress ?? 0) * 100)} %` : '';
    const words = changes ? [strings.mixChanges(changes), unheard ? strings.mixUnheard(unheard) : ''].filter(Boolean).join(', ') : '';
    status.textContent = !draft.plan ? '' : working || words || strings.mixAsRendered;
    status.classList.toggle('mix-status-open', changes > 0);
    revert.hidden = changes === 0 || !draft.plan;
    render.disabled = anew.disabled = job !== null || !draft.plan;
    anew.hidden = !draft.plan;
  }

  let frame = 0;
  let colours = meterColours();
  let lastText = 0;
  let lastDrawn = 0;
  /** When something last sounded or changed. */
  let stirred = performance.now();
  const stir = () => { stirred = performance.now(); };
  /**
   * Thirty pictures a second while something sounds, and none when all has died away.
   * @param {number} now
   */
  function animate(now) {
    frame = requestAnimationFrame(animate);
    if (player.state.playing) stirred = now;
    if (now - lastDrawn < 30 || now - stirred > 3000) return;
    lastDrawn = now;
    const { console } = player;
    for (const channel of channels) {
      const strip = console?.strips.get(channel.id);
      channel.meter.draw([strip ? measure(strip.analyser) : { peak: 0, mean: 0 }], now, colours);
    }
    const levels = player.state.playing ? console?.levels : null;
    bus.draw([0, 1].map((i) => ({ peak: levels?.peaks[i] ?? 0, mean: levels?.means[i] ?? 0 })), now, colours);
    spectrum.draw(now);
    if (now - lastText > 100) {
      lastText = now;
      loudness.draw();
    }
  }
  frame = requestAnimationFrame(animate);

  const step = (/** @type {number} */ way) => {
    const index = channels.findIndex((channel) => channel.id === selected);
    const next = channels[Math.max(0, Math.min(channels.length - 1, index + way))];
    select(next.id);
    next.focus();
  };
  const chosen = () => channels.find((channel) => channel.id === selected);
  bag.add(keys.push(strings.mixKeys, [
    { keys: ['M'], text: strings.mixKeyMute, run: () => chosen()?.toggleMute() },
    { keys: ['S'], text: strings.mixKeySolo, run: () => chosen()?.toggleSolo() },
    { keys: ['ArrowRight'], text: strings.mixKeyNext, run: () => step(1) },
    { keys: ['ArrowLeft'], text: strings.mixKeyBefore, run: () => step(-1) },
    { keys: ['X'], text: strings.mixKeyAB, run: () => master.toggle() },
  ]));
  bag.add(draft.on('change', draw));
  bag.add(draft.on('job', drawStatus));
  bag.listen(player, 'state', () => { for (const channel of channels) channel.draw(); });
  bag.listen(globalThis, 'etude-theme', () => {
    colours = meterColours();
    spectrum.refreshColours();
    stir();
  });
  for (const kind of ['resize', 'pointerdown', 'keydown']) bag.listen(globalThis, kind, stir);
  bag.add(() => cancelAnimationFrame(frame));
  bag.add(() => { draft.keep().catch(() => {}); });
  bag.add(master.remove);

  for (const { panel } of tabs) showMoreBelow(panel, bag);
  showTab('reasons');
  draw();
  // What was heard before stays so: the player may have been on another song.
  player.load(project.document).then(() => draft.fetch()).then(() => selected || select(parts[0]?.id ?? '')).catch(toastError);
  return bag.empty;
}

/**
 * The document's parts, and the rooms among its stems.
 * @param {any} document
 */
function partsOf(document) {
  const parts = document.parts.map((/** @type {any} */ { id, name, role }) => ({ id, name: name || id, role }));
  for (const { part } of document.sound?.stems ?? []) {
    if (part.startsWith('return-')) parts.push({ id: part, name: strings.mixReturns[part] ?? part, role: 'effects' });
  }
  return /** @type {{id: string, name: string, role: string}[]} */ (parts);
}
