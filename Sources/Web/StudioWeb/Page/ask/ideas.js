// @ts-check
// The wall of ideas: jobs that compose, then cards in rank order, batch after batch.
import { h, fill, debounce } from '../core/dom.js';
import { button } from '../core/controls.js';
import { createRoving } from '../core/roving.js';
import { createPieces } from '../core/miniroll.js';
import { isOver } from '../core/jobs.js';
import { takesText } from '../core/keys.js';
import { toast, toastError } from '../core/toast.js';
import { announce } from '../core/announce.js';
import { followPlayer } from '../library/playing.js';
import { readEntries, titleOf } from '../library/model.js';
import { strings } from '../core/strings.js';
import { ideaCard } from './idea-card.js';
import { createIdeasBar } from './ideas-bar.js';
import { createProgress } from './progress.js';

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
  const progress = createProgress(jobs, state);
  const hints = h('p', { class: 'ideas-hints', 'aria-hidden': 'true' }, strings.askHints.map(
    (/** @type {[string, string]} */ [key, text]) => h('span', null, h('kbd', null, key), text)));
  const wall = h('div', { class: 'ideas-wall' });
  const bar = createIdeasBar({ more, blend, nameOf, chooseNone: () => {
    chosen = [];
    draw();
  } });
  const element = h('section', { class: 'ideas', 'aria-label': strings.askIdeas },
    progress.element, hints, wall, bar.element);
  /** @type {Map<string, any>} */
  let entries = new Map();
  let isLoaded = false;
  /** @type {string[]} */
  let chosen = [];
  /** @type {Map<string, string>} */
  const styleTitles = new Map();

  const roving = createRoving(wall, '.card-open', { onMove: (link) => follow.moved(idAt(link) ?? '') });
  const follow = followPlayer(wall, context, bag);
  const actions = {
    listen: follow.listen, keep, discard, choose, pieces, styleTitles, context,
    more: (/** @type {string[]} */ ids) => more(ids),
  };

  async function load() {
    const list = readEntries((await api.get('/api/projects')).projects);
    entries = new Map(list.filter((entry) => !entry.fault).map((entry) => [entry.id, entry]));
    isLoaded = true;
    draw();
  }
  const reload = debounce(120, () => load().catch(() => {}));

  /** Awaits jobs that run but are not known here: of another tab, or sent as the page was reloaded. */
  function adopt() {
    const known = new Set(state.pending.map((one) => one.job));
    for (const job of jobs.active()) {
      if (known.has(job.id) || !['compose', 'more', 'blend'].includes(job.kind)) continue;
      state.await({ job: job.id, kind: job.kind, prompt: jobs.wordsOf(job.id), n: 1 });
    }
  }

  /** Takes the results of jobs that ended, here or while the page was away. */
  function settle() {
    adopt();
    for (const { job: id } of state.pending) {
      const job = jobs.get(id);
      if (!job || !isOver(job)) continue;
      state.settle(id, job.result?.projects ?? []);
      if (job.state === 'done') load().then(focusNew).catch(() => {});
    }
    progress.draw();
  }

  /** New ideas take the focus, so that the space bar plays; never from someone who types. */
  function focusNew() {
    announce(strings.askArrived(state.batches[0]?.projects.length ?? 0));
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const isBusy = active && active !== document.body
      && (takesText(active) || wall.contains(active) || active.closest('.popover, dialog'));
    if (!isBusy) roving.focus(roving.items()[0]);
  }

  /** The ideas on the wall, in their order. */
  function ordered() {
    return state.batches.flatMap((batch) => batch.projects.filter((id) => entries.has(id)));
  }
  /**
   * The idea whose card holds an element.
   * @param {Element | null} inner
   * @returns {string | undefined}
   */
  function idAt(inner) {
    const card = wall.contains(inner) ? inner?.closest('.card') : null;
    return /** @type {HTMLElement | null | undefined} */ (card)?.dataset.id;
  }
  /** @param {string | undefined} id */
  function focus(id) {
    roving.focus(id ? cards.get(id)?.card.querySelector('.card-open') : null);
  }

  /** @type {Map<string, {text: string, card: any}>} */
  let cards = new Map();
  function draw() {
    const order = ordered();
    chosen = chosen.filter((id) => order.includes(id));
    const focused = idAt(document.activeElement);
    const focusIndex = focused ? [...cards.keys()].indexOf(focused) : -1;
    /** @type {typeof cards} */
    const next = new Map();
    for (const batch of state.batches) {
      const ids = batch.projects.filter((id) => entries.has(id));
      ids.forEach((id, rank) => next.set(id, cardOf(id, next.size + 1, ids.length > 1 ? rank : -1)));
    }
    cards = next;
    if (cards.size > 0) fill(wall, state.batches.map(batchOf));
    else if (isLoaded || state.batches.length === 0) fill(wall, state.pending.length > 0 ? null : emptyWall());
    if (focused && !wall.contains(document.activeElement)) {
      focus(cards.has(focused) ? focused : [...cards.keys()][Math.min(focusIndex, cards.size - 1)]);
    }
    roving.settle();
    follow.draw();
    hints.hidden = cards.size === 0;
    bar.draw(chosen);
  }

  /**
   * @param {string} id
   * @param {number} number
   * @param {number} rank
   */
  function cardOf(id, number, rank) {
    const entry = entries.get(id);
    const place = { number, rank, isKept: entry.tags.includes(kept), isChosen: chosen.includes(id) };
    const text = JSON.stringify([entry, place]);
    const old = cards.get(id);
    return old?.text === text ? old : { text, card: ideaCard(entry, place, actions) };
  }

  /** @param {import('./state.js').Batch} batch */
  function batchOf(batch) {
    const ids = batch.projects.filter((id) => entries.has(id));
    if (ids.length === 0) return null;
    const clear = () => state.forget((id) => ids.includes(id));
    return h('section', { class: 'batch' },
      h('header', { class: 'batch-head' }, h('h2', null, batch.prompt || strings.jobsKinds[batch.kind]),
        h('span', { class: 'library-count' }, strings.askCount(ids.length)),
        button(strings.askClearBatch, clear, { kind: 'plain', size: 'small' })),
      h('ul', { class: 'cards' }, ids.map((id) => cards.get(id)?.card)));
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
    const others = entry.tags.filter((/** @type {string} */ tag) => tag !== kept);
    const tags = isKept ? others : [...others, kept];
    entries.set(entry.id, { ...entry, tags });
    draw();
    announce(isKept ? strings.askNotKept : strings.askKept);
    await api.patch(api.path('projects', entry.id), { tags }).catch(toastError);
  }

  /** @param {any} entry */
  async function discard(entry) {
    const batch = state.batches.find((one) => one.projects.includes(entry.id));
    const index = batch?.projects.indexOf(entry.id) ?? 0;
    const player = context.player?.state;
    const wasPlaying = player?.playing && player.project === entry.id;
    follow.stopIf(entry.id);
    state.forget((id) => id === entry.id);
    const next = idAt(document.activeElement);
    if (wasPlaying && next) follow.listen(next);
    const putBack = () => state.putBack(entry.id, batch?.job ?? 'restored', index);
    try {
      const answer = await api.remove(api.path('projects', entry.id));
      toast(strings.libraryDeleted(titleOf(entry)), { action: { label: strings.libraryUndo, run: async () => {
        try {
          await api.post(`/api/trash/${encodeURIComponent(answer.trashed)}/restore`);
          await load();
          putBack();
          focus(entry.id);
        } catch (error) {
          toastError(error);
        }
      } } });
    } catch (error) {
      putBack();
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
   * Starts a job whose ideas come to this wall.
   * @param {string} kind
   * @param {any} request
   * @param {string} prompt
   * @param {number} n
   */
  async function start(kind, request, prompt, n) {
    try {
      const job = await jobs.start(kind, request);
      state.await({ job: job.id, kind, prompt, n });
      settle();
      element.scrollTo({ top: 0, behavior: 'smooth' });
    } catch (error) {
      toastError(error, { label: strings.shellRetry, run: () => start(kind, request, prompt, n) });
    }
  }

  /** The idea that has the focus; the one that plays when none has. */
  function here() {
    const player = context.player?.state;
    const id = idAt(document.activeElement) ?? (player?.playing ? player.project : undefined);
    return id && cards.has(id) ? entries.get(id) : null;
  }
  /** @param {(entry: any) => void} action */
  const onHere = (action) => () => {
    const entry = here();
    if (!entry) return false;
    action(entry);
    return true;
  };
  function play() {
    const id = here()?.id ?? ordered()[0];
    if (!id) return false;
    if (!wall.contains(document.activeElement)) focus(id);
    follow.listen(id);
    return true;
  }
  /** @param {KeyboardEvent} event */
  function jump(event) {
    const id = ordered()[Number(event.code.slice(-1)) - 1];
    if (!id) return false;
    focus(id);
    const player = context.player?.state;
    if (!player?.playing || player.project !== id) follow.listen(id);
    return true;
  }

  bag.add(context.keys.push(strings.askIdeas, [
    { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'], shown: '← → ↑ ↓',
      text: strings.askKeyMove, run: (/** @type {any} */ event) => roving.move(event.key) },
    { keys: ['Space'], text: strings.askKeyPlay, run: play },
    { keys: [...'123456789'], shown: '1 - 9', text: strings.askKeyJump, run: jump },
    { keys: ['K'], text: strings.askKeep, run: onHere(keep) },
    { keys: ['D', 'Delete'], text: strings.askDiscard, run: onHere(discard) },
    { keys: ['M'], text: strings.askMoreLike, run: onHere((entry) => more([entry.id])) },
    { keys: ['X'], text: strings.askKeyChoose, run: onHere(choose) },
    { keys: ['Enter'], text: strings.libraryOpen, run: () => false },
  ]));
  bag.add(jobs.on('change', settle));
  bag.add(state.on('ideas', () => {
    draw();
    progress.draw();
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
