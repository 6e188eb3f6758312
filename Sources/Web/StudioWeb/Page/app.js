// @ts-check
// The page: makes what all views share, and shows the view that the address names.
import { createAPI } from './core/api.js';
import { createEvents } from './core/events.js';
import { createJobs } from './core/jobs.js';
import { createKeys } from './core/keys.js';
import { createStore } from './core/store.js';
import { createShell } from './core/shell.js';
import { closePopover } from './core/dialog.js';
import { guardDrops } from './core/drop.js';
import { h, fill } from './core/dom.js';
import { icon } from './core/icons.js';
import { readRoute, projectAddress } from './core/router.js';
import { strings } from './core/strings.js';

/**
 * What every view gets: `mount(element, context, parameters)` answers the function that takes it
 * away again. A project's view finds the project open: `context.store.project`.
 * @typedef {object} Context
 * @property {import('./core/api.js').API} api
 * @property {import('./core/events.js').Events} events
 * @property {ReturnType<typeof createStore>} store
 * @property {ReturnType<typeof createJobs>} jobs
 * @property {import('./core/keys.js').Keys} keys
 * @property {any} player
 * @property {typeof strings} strings
 * @property {(address: string) => void} navigate `#/ask`, or `projectAddress(id, view, part)`
 * @property {typeof projectAddress} projectAddress
 * @property {() => Promise<any>} studio `GET /api/studio`, fetched once
 * @property {(feature: string) => Promise<boolean>} has whether this studio can do something
 * @property {HTMLElement} main
 */

/** @type {Record<string, () => Promise<{mount: Function}>>} */
const views = {
  library: () => import('./library/library.js'),
  ask: () => import('./ask/ask.js'),
  arrange: () => import('./arrange/arrange.js'),
  notes: () => import('./roll/roll.js'),
  mix: () => import('./mix/mix.js'),
  trust: () => import('./trust/trust.js'),
  brief: () => import('./client/client.js'),
};

/** @type {Record<string, string>} */
const titles = { library: strings.shellLibrary, ask: strings.shellAsk, brief: strings.shellBrief };

/** Views that fill the window and scroll within themselves. */
const fixedViews = new Set(['arrange', 'notes', 'mix']);

const main = /** @type {HTMLElement} */ (document.getElementById('main'));
const api = createAPI();
const events = createEvents(() => context.player?.state.playing ?? false);
const jobs = createJobs({ api, events });
const store = createStore({ api, events });
const keys = createKeys();

/** @type {Promise<any> | null} */
let studio = null;

/** @type {Context} */
const context = {
  api, events, jobs, store, keys, strings, main, player: null, projectAddress,
  navigate: (address) => { location.hash = address; },
  studio() {
    studio ??= api.get('/api/studio').catch((error) => {
      studio = null;
      throw error;
    });
    return studio;
  },
  has: (feature) => context.studio().then((known) => known.features?.includes(feature) ?? false, () => false),
};

const shell = createShell(/** @type {HTMLElement} */ (document.getElementById('head')), context);

/** @type {(() => void) | null} */
let unmount = null;
let turn = 0;

async function show() {
  turn += 1;
  const own = turn;
  const route = readRoute(location.hash);
  closePopover();
  shell.show(route);
  try {
    const [module, project] = await Promise.all([
      views[route.view](), route.project ? store.open(route.project) : null]);
    if (own !== turn) return;
    leave();
    if (project) {
      shell.showProject(project, route);
    } else {
      store.close();
      document.title = `${titles[route.view]} · ${strings.shellTitle}`;
    }
    main.classList.toggle('main-fixed', fixedViews.has(route.view));
    main.dataset.view = route.view;
    main.scrollTop = 0;
    unmount = (await module.mount(main, context, route.parameters)) ?? null;
  } catch (error) {
    if (own !== turn) return;
    leave();
    showProblem(error);
  }
}

function leave() {
  unmount?.();
  unmount = null;
  main.replaceChildren();
}

/** @param {any} error */
function showProblem(error) {
  console.error(error);
  main.classList.remove('main-fixed');
  fill(main, h('div', { class: 'empty' }, icon('warning', 40),
    h('h2', null, error?.status ? error.message : strings.shellViewMissing),
    error?.hint ? h('p', null, error.hint) : null,
    h('button', { class: 'button button-quiet', type: 'button', on: { click: show } }, strings.shellRetry)));
}

keys.push(strings.keysEverywhere, [
  { keys: ['?'], text: strings.keysOpen, run: () => keys.showSheet() },
  { keys: ['Shift+L'], text: strings.keysGoLibrary, run: () => context.navigate('#/') },
  { keys: ['Shift+A'], text: strings.keysGoAsk, run: () => context.navigate('#/ask') },
  { keys: ['Space'], text: strings.keysPlay, run: () => context.player?.toggle() },
]);

/** The player stands in its own folder; a page without it still shows everything else. */
async function startPlayer() {
  try {
    const [{ Player }, bar] = await Promise.all([import('./player/engine.js'), import('./player/bar.js')]);
    context.player = new Player(context);
    bar.mount(/** @type {HTMLElement} */ (document.getElementById('player')), context);
  } catch (error) {
    console.error(error);
  }
}

guardDrops();

/** Counters for tests; views add their own. */
/** @type {any} */ (window).etudeTest = { ...(/** @type {any} */ (window).etudeTest ?? {}), context };

views[readRoute(location.hash).view]().catch(() => {});
await startPlayer();
addEventListener('hashchange', () => {
  // What was asked about one view is not asked about another.
  for (const dialog of document.querySelectorAll('dialog[open]')) /** @type {HTMLDialogElement} */ (dialog).close();
  show();
});
show();
