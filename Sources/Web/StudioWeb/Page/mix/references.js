// @ts-check
// Records that the master is to come near to: brought in by a button or dropped, chosen, taken away.
import { fill, h } from '../core/dom.js';
import { takeDrops } from '../core/drop.js';
import { icon } from '../core/icons.js';
import { recallValue, rememberValue } from '../core/memory.js';
import { clockText } from '../core/time.js';
import { toast, toastError } from '../core/toast.js';
import { strings } from '../core/strings.js';

/** What sound files end in. */
export const soundFile = /\.(wav|flac|mp3|ogg|opus|aiff?)$/i;

/**
 * @typedef {{name: string, seconds: number}} Reference
 * @param {any} context @param {any} project
 * @param {() => void} changed
 */
export function createReferences(context, project, changed) {
  const { api } = context;
  /** @type {Reference[]} */
  let list = [];
  /** @type {Set<string>} the names of those that are not followed */
  const ignored = new Set(recallValue(`ignored-references-${project.id}`, /** @type {string[]} */ ([])));
  let reading = '';

  const file = h('input', { type: 'file', class: 'visually-hidden', accept: '.wav,.flac,.mp3,audio/wav,audio/flac,audio/mpeg', multiple: true,
    tabIndex: -1, 'aria-hidden': 'true', on: { change: () => take([...file.files]) } });
  const rows = h('ul', { class: 'references' });
  const status = h('span', { class: 'hint', role: 'status' }, strings.mixReferenceKinds);
  const element = h('div', { class: 'label', role: 'group', 'aria-label': strings.mixReference },
    h('span', { class: 'master-line' }, strings.mixReference),
    h('div', { class: 'master-drop' }, rows,
      h('div', { class: 'master-reference' },
        h('button', { class: 'button button-quiet button-small', type: 'button', title: strings.mixReferenceHint, on: { click: () => file.click() } },
          icon('upload', 16), strings.mixReferenceChoose), status)), file);

  function draw() {
    const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset.reference;
    fill(rows, list.map((one) => h('li', null,
      h('label', { class: 'check' },
        h('input', { type: 'checkbox', checked: !ignored.has(one.name), data: { reference: one.name }, on: { change: () => toggle(one.name) } }),
        h('span', { class: 'master-file', title: one.name }, one.name)),
      h('span', { class: 'hint numbers' }, clockText(one.seconds)),
      h('button', { class: 'icon-button icon-button-small', type: 'button', 'aria-label': strings.mixReferenceRemove(one.name),
        title: strings.mixReferenceRemove(one.name), on: { click: () => remove(one.name) } }, icon('close', 16)))));
    rows.hidden = list.length === 0;
    status.textContent = reading ? strings.mixReferenceReading(reading) : strings.mixReferenceKinds;
    if (focused) /** @type {HTMLElement|null} */ (rows.querySelector(`[data-reference="${CSS.escape(focused)}"]`))?.focus();
    changed();
  }

  /** @param {string} name */
  function toggle(name) {
    if (!ignored.delete(name)) ignored.add(name);
    rememberValue(`ignored-references-${project.id}`, [...ignored]);
    changed();
  }

  /** @param {File[]} files */
  async function take(files) {
    file.value = '';
    for (const one of files) {
      if (!soundFile.test(one.name)) {
        toast(strings.mixReferenceNoSound(one.name), { kind: 'error', hint: strings.mixReferenceKinds });
        continue;
      }
      reading = one.name;
      draw();
      try {
        await api.upload(project.path('references', one.name), one, 'PUT');
      } catch (error) {
        toastError(error);
      }
    }
    reading = '';
    await fetchList();
  }

  /** @param {string} name */
  async function remove(name) {
    try {
      await api.remove(project.path('references', name));
    } catch (error) {
      toastError(error);
    }
    await fetchList();
    element.querySelector('button')?.focus();
  }

  async function fetchList() {
    try {
      list = (await api.get(project.path('references'))).references ?? [];
    } catch (error) {
      toastError(error);
    }
    draw();
  }

  return {
    element,
    fetch: fetchList,
    /** @param {HTMLElement} place that files may be dropped on */
    takeFrom: (place) => takeDrops(place, take),
    get list() { return list; },
    /** The names of those that the master follows. */
    chosen: () => list.filter((one) => !ignored.has(one.name)).map((one) => one.name),
  };
}
