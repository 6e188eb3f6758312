// @ts-check
// Parts, mix, master and references, one after the other at the same loudness.
import { fill, h } from '../core/dom.js';
import { recallValue, rememberValue } from '../core/memory.js';
import { toastError } from '../core/toast.js';
import { strings } from '../core/strings.js';
import { loudnessOfFiles } from './file-loudness.js';

/**
 * @param {any} context @param {any} project
 * @param {() => import('./references.js').Reference[]} references
 */
export function createListening(context, project, references) {
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
    return [
      { id: 'parts', text: strings.mixParts, url: null, isThere: true },
      ...(sound.mix ? [{ id: 'before', text: strings.mixBefore, url: sound.mix, isThere: true }] : []),
      { id: 'after', text: strings.mixAfter, url: sound.master ?? null, isThere: Boolean(sound.master) },
      // The player reads waves; what else a reference is kept as it cannot fetch in pieces.
      ...references().filter((one) => /\.wav$/i.test(one.url ?? '')).map((one) => (
        { id: `reference ${one.name}`, text: one.name, url: one.url ?? null, isThere: true })),
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

  /** The loudness of what can be compared; parts are as loud as their mix. */
  async function levels() {
    const list = choices().filter((one) => one.isThere);
    const mix = list.find((one) => one.id === 'before') ?? list[0];
    const values = await Promise.all(list.map((one) => loudness(one.id === 'parts' ? mix : one)));
    return new Map(list.map((one, index) => [one.id, values[index]]));
  }

  /** @param {string} id */
  async function hear(id) {
    const list = choices();
    const choice = list.find((one) => one.id === id && one.isThere) ?? list[0];
    heard = choice.id;
    draw();
    if (!equal.checked || !project.document.sound.master) {
      note.textContent = project.document.sound.master ? '' : strings.mixNoMaster;
      await player.listen(choice.url);
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
    if (!project.document?.sound?.master) note.textContent = strings.mixNoMaster;
    else if (note.textContent === strings.mixNoMaster) note.textContent = strings.mixEqualHint;
  }

  return {
    element, draw,
    /** Measures ahead, so that comparing begins at once. */
    prepare() {
      if (project.document?.sound?.master && project.document.sound.stems?.length) levels().catch(() => {});
    },
    /** Goes from the parts, or the mix, to the master and back. */
    toggle() {
      const { sound } = project.document;
      if (sound?.master) hear(heard === 'after' ? (sound.mix ? 'before' : 'parts') : 'after');
    },
    /** The master's file is another one now. */
    async renew() {
      known.clear();
      if (heard !== 'after') return draw();
      await player.listen(null);
      await hear('after');
    },
    leave: () => { player.listen(null); },
  };
}
