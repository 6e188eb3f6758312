// @ts-check
// Files that are dropped: on a place that takes them, and nowhere else.

/** @param {DragEvent} event */
export const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');

/** A file that misses its place does not take the page's. */
export function guardDrops() {
  addEventListener('dragover', (event) => {
    if (!carriesFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
  });
  addEventListener('drop', (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
}

/**
 * Takes files that are dropped on an element, which has the class `drop-here` while they hang over it.
 * @param {HTMLElement} element
 * @param {(files: File[]) => void} take
 */
export function takeDrops(element, take) {
  let depth = 0;
  const mark = (/** @type {number} */ by) => {
    depth = by === 0 ? 0 : Math.max(0, depth + by);
    element.classList.toggle('drop-here', depth > 0);
  };
  element.addEventListener('dragenter', (event) => {
    if (carriesFiles(event)) mark(1);
  });
  element.addEventListener('dragleave', () => mark(-1));
  element.addEventListener('dragover', (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  element.addEventListener('drop', (event) => {
    mark(0);
    if (!carriesFiles(event)) return;
    event.preventDefault();
    take([...(event.dataTransfer?.files ?? [])]);
  });
}
