// @ts-check
// Files dropped anywhere on the library, or chosen by hand: MIDI, and sound and projects where the studio takes them.
import { h } from '../core/dom.js';
import { carriesFiles } from '../core/drop.js';
import { icon } from '../core/icons.js';
import { toast, toastError } from '../core/toast.js';
import { projectAddress } from '../core/router.js';
import { strings } from '../core/strings.js';

const kinds = { midi: ['.mid', '.midi'], more: ['.etude', '.wav', '.flac', '.mp3'] };
/** What the studio takes at most, in bytes. */
const most = 64 * 2 ** 20;

/**
 * @param {any} context
 * @param {ReturnType<import('../core/dom.js').cleanup>} bag
 */
export function createImport(context, bag) {
  let taken = kinds.midi;
  const words = h('p', null, strings.libraryDrop);
  const veil = h('div', { class: 'drop-veil', hidden: true }, h('div', null, icon('upload', 32), words));
  const input = h('input', { type: 'file', accept: '.mid,.midi,audio/midi', multiple: true, class: 'visually-hidden',
    tabIndex: -1, 'aria-hidden': 'true', on: { change: () => {
      take([...input.files]);
      input.value = '';
    } } });
  document.body.append(veil);
  bag.add(() => veil.remove());
  context.has('import-audio').then((/** @type {boolean} */ has) => {
    if (!has) return;
    taken = [...kinds.midi, ...kinds.more];
    input.accept = `${taken.join()},audio/midi,audio/wav,audio/flac,audio/mpeg`;
    words.textContent = strings.libraryDropSound;
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
      if (!taken.some((end) => file.name.toLowerCase().endsWith(end))) {
        toast(strings.libraryNoImport(file.name), { kind: 'error', hint: taken.length > 2 ? strings.libraryImportsSound : strings.libraryImports });
      } else if (file.size > most) {
        toast(strings.libraryTooLarge(file.name), { kind: 'error' });
      } else {
        const leave = toast(strings.libraryImporting(file.name), { seconds: 60 });
        try {
          const answer = await context.api.upload(context.api.path('imports', file.name), file);
          if (answer.project) tell(file.name, answer.project);
          else await follow(file.name, answer.job);
        } catch (error) {
          toastError(error);
        } finally {
          leave();
        }
      }
    }
  }

  /**
   * A sound file is listened to for a while: its job tells when it is a song.
   * @param {string} name @param {any} job its id, or all of it
   */
  async function follow(name, job) {
    const id = job?.id ?? job;
    await context.jobs.refresh();
    toast(strings.libraryListening(name));
    context.jobs.wait(id).then((/** @type {any} */ result) => tell(name, result?.project ?? result?.projects?.[0]), () => {
      // The tray tells what failed.
    });
  }

  /** @param {string} name @param {string} project */
  function tell(name, project) {
    toast(strings.libraryImported(name), { kind: 'good', action: project ? {
      label: strings.libraryOpen, run: () => context.navigate(projectAddress(project)) } : undefined });
  }

  return { input, choose: () => input.click() };
}
