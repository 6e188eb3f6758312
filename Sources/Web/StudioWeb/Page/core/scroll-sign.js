// @ts-check
// A sign at the foot of what scrolls, while more stands below than is seen.
import { h } from './dom.js';
import { icon } from './icons.js';

/**
 * @param {HTMLElement} scroller
 * @param {{add: (action: () => void) => void}} bag of the view
 */
export function showMoreBelow(scroller, bag) {
  const press = h('span', { class: 'scroll-sign-press', on: {
    click: () => scroller.scrollBy({ top: scroller.clientHeight * 0.7, behavior: 'smooth' }),
  } }, icon('down', 18));
  const sign = h('div', { class: 'scroll-sign', 'aria-hidden': 'true' }, press);

  function draw() {
    if (scroller.lastElementChild !== sign) scroller.append(sign);
    sign.classList.toggle('scroll-sign-on', scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight > 12);
  }
  const sizes = new ResizeObserver(draw);
  const watch = () => {
    for (const child of scroller.children) if (child !== sign) sizes.observe(child);
    draw();
  };
  const children = new MutationObserver(watch);
  sizes.observe(scroller);
  children.observe(scroller, { childList: true });
  scroller.addEventListener('scroll', draw, { passive: true });
  watch();
  bag.add(() => {
    sizes.disconnect();
    children.disconnect();
  });
}
