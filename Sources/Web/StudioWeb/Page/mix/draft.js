// @ts-check
// A project's mix while it is worked on: what is heard at once, what is kept, what is rendered.
import { createEmitter } from '../core/emitter.js';
import { debounce } from '../core/dom.js';
import { recallValue, rememberValue } from '../core/memory.js';
import { countChanges, difference } from './plan.js';

/** @type {Map<string, ReturnType<typeof createDraft>>} */
const drafts = new Map();

/**
 * The draft of a project; it outlives the view, because what is heard does.
 * @param {any} context @param {any} project
 */
export function draftOf(context, project) {
  let draft = drafts.get(project.id);
  if (!draft || draft.project !== project) {
    draft?.close();
    draft = createDraft(context, project);
    drafts.set(project.id, draft);
  }
  return draft;
}

/** Jobs that change no stem. */
const silentKinds = new Set(['master', 'export', 'originality', 'sameness', 'disclosure', 'more', 'blend']);

/** @param {any} context @param {any} project */
function createDraft(context, project) {
  const { api, jobs, player } = context;
  const emitter = createEmitter();
  /** @type {import('./plan.js').Plan|null} */
  let plan = null;
  /** @type {import('./plan.js').Plan|null} what the stems were rendered with */
  let rendered = null;
  let isKept = true;
  let revision = -1;
  /** @type {any} the job that renders it */
  let job = null;
  /** @type {import('./plan.js').Plan|null} what the sounds that are being made will have */
  let coming = null;
  let isPlanning = false;

  async function fetchPlan() {
    const at = project.document?.revision;
    const answer = await api.get(project.path('mix'));
    if (!isKept) return;
    plan = answer.plan ?? null;
    revision = at;
    const known = recallValue('mix-rendered', /** @type {any} */ (null));
    if (answer.rendered) rendered = answer.rendered;
    else if (project.document?.sound?.state === 'ready' || !rendered) {
      rendered = project.document?.sound?.state !== 'ready' && known?.id === project.id ? known.plan : plan;
    }
    apply();
    emitter.emit('change');
  }

  /**
   * Has the strips play what lies between the rendered sound and the plan.
   * @param {number|null} [when]
   */
  function apply(when) {
    if (!plan || !rendered || player.document?.id !== project.id) return;
    /** @type {Record<string, any>} */
    const changes = {};
    for (const channel of plan.channels) {
      const { gain, pan, filters } = difference(plan, rendered, channel.id);
      changes[channel.id] = { gain, pan, filters, mute: Boolean(channel.muted) };
    }
    player.setParts(changes, when);
  }

  const keepSoon = debounce(700, () => keep().catch(() => {}));

  async function keep() {
    keepSoon.cancel();
    if (isKept || !plan) return;
    isKept = true;
    const kept = plan;
    try {
      await project.change(() => api.put(project.path('mix'), { plan: kept }));
    } catch (error) {
      isKept = false;
      throw error;
    }
  }

  function swapped(/** @type {any} */ event) {
    if (player.document?.id !== project.id || player.document.sound?.state !== 'ready') return;
    if (isPlanning || !rendered) {
      isPlanning = false;
      coming = rendered = null;
      return void fetchPlan().catch(() => {});
    }
    if (!coming) return;
    rendered = coming;
    coming = null;
    rememberValue('mix-rendered', { id: project.id, plan: rendered });
    apply(event.detail.when);
    emitter.emit('change');
  }
  player.addEventListener('swap', swapped);
  const stops = [
    project.on('change', () => {
      if (isKept && project.document?.revision !== revision) fetchPlan().catch(() => {});
    }),
    jobs.on('change', () => {
      const running = jobs.active(project.id).find((/** @type {any} */ one) => !silentKinds.has(one.kind)) ?? null;
      if (running && running.id !== job?.id) coming = plan;
      if (running?.id === job?.id && running?.progress === job?.progress) return;
      job = running && { ...running };
      emitter.emit('job');
    }),
  ];

  return {
    project,
    on: emitter.on,
    fetch: fetchPlan,
    apply,
    keep,
    get plan() { return plan; },
    get rendered() { return rendered; },
    get job() { return job; },
    get changes() { return plan && rendered ? countChanges(plan, rendered) : 0; },
    get unheard() {
      if (!plan || !rendered) return 0;
      const [now, then] = [plan, rendered];
      return plan.channels.reduce((sum, channel) => sum + difference(now, then, channel.id).unheard.length, 0);
    },
    /** @param {(plan: import('./plan.js').Plan) => import('./plan.js').Plan} edit */
    edit(edit) {
      if (!plan) return;
      plan = edit(plan);
      isKept = false;
      apply();
      emitter.emit('change');
      keepSoon();
    },
    /** Goes back to what was rendered. */
    revert() {
      const back = rendered;
      if (back) this.edit(() => back);
    },
    /**
     * Keeps the plan and has the real chain rendered.
     * @param {boolean} [anew] whether the plan is made anew, too
     */
    async render(anew = false) {
      await keep();
      isPlanning = anew;
      return jobs.start('mix', { formats: ['stems', 'wav'], remix: anew || !plan }, project.id);
    },
    close() {
      player.removeEventListener('swap', swapped);
      for (const stop of stops) stop();
    },
  };
}
