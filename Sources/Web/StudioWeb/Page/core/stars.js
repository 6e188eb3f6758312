// @ts-check
// A rating of 0 to 5 stars as one slider: arrows, digits, a press on a star; the same star again clears.
import { h, fill } from './dom.js';
import { icon } from './icons.js';
import { strings } from './strings.js';

/**
 * @param {number} rating
 * @param {string} name what is rated
 * @param {(rating: number) => void} onChange
 */
export function stars(rating, name, onChange) {
  const element = h('div', {
    class: 'stars', role: 'slider', tabIndex: -1, 'aria-label': strings.libraryRatingOf(name),
    'aria-valuemin': '0', 'aria-valuemax': '5',
    on: {
      click: (/** @type {MouseEvent} */ event) => {
        event.preventDefault();
        event.stopPropagation();
        const box = element.getBoundingClientRect();
        const star = Math.min(5, Math.max(1, Math.ceil(((event.clientX - box.left) / box.width) * 5)));
        choose(star === rating ? 0 : star);
      },
      keydown: (/** @type {KeyboardEvent} */ event) => {
        const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        choose(Math.min(5, Math.max(0, rating + step)));
      },
    },
  });
  /** @param {number} value */
  function choose(value) {
    if (value === rating) return;
    rating = value;
    draw();
    onChange(value);
  }
  function draw() {
    element.setAttribute('aria-valuenow', String(rating));
    element.setAttribute('aria-valuetext', strings.libraryRating(rating));
    fill(element, [1, 2, 3, 4, 5].map((star) => h('span', { class: star <= rating ? 'star star-on' : 'star' },
      icon(star <= rating ? 'starFull' : 'star', 15))));
  }
  draw();
  return element;
}
