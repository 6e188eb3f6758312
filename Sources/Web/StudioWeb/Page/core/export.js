// @ts-check
// The export dialog: version, formats, progress, downloads.
import { h, fill } from './dom.js';
import { icon } from './icons.js';
import { openDialog } from './dialog.js';
import { progressBar, jobStage } from './tray.js';
import { strings } from './strings.js';

/**
 * @param {any} project
 * @param {any} context
 */
export function openExport(project, context) {
  const boxes = Object.entries(strings.shellFormats).map(([format, text]) => ({
    format,
    box: h('input', { type: 'checkbox', checked: format === 'midi' || format === 'wav' }),
    text: String(text),
  }));
  const version = h('select', { class: 'select' }, h('option', { value: '' }, strings.shellExportCurrent));
  const versionRow = h('label', { class: 'label', hidden: true }, strings.shellExportVersion, version);
  offerVersions();
  const result = h('div', { class: 'export-result', 'aria-live': 'polite' });
  const button = h('button', { class: 'button button-main', type: 'button', on: { click: run } }, strings.shellExportNow);
  /** @type {(() => void)[]} */
  const stops = [];

  /** Named versions can be exported as they were. */
  async function offerVersions() {
    if (!await context.has('export-state')) return;
    const { versions } = await context.api.get(project.path('versions')).catch(() => ({ versions: [] }));
    for (const one of versions) version.append(h('option', { value: String(one.state) }, one.name));
    versionRow.hidden = versions.length === 0;
  }

  async function run() {
    const formats = boxes.filter(({ box }) => box.checked).map(({ format }) => format);
    if (formats.length === 0) {
      fill(result, h('p', { class: 'problem' }, strings.shellExportNone));
      return;
    }
    button.disabled = true;
    try {
      const job = await context.jobs.start('export', version.value ? { formats, state: Number(version.value) } : { formats }, project.id);
      const draw = () => {
        const now = context.jobs.get(job.id) ?? job;
        fill(result, h('p', { class: 'hint' }, jobStage(now)), progressBar(now));
      };
      draw();
      stops.push(context.jobs.on('change', () => {
        if (button.disabled) draw();
      }));
      const answer = await context.jobs.wait(job.id);
      button.disabled = false;
      fill(result, h('ul', { class: 'export-files' }, (answer?.files ?? []).map((/** @type {string} */ url) => h('li', null,
        h('a', { class: 'button button-quiet button-small', href: url, download: '' }, icon('download', 16),
          decodeURIComponent(url.split('/').at(-1) ?? ''))))));
      /** @type {any} */ (result.querySelector('a'))?.focus();
    } catch (error) {
      button.disabled = false;
      const problem = /** @type {any} */ (error);
      fill(result, h('p', { class: 'problem' }, problem.message), problem.hint ? h('p', { class: 'hint' }, problem.hint) : null);
    }
  }

  openDialog({
    title: strings.shellExportTitle,
    body: h('div', { class: 'export' },
      versionRow,
      h('div', { class: 'export-formats' }, boxes.map(({ box, text }) => h('label', { class: 'check' }, box, text))),
      h('p', { class: 'hint' }, strings.shellExportHint), button, result),
    onClose: () => {
      for (const stop of stops) stop();
    },
  });
}
