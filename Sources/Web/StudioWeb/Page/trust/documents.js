// @ts-check
// Papers about the song: written by a job, then there to download.
import { fill, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { strings } from '../core/strings.js';
import { toastError } from '../core/toast.js';
import { section } from './made.js';

/** What of a project's files is a paper about it. */
const papers = /(^|\/)(disclosure|authorship|provenance|originality|report|credentials?|who-made)[^/]*\.(html|pdf|json|xml|txt|png|svg)$/i;

/** @param {any} context @param {any} project */
export function createDocuments(context, project) {
  const { jobs, api } = context;
  const buttons = Object.entries(strings.trustFormats).map(([format, text]) => h('button', {
    class: 'button button-quiet', type: 'button', data: { format }, on: { click: () => write(format) },
  }, String(text)));
  const files = h('ul', { class: 'papers', 'aria-live': 'polite' });
  const element = section(strings.trustDocuments, strings.trustDocumentsHint,
    h('div', { class: 'papers-write', role: 'group', 'aria-label': strings.trustWrite }, buttons), h('h3', null, strings.trustFiles), files);
  /** @type {Set<string>} */
  const written = new Set();

  /** @param {string} format */
  async function write(format) {
    for (const button of buttons) button.disabled = true;
    try {
      const job = await jobs.start('disclosure', { format }, project.id);
      const result = await jobs.wait(job.id);
      for (const file of result?.files ?? []) written.add(addressOf(project.path('files'), file));
    } catch (error) {
      toastError(error);
    }
    for (const button of buttons) button.disabled = false;
    update();
  }

  async function update() {
    let listed = [];
    try {
      listed = (await api.get(project.path('files'))).files;
    } catch {
      // What was written now is still listed.
    }
    const urls = new Map([...written].map((url) => [url, 0]));
    for (const { path, bytes } of listed) {
      if (papers.test(path)) urls.set(project.path('files', ...path.split('/')), bytes);
    }
    fill(files, urls.size ? [...urls].map(([url, bytes]) => h('li', null,
      h('a', { class: 'button button-quiet button-small', href: url, download: '' }, icon('download', 16),
        decodeURIComponent(url.split('/').pop() ?? '')), bytes ? h('span', { class: 'hint numbers' }, sizeText(bytes)) : null))
      : h('li', { class: 'hint' }, strings.trustNoFiles));
  }
  return { element, update };
}

/**
 * A job names files by their paths below the project, or by addresses.
 * @param {string} folder address of the project's files @param {string} file
 */
export const addressOf = (folder, file) =>
  file.startsWith('/') ? file : `${folder}/${file.split('/').map(encodeURIComponent).join('/')}`;

/** @param {number} bytes */
const sizeText = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
