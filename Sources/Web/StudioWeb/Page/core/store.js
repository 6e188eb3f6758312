// @ts-check
// The open project: its document and notes, edits that show at once, and what other tabs do.
import { createEmitter } from './emitter.js';
import { applyEdit, describeEdit, indicesOf, isApplied } from './edits.js';

/**
 * @typedef {[number, number, number, number, number]} NoteRow onset, duration, pitch, velocity, articulation
 * @typedef {{revision: number, articulations: string[], parts: Record<string, NoteRow[]>}} Notes
 * @typedef {{onset: number, duration: number, pitch: number, velocity: number, articulation?: string}} NewNote
 * @typedef {{remove: number[], add: NewNote[], when: (problem: any) => boolean}} Instead what is sent where it is refused
 * @typedef {{part: string, remove?: number[], add?: NewNote[], summary: string, instead?: Instead}} NoteEdit
 */

/** @param {{api: import('./api.js').API, events: import('./events.js').Events}} context */
export function createStore(context) {
  /** @type {ReturnType<typeof createProject> | null} */
  let current = null;
  return {
    /** The project that is open, or null. */
    get project() {
      return current;
    },
    /**
     * Opens a project, or answers the one that is open already.
     * @param {string} id
     */
    async open(id) {
      if (current?.id !== id) {
        current?.close();
        current = createProject(id, context);
      }
      const project = current;
      try {
        await project.ready;
      } catch (error) {
        if (current === project) this.close();
        throw error;
      }
      return project;
    },
    close() {
      current?.close();
      current = null;
    },
  };
}

/**
 * @param {string} id
 * @param {{api: import('./api.js').API, events: import('./events.js').Events}} context
 */
function createProject(id, { api, events }) {
  const emitter = createEmitter();
  const path = (/** @type {string[]} */ ...rest) => api.path('projects', id, ...rest);
  /** @type {any} */
  let document = null;
  /** @type {Notes} as the server has them */
  let base = { revision: -1, articulations: [], parts: {} };
  /** @type {Notes} with the edits that are on their way */
  let shown = base;
  /** @type {any[]} */
  let queue = [];
  let isSending = false;
  let isClosed = false;
  /** The newest revision that was heard of. */
  let newest = 0;

  function showAgain() {
    shown = { ...base, parts: { ...base.parts } };
    for (const edit of queue) applyEdit(shown, edit);
  }

  /** @type {Promise<void> | null} */
  let fetching = null;
  let again = false;
  /**
   * Fetches both; calls while one is under way share the next.
   * @returns {Promise<void>}
   */
  function refresh() {
    if (fetching) {
      again = true;
      return fetching;
    }
    fetching = (async () => {
      do {
        again = false;
        const [newDocument, newNotes] = await Promise.all([api.get(path()), api.get(path('notes'))]);
        if (newDocument.revision !== newNotes.revision) again = true;
        document = newDocument;
        base = newNotes;
      } while (again && !isClosed);
      showAgain();
    })().finally(() => {
      fetching = null;
      if (document && !isClosed) emitter.emit('change', { document, notes: shown });
    });
    return fetching;
  }

  /** Fetches both; false when the studio cannot be reached. */
  async function refreshed() {
    try {
      await refresh();
      return true;
    } catch {
      return false;
    }
  }

  /** Sends what waits, in order; stops when the studio is away and goes on when it is back. */
  async function send() {
    if (isSending) return;
    isSending = true;
    while (queue.length > 0 && !isClosed && await sendFirst());
    isSending = false;
    if (queue.length === 0) emitter.emit('idle');
    if (newest > base.revision && !isClosed) await refreshed();
  }

  /** Sends the oldest edit; false when it has to wait. */
  async function sendFirst() {
    const edit = queue[0];
    if (edit.isUncertain) {
      if (!await refreshed()) return false;
      edit.isUncertain = false;
      if (isApplied(base, edit)) return leave();
    }
    const remove = indicesOf(base, edit);
    if (remove === null) {
      emitter.emit('conflict', { summary: edit.summary });
      return leave();
    }
    try {
      const changed = await api.post(path('notes'), {
        revision: base.revision, part: edit.part, remove, add: edit.add, summary: edit.summary,
      });
      queue.shift();
      if (!await refreshed()) return false;
      emitter.emit('changed', changed);
      return true;
    } catch (error) {
      const problem = /** @type {any} */ (error);
      if (problem.status === 409 && edit.tries < 3) {
        edit.tries += 1;
        return refreshed();
      }
      if (edit.instead?.when(problem)) {
        queue[0] = edit.instead;
        showAgain();
        emitter.emit('change', { document, notes: shown });
        return true;
      }
      emitter.emit('error', problem);
      if (problem.status === 0) {
        edit.isUncertain = true;
        return false;
      }
      queue.shift();
      return refreshed();
    }
  }

  /** Takes the oldest edit off without sending it. */
  function leave() {
    queue.shift();
    showAgain();
    emitter.emit('change', { document, notes: shown });
    return true;
  }

  /**
   * Waits until every edit of notes has arrived.
   * @returns {Promise<void>}
   */
  function drained() {
    if (queue.length === 0 && !isSending) return Promise.resolve();
    return new Promise((resolve) => {
      const off = emitter.on('idle', () => {
        off();
        resolve();
      });
    });
  }

  /** @param {() => Promise<any>} request */
  async function change(request) {
    await drained();
    try {
      const changed = await request();
      await refresh();
      emitter.emit('changed', changed);
      return changed;
    } catch (error) {
      emitter.emit('error', error);
      throw error;
    }
  }

  const stops = [
    events.on('project', (/** @type {any} */ value) => {
      if (value.id !== id || isClosed) return;
      if (value.sound && document) {
        document = { ...document, sound: value.sound };
        emitter.emit('sound', value.sound);
      }
      newest = Math.max(newest, value.revision);
      if (!isSending && value.revision !== document?.revision) refreshed();
    }),
    events.on('open', (/** @type {any} */ value) => {
      if (value.again) refreshed().then(send);
    }),
  ];

  return {
    id,
    ready: refresh(),
    /**
     * `change` {document, notes} after every change, own or another's; `sound`; `changed` (the
     * server's answer to an own change); `conflict` {summary}: an edit that met another's;
     * `error` (a StudioError); `idle`: every edit has arrived.
     */
    on: emitter.on,
    get document() {
      return document;
    },
    get notes() {
      return shown;
    },
    get revision() {
      return base.revision;
    },
    get isSaved() {
      return queue.length === 0 && !isSending;
    },
    refresh,
    drained,
    /**
     * Edits notes of one part; shown at once, sent in order.
     * @param {NoteEdit} edit
     */
    editNotes(edit) {
      queue.push(describeEdit(shown, edit));
      showAgain();
      emitter.emit('change', { document, notes: shown });
      send();
    },
    /**
     * Any edit of `POST edits`, such as `{setEnergy: {...}}`.
     * @param {Record<string, any>} edit
     */
    edit: (edit) => change(() => api.post(path('edits'), edit)),
    undo: () => change(() => api.post(path('undo'))),
    redo: () => change(() => api.post(path('redo'))),
    /** @param {{bars: [number, number] | null, parts: string[], releases: boolean}} request */
    lock: (request) => change(() => api.post(path('locks'), request)),
    /** @param {any} state */
    restore: (state) => change(() => api.post(path('restore'), { state })),
    /**
     * Any other changing request of the project.
     * @param {() => Promise<any>} request
     */
    change,
    path,
    close() {
      isClosed = true;
      for (const stop of stops) stop();
    },
  };
}
