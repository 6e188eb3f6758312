// @ts-check
// Asks for sounds that are missing: once for each state of a project, never twice at a time.

export class RenderRequests {
  #asked = '';

  /** @param {any} jobs @param {(error: any) => void} failed */
  constructor(jobs, failed) {
    this.jobs = jobs;
    this.failed = failed;
  }

  /** @param {any} document */
  async ask(document) {
    if (document.sound?.state === 'ready') return;
    const state = `${document.id} ${document.revision}`;
    const working = this.jobs.active(document.id)
      .some((/** @type {any} */ job) => job.kind === 'render' || job.kind === 'mix');
    if (working || this.#asked === state) return;
    this.#asked = state;
    try {
      await this.jobs.start('render', { formats: ['stems', 'wav'] }, document.id);
    } catch (error) {
      this.failed(error);
    }
  }
}
