// @ts-check
/** What happened, named versions, and two states side by side. */
import { fill, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { announce } from '../core/announce.js';
import { toast, toastError } from '../core/toast.js';
import { strings } from '../core/strings.js';

/**
 * @param {import('./board.js').Board} board
 * @param {any} context
 */
export function createHistory(board, context) {
  const { project } = board;
  const { api } = context;
  const name = h('input', { class: 'field', type: 'text', placeholder: strings.arrangeVersionName, 'aria-label': strings.arrangeVersionName,
    maxlength: 60 });
  const versionList = h('ul', { class: 'arrange-versions' });
  const from = h('select', { class: 'select', 'aria-label': strings.arrangeCompareFrom });
  const to = h('select', { class: 'select', 'aria-label': strings.arrangeCompareTo });
  const outcome = h('div', { class: 'arrange-outcome', role: 'status' });
  const list = h('ol', { class: 'arrange-events' });
  /** @type {any[]} */
  let events = [];
  /** @type {any[]} */
  let versions = [];
  let seen = -1;
  let isShown = false;

  const element = h('div', { class: 'arrange-history' },
    h('section', null, h('h2', null, strings.arrangeVersions),
      h('form', { class: 'arrange-row', on: { submit: nameVersion } }, name,
        h('button', { class: 'button button-main button-small', type: 'submit' }, strings.arrangeNameVersion)), versionList),
    h('section', null, h('h2', null, strings.arrangeCompare),
      h('div', { class: 'arrange-compare' }, from, to,
        h('button', { class: 'button button-quiet button-small', type: 'button', on: { click: compare } }, strings.arrangeCompareNow)), outcome),
    h('section', null, h('h2', null, strings.arrangeEvents), list));

  async function load() {
    try {
      const [history, named] = await Promise.all([api.get(project.path('history')), api.get(project.path('versions'))]);
      events = history.events;
      versions = named.versions;
      seen = project.revision;
      draw();
    } catch (error) {
      fill(list, h('li', { class: 'problem' }, /** @type {any} */ (error).message));
    }
  }

  /** @param {Event} event */
  async function nameVersion(event) {
    event.preventDefault();
    const text = name.value.trim();
    if (text === '') return name.focus();
    try {
      await project.drained();
      await api.put(project.path('versions', text));
      name.value = '';
      announce(strings.arrangeNamed(text));
      await load();
    } catch (error) {
      toastError(error);
    }
  }

  /** @param {any} state @param {string} text */
  function restore(state, text) {
    project.restore(state).then(() => toast(strings.arrangeRestored(text), {
      action: { label: strings.shellUndo, run: () => project.undo().catch(() => {}) } }), () => {});
  }

  /** @param {any} version */
  async function forget(version) {
    try {
      await api.remove(project.path('versions', version.name));
      await load();
    } catch (error) {
      toastError(error);
    }
  }

  async function compare() {
    if (!from.value || !to.value) return;
    try {
      const answer = await api.get(project.path('compare'), { from: from.value, to: to.value });
      const marked = new Map(answer.parts.map((/** @type {any} */ part) => [part.id,
        new Set(part.bars.filter((/** @type {any} */ each) => each.removed || each.added).map((/** @type {any} */ each) => each.bar))]));
      board.highlights = marked;
      board.invalidate();
      const differing = answer.parts.filter((/** @type {any} */ part) => marked.get(part.id)?.size);
      const nameOf = (/** @type {string} */ id) => board.parts.find((part) => part.id === id)?.name ?? id;
      fill(outcome, h('p', null, answer.text), h('ul', null, differing.map((/** @type {any} */ part) => h('li', null,
        strings.arrangeDifference(nameOf(part.id), part.bars)))),
      h('button', { class: 'button button-plain button-small', type: 'button', on: { click: clear } }, strings.arrangeCompareClear));
    } catch (error) {
      toastError(error);
    }
  }

  function clear() {
    board.highlights = null;
    board.invalidate();
    fill(outcome);
  }

  function draw() {
    fill(versionList, versions.length === 0 ? h('li', { class: 'hint' }, strings.arrangeNoVersions)
      : versions.map((version) => h('li', { class: 'arrange-version' },
        h('span', { class: 'arrange-version-name' }, version.name, h('span', { class: 'hint' }, when(version.time))),
        h('button', { class: 'button button-plain button-small', type: 'button',
          'aria-label': strings.arrangeRestoreOf(version.name), on: { click: () => restore(version.state, version.name) } }, strings.arrangeRestore),
        h('button', { class: 'icon-button icon-button-small', type: 'button', 'aria-label': strings.arrangeForget(version.name),
          on: { click: () => forget(version) } }, icon('trash', 16)))));
    const shown = [...events].reverse().slice(0, 200);
    fill(list, shown.map((event) => h('li', { class: event.isCurrent ? 'arrange-event arrange-event-current' : 'arrange-event' },
      h('span', { class: 'arrange-event-mark', 'aria-hidden': 'true' }, icon(event.actor === 'engine' ? 'wand' : 'pencil', 15)),
      h('span', { class: 'arrange-event-text' }, event.summary,
        h('span', { class: 'hint' }, strings.arrangeActor(event.actor), ' · ', when(event.time))),
      event.isCurrent ? h('span', { class: 'tag' }, strings.arrangeNow)
        : h('button', { class: 'button button-plain button-small', type: 'button', 'aria-label': strings.arrangeRestoreOf(event.summary),
          on: { click: () => restore(event.state, event.summary) } }, strings.arrangeRestore))));
    const options = [...versions.map((version) => ({ state: version.state, text: version.name })),
      ...shown.map((event) => ({ state: event.state, text: event.isCurrent ? strings.arrangeNowState : event.summary }))];
    for (const select of [from, to]) {
      const kept = select.value;
      fill(select, options.map((option) => h('option', { value: String(option.state) }, option.text)));
      if (options.some((option) => String(option.state) === kept)) select.value = kept;
    }
    const current = events.find((event) => event.isCurrent);
    if (current && !to.dataset.touched) to.value = String(current.state);
    if (!from.dataset.touched && options.length > 0) from.value = String(versions[0]?.state ?? events[0]?.state);
  }
  for (const select of [from, to]) select.addEventListener('change', () => { select.dataset.touched = 'true'; });

  return {
    element,
    /** @param {boolean} isNow whether the panel is on screen */
    show(isNow) {
      isShown = isNow;
      if (isNow) load();
    },
    refresh() {
      if (isShown && project.revision !== seen) load();
    },
    clear,
  };
}

/** @param {number} seconds since 1970 */
function when(seconds) {
  const date = new Date(seconds * 1000);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString([], { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}
