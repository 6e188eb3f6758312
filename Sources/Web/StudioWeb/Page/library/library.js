// @ts-check
// The library: every song of the folder, to find, hear, rate, tag, open and throw away.
import { h, fill, cleanup, debounce } from '../core/dom.js';
import { button } from '../core/controls.js';
import { icon } from '../core/icons.js';
import { createRoving } from '../core/roving.js';
import { createPieces } from '../core/miniroll.js';
import { openMenu, openPopover } from '../core/dialog.js';
import { toast, toastError } from '../core/toast.js';
import { announce } from '../core/announce.js';
import { recall, remember } from '../core/memory.js';
import { strings } from '../core/strings.js';
import { groupTitle, itemsOf, readEntries, readTags, tagsOf, titleOf } from './model.js';
import { groupCard, projectCard } from './card.js';
import { createImport } from './import.js';
import { followPlayer } from './playing.js';

/** @type {ReturnType<typeof createPieces> | null} */
let pieces = null;

/**
 * @param {HTMLElement} element
 * @param {any} context
 * @param {Record<string, string>} parameters
 */
export async function mount(element, context, parameters) {
  const { api } = context;
  const bag = cleanup();
  pieces ??= createPieces(api);
  /** @type {import('./model.js').Entry[]} */
  let entries = [];
  const filter = { search: '', tag: '', sort: recall('library-sort', 'modified'), group: parameters.group ?? '' };
  /** @type {Map<string, string>} */
  const styleTitles = new Map();
  const importer = createImport(context, bag);

  const list = h('ul', { class: recall('library-layout', 'grid') === 'list' ? 'cards cards-list' : 'cards' });
  const place = h('div', { class: 'library-place' });
  const tally = h('span', { class: 'library-count', role: 'status' });
  const tagBar = h('div', { class: 'library-tags', role: 'group', 'aria-label': strings.libraryTags });
  const search = h('input', { class: 'field library-search-field', type: 'search', placeholder: strings.librarySearch,
    'aria-label': strings.librarySearch, autocomplete: 'off', spellcheck: 'false' });
  const sort = h('select', { class: 'select', 'aria-label': strings.librarySort },
    Object.entries(strings.librarySorts).map(([value, text]) => h('option', { value, selected: value === filter.sort }, text)));
  const layout = h('div', { class: 'segments', role: 'group', 'aria-label': strings.libraryLayout },
    layoutButton('grid', strings.libraryGrid), layoutButton('list', strings.libraryList));

  const tools = h('div', { class: 'library-tools' }, h('div', { class: 'library-search' }, icon('search', 18), search), tagBar,
    h('div', { class: 'library-order' }, sort, layout));
  fill(element, h('div', { class: 'page-body library' },
    h('header', { class: 'page-head' },
      h('div', { class: 'page-heading' },
        filter.group ? h('a', { class: 'icon-button', href: '#/', 'aria-label': strings.libraryTitle }, icon('left')) : null,
        h('h1', null, filter.group ? groupTitle(filter.group) : strings.libraryTitle), tally),
      h('div', { class: 'page-actions' },
        button(strings.libraryImport, importer.choose, { icon: 'upload' }), importer.input,
        h('a', { class: 'button button-main', href: '#/ask' }, icon('add', 18), strings.libraryNew))),
    tools, list, place));

  const roving = createRoving(list, '.card-open', { onMove: (link) => follow.moved(idOf(link)) });
  const follow = followPlayer(list, context, bag);
  const actions = {
    listen: follow.listen, rate, menu, pieces, styleTitles, context,
    filterTag: (/** @type {string} */ tag) => { filter.tag = filter.tag === tag ? '' : tag; draw(); },
  };

  /**
   * @param {string} value
   * @param {string} text
   */
  function layoutButton(value, text) {
    return h('button', { type: 'button', 'aria-label': text, title: text, data: { layout: value },
      'aria-pressed': recall('library-layout', 'grid') === value, on: { click: () => {
        remember('library-layout', value);
        list.classList.toggle('cards-list', value === 'list');
        for (const button of layout.children) button.setAttribute('aria-pressed', String(button.dataset.layout === value));
      } } }, icon(value === 'grid' ? 'grid' : 'list', 18));
  }

  async function load() {
    entries = readEntries((await api.get('/api/projects')).projects);
    draw();
  }
  const reload = debounce(150, () => load().catch(() => {}));

  /** @type {Map<string, {text: string, card: HTMLElement}>} */
  let cards = new Map();

  function draw() {
    const items = itemsOf(entries, filter, styleTitles);
    /** @type {typeof cards} */
    const next = new Map();
    for (const item of items) {
      const key = item.kind === 'project' ? `p ${item.entry.id}` : `g ${item.name}`;
      const text = JSON.stringify(item);
      const old = cards.get(key);
      next.set(key, old?.text === text ? old
        : { text, card: item.kind === 'project' ? projectCard(item.entry, actions) : groupCard(item, actions) });
    }
    const focused = /** @type {any} */ (document.activeElement)?.closest?.('.card');
    const focusKey = focused ? [...cards].find(([, value]) => value.card === focused)?.[0] : undefined;
    const focusIndex = focusKey ? [...cards.keys()].indexOf(focusKey) : -1;
    cards = next;
    const wanted = [...cards.values()].map(({ card }) => card);
    if (wanted.length !== list.children.length || wanted.some((card, index) => list.children[index] !== card)) {
      list.replaceChildren(...wanted);
    }
    if (focusKey && !list.contains(document.activeElement)) {
      const card = cards.get(focusKey)?.card ?? wanted[Math.min(focusIndex, wanted.length - 1)];
      if (card) roving.focus(/** @type {any} */ (card.querySelector('.card-open')));
    }
    roving.settle();
    follow.draw();
    drawFrame(items.length);
  }

  /** @param {number} shown */
  function drawFrame(shown) {
    const isFiltered = filter.search !== '' || filter.tag !== '';
    const all = filter.group ? entries.filter((entry) => entry.group === filter.group).length : entries.length;
    tally.textContent = isFiltered ? strings.libraryFound(shown, all) : strings.libraryCount(all);
    const tags = tagsOf(entries);
    fill(tagBar, tags.slice(0, 8).map(([tag, n]) => tagButton(tag, filter.tag === tag,
      () => actions.filterTag(tag), h('span', { class: 'tag-number' }, n))));
    list.hidden = shown === 0;
    tools.hidden = entries.length === 0;
    if (shown > 0) fill(place);
    else if (entries.length === 0) {
      fill(place, h('div', { class: 'empty' }, icon('wave', 44), h('h2', null, strings.libraryEmpty),
        h('p', null, strings.libraryEmptyText),
        h('a', { class: 'button button-main button-large', href: '#/ask' }, strings.libraryEmptyAsk)));
    } else {
      fill(place, h('div', { class: 'empty' }, icon('search', 36), h('h2', null, strings.libraryNone),
        h('p', null, strings.libraryNoneText),
        button(strings.libraryClear, clear)));
    }
  }

  function clear() {
    filter.tag = '';
    filter.search = '';
    search.value = '';
    draw();
    search.focus();
  }

  /**
   * @param {import('./model.js').Entry} entry
   * @param {number} rating
   */
  function rate(entry, rating) {
    change(entry, { rating });
    announce(`${titleOf(entry)}: ${strings.libraryRating(rating)}`);
  }

  /**
   * @param {import('./model.js').Entry} entry
   * @param {{rating?: number, tags?: string[]}} values
   */
  async function change(entry, values) {
    entries = entries.map((other) => (other.id === entry.id ? { ...other, ...values } : other));
    draw();
    try {
      await api.patch(api.path('projects', entry.id), values);
    } catch (error) {
      toastError(error);
      reload();
    }
  }

  /**
   * @param {import('./model.js').Entry} entry
   * @param {Element} anchor
   */
  function menu(entry, anchor) {
    const remove = { label: strings.libraryDelete, icon: 'trash', danger: true, keys: strings.keyNames.Delete, run: () => discard(entry) };
    if (entry.fault) {
      openMenu(anchor, [remove], strings.libraryMore(titleOf(entry)));
      return;
    }
    openMenu(anchor, [
      { label: strings.libraryOpen, icon: 'arrange', keys: '↵', run: () => context.navigate(context.projectAddress(entry.id)) },
      { label: strings.libraryListen, icon: 'play', keys: strings.keyNames.Space, run: () => follow.listen(entry.id) },
      { label: strings.libraryEditTags, icon: 'tag', keys: 'T', run: () => editTags(entry) },
      { label: strings.libraryMoreLike, icon: 'wand', run: () => context.navigate(`#/ask?like=${encodeURIComponent(entry.id)}`) },
      null,
      remove,
    ], strings.libraryMore(titleOf(entry)));
  }

  /** @param {import('./model.js').Entry} entry */
  function editTags(entry) {
    const card = cards.get(`p ${entry.id}`)?.card;
    if (!card) return;
    const field = h('input', { class: 'field', type: 'text', value: entry.tags.join(', '), autocomplete: 'off' });
    const form = h('form', { class: 'tag-form', on: { submit: (/** @type {Event} */ event) => {
      event.preventDefault();
      popover.close();
      change(entry, { tags: readTags(field.value) });
    } } }, h('label', { class: 'label' }, strings.libraryTagsField, field),
    h('div', { class: 'library-tags' }, tagsOf(entries).slice(0, 10).map(
      ([tag]) => tagButton(tag, entry.tags.includes(tag), (event) => {
        const now = readTags(field.value);
        const has = now.includes(tag);
        field.value = (has ? now.filter((other) => other !== tag) : [...now, tag]).join(', ');
        event.currentTarget.setAttribute('aria-pressed', String(!has));
      }))),
    h('button', { class: 'button button-main button-small', type: 'submit' }, strings.libraryTagsSave));
    const popover = openPopover(card.querySelector('.card-menu') ?? card, form, { label: strings.libraryEditTags });
  }

  /** @param {import('./model.js').Entry} entry */
  async function discard(entry) {
    const before = entries;
    entries = entries.filter((other) => other.id !== entry.id);
    follow.stopIf(entry.id);
    draw();
    try {
      const answer = await api.remove(api.path('projects', entry.id));
      toast(strings.libraryDeleted(titleOf(entry)), { action: { label: strings.libraryUndo, run: async () => {
        try {
          await api.post(`/api/trash/${encodeURIComponent(answer.trashed)}/restore`);
          announce(strings.libraryRestored(titleOf(entry)));
          await load();
          roving.focus(/** @type {any} */ (cards.get(`p ${entry.id}`)?.card.querySelector('.card-open')));
        } catch (error) {
          toastError(error);
        }
      } } });
    } catch (error) {
      entries = before;
      draw();
      toastError(error);
    }
  }

  /** @param {Element | null} link */
  function idOf(link) {
    return /** @type {HTMLElement | null} */ (link?.closest('.card'))?.dataset.id ?? '';
  }
  /** The focused song. */
  function here() {
    const id = list.contains(document.activeElement) ? idOf(document.activeElement) : '';
    return entries.find((entry) => entry.id === id);
  }
  /** @param {(entry: import('./model.js').Entry) => void} action */
  const onHere = (action) => () => {
    const entry = here();
    if (!entry) return false;
    action(entry);
    return true;
  };

  bag.listen(list, 'contextmenu', (/** @type {MouseEvent} */ event) => {
    const card = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('.card'));
    const entry = entries.find((other) => other.id === card?.dataset.id);
    if (!entry || !card) return;
    event.preventDefault();
    menu(entry, card.querySelector('.card-menu') ?? card);
  });
  search.addEventListener('input', () => {
    filter.search = search.value;
    draw();
  });
  search.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'ArrowDown' || event.key === 'Enter') roving.focus(roving.items()[0]);
    else if (event.key !== 'Escape' || search.value === '') return;
    else {
      search.value = '';
      filter.search = '';
      draw();
    }
    event.preventDefault();
  });
  sort.addEventListener('change', () => {
    filter.sort = sort.value;
    remember('library-sort', sort.value);
    draw();
  });
  bag.add(context.keys.push(strings.libraryKeys, [
    { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'], shown: '← → ↑ ↓', text: strings.libraryKeyMove,
      run: (/** @type {KeyboardEvent} */ event) => roving.move(/** @type {any} */ (event.key)) },
    { keys: ['Space'], text: strings.libraryKeyListen, run: onHere((entry) => { if (!entry.fault) follow.listen(entry.id); }) },
    { keys: ['Enter'], text: strings.libraryKeyOpen, run: () => false },
    { keys: ['0', '1', '2', '3', '4', '5'], shown: '0 - 5', text: strings.libraryKeyRate,
      run: (/** @type {KeyboardEvent} */ event) => onHere((entry) => rate(entry, Number(event.key)))() },
    { keys: ['ContextMenu', 'Shift+F10'], shown: 'Shift+F10', text: strings.libraryKeyMenu, run: () => false },
    { keys: ['T'], text: strings.libraryKeyTags, run: onHere(editTags) },
    { keys: ['Delete'], text: strings.libraryKeyDelete, run: onHere(discard) },
    { keys: ['/', 'Mod+F'], text: strings.libraryKeySearch, run: () => search.focus() },
  ]));
  bag.add(context.events.on('library', reload));
  bag.add(context.events.on('project', reload));
  bag.add(context.events.on('open', (/** @type {any} */ value) => value.again && reload()));
  bag.add(reload.cancel);

  context.studio().then((/** @type {any} */ studio) => {
    for (const style of studio.styles) styleTitles.set(style.name, style.title);
    cards = new Map();
    draw();
  }).catch(() => {});
  await load();
  return bag.empty;
}

/**
 * @param {string} tag
 * @param {boolean} isPressed
 * @param {(event: any) => void} run
 * @param {any} [more]
 */
function tagButton(tag, isPressed, run, more) {
  return h('button', { class: 'tag tag-button', type: 'button', 'aria-pressed': isPressed, on: { click: run } }, tag, more);
}
