// @ts-check
// Building nodes without markup in strings: data never becomes HTML.

const namespace = 'http://www.w3.org/2000/svg';

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * Makes an element. `class`, `role`, `aria-*`, `data-*` and other attributes are set as such;
 * `on` holds listeners, `style` custom properties and styles, `data` the dataset, and `value`,
 * `checked`, `disabled`, `hidden`, `textContent` and the like are set as properties.
 * @param {string} tag
 * @param {Record<string, any> | null} [properties]
 * @param {...(Child | Child[])} children
 * @returns {any}
 */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  apply(element, properties);
  append(element, children);
  return element;
}

/**
 * Makes an SVG element.
 * @param {string} tag
 * @param {Record<string, any> | null} [properties]
 * @param {...(Child | Child[])} children
 * @returns {any}
 */
export function svg(tag, properties, ...children) {
  const element = document.createElementNS(namespace, tag);
  apply(element, properties);
  append(element, children);
  return element;
}

const asProperty = new Set([
  'value', 'checked', 'disabled', 'hidden', 'textContent', 'selected', 'open', 'indeterminate',
  'tabIndex', 'draggable', 'readOnly',
]);

/**
 * @param {any} element
 * @param {Record<string, any> | null | undefined} properties
 */
function apply(element, properties) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name === 'on') {
      for (const [type, handler] of Object.entries(value)) {
        if (handler) element.addEventListener(type, handler);
      }
    } else if (name === 'style') {
      for (const [key, text] of Object.entries(value)) element.style.setProperty(key, String(text));
    } else if (name === 'data') {
      for (const [key, text] of Object.entries(value)) {
        if (text !== null && text !== undefined) element.dataset[key] = String(text);
      }
    } else if (value === null || value === undefined) {
      continue;
    } else if (asProperty.has(name) && element.namespaceURI !== namespace) {
      element[name] = value;
    } else if (typeof value === 'boolean' && name.startsWith('aria-')) {
      element.setAttribute(name, String(value));
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false) {
      element.setAttribute(name, String(value));
    }
  }
}

/**
 * @param {Node} element
 * @param {any[]} children
 */
function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/**
 * Replaces all children.
 * @param {Element} element
 * @param {...(Child | Child[])} children
 */
export function fill(element, ...children) {
  const fragment = document.createDocumentFragment();
  append(fragment, children);
  element.replaceChildren(fragment);
}

/**
 * A bag of things to undo when a view goes: every view makes one and returns `bag.empty`.
 */
export function cleanup() {
  /** @type {(() => void)[]} */
  let actions = [];
  return {
    /** @param {(() => void) | undefined} action */
    add(action) {
      if (action) actions.push(action);
    },
    /**
     * Listens until the bag is emptied.
     * @param {EventTarget} target
     * @param {string} type
     * @param {(event: any) => void} handler
     * @param {AddEventListenerOptions | boolean} [options]
     */
    listen(target, type, handler, options) {
      target.addEventListener(type, handler, options);
      actions.push(() => target.removeEventListener(type, handler, options));
    },
    empty() {
      const old = actions.reverse();
      actions = [];
      for (const action of old) action();
    },
  };
}

/**
 * Runs `action` once things have been quiet for `milliseconds`.
 * @param {number} milliseconds
 * @param {(...values: any[]) => void} action
 */
export function debounce(milliseconds, action) {
  /** @type {any} */
  let timer = null;
  const later = (/** @type {any[]} */ ...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

let serial = 0;

/**
 * A fresh id for `aria-labelledby` and its like.
 * @param {string} stem
 */
export function freshID(stem) {
  serial += 1;
  return `${stem}-${serial}`;
}

/**
 * A computed custom property, such as `--accent`, for canvases.
 * @param {string} name
 * @param {Element} [element]
 */
export function token(name, element = document.documentElement) {
  return getComputedStyle(element).getPropertyValue(name).trim();
}
