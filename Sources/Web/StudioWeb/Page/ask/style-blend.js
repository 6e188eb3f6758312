// @ts-check
// Up to three styles with their shares.
import { h, fill } from '../core/dom.js';
import { button, iconButton } from '../core/controls.js';
import { icon } from '../core/icons.js';
import { openPopover } from '../core/dialog.js';
import { strings } from '../core/strings.js';
import { searchList } from './picker.js';
import { addStyle, setShare } from './options.js';

/**
 * @param {any} context
 * @param {(styles: import('./options.js').StyleShare[]) => void} onChange
 */
export function styleBlend(context, onChange) {
  const element = h('div', { class: 'blend' });
  /** @type {import('./options.js').StyleShare[]} */
  let styles = [];
  /** @type {{name: string, title: string}[]} */
  let known = [];
  let drawn = '';
  context.studio().then((/** @type {any} */ studio) => {
    known = studio.styles;
    drawn = '';
    show(styles);
  }).catch(() => {});

  const titleOf = (/** @type {string} */ name) => known.find((style) => style.name === name)?.title ?? name;

  /**
   * @param {Element} anchor
   * @param {number} index which one to replace; the number of styles adds one
   */
  function choose(anchor, index) {
    const popover = openPopover(anchor, searchList({
      label: strings.askFindStyle,
      choices: known.map((style) => ({ value: style.name, text: style.title })),
      chosen: styles[index] ? [styles[index].name] : [],
      onChoose: (name) => {
        popover.close();
        if (index >= styles.length) change(addStyle(styles, name));
        else if (!styles.some((style) => style.name === name)) {
          change(styles.map((style, at) => (at === index ? { ...style, name } : style)));
        }
      },
    }), { label: strings.askFindStyle });
  }
  /** @param {import('./options.js').StyleShare[]} next */
  function change(next) {
    show(next);
    onChange(next);
  }

  /** @param {import('./options.js').StyleShare[]} next */
  function show(next) {
    const key = next.map((style) => style.name).join();
    styles = next;
    if (key === drawn && element.childElementCount > 0) {
      update();
      return;
    }
    drawn = key;
    fill(element, styles.map(rowOf), styles.length < 3 ? button(
      styles.length === 0 ? strings.askChooseStyle : strings.askAddStyle,
      (event) => choose(event.currentTarget, styles.length),
      { kind: 'plain', size: 'small', icon: 'add', class: 'blend-add', 'aria-haspopup': 'dialog' }) : null);
    update();
  }
  /**
   * @param {import('./options.js').StyleShare} style
   * @param {number} index
   */
  function rowOf({ name }, index) {
    const title = titleOf(name);
    return h('div', { class: 'blend-row' },
      h('button', {
        class: 'blend-name', type: 'button', 'aria-haspopup': 'dialog', title,
        on: { click: (/** @type {any} */ event) => choose(event.currentTarget, index) },
      }, h('span', null, title), icon('down', 15)),
      h('input', {
        class: 'range', type: 'range', min: '0', max: '100', step: '5', disabled: styles.length === 1,
        'aria-label': strings.askShareOf(title),
        on: { input: (/** @type {any} */ event) => change(setShare(styles, index, Number(event.target.value) / 100)) },
      }),
      h('output', { class: 'blend-percent numbers' }),
      iconButton('close', strings.askRemoveStyle(title),
        () => change(rebalanced(styles.filter((_, at) => at !== index))), { isSmall: true }));
  }
  function update() {
    styles.forEach((style, index) => {
      const row = element.children[index];
      const percent = Math.round(style.weight * 100);
      const range = /** @type {HTMLInputElement} */ (row.querySelector('input'));
      if (Number(range.value) !== percent) range.value = String(percent);
      range.setAttribute('aria-valuetext', `${percent} %`);
      /** @type {any} */ (row.querySelector('output')).textContent = `${percent} %`;
    });
  }
  show([]);
  return { element, show };
}

/** @param {import('./options.js').StyleShare[]} styles */
function rebalanced(styles) {
  const sum = styles.reduce((total, style) => total + style.weight, 0) || 1;
  return styles.map((style) => ({ ...style, weight: style.weight / sum }));
}
