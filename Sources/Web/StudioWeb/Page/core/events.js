// @ts-check
// Server-sent events, over one stream that all tabs share.
import { openStream } from './stream.js';

/**
 * Events `job`, `project`, `library` and `comment` carry the server's JSON; `open` says that the
 * stream stands (again): whoever keeps a copy fetches anew; `lost` that it broke.
 * @typedef {object} Events
 * @property {(kind: string, handler: (value: any) => void) => () => void} on
 * @property {() => boolean} isOpen
 * @property {() => void} close
 */

/**
 * @param {() => boolean} [isNeeded] keeps a stream of the tab's own while the tab is hidden
 * @returns {Events}
 */
export function createEvents(isNeeded = () => false) {
  const target = new EventTarget();
  let isOpen = false;
  let opened = 0;
  /** @type {(() => void) | null} */
  let leave = null;

  /**
   * @param {string} kind
   * @param {any} value
   */
  function emit(kind, value) {
    let detail = value;
    if (kind === 'open' || kind === 'lost') isOpen = kind === 'open';
    if (kind === 'open') {
      opened += 1;
      detail = { again: opened > 1 };
    }
    target.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  function join() {
    leave ??= 'SharedWorker' in globalThis ? share(emit) : openStream(emit);
  }
  function part() {
    leave?.();
    leave = null;
    isOpen = false;
  }

  if (!('SharedWorker' in globalThis)) sleepWhileHidden(isNeeded, join, part);
  addEventListener('pagehide', part);
  addEventListener('pageshow', join);
  join();

  return {
    on(kind, handler) {
      const listener = (/** @type {any} */ event) => handler(event.detail);
      target.addEventListener(kind, listener);
      return () => target.removeEventListener(kind, listener);
    },
    isOpen: () => isOpen,
    close: part,
  };
}

/**
 * Listens to the stream that the tabs share.
 * @param {(kind: string, value: any) => void} emit
 */
function share(emit) {
  const { port } = new SharedWorker(new URL('./events-worker.js', import.meta.url), { type: 'module', name: 'events' });
  port.onmessage = ({ data: [kind, value] }) => emit(kind, value);
  return () => {
    port.postMessage('leave');
    port.close();
  };
}

/**
 * Where tabs cannot share, one that nobody looks at gives its connection back.
 * @param {() => boolean} isNeeded
 * @param {() => void} join
 * @param {() => void} part
 */
function sleepWhileHidden(isNeeded, join, part) {
  /** @type {any} */
  let sleep = null;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(sleep);
    if (!document.hidden) return join();
    sleep = setTimeout(() => isNeeded() || part(), 60_000);
  });
}
