// @ts-check
// Long work: what runs, how far it is, how it ended. The server keeps it; a reload loses nothing.
import { createEmitter } from './emitter.js';
import { StudioError } from './api.js';
import { recallValue, rememberValue } from './memory.js';

/**
 * @typedef {{id: string, kind: string, project: string | null, state: string, progress: number,
 *   stage: string, part: string | null, created: number, started: number | null,
 *   ended: number | null, result: any, error: any, prompt?: string | null}} Job
 */

/** @param {{api: import('./api.js').API, events: import('./events.js').Events}} context */
export function createJobs({ api, events }) {
  const emitter = createEmitter();
  /** @type {Map<string, Job>} */
  const jobs = new Map();
  let isLoaded = false;
  /**
   * Jobs that this page started.
   * @type {Set<string>}
   */
  const own = new Set();
  /**
   * What jobs were asked for, for their titles.
   * @type {Record<string, string>}
   */
  let names = recallValue('job-names', {});

  /** @param {Job} job */
  function take(job) {
    const old = jobs.get(job.id);
    if (old && isOver(old) && !isOver(job)) return;
    jobs.set(job.id, { ...old, ...job });
    emitter.emit('change', job);
    if (isOver(job) && !(old && isOver(old))) emitter.emit('end', jobs.get(job.id));
  }

  async function refresh() {
    try {
      const answer = await api.get('/api/jobs');
      const ids = new Set(answer.jobs.map((/** @type {Job} */ job) => job.id));
      for (const id of [...jobs.keys()]) if (!ids.has(id)) jobs.delete(id);
      const isFirst = !isLoaded;
      isLoaded = true;
      for (const job of answer.jobs) {
        if (isFirst) jobs.set(job.id, job);
        else take(job);
      }
      emitter.emit('change', null);
    } catch {
      // The stream's return fetches again.
    }
  }

  events.on('job', take);
  events.on('open', refresh);
  refresh();

  return {
    /** `change` (a job or null), `end` (a job that has just ended). */
    on: emitter.on,
    /**
     * All jobs, newest first.
     * @returns {Job[]}
     */
    list: () => [...jobs.values()].sort((a, b) => b.created - a.created),
    /**
     * @param {string} id
     * @returns {Job | undefined}
     */
    get: (id) => jobs.get(id),
    /**
     * Jobs that wait or run.
     * @param {string} [project]
     * @returns {Job[]}
     */
    active: (project) => [...jobs.values()].filter(
      (job) => !isOver(job) && (project === undefined || job.project === project)),
    refresh,
    /**
     * Whether this page started a job.
     * @param {string} id
     */
    isOwn: (id) => own.has(id),
    /**
     * What a job was asked for, in the user's words.
     * @param {string} id
     */
    wordsOf: (id) => jobs.get(id)?.prompt || names[id] || '',
    /**
     * Starts a job.
     * @param {string} kind
     * @param {Record<string, any>} request
     * @param {string} [project]
     * @returns {Promise<Job>}
     */
    async start(kind, request, project) {
      const job = await api.post('/api/jobs', project ? { kind, project, request } : { kind, request });
      names = { ...Object.fromEntries(Object.entries(names).slice(-40)), [job.id]: request.prompt || request.title || '' };
      rememberValue('job-names', names);
      own.add(job.id);
      take(job);
      return job;
    },
    /** @param {string} id */
    async cancel(id) {
      const job = await api.remove(api.path('jobs', id));
      if (job?.id) take(job);
    },
    /**
     * Waits for a job's end; throws its problem when it failed or was cancelled.
     * @param {string} id
     * @returns {Promise<any>} the result
     */
    wait(id) {
      return new Promise((resolve, reject) => {
        const settle = (/** @type {Job | undefined} */ job) => {
          if (!job || !isOver(job)) return false;
          if (job.state === 'done') resolve(job.result);
          else reject(new StudioError(job.error ?? { title: job.state, detail: '' }));
          return true;
        };
        if (settle(jobs.get(id))) return;
        const off = emitter.on('change', () => {
          if (settle(jobs.get(id))) off();
        });
      });
    },
  };
}

/**
 * Whether a job has ended.
 * @param {Job} job
 */
export function isOver(job) {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}
