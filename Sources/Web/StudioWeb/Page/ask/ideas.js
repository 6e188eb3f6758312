// @ts-check
// The wall of ideas: jobs that compose, then cards in rank order, batch after batch.
import { h, fill, debounce } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { createRoving } from '../core/roving.js';
import { createPieces } from '../core/miniroll.js';
import { isOver } from '../core/jobs.js';
import { takesText } from '../core/keys.js';
import { jobName, jobStage, progressBar } from '../core/tray.js';
import { toast, toastError } from '../core/toast.js';
import { announce } from '../core/announce.js';
import { followPlayer } from '../library/playing.js';
import { titleOf } from '../library/model.js';
import { strings } from '../core/strings.js';
import { ideaCard } from './idea-card.js';

/** The tag of ideas that are kept. */
const kept = 'kept';
/** @type {ReturnType<typeof createPieces> | null} */
let pieces = null;

/**
 * @param {any} context
 * @param {ReturnType<import('./state.js').createState>} state
 * @param {ReturnType<import('../core/dom.js').cleanup>} bag
 * @param {() => HTMLElement} emptyWall
 */
export function createIdeas(context, state, bag, emptyWall) {
  const { api, jobs } = context;
  pieces ??= createPieces(api);
  const running = h('div', { class: 'ideas-running' });
  const wall = h('div', { class: 'ideas-wall' });
  const hints = h('p', { class: 'ideas-hints', 'aria-hidden': 'true' }, strings.askHints.map((/** @type {[string, string]} */ [key, text]) =>
    h('span', null, h('kbd', null, key), text)));
  const bar = h('div', { class: 'ideas-bar', role: 'region', 'aria-label': strings.askChosen, hidden: true });
  const element = h('section', { class: 'ideas', 'aria-label': strings.askIdeas }, running, hints, wall, bar);
  /** @type {Map<string, any>} */
  let entries = new Map();
  let isLoaded = false;
  /** @type {string[]} */
  let chosen = [];
  const styleTitles = new Map();

  const roving = createRoving(wall, '.card-open', { onMove: (link) => follow.moved(/** @type {HTMLElement | null} */ (link.closest('.card'))?.dataset.id ?? '') });
  const follow = followPlayer(wall, context, bag);
  const actions = { listen: follow.listen, keep, discard, more, choose, pieces, styleTitles, context };

  async function load() {
    const list = (await api.get('/api/projects')).projects;
    entries = new Map(list.map((/** @type {any} */ entry) => [entry.id, entry]));
    isLoaded = true;
    draw();
  }
  const reload = debounce(120, () => load().catch(() => {}));

  /** Takes the results of jobs that ended, here or while the page was away. */
  function settle() {
    for (const { job: id } of state.pending) {
      const job = jobs.get(id);
      if (job && isOver(job)) {
        state.settle(id, job.result?.projects ?? []);
        if (job.state === 'done') load().then(focusNew).catch(() => {});
      }
    }
    drawRunning();
  }

  /** New ideas take the focus, so that the space bar plays; never from someone who types. */
  function focusNew() {
    const active = /** @type {HTMLElement} */ (document.activeElement);
    announce(strings.askArrived(state.batches[0]?.projects.length ?? 0));
    if (active && active !== document.body && (takesText(active) || wall.contains(active) || active.closest('.popover, dialog'))) return;
    roving.focus(roving.items()[0]);
  }

  function drawRunning() {
    const own = new Set(state.pending.map((one) => one.job));
    const list = jobs.active().filter((/** @type {any} */ job) => own.has(job.id) || ['compose', 'more', 'blend'].includes(job.kind));
    const key = list.map((/** @type {any} */ job) => `${job.id} ${own.has(job.id)}`).join();
    if (running.dataset.key !== key) {
      running.dataset.key = key;
      fill(running, list.map((/** @type {any} */ job) => progressCard(job)));
    }
    list.forEach((/** @type {any} */ job, /** @type {number} */ index) => {
      const card = running.children[index];
      fill(/** @type {any} */ (card.querySelector('.progress-place')), progressBar(job));
      const stage = /** @type {any} */ (card.querySelector('.job-stage'));
      if (stage.textContent !== jobStage(job)) stage.textContent = jobStage(job);
    });
  }

  /** @param {any} job */
  function progressCard(job) {
    const own = state.pending.find((one) => one.job === job.id);
    const n = Math.min(own?.n ?? 1, 12);
    return h('div', { class: 'progress-card' },
      h('div', { class: 'progress-head' }, h('div', { class: 'progress-words' }, h('h2', null, own?.prompt ? (job.kind === 'compose' ? `${jobName(job)}: ${own.prompt}` : own.prompt) : jobName(job)),
        h('p', { class: 'job-stage' }, jobStage(job))),
      h('button', { class: 'button button-quiet button-small', type: 'button', on: { click: () => jobs.cancel(job.id).catch(toastError) } }, strings.shellCancel)),
      h('div', { class: 'progress-place' }, progressBar(job)),
      h('div', { class: 'cards skeletons', 'aria-hidden': 'true' }, Array.from({ length: n }, () => h('div', { class: 'card skeleton' }))));
  }

  function ordered() {
    return state.batches.flatMap((batch) => batch.projects.filter((id) => entries.has(id)));
  }

  /** @type {Map<string, {text: string, card: HTMLElement}>} */
  let cards = new Map();
  function draw() {
    const order = ordered();
    chosen = chosen.filter((id) => order.includes(id));
    const focused = /** @type {any} */ (wall.contains(document.activeElement) ? document.activeElement : null)?.closest?.('.card')?.dataset.id;
    const focusIndex = focused ? [...cards.keys()].indexOf(focused) : -1;
    /** @type {typeof cards} */
    const next = new Map();
    let number = 0;
    const blocks = state.batches.map((batch) => {
      const ids = batch.projects.filter((id) => entries.has(id));
      if (ids.length === 0) return null;
      return h('section', { class: 'batch' }, h('header', { class: 'batch-head' }, h('h2', null, batch.prompt || strings.jobsKinds[batch.kind]),
        h('span', { class: 'library-count' }, strings.askCount(ids.length)),
        h('button', { class: 'button button-plain button-small', type: 'button', on: { click: () => state.forget((id) => ids.includes(id)) } }, strings.askClearBatch)),
      h('ul', { class: 'cards' }, ids.map((id, rank) => {
        number += 1;
        const entry = entries.get(id);
        const place = { number, rank: ids.length > 1 ? rank : -1, isKept: entry.tags.includes(kept), isChosen: chosen.includes(id) };
        const text = JSON.stringify([entry, place]);
        const old = cards.get(id);
        const one = old?.text === text ? old : { text, card: ideaCard(entry, place, actions) };
        next.set(id, one);
        return one.card;
      })));
    });
    cards = next;
    if (cards.size === 0 && (isLoaded || state.batches.length === 0)) fill(wall, state.pending.length > 0 ? null : emptyWall());
    else fill(wall, blocks);
    if (focused && !wall.contains(document.activeElement)) {
      const all = [...cards.values()];
      const card = cards.get(focused)?.card ?? all[Math.min(Math.max(focusIndex, 0), all.length - 1)]?.card;
      if (card) roving.focus(/** @type {any} */ (card.querySelector('.card-open')));
    }
    roving.settle();
    follow.draw();
    hints.hidden = cards.size === 0;
    drawBar();
  }

  function drawBar() {
    bar.hidden = chosen.length === 0;
    if (bar.hidden) {
      fill(bar);
      return;
    }
    const share = h('input', { class: 'range', type: 'range', min: '10', max: '90', step: '10', value: '50', 'aria-label': strings.askShare });
    fill(bar, h('span', { class: 'ideas-bar-text' }, strings.askChosenCount(chosen.length)),
      h('button', { class: 'button button-quiet', type: 'button', on: { click: () => more(chosen) } }, icon('wand', 18), strings.askMoreLikeThese(chosen.length)),
      chosen.length === 2 ? h('div', { class: 'ideas-mix' }, h('span', null, nameOf(chosen[0])), share, h('span', null, nameOf(chosen[1])),
        h('button', { class: 'button button-main', type: 'button', on: { click: () => blend(chosen[0], chosen[1], Number(share.value) / 100) } }, icon('blend', 18), strings.askMixThese)) : h('span', { class: 'hint' }, strings.askMixHint),
      h('button', { class: 'icon-button', type: 'button', 'aria-label': strings.askChooseNone, on: { click: () => {
        chosen = [];
        draw();
      } } }, icon('close', 18)));
  }

  /** @param {string} id */
  function nameOf(id) {
    return strings.askIdea(ordered().indexOf(id) + 1);
  }

  /** @param {string} id */
  function songOf(id) {
    const entry = entries.get(id);
    return entry ? titleOf(entry) : nameOf(id);
  }

  /** @param {any} entry */
  function choose(entry) {
    chosen = chosen.includes(entry.id) ? chosen.filter((id) => id !== entry.id) : [...chosen, entry.id];
    draw();
    announce(strings.askChosenCount(chosen.length));
  }

  /** @param {any} entry */
  async function keep(entry) {
    const isKept = entry.tags.includes(kept);
    const tags = isKept ? entry.tags.filter((/** @type {string} */ tag) => tag !== kept) : [...entry.tags, kept];
    entries.set(entry.id, { ...entry, tags });
    draw();
    announce(isKept ? strings.askNotKept : strings.askKept);
    await api.patch(api.path('projects', entry.id), { tags }).catch(toastError);
  }

  /** @param {any} entry */
  async function discard(entry) {
    const batch = state.batches.find((one) => one.projects.includes(entry.id));
    const index = batch?.projects.indexOf(entry.id) ?? 0;
    const wasPlaying = context.player?.state.playing && context.player.state.project === entry.id;
    follow.stopIf(entry.id);
    state.forget((id) => id === entry.id);
    if (wasPlaying) follow.listen(/** @type {any} */ (document.activeElement)?.closest?.('.card')?.dataset.id ?? '');
    try {
      const answer = await api.remove(api.path('projects', entry.id));
      toast(strings.libraryDeleted(titleOf(entry)), { action: { label: strings.libraryUndo, run: async () => {
        await api.post(`/api/trash/${encodeURIComponent(answer.trashed)}/restore`).catch(toastError);
        await load().catch(() => {});
        state.putBack(entry.id, batch?.job ?? 'restored', index);
      } } });
    } catch (error) {
      state.putBack(entry.id, batch?.job ?? 'restored', index);
      toastError(error);
    }
  }

  /** @param {string[]} ids */
  async function more(ids) {
    const n = Math.min(state.request.variations, 12);
    await start('more', { projects: ids, variations: n }, strings.askMoreLikeOf(ids.map(songOf).join(', ')), n);
  }
  /**
   * @param {string} first
   * @param {string} second
   * @param {number} share
   */
  async function blend(first, second, share) {
    const name = `${songOf(first)} × ${songOf(second)}`;
    chosen = [];
    draw();
    await start('blend', { first, second, share }, name, 1);
  }

  /**
   * @param {string} kind
   * @param {any} request
   * @param {string} prompt
   * @param {number} n
   */
  async function start(kind, request, prompt, n) {
    try {
      const job = await jobs.start(kind, request);
      state.await({ job: job.id, kind, prompt, n });
      drawRunning();
      context.main.scrollTo({ top: 0, behavior: 'smooth' });
    } catch (error) {
      toastError(error, { label: strings.shellRetry, run: () => start(kind, request, prompt, n) });
    }
  }

  /** The idea that has the focus; the one that plays when none has. */
  function here() {
    const id = /** @type {any} */ (wall.contains(document.activeElement) ? document.activeElement : null)?.closest?.('.card')?.dataset.id
      ?? (context.player?.state.playing ? context.player.state.project : null);
    return id && cards.has(id) ? entries.get(id) : null;
  }
  /** @param {(entry: any) => void} action */
  const onHere = (action) => () => {
    const entry = here();
    if (!entry) return false;
    action(entry);
    return true;
  };

  bag.add(context.keys.push(strings.askIdeas, [
    { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'], shown: '← → ↑ ↓', text: strings.askKeyMove,
      run: (/** @type {KeyboardEvent} */ event) => roving.move(/** @type {any} */ (event.key)) },
    { keys: ['Space'], text: strings.askKeyPlay, run: () => {
      const entry = here() ?? entries.get(ordered()[0]);
      if (!entry || !cards.has(entry.id)) return false;
      if (!wall.contains(document.activeElement)) roving.focus(/** @type {any} */ (cards.get(entry.id)?.card.querySelector('.card-open')));
      follow.listen(entry.id);
      return true;
    } },
    { keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], shown: '1 - 9', text: strings.askKeyJump, run: (/** @type {KeyboardEvent} */ event) => {
      const id = ordered()[Number(event.key || 0) - 1];
      if (!id) return false;
      roving.focus(/** @type {any} */ (cards.get(id)?.card.querySelector('.card-open')));
      if (context.player?.state.project !== id || !context.player.state.playing) follow.listen(id);
      return true;
    } },
    { keys: ['K'], text: strings.askKeep, run: onHere(keep) },
    { keys: ['D', 'Delete'], text: strings.askDiscard, run: onHere(discard) },
    { keys: ['M'], text: strings.askMoreLike, run: onHere((entry) => more([entry.id])) },
    { keys: ['X'], text: strings.askKeyChoose, run: onHere(choose) },
    { keys: ['Enter'], text: strings.libraryOpen, run: () => false },
  ]));
  bag.add(jobs.on('change', settle));
  bag.add(state.on('ideas', () => {
    draw();
    drawRunning();
  }));
  bag.add(context.events.on('library', reload));
  bag.add(context.events.on('open', (/** @type {any} */ value) => value.again && reload()));
  bag.add(reload.cancel);
  context.studio().then((/** @type {any} */ studio) => {
    for (const style of studio.styles) styleTitles.set(style.name, style.title);
    cards = new Map();
    draw();
  }).catch(() => {});

  return { element, load, start, settle, more };
}
