// @ts-check
// Jobs that compose, each with room for the ideas to come.
import { h, fill } from '../core/dom.js';
import { button } from '../core/controls.js';
import { jobName, jobStage, progressBar } from '../core/tray.js';
import { toastError } from '../core/toast.js';
import { strings } from '../core/strings.js';

/**
 * @param {any} jobs
 * @param {ReturnType<import('./state.js').createState>} state
 */
export function createProgress(jobs, state) {
  const element = h('div', { class: 'ideas-running' });
  let drawn = '';

  function draw() {
    const own = new Map(state.pending.map((one) => [one.job, one]));
    const list = jobs.active().filter((/** @type {any} */ job) => own.has(job.id));
    const key = JSON.stringify(list.map((/** @type {any} */ job) => own.get(job.id)));
    if (drawn !== key) {
      drawn = key;
      fill(element, list.map((/** @type {any} */ job) => card(job, own.get(job.id))));
    }
    list.forEach((/** @type {any} */ job, /** @type {number} */ index) => {
      const one = element.children[index];
      fill(one.querySelector('.progress-place'), progressBar(job));
      const stage = one.querySelector('.job-stage');
      if (stage.textContent !== jobStage(job)) stage.textContent = jobStage(job);
    });
  }

  /**
   * @param {any} job
   * @param {{kind: string, prompt: string, n: number} | undefined} asked
   */
  function card(job, asked) {
    const title = !asked?.prompt ? jobName(job)
      : job.kind === 'compose' ? `${jobName(job)}: ${asked.prompt}` : asked.prompt;
    const room = Math.min(asked?.n ?? 1, 12);
    return h('div', { class: 'progress-card' },
      h('div', { class: 'progress-head' },
        h('div', { class: 'progress-words' }, h('h2', null, title), h('p', { class: 'job-stage' })),
        button(strings.shellCancel, () => jobs.cancel(job.id).catch(toastError), { size: 'small' })),
      h('div', { class: 'progress-place' }),
      h('div', { class: 'cards skeletons', 'aria-hidden': 'true' },
        Array.from({ length: room }, () => h('div', { class: 'card skeleton' }))));
  }

  return { element, draw };
}
