// @ts-check
// The keyboard: scopes of bindings, the innermost first, and the sheet that lists them.
import { h } from './dom.js';
import { openDialog } from './dialog.js';
import { strings } from './strings.js';

/**
 * A binding: `keys` such as `Space`, `Mod+Z`, `Shift+Mod+Z`, `ArrowLeft`, `Delete`, `?`, `1`;
 * `run` that answers false lets the key through. `shown` replaces the keys on the sheet.
 * @typedef {{keys: string[], text: string, run: (event: KeyboardEvent) => any, shown?: string,
 *   inFields?: boolean}} Binding
 * @typedef {{push: (title: string, bindings: Binding[]) => () => void, showSheet: () => void}} Keys
 */

const isMac = /mac|iphone|ipad/i.test(navigator.platform || '');

/** @returns {Keys} */
export function createKeys() {
  /** @type {{title: string, bindings: Binding[]}[]} */
  const scopes = [];

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.defaultPrevented || event.isComposing) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (document.querySelector('dialog[open], [data-popover="open"]')) return;
    const names = namesOf(event);
    const isField = takesText(target);
    for (let index = scopes.length - 1; index >= 0; index -= 1) {
      for (const binding of scopes[index].bindings) {
        if (!binding.keys.some((key) => names.has(key))) continue;
        if (isField && !binding.inFields) continue;
        if (isOwnKey(target, event)) continue;
        if (binding.run(event) === false) continue;
        event.preventDefault();
        if (event.key === ' ') holdRelease(target);
        return;
      }
    }
  }
  addEventListener('keydown', press);

  return {
    push(title, bindings) {
      const scope = { title, bindings };
      scopes.push(scope);
      return () => {
        const index = scopes.indexOf(scope);
        if (index >= 0) scopes.splice(index, 1);
      };
    },
    showSheet() {
      /** Keys that an inner scope has taken; the space bar falls through to the transport. */
      const taken = new Set();
      const sections = [...scopes].reverse().map((scope) => {
        const shown = scope.bindings.filter((binding) => binding.text && !binding.keys.every((key) => taken.has(key)));
        for (const binding of scope.bindings) for (const key of binding.keys) if (key !== 'Space') taken.add(key);
        return shown.length === 0 ? null : h('section', null, h('h3', null, scope.title),
          h('dl', null, shown.map((binding) => h('div', null, h('dt', null, keysShown(binding)), h('dd', null, binding.text)))));
      });
      openDialog({ title: strings.keysTitle, wide: true, body: h('div', { class: 'keys-sheet' }, sections) });
    },
  };
}

/**
 * The names under which a key press may be bound.
 * @param {KeyboardEvent} event
 */
function namesOf(event) {
  const names = new Set();
  const isMod = isMac ? event.metaKey : event.ctrlKey;
  const other = isMac ? event.ctrlKey : event.metaKey;
  if (other) return names;
  let key = event.key === ' ' ? 'Space' : event.key === 'Backspace' ? 'Delete' : event.key;
  if (key.length === 1) key = key.toUpperCase();
  const modifiers = (event.altKey ? 'Alt+' : '') + (isMod ? 'Mod+' : '');
  names.add((event.shiftKey ? 'Shift+' : '') + modifiers + key);
  // A sign that needs Shift on this keyboard is bound by the sign alone.
  if (event.shiftKey && key.length === 1 && !/[A-Z0-9]/.test(key)) names.add(modifiers + key);
  if (/^Digit\d$/.test(event.code) && !event.shiftKey) names.add(modifiers + event.code.slice(5));
  return names;
}

/** @param {HTMLElement} target */
export function takesText(target) {
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true;
  if (target.tagName !== 'INPUT') return false;
  return !['checkbox', 'radio', 'button', 'range', 'color'].includes(/** @type {any} */ (target).type);
}

/**
 * Whether the focused control has its own use for the key.
 * @param {HTMLElement} target
 * @param {KeyboardEvent} event
 */
function isOwnKey(target, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const kind = target.tagName === 'INPUT' ? /** @type {any} */ (target).type : '';
  if (kind === 'range' || target.getAttribute('role') === 'slider') {
    return /^(Arrow|Home|End|Page)/.test(event.key);
  }
  if (kind === 'radio' && /^Arrow/.test(event.key)) return true;
  if (target.tagName === 'A') return event.key === 'Enter';
  const presses = ['BUTTON', 'SUMMARY'].includes(target.tagName) || kind === 'checkbox' || kind === 'radio'
    || ['button', 'switch', 'checkbox', 'tab', 'menuitem'].includes(target.getAttribute('role') ?? '');
  // After a mouse click the space bar is the transport's again; Tab makes it the button's.
  return presses && (event.key === 'Enter' || event.key === ' ') && target.matches(':focus-visible');
}

/**
 * Keeps a button from being pressed by the release of a key that was used.
 * @param {HTMLElement} target
 */
function holdRelease(target) {
  const hold = (/** @type {Event} */ event) => event.preventDefault();
  target.addEventListener('keyup', hold, { once: true });
}

/** @param {Binding} binding */
function keysShown(binding) {
  const list = binding.shown ? [binding.shown] : binding.keys.slice(0, 2);
  return list.map((key) => h('kbd', null, keyText(key)));
}

/**
 * A key as the user's machine names it.
 * @param {string} key
 */
export function keyText(key) {
  const parts = key === '+' ? ['+'] : key.split('+');
  return parts.map((part) => strings.keyNames[isMac && part === 'Mod' ? 'Command' : part] ?? part)
    .join(isMac ? '' : ' + ');
}
