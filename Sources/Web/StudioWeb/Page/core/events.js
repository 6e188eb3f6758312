// @ts-check
// One stream of server-sent events for the whole page.

const kinds = ['job', 'project', 'library', 'comment'];

/**
 * Events `job`, `project`, `library` and `comment` carry the server's JSON; `open` says that the
 * stream stands (again): whoever keeps a copy fetches anew; `lost` that it broke.
 * @typedef {object} Events
 * @property {(kind: string, handler: (value: any) => void) => () => void} on
 * @property {() => boolean} isOpen
 * @property {() => void} close
 */

/**
 * @param {() => boolean} [isNeeded] keeps the stream of a tab that is hidden
 * @returns {Events}
 */
export function createEvents(isNeeded = () => false) {
  const target = new EventTarget();
  /** @type {EventSource | null} */
  let source = null;
  let isOpen = false;
  let opened = 0;
  let delay = 500;
  /** @type {any} */
  let timer = null;

  /**
   * @param {string} kind
   * @param {any} value
   */
  const emit = (kind, value) => target.dispatchEvent(new CustomEvent(kind, { detail: value }));

  function connect() {
    source = new EventSource('/api/events');
    source.onopen = () => {
      isOpen = true;
      opened += 1;
      delay = 500;
      emit('open', { again: opened > 1 });
    };
    source.onerror = () => {
      if (isOpen) emit('lost', {});
      isOpen = false;
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      timer = setTimeout(connect, delay);
      delay = Math.min(delay * 2, 5000);
    };
    for (const kind of kinds) {
      source.addEventListener(kind, (event) => {
        try {
          emit(kind, JSON.parse(event.data || '{}'));
        } catch {
          emit('lost', {});
        }
      });
    }
  }

  /** @type {any} */
  let sleep = null;
  // A browser holds six connections to a host, over all tabs: one that nobody looks at gives back its own.
  document.addEventListener('visibilitychange', () => {
    clearTimeout(sleep);
    if (document.hidden) {
      sleep = setTimeout(() => {
        if (isNeeded()) return;
        clearTimeout(timer);
        source?.close();
        source = null;
      }, 60_000);
    } else if (source === null) {
      connect();
    }
  });

  connect();
  addEventListener('pagehide', () => source?.close());

  return {
    on(kind, handler) {
      const listener = (/** @type {any} */ event) => handler(event.detail);
      target.addEventListener(kind, listener);
      return () => target.removeEventListener(kind, listener);
    },
    isOpen: () => isOpen,
    close() {
      clearTimeout(timer);
      source?.close();
    },
  };
}
