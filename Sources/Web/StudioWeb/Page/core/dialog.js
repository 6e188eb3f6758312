// @ts-check
// Modal dialogs, popovers beside an anchor, and menus; each gives focus back when it closes.
import { h, freshID } from './dom.js';
import { icon } from './icons.js';
import { strings } from './strings.js';

/**
 * Opens a modal dialog.
 * @param {{title: string, body: any, actions?: {label: string, kind?: 'main' | 'danger' | 'quiet',
 *   run?: () => any}[], wide?: boolean, onClose?: () => void}} content `run` that answers false
 *   keeps the dialog open.
 * @returns {{element: HTMLDialogElement, close: () => void}}
 */
export function openDialog(content) {
  const title = freshID('dialog');
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  /** @type {HTMLDialogElement} */
  const element = h('dialog', {
    class: content.wide ? 'dialog dialog-wide' : 'dialog', 'aria-labelledby': title,
  });
  const close = () => element.close();
  element.append(
    h('header', { class: 'dialog-head' }, h('h2', { id: title }, content.title),
      h('button', { class: 'icon-button', type: 'button', 'aria-label': strings.shellClose,
        on: { click: close } }, icon('close'))),
    h('div', { class: 'dialog-body', tabindex: 0 }, content.body));
  if (content.actions?.length) {
    element.append(h('footer', { class: 'dialog-foot' }, content.actions.map((action) => h('button', {
      class: `button button-${action.kind ?? 'quiet'}`, type: 'button',
      on: {
        click: async () => {
          if (await action.run?.() !== false) close();
        },
      },
    }, action.label))));
  }
  element.addEventListener('click', (event) => {
    if (event.target === element) close();
  });
  element.addEventListener('close', () => {
    element.remove();
    content.onClose?.();
    before?.focus?.();
  });
  document.body.append(element);
  element.showModal();
  return { element, close };
}

/**
 * Asks before something that cannot be taken back.
 * @param {{title: string, text: string, yes: string, danger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function confirm(question) {
  return new Promise((resolve) => {
    let answer = false;
    openDialog({
      title: question.title,
      body: h('p', null, question.text),
      actions: [
        { label: strings.shellCancel },
        { label: question.yes, kind: question.danger ? 'danger' : 'main', run: () => { answer = true; } },
      ],
      onClose: () => resolve(answer),
    });
  });
}

/** @type {(() => void) | null} */
let closeOpenPopover = null;

/**
 * Opens a popover beside an anchor; Escape and a press outside close it. One at a time.
 * @param {Element | {x: number, y: number}} anchor
 * @param {any} body
 * @param {{label: string, class?: string, role?: string, onClose?: () => void}} options
 * @returns {{element: HTMLElement, close: () => void, place: () => void}}
 */
export function openPopover(anchor, body, options) {
  closeOpenPopover?.();
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const element = h('div', {
    class: `popover ${options.class ?? ''}`, role: options.role ?? 'dialog', 'aria-label': options.label,
    tabIndex: -1, data: { popover: 'open' },
  }, body);
  const host = (anchor instanceof Element ? anchor.closest('dialog, main, header, #player') : null)
    ?? document.getElementById('main') ?? document.body;

  const place = () => {
    const box = anchor instanceof Element ? anchor.getBoundingClientRect()
      : new DOMRect(anchor.x, anchor.y, 0, 0);
    const own = element.getBoundingClientRect();
    const room = 8;
    const left = Math.min(Math.max(room, box.left), innerWidth - own.width - room);
    const below = box.bottom + 6;
    const fits = below + own.height <= innerHeight - room;
    const top = fits ? below : Math.max(room, box.top - own.height - 6);
    element.style.left = `${Math.max(room, left)}px`;
    element.style.top = `${top}px`;
  };
  const outside = (/** @type {Event} */ event) => {
    const target = /** @type {Node} */ (event.target);
    if (element.contains(target) || (anchor instanceof Element && anchor.contains(target))) return;
    close();
  };
  const escape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    closeOpenPopover = null;
    removeEventListener('pointerdown', outside, true);
    removeEventListener('keydown', escape, true);
    removeEventListener('resize', place);
    if (anchor instanceof Element) anchor.removeAttribute('aria-expanded');
    const hadFocus = element.contains(document.activeElement);
    element.remove();
    if (hadFocus) before?.focus?.();
    options.onClose?.();
  };
  addEventListener('pointerdown', outside, true);
  addEventListener('keydown', escape, true);
  addEventListener('resize', place);
  if (anchor instanceof Element) anchor.setAttribute('aria-expanded', 'true');
  host.append(element);
  closeOpenPopover = close;
  place();
  const first = /** @type {HTMLElement | null} */ (element.querySelector(
    '[autofocus], input, select, textarea, button, [tabindex="0"]'));
  (first ?? element).focus();
  return { element, close, place };
}

/** Closes the popover that stands open, if one does. */
export function closePopover() {
  closeOpenPopover?.();
}

/**
 * Opens a menu; arrows move, Enter chooses.
 * @param {Element | {x: number, y: number}} anchor
 * @param {({label: string, icon?: string, keys?: string, danger?: boolean, disabled?: boolean,
 *   checked?: boolean, run: () => void} | null)[]} items null draws a line
 * @param {string} label
 */
export function openMenu(anchor, items, label) {
  const rows = items.map((item) => item === null ? h('hr', { class: 'menu-line' })
    : h('button', {
      class: item.danger ? 'menu-item menu-danger' : 'menu-item', type: 'button',
      role: item.checked === undefined ? 'menuitem' : 'menuitemradio',
      'aria-checked': item.checked, disabled: item.disabled ?? false, tabIndex: -1,
      on: {
        click: () => {
          popover.close();
          item.run();
        },
      },
    }, item.checked ? icon('check', 16) : item.icon ? icon(item.icon, 16) : h('span', { class: 'menu-gap' }),
    h('span', null, item.label), item.keys ? h('kbd', null, item.keys) : null));
  const popover = openPopover(anchor, rows, { label, role: 'menu', class: 'menu' });
  const buttons = /** @type {HTMLElement[]} */ (rows.filter((row) => row.tagName === 'BUTTON' && !row.disabled));
  buttons[0]?.focus();
  popover.element.addEventListener('keydown', (event) => {
    const index = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) buttons[(index + step + buttons.length) % buttons.length]?.focus();
    else if (event.key === 'Home') buttons[0]?.focus();
    else if (event.key === 'End') buttons.at(-1)?.focus();
    else if (event.key === 'Tab') popover.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return popover;
}
