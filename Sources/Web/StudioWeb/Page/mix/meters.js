// @ts-check
// Meters of channels: root mean square as a bar, peak as a line that falls slowly.
import { token } from '../core/dom.js';
import { heightOf } from './scale.js';

const buffer = new Float32Array(2048);

/**
 * Peak and root mean square of what went through lately, as amplitudes.
 * @param {AnalyserNode} analyser
 */
export function measure(analyser) {
  analyser.getFloatTimeDomainData(buffer);
  let peak = 0;
  let sum = 0;
  for (const sample of buffer) {
    const value = Math.abs(sample);
    if (value > peak) peak = value;
    sum += sample * sample;
  }
  return { peak, mean: Math.sqrt(sum / buffer.length) };
}

/** @param {number} amplitude */
const decibels = (amplitude) => amplitude > 0 ? 20 * Math.log10(amplitude) : -Infinity;

/** One meter on a canvas, of one or more columns. */
export class Meter {
  /** @param {HTMLCanvasElement} canvas @param {number} [columns] */
  constructor(canvas, columns = 1) {
    this.canvas = canvas;
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    this.shown = Array.from({ length: columns }, () => ({ peak: -Infinity, mean: -Infinity, hold: -Infinity, held: 0 }));
    this.isClear = false;
  }

  /** @param {{peak: number, mean: number}[]} levels amplitudes @param {number} now milliseconds @param {MeterColours} colours */
  draw(levels, now, colours) {
    const ratio = devicePixelRatio || 1;
    const { canvas, pen } = this;
    const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      this.isClear = false;
    }
    const isSilent = levels.every((level) => level.peak === 0)
      && this.shown.every((column) => !(column.hold > -80) && !(column.mean > -80));
    if (isSilent && this.isClear) return;
    this.isClear = isSilent;
    pen.fillStyle = colours.ground;
    pen.fillRect(0, 0, width, height);
    const gap = ratio;
    const wide = (width - gap * (levels.length - 1)) / levels.length;
    levels.forEach((level, index) => {
      const column = this.shown[index];
      // A meter rises at once and falls by some 20 dB a second.
      column.mean = Math.max(decibels(level.mean), column.mean - 0.8);
      column.peak = decibels(level.peak);
      if (column.peak >= column.hold || now - column.held > 1200) {
        column.hold = column.peak >= column.hold ? column.peak : column.hold - 0.5;
        if (column.peak >= column.hold) column.held = now;
      }
      const x = index * (wide + gap);
      let from = 0;
      for (const [limit, colour] of /** @type {[number, string][]} */ ([[-9, colours.low], [-1, colours.high], [99, colours.over]])) {
        const to = heightOf(Math.min(column.mean, limit)) * height;
        if (to > from) {
          pen.fillStyle = colour;
          pen.fillRect(x, height - to, wide, to - from);
        }
        from = Math.max(from, to);
      }
      if (column.hold > -60) {
        pen.fillStyle = column.hold > -1 ? colours.over : colours.ink;
        pen.fillRect(x, height - heightOf(column.hold) * height - ratio, wide, 2 * ratio);
      }
    });
  }

  get hold() { return Math.max(...this.shown.map((column) => column.hold)); }
}

/** @typedef {{ground: string, low: string, high: string, over: string, ink: string}} MeterColours */

/** @returns {MeterColours} */
export const meterColours = () => ({
  ground: token('--sunken'), low: token('--meter-low'), high: token('--meter-high'), over: token('--meter-over'),
  ink: token('--ink-soft'),
});
