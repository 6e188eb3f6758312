// @ts-check
// One Tab stop for many items; arrows move in two dimensions, by where the items stand on screen.

/**
 * @param {HTMLElement} host
 * @param {string} selector of the items' focusable elements
 * @param {{onMove?: (element: HTMLElement) => void}} [options]
 */
export function createRoving(host, selector, options = {}) {
  const items = () => /** @type {HTMLElement[]} */ ([...host.querySelectorAll(selector)]);

  /** @param {HTMLElement} element */
  function mark(element) {
    for (const item of items()) item.tabIndex = item === element ? 0 : -1;
  }

  host.addEventListener('focusin', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches(selector)) mark(target);
  });

  return {
    items,
    /**
     * The item that has the focus, or that would get it.
     * @returns {HTMLElement | null}
     */
    current() {
      const active = /** @type {HTMLElement | null} */ (document.activeElement);
      const all = items();
      return all.find((item) => item === active) ?? all.find((item) => item.tabIndex === 0) ?? all[0] ?? null;
    },
    /** Whether an item, or something within its card, has the focus. */
    hasFocus: () => host.contains(document.activeElement),
    /** Makes sure that exactly one item can be reached by Tab. */
    settle() {
      const all = items();
      const now = all.find((item) => item === document.activeElement)
        ?? all.find((item) => item.tabIndex === 0) ?? all[0];
      if (now) mark(now);
    },
    /** @param {HTMLElement | undefined | null} element */
    focus(element) {
      if (!element) return;
      mark(element);
      element.focus();
      element.scrollIntoView({ block: 'nearest' });
    },
    /**
     * Moves by an arrow; answers false when there is nothing in that direction.
     * @param {'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End'} key
     */
    move(key) {
      const all = items();
      const from = this.current();
      if (!from || all.length === 0) return false;
      const index = all.indexOf(from);
      let next = from;
      if (document.activeElement !== from) next = from;
      else if (key === 'Home') next = all[0];
      else if (key === 'End') next = all[all.length - 1];
      else if (key === 'ArrowLeft') next = all[index - 1] ?? from;
      else if (key === 'ArrowRight') next = all[index + 1] ?? from;
      else next = neighbour(all, from, key === 'ArrowDown') ?? from;
      const hasMoved = next !== from || document.activeElement !== from;
      this.focus(next);
      if (hasMoved) options.onMove?.(next);
      return true;
    },
  };
}

/**
 * The nearest item in the next row.
 * @param {HTMLElement[]} all
 * @param {HTMLElement} from
 * @param {boolean} isDown
 */
function neighbour(all, from, isDown) {
  const own = from.getBoundingClientRect();
  const middle = own.left + own.width / 2;
  /** @type {{item: HTMLElement, row: number, distance: number} | null} */
  let best = null;
  for (const item of all) {
    const box = item.getBoundingClientRect();
    const row = isDown ? box.top - own.bottom : own.top - box.bottom;
    if (row < -own.height / 2 || item === from) continue;
    if (isDown ? box.top <= own.top + 4 : box.top >= own.top - 4) continue;
    const distance = Math.abs(box.left + box.width / 2 - middle);
    if (!best || row < best.row - 4 || (row < best.row + 4 && distance < best.distance)) {
      best = { item, row, distance };
    }
  }
  return best?.item ?? null;
}
