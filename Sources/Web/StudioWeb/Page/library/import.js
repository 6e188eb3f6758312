// @ts-check
// MIDI files dropped anywhere on the library, or chosen by hand.
import { h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { toast, toastError } from '../core/toast.js';
import { projectAddress } from '../core/router.js';
import { strings } from '../core/strings.js';

/**
 * @param {any} context
 * @param {ReturnType<import('../core/dom.js').cleanup>} bag
 */
export function createImport(context, bag) {
  const veil = h('div', { class: 'drop-veil', hidden: true }, h('div', null, icon('upload', 32), h('p', null, strings.libraryDrop)));
  const input = h('input', { type: 'file', accept: '.mid,.midi,audio/midi', multiple: true, class: 'visually-hidden',
    tabIndex: -1, 'aria-hidden': 'true', on: { change: () => {
      take([...input.files]);
      input.value = '';
    } } });
  document.body.append(veil);
  bag.add(() => veil.remove());

  /** @param {DragEvent} event */
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  let depth = 0;
  bag.listen(window, 'dragenter', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth += 1;
    veil.hidden = false;
  });
  bag.listen(window, 'dragover', (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
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
      if (!/\.midi?$/i.test(file.name)) {
        toast(strings.libraryNotMIDI(file.name), { kind: 'error', hint: strings.libraryNotMIDIHint });
        continue;
      }
      const leave = toast(strings.libraryImporting(file.name), { seconds: 60 });
      try {
        const answer = await context.api.upload(context.api.path('imports', file.name), file);
        toast(strings.libraryImported(file.name), { kind: 'good', action: {
          label: strings.libraryOpen, run: () => context.navigate(projectAddress(answer.project)) } });
      } catch (error) {
        toastError(error);
      } finally {
        leave();
      }
    }
  }

  return { input, choose: () => input.click() };
}
