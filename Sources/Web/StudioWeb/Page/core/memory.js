// @ts-check
// Small choices that outlive a reload; a browser that keeps nothing is no fault.

/**
 * @param {string} name
 * @param {string} otherwise
 * @returns {string}
 */
export function recall(name, otherwise) {
  try {
    return localStorage.getItem(`etude-${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function remember(name, value) {
  try {
    localStorage.setItem(`etude-${name}`, value);
  } catch {
    // Private windows refuse: the choice lasts until the page closes.
  }
}

/**
 * A value kept as JSON.
 * @template T
 * @param {string} name
 * @param {T} otherwise
 * @returns {T}
 */
export function recallValue(name, otherwise) {
  try {
    const text = recall(name, '');
    return text ? JSON.parse(text) : otherwise;
  } catch {
    return otherwise;
  }
}

/**
 * @param {string} name
 * @param {any} value
 */
export function rememberValue(name, value) {
  remember(name, JSON.stringify(value));
}
