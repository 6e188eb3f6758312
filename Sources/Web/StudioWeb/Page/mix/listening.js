// @ts-check
// Parts, mix, master and references, one after the other at the same loudness.
import { fill, h } from '../core/dom.js';
import { recallValue, rememberValue } from '../core/memory.js';
import { toastError } from '../core/toast.js';
import { strings } from '../core/strings.js';
import { loudnessOfFiles } from './file-loudness.js';

/**
 * @param {any} context @param {any} project
 * @param {{references: () => import('./references.js').Reference[], mastered: () => {mix?: string, master?: string, mixLoudness?: number}}} other
 *   records to compare with, and the files of the latest mastering
 */
export function createListening(context, project, { references, mastered }) {
  const { player } = context;
  /** What is heard: `parts`, `before` (the mix), `after` (the master), or a reference by its name. */
  let heard = 'parts';
  /** @type {Map<string, Promise<number>>} loudness by what is heard and its state */
  const known = new Map();
  const row = h('div', { class: 'segments', role: 'group', 'aria-label': strings.mixListen });
  const equal = h('input', {
    type: 'checkbox', checked: recallValue('equal-loudness', true),
    on: { change: () => { rememberValue('equal-loudness', equal.checked); hear(heard); } },
  });
  const note = h('p', { class: 'hint numbers', 'aria-live': 'polite' }, strings.mixEqualHint);
  const element = h('section', { class: 'master-listen' }, h('h3', null, strings.mixListen), row,
    h('label', { class: 'check' }, equal, strings.mixEqualLoudness), note);

  /** @returns {{id: string, text: string, url: string | null, isThere: boolean}[]} */
  function choices() {
    const sound = project.document?.sound ?? {};
    const made = mastered();
    const [mix, master] = [made.mix ?? sound.mix ?? null, made.master ?? sound.master ?? null];
    return [
      { id: 'parts', text: strings.mixParts, url: null, isThere: true },
      ...(mix ? [{ id: 'before', text: strings.mixBefore, url: mix, isThere: true }] : []),
      { id: 'after', text: strings.mixAfter, url: master, isThere: master !== null },
      // The player fetches waves in pieces, and nothing else.
      ...references().filter(({ name }) => /\.wav$/i.test(name)).map(({ name }) => (
        { id: `reference ${name}`, text: name, url: project.path('files', 'references', name), isThere: true })),
    ];
  }

  /** @param {{id: string, url: string | null}} choice */
  function loudness({ url }) {
    const { sound, revision } = project.document;
    const files = url ? [{ part: '~file', url }] : sound.stems;
    const key = `${revision} ${sound.state} ${files.map((/** @type {any} */ one) => one.url).join(' ')}`;
    let value = known.get(key);
    if (!value) {
      value = loudnessOfFiles(files);
      value.catch(() => known.delete(key));
      known.set(key, value);
    }
    return value;
  }

  /**
   * The mix beside a master is written as loud as that: it is turned down to what it was.
   * @param {{id: string, url: string | null}} choice
   */
  async function ownTrim(choice) {
    const { mix, mixLoudness } = mastered();
    if (choice.url === null || choice.url !== mix || !Number.isFinite(mixLoudness)) return 0;
    return Math.min(0, Number(mixLoudness) - await loudness(choice).catch(() => Number(mixLoudness)));
  }

  /** The loudness of all that can be compared. */
  async function levels() {
    const list = choices().filter((one) => one.isThere);
    const values = await Promise.all(list.map(loudness));
    return new Map(list.map((one, index) => [one.id, values[index]]));
  }

  const hasMaster = () => choices().some((one) => one.id === 'after' && one.isThere);

  /** @param {string} id */
  async function hear(id) {
    const list = choices();
    const choice = list.find((one) => one.id === id && one.isThere) ?? list[0];
    heard = choice.id;
    draw();
    if (!equal.checked || list.filter((one) => one.isThere).length < 2) {
      note.textContent = hasMaster() ? '' : strings.mixNoMaster;
      await player.listen(choice.url, await ownTrim(choice));
      return;
    }
    note.textContent = strings.mixMeasuring;
    try {
      const all = await levels();
      if (heard !== choice.id) return;
      const softest = Math.min(...[...all.values()].filter(Number.isFinite));
      const trim = Math.min(0, softest - (all.get(heard) ?? softest)) || 0;
      note.textContent = trim > -0.1 ? strings.mixAsIs(choice.text) : strings.mixTurnedDown(choice.text, (-trim).toFixed(1));
      await player.listen(choice.url, trim);
    } catch (error) {
      note.textContent = '';
      toastError(error);
    }
  }

  function draw() {
    const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset.listen;
    fill(row, choices().map(({ id, text, isThere }) => h('button', {
      type: 'button', 'aria-pressed': heard === id, disabled: !isThere, data: { listen: id }, title: text, on: { click: () => hear(id) },
    }, text)));
    if (focused) /** @type {HTMLElement|null} */ (row.querySelector(`[data-listen="${CSS.escape(focused)}"]`))?.focus();
    if (!hasMaster()) note.textContent = strings.mixNoMaster;
    else if (note.textContent === strings.mixNoMaster) note.textContent = strings.mixEqualHint;
  }

  return {
    element, draw,
    /** Measures ahead, so that comparing begins at once. */
    prepare() {
      if (hasMaster() && project.document?.sound?.stems?.length) levels().catch(() => {});
    },
    /** Goes from the parts, or the mix, to the master and back. */
    toggle() {
      const mix = choices().some((one) => one.id === 'before') ? 'before' : 'parts';
      if (hasMaster()) hear(heard === 'after' ? mix : 'after');
    },
    /** Files have changed under their names. */
    async renew() {
      known.clear();
      draw();
      if (heard === 'parts') return;
      await player.listen(null);
      await hear(heard);
    },
    leave: () => { player.listen(null); },
  };
}
