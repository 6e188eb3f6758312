// @ts-check
// The jobs tray: what runs, how far it is, what failed and what to do about it.
import { h, fill } from './dom.js';
import { icon } from './icons.js';
import { openPopover } from './dialog.js';
import { toast, toastError } from './toast.js';
import { isOver } from './jobs.js';
import { projectAddress } from './router.js';
import { strings } from './strings.js';

/** @param {any} context */
export function createTray(context) {
  const { jobs } = context;
  const badge = h('span', { class: 'jobs-count', hidden: true });
  const button = h('button', {
    class: 'icon-button jobs-button', type: 'button', 'aria-haspopup': 'dialog',
    title: strings.jobsTitle, on: { click: toggle },
  }, icon('jobs'), badge);
  /** @type {any} */
  let popover = null;
  const list = h('div', { class: 'tray-list' });
  /**
   * Titles of projects by id.
   * @type {Map<string, string>}
   */
  let titles = new Map();

  function toggle() {
    if (popover) {
      popover.close();
      return;
    }
    popover = openPopover(button, h('div', { class: 'tray' },
      h('div', { class: 'tray-head' }, h('h2', null, strings.jobsTitle)), list), {
      label: strings.jobsTitle, onClose: () => { popover = null; },
    });
    draw();
    popover.place();
    context.api.get('/api/projects').then((/** @type {any} */ answer) => {
      titles = new Map(answer.projects.map((/** @type {any} */ entry) => [entry.id, entry.title || entry.name]));
      draw();
    }).catch(() => {});
  }

  function draw() {
    const active = jobs.active().length;
    badge.hidden = active === 0;
    badge.textContent = String(active);
    button.setAttribute('aria-label', strings.jobsButton(active));
    if (!popover) return;
    const focused = /** @type {any} */ (document.activeElement)?.closest?.('.job')?.dataset.job;
    const shown = jobs.list().slice(0, 20);
    fill(list, shown.length === 0 ? h('p', { class: 'tray-empty' }, strings.jobsEmpty)
      : shown.map((/** @type {any} */ job) => jobRow(job, titles, context, () => popover?.close())));
    if (focused) {
      /** @type {any} */ (list.querySelector(`[data-job="${CSS.escape(focused)}"] button`))?.focus();
    }
  }

  jobs.on('change', draw);
  jobs.on('end', (/** @type {any} */ job) => {
    const name = jobName(job);
    if (job.state === 'done' && job.result?.projects?.length && jobs.isOwn(job.id) && !location.hash.startsWith('#/ask')) {
      toast(strings.jobsDoneToast(name), { kind: 'good', action: { label: strings.jobsListen, run: () => context.navigate('#/ask') } });
    }
    if (job.state !== 'failed') return;
    toast(job.error?.detail ? `${strings.jobsFailedToast(name)} ${job.error.detail}`
      : strings.jobsFailedToast(name), { kind: 'error', hint: job.error?.hint });
  });
  draw();
  return button;
}

/** @param {any} job */
export function jobName(job) {
  return strings.jobsKinds[job.kind] ?? job.kind;
}

/**
 * What a job is doing, in words.
 * @param {any} job
 */
export function jobStage(job) {
  if (job.state === 'queued') return strings.jobsQueued;
  if (job.state === 'cancelled') return strings.jobsCancelled;
  if (job.state === 'done') return strings.jobsDone;
  if (job.state === 'failed') return job.error?.detail || job.error?.title || strings.jobsFailed;
  const parts = [job.stage ? job.stage[0].toUpperCase() + job.stage.slice(1) : strings.jobsRunning, job.part];
  return parts.filter(Boolean).join(' · ');
}

/**
 * A bar for a job's progress; one that has not begun to count swings.
 * @param {any} job
 */
export function progressBar(job) {
  const percent = Math.round((job.progress ?? 0) * 100);
  const isWaiting = job.state === 'queued' || (job.state === 'running' && percent === 0);
  return h('div', {
    class: isWaiting ? 'progress progress-waiting' : 'progress', role: 'progressbar',
    'aria-label': jobName(job), 'aria-valuemin': '0', 'aria-valuemax': '100',
    'aria-valuenow': isWaiting ? null : String(percent),
  }, h('span', { style: { width: `${percent}%` } }));
}

/**
 * @param {any} job
 * @param {Map<string, string>} titles
 * @param {any} context
 * @param {() => void} leave
 */
function jobRow(job, titles, context, leave) {
  const made = job.result?.projects?.[0] ?? (job.state === 'done' ? job.project : null);
  const title = context.jobs.wordsOf(job.id) || titles.get(made ?? job.project) || '';
  return h('div', { class: `job job-${job.state}`, data: { job: job.id } },
    h('div', { class: 'job-name' }, title ? `${jobName(job)} · ${title}` : jobName(job)),
    h('div', { class: 'job-stage' }, jobStage(job)),
    h('div', { class: 'job-actions' }, isOver(job)
      ? made ? h('a', { class: 'button button-quiet button-small', href: projectAddress(made), on: { click: leave } },
        strings.jobsOpen) : null
      : h('button', { class: 'icon-button icon-button-small', type: 'button', 'aria-label': strings.jobsCancel,
        title: strings.jobsCancel, on: { click: () => context.jobs.cancel(job.id).catch(toastError) } }, icon('close', 16))),
    job.state === 'failed' && job.error?.hint ? h('p', { class: 'job-hint' }, job.error.hint) : null,
    isOver(job) ? null : progressBar(job));
}
