// @ts-check
// Files dropped anywhere on the library, or chosen by hand: MIDI, projects, and recordings to begin from.
import { h } from '../core/dom.js';
import { carriesFiles } from '../core/drop.js';
import { icon } from '../core/icons.js';
import { clockText } from '../core/time.js';
import { toast, toastError } from '../core/toast.js';
import { projectAddress } from '../core/router.js';
import { strings } from '../core/strings.js';

const midi = ['.mid', '.midi'];
const sounds = ['.wav', '.flac', '.mp3'];
/** What the studio takes at most, in MiB. */
const most = { midi: 64, other: 512 };

/**
 * @param {any} context
 * @param {ReturnType<import('../core/dom.js').cleanup>} bag
 */
export function createImport(context, bag) {
  let taken = midi;
  const words = h('p', null, strings.libraryDrop);
  const veil = h('div', { class: 'drop-veil', hidden: true }, h('div', null, icon('upload', 32), words));
  const input = h('input', { type: 'file', accept: midi.join(), multiple: true, class: 'visually-hidden',
    tabIndex: -1, 'aria-hidden': 'true', on: { change: () => {
      take([...input.files]);
      input.value = '';
    } } });
  document.body.append(veil);
  bag.add(() => veil.remove());
  Promise.all([context.has('import-project'), context.has('import-audio')]).then(([project, audio]) => {
    taken = [...midi, ...(project ? ['.etude'] : []), ...(audio ? sounds : [])];
    input.accept = taken.join();
    if (project || audio) words.textContent = strings.libraryDropMore;
  });

  let depth = 0;
  bag.listen(window, 'dragenter', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth += 1;
    veil.hidden = false;
  });
  bag.listen(window, 'dragover', (event) => {
    if (carriesFiles(event)) event.preventDefault();
  }, true);
  bag.listen(window, 'dragleave', () => {
    depth = Math.max(0, depth - 1);
    veil.hidden = depth === 0;
  });
  bag.listen(window, 'drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    veil.hidden = true;
    take([...(event.dataTransfer?.files ?? [])]);
  });

  /** @param {File[]} files */
  async function take(files) {
    for (const file of files) {
      const limit = isOf(file, midi) ? most.midi : most.other;
      if (!isOf(file, taken)) toast(strings.libraryNoImport(file.name), { kind: 'error', hint: strings.libraryImports(taken) });
      else if (file.size > limit * 2 ** 20) toast(strings.libraryTooLarge(file.name, limit), { kind: 'error' });
      else await send(file);
    }
  }

  /** @param {File} file */
  async function send(file) {
    const leave = toast(strings.libraryImporting(file.name), { seconds: 60 });
    try {
      const { project, sound } = await context.api.upload(context.api.path('imports', file.name), file);
      if (project) {
        toast(strings.libraryImported(file.name), { kind: 'good', action: {
          label: strings.libraryOpen, run: () => context.navigate(projectAddress(project)) } });
      } else if (sound) tell(sound);
    } catch (error) {
      toastError(error);
    } finally {
      leave();
    }
  }

  /**
   * What was heard of a recording.
   * @param {{name: string, seconds: number, tempo: number | null, key: string | null, loudness: number | null, notices: string[]}} sound
   */
  function tell(sound) {
    const begin = new URLSearchParams({ duration: String(Math.max(5, Math.round(sound.seconds))) });
    if (sound.tempo) begin.set('tempo', String(Math.round(sound.tempo)));
    if (sound.key) begin.set('key', sound.key);
    toast(strings.libraryHeard({ ...sound, length: clockText(Math.round(sound.seconds)) }), {
      kind: 'good', seconds: 30, hint: [...sound.notices, strings.libraryHeardHint].join(' '),
      action: { label: strings.libraryStartLike, run: () => context.navigate(`#/ask?${begin}`) },
    });
  }

  return { input, choose: () => input.click() };
}

/** @param {File} file @param {string[]} ends */
const isOf = (file, ends) => ends.some((end) => file.name.toLowerCase().endsWith(end));
