// @ts-check
// A card of the view with a button that starts a job, and its latest result.
import { fill, h } from '../core/dom.js';
import { strings } from '../core/strings.js';
import { section } from './made.js';

/**
 * @param {any} context
 * @param {string | null} project whose job it is; null for the library's
 * @param {{kind: string, title: string, hint: string, button: string, request?: () => any, extra?: any,
 *   show: (result: any) => any}} check
 */
export function createCheck(context, project, check) {
  const { jobs } = context;
  const button = h('button', { class: 'button button-quiet', type: 'button', on: { click: start } }, check.button);
  const progress = h('div', { class: 'progress', hidden: true, role: 'progressbar', 'aria-label': strings.trustChecking, 'aria-valuemin': 0, 'aria-valuemax': 100 }, h('span', null));
  const result = h('div', { class: 'check-result', 'aria-live': 'polite' });
  const element = section(check.title, check.hint, check.extra ?? null, h('div', { class: 'check-bar' }, button, progress), result);
  let shown = '';

  async function start() {
    button.disabled = true;
    try {
      await jobs.start(check.kind, check.request?.() ?? {}, project ?? undefined);
    } catch (error) {
      fail(error);
    }
    draw();
  }

  /** @param {any} error */
  function fail(error) {
    fill(result, h('p', { class: 'problem' }, error?.message || error?.detail || error?.title || strings.shellUnknownError),
      error?.hint ? h('p', { class: 'hint' }, error.hint) : null);
  }

  function draw() {
    const own = jobs.list().filter((/** @type {any} */ job) => job.kind === check.kind && (project === null || job.project === project));
    const running = own.find((/** @type {any} */ job) => job.state === 'queued' || job.state === 'running');
    const last = own.find((/** @type {any} */ job) => job.state === 'done' || job.state === 'failed');
    button.disabled = Boolean(running);
    button.textContent = running ? strings.trustChecking : last?.state === 'done' ? strings.trustCheckAgain : check.button;
    progress.hidden = !running;
    const percent = Math.round((running?.progress ?? 0) * 100);
    progress.firstElementChild.style.width = `${percent}%`;
    progress.setAttribute('aria-valuenow', String(percent));
    if (!last || running || shown === last.id) return;
    shown = last.id;
    if (last.state === 'failed') fail(last.error);
    else if (last.result) fill(result, check.show(reportOf(last.result)));
  }

  draw();
  return { element, draw };
}

/**
 * The report in a job's result, which may be there as text.
 * @param {any} result
 */
function reportOf(result) {
  const report = result.report ?? result;
  return typeof report === 'string' ? JSON.parse(report) : report;
}
