// @ts-check
// Listeners by kind: `on` answers the function that stops listening.

export function createEmitter() {
  /** @type {Map<string, Set<(value: any) => void>>} */
  const handlers = new Map();
  return {
    /**
     * @param {string} kind
     * @param {(value: any) => void} handler
     * @returns {() => void}
     */
    on(kind, handler) {
      const set = handlers.get(kind) ?? new Set();
      handlers.set(kind, set);
      set.add(handler);
      return () => void set.delete(handler);
    },
    /**
     * @param {string} kind
     * @param {any} [value]
     */
    emit(kind, value) {
      for (const handler of [...(handlers.get(kind) ?? [])]) handler(value);
    },
  };
}
