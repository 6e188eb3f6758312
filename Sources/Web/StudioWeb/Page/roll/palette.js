// @ts-check
import { token } from '../core/dom.js';

/** How many shades of loudness a note may have. */
export const SHADES = 8;

/**
 * @typedef {{white: string, black: string, scale: string, line: string, bar: string,
 *   playhead: string, ink: string, soft: string, faint: string, accent: string, surface: string,
 *   raised: string, sunken: string, selected: string, focus: string, warning: string,
 *   strong: string}} Palette
 */

/**
 * The colours that canvases draw with, as the theme has them now.
 * @returns {Palette}
 */
export function readPalette() {
  return {
    white: token('--roll-white'), black: token('--roll-black'), scale: token('--roll-scale'),
    line: token('--roll-line'), bar: token('--roll-bar'), playhead: token('--playhead'),
    ink: token('--ink'), soft: token('--ink-soft'), faint: token('--ink-faint'),
    accent: token('--accent'), surface: token('--surface'), raised: token('--raised'),
    sunken: token('--sunken'), selected: token('--selected'), focus: token('--focus'),
    warning: token('--warning'), strong: token('--line-strong'),
  };
}

/**
 * The colour of a part.
 * @param {string} role
 */
export function roleColour(role) {
  return token(`--role-${role}`) || token('--role-effects');
}

/**
 * Shades of a colour from the softest to the loudest, mixed with what lies behind.
 * @param {string} colour
 * @param {string} behind
 * @param {number} [least] the share of the colour in the softest
 * @returns {string[]}
 */
export function shades(colour, behind, least = 0.38) {
  return Array.from({ length: SHADES }, (_, index) =>
    mixed(colour, behind, least + ((1 - least) * index) / (SHADES - 1)));
}

/**
 * The shade of a velocity.
 * @param {number} velocity
 */
export function shadeOf(velocity) {
  return Math.min(SHADES - 1, Math.max(0, Math.floor(((velocity - 20) / 90) * SHADES)));
}

/**
 * A share of one colour over another; colours as `#rrggbb`.
 * @param {string} colour
 * @param {string} behind
 * @param {number} share
 */
export function mixed(colour, behind, share) {
  const [a, b] = [channels(colour), channels(behind)];
  const mix = a.map((value, index) => Math.round(value * share + b[index] * (1 - share)));
  return `rgb(${mix.join(' ')})`;
}

/** @param {string} colour */
function channels(colour) {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour.trim());
  if (hex) return [0, 2, 4].map((at) => parseInt(hex[1].slice(at, at + 2), 16));
  const numbers = colour.match(/[\d.]+/g)?.slice(0, 3).map(Number);
  return numbers?.length === 3 ? numbers : [128, 128, 128];
}

/**
 * A pattern of slanted lines, for what is locked.
 * @param {CanvasRenderingContext2D} context
 * @param {string} colour
 */
export function hatching(context, colour) {
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext('2d'));
  pen.strokeStyle = colour;
  pen.lineWidth = 1.4;
  pen.beginPath();
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat') ?? colour;
}
