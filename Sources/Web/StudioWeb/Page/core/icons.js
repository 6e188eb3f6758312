// @ts-check
// Line icons on a grid of 24, drawn with the text's colour.
import { svg } from './dom.js';

/** @type {Record<string, string[]>} paths; one that starts with `!` is filled. */
const paths = {
  play: ['!M8 5.2v13.6a.8.8 0 0 0 1.2.7l10.6-6.8a.8.8 0 0 0 0-1.4L9.2 4.5A.8.8 0 0 0 8 5.2z'],
  pause: ['!M7 5h3.2v14H7z', '!M13.8 5H17v14h-3.2z'],
  stop: ['!M6.5 6.5h11v11h-11z'],
  start: ['!M18 5.5v13L9 12z', 'M6 5.5v13'],
  loop: ['M17 3.5l3 3-3 3', 'M4 11.5v-1a4 4 0 0 1 4-4h12', 'M7 20.5l-3-3 3-3', 'M20 12.5v1a4 4 0 0 1-4 4H4'],
  metronome: ['M9 3.5h6l4 17H5z', 'M12 14.5l6-9', 'M6.6 14.5h10.8'],
  library: ['M4 5h6v6H4z', 'M14 5h6v6h-6z', 'M4 15h6v4H4z', 'M14 15h6v4h-6z'],
  ask: ['M12 3.5l1.9 5.1 5.1 1.9-5.1 1.9L12 17.5l-1.9-5.1L5 10.5l5.1-1.9z', 'M18.5 16v4', 'M16.5 18h4'],
  arrange: ['M3.5 6h8v4h-8z', 'M13.5 6h7v4h-7z', 'M3.5 14h5v4h-5z', 'M10.5 14h10v4h-10z'],
  notes: ['M4 7h6', 'M8 12h7', 'M13 17h7', 'M4 17h3', 'M17 7h3'],
  mix: ['M6 4v5', 'M6 13v7', 'M12 4v9', 'M12 17v3', 'M18 4v3', 'M18 11v9', 'M4 11h4', 'M10 15h4', 'M16 9h4'],
  trust: ['M12 3.5l7 2.6v5.4c0 4.2-2.8 7.3-7 9-4.2-1.7-7-4.8-7-9V6.1z', 'M9 11.8l2.2 2.2 4-4.2'],
  search: ['M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z', 'M15.4 15.4L20 20'],
  close: ['M6 6l12 12', 'M18 6L6 18'],
  check: ['M5 12.5l4.5 4.5L19 7.5'],
  add: ['M12 5v14', 'M5 12h14'],
  minus: ['M5 12h14'],
  more: ['!M5 10.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2z', '!M12 10.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2z', '!M19 10.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2z'],
  down: ['M6 9.5l6 6 6-6'],
  up: ['M6 14.5l6-6 6 6'],
  left: ['M14.5 6l-6 6 6 6'],
  right: ['M9.5 6l6 6-6 6'],
  trash: ['M4.5 7h15', 'M9.5 7V4.5h5V7', 'M6.5 7l.8 12.5h9.4L17.5 7', 'M10.3 10.5v5.5', 'M13.7 10.5v5.5'],
  star: ['M12 4l2.4 5.2 5.6.7-4.1 3.9 1 5.6-4.9-2.7-4.9 2.7 1-5.6L4 9.9l5.6-.7z'],
  starFull: ['!M12 4l2.4 5.2 5.6.7-4.1 3.9 1 5.6-4.9-2.7-4.9 2.7 1-5.6L4 9.9l5.6-.7z'],
  tag: ['M4 4.5h7.5l8.5 8.5-7 7-9-8.5z', 'M8 8.5h.01'],
  folder: ['M3.5 6.5h6l2 2.5h9v10h-17z'],
  grid: ['M4 4h7v7H4z', 'M13 4h7v7h-7z', 'M4 13h7v7H4z', 'M13 13h7v7h-7z'],
  list: ['M4 6h16', 'M4 12h16', 'M4 18h16'],
  sun: ['M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z', 'M12 2.5v2', 'M12 19.5v2', 'M2.5 12h2', 'M19.5 12h2', 'M5.3 5.3l1.4 1.4', 'M17.3 17.3l1.4 1.4', 'M18.7 5.3l-1.4 1.4', 'M6.7 17.3l-1.4 1.4'],
  moon: ['M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7z'],
  half: ['M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z', '!M12 4a8 8 0 0 1 0 16z'],
  keyboard: ['M3 6.5h18v11H3z', 'M7 14h10', 'M6.5 10h.01', 'M10 10h.01', 'M13.5 10h.01', 'M17 10h.01'],
  jobs: ['M12 3.5a8.5 8.5 0 1 1-8.5 8.5', 'M12 7.5V12l3 2'],
  undo: ['M8.5 5L4 9.5 8.5 14', 'M4 9.5h10a5.5 5.5 0 0 1 0 11h-3'],
  redo: ['M15.5 5L20 9.5 15.5 14', 'M20 9.5H10a5.5 5.5 0 0 0 0 11h3'],
  lock: ['M6 11h12v9H6z', 'M8.5 11V8a3.5 3.5 0 0 1 7 0v3'],
  unlock: ['M6 11h12v9H6z', 'M8.5 11V8a3.5 3.5 0 0 1 6.7-1.4'],
  refresh: ['M19 5v5h-5', 'M19 10a7.5 7.5 0 1 0 .5 4.5'],
  download: ['M12 4v11', 'M7.5 11l4.5 4.5 4.5-4.5', 'M4.5 19.5h15'],
  upload: ['M12 15.5v-11', 'M7.5 9L12 4.5 16.5 9', 'M4.5 19.5h15'],
  copy: ['M8.5 8.5h11v11h-11z', 'M15.5 8.5v-4h-11v11h4'],
  pencil: ['M4.5 19.5l1-4.2L15.8 5l3.2 3.2L8.7 18.5z', 'M13.5 7.3l3.2 3.2'],
  pointer: ['M6 4l12.5 7.5-5.7 1.3L9.7 18z'],
  magnet: ['M5 4.5h4v8a3 3 0 0 0 6 0v-8h4v8a7 7 0 0 1-14 0z', 'M5 8.5h4', 'M15 8.5h4'],
  zoomIn: ['M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z', 'M15.4 15.4L20 20', 'M10.5 7.8v5.4', 'M7.8 10.5h5.4'],
  zoomOut: ['M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z', 'M15.4 15.4L20 20', 'M7.8 10.5h5.4'],
  warning: ['M12 4.5l8.5 15h-17z', 'M12 10v4.5', 'M12 17h.01'],
  info: ['M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z', 'M12 11v5.5', 'M12 7.8h.01'],
  history: ['M4 5v5h5', 'M4.6 10a8 8 0 1 1-.3 4', 'M12 8v4.5l3 1.8'],
  speaker: ['M4 9.5v5h3.5L13 19V5L7.5 9.5z', 'M16.5 9a4.2 4.2 0 0 1 0 6', 'M19 6.5a8 8 0 0 1 0 11'],
  mute: ['M4 9.5v5h3.5L13 19V5L7.5 9.5z', 'M16.5 9.5l5 5', 'M21.5 9.5l-5 5'],
  dice: ['M5 5h14v14H5z', 'M9 9h.01', 'M15 9h.01', 'M12 12h.01', 'M9 15h.01', 'M15 15h.01'],
  blend: ['M9 6.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z', 'M15 6.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z'],
  wave: ['M3.5 12h2', 'M7.5 8.5v7', 'M10.5 5v14', 'M13.5 8v8', 'M16.5 10v4', 'M19 12h1.5'],
  drums: ['M4 9c0-1.9 3.6-3.5 8-3.5S20 7.1 20 9s-3.6 3.5-8 3.5S4 10.9 4 9z', 'M4 9v7c0 1.9 3.6 3.5 8 3.5s8-1.6 8-3.5V9', 'M15 4l5-2'],
  comment: ['M4 5h16v11H11l-4.5 4v-4H4z'],
  share: ['M12 15V4', 'M8 7.5L12 4l4 3.5', 'M5 12v7.5h14V12'],
  wand: ['M5 19l9-9', 'M16.5 3.5v4', 'M14.5 5.5h4', 'M19.5 10.5v3', 'M18 12h3'],
};

/**
 * An icon, hidden from screen readers: its button carries the name.
 * @param {string} name
 * @param {number} [size]
 */
export function icon(name, size = 20) {
  const drawing = svg('svg', {
    class: 'icon', viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true',
    focusable: 'false', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.75',
    'stroke-linecap': 'round', 'stroke-linejoin': 'round',
  });
  for (const path of paths[name] ?? []) {
    const isFilled = path.startsWith('!');
    drawing.appendChild(svg('path', isFilled
      ? { d: path.slice(1), fill: 'currentColor', stroke: 'none' } : { d: path }));
  }
  return drawing;
}

/**
 * Whether an icon exists.
 * @param {string} name
 */
export function hasIcon(name) {
  return name in paths;
}
