// @ts-check
// What one asks for and the ideas that came: kept in the browser, so that a reload loses nothing.
import { createEmitter } from '../core/emitter.js';
import { recallValue, rememberValue } from '../core/memory.js';

/**
 * @typedef {{prompt: string, options: Record<string, string>, seed: string, variations: number, sound: boolean}} Request
 * @typedef {{job: string, kind: string, prompt: string, projects: string[]}} Batch
 */

/** @type {Request} */
const fresh = { prompt: '', options: {}, seed: '', variations: 6, sound: true };

export function createState() {
  const emitter = createEmitter();
  /** @type {Request} */
  let request = { ...fresh, ...recallValue('ask', {}) };
  /**
   * Batches of ideas, newest first.
   * @type {Batch[]}
   */
  let batches = recallValue('ask-batches', []);
  /**
   * Jobs whose ideas have not come yet.
   * @type {{job: string, kind: string, prompt: string, n: number}[]}
   */
  let pending = recallValue('ask-pending', []);

  return {
    on: emitter.on,
    get request() {
      return request;
    },
    get batches() {
      return batches;
    },
    get pending() {
      return pending;
    },
    /** @param {Partial<Request>} values */
    set(values) {
      request = { ...request, ...values };
      rememberValue('ask', request);
      emitter.emit('request', request);
    },
    /**
     * Sets or (with '') clears an option.
     * @param {string} option
     * @param {string} value
     */
    setOption(option, value) {
      const options = { ...request.options };
      if (value === '') delete options[option];
      else options[option] = value;
      if (value !== '' && option === 'bars') delete options.duration;
      if (value !== '' && option === 'duration') delete options.bars;
      this.set({ options });
    },
    reset() {
      this.set({ ...fresh, variations: request.variations, sound: request.sound });
    },
    /** @param {{job: string, kind: string, prompt: string, n: number}} job */
    await(job) {
      pending = [job, ...pending.filter((other) => other.job !== job.job)];
      rememberValue('ask-pending', pending);
      emitter.emit('ideas');
    },
    /**
     * A job has ended: its ideas come first, or none.
     * @param {string} job
     * @param {string[]} projects
     */
    settle(job, projects) {
      const own = pending.find((other) => other.job === job);
      pending = pending.filter((other) => other.job !== job);
      rememberValue('ask-pending', pending);
      if (projects.length > 0 && !batches.some((batch) => batch.job === job)) {
        batches = [{ job, kind: own?.kind ?? 'compose', prompt: own?.prompt ?? '', projects }, ...batches].slice(0, 12);
        rememberValue('ask-batches', batches);
      }
      emitter.emit('ideas');
    },
    /**
     * Takes ideas off the wall.
     * @param {(id: string) => boolean} isGone
     */
    forget(isGone) {
      batches = batches.map((batch) => ({ ...batch, projects: batch.projects.filter((id) => !isGone(id)) }))
        .filter((batch) => batch.projects.length > 0);
      rememberValue('ask-batches', batches);
      emitter.emit('ideas');
    },
    /**
     * Puts an idea back where it stood.
     * @param {string} id
     * @param {string} job
     * @param {number} index
     */
    putBack(id, job, index) {
      const has = batches.some((batch) => batch.job === job);
      if (!has) batches = [{ job, kind: 'compose', prompt: '', projects: [] }, ...batches];
      batches = batches.map((batch) => (batch.job !== job || batch.projects.includes(id) ? batch
        : { ...batch, projects: [...batch.projects.slice(0, index), id, ...batch.projects.slice(index)] }));
      rememberValue('ask-batches', batches);
      emitter.emit('ideas');
    },
  };
}
