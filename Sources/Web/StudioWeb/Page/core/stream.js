// @ts-check
// The server's stream of events: read, and opened again when it breaks.

const kinds = ['job', 'project', 'library', 'comment'];

/**
 * @param {(kind: string, value: any) => void} emit
 * @returns {() => void} ends it
 */
export function openStream(emit) {
  /** @type {EventSource | null} */
  let source = null;
  let isOpen = false;
  let delay = 500;
  /** @type {any} */
  let timer = null;

  function connect() {
    source = new EventSource('/api/events');
    source.onopen = () => {
      isOpen = true;
      delay = 500;
      emit('open', {});
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

  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
