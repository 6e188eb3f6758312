// @ts-check
/**
 * @typedef {{id: string, name: string, startBar: number, bars: number, energy: number}} Section
 * @typedef {[number, number]} Bars first and end, the end excluded, from 0
 * @typedef {{part: string | null, bars: Bars | null}} Lock
 * @typedef {{bars: Bars, parts: string[]}} Cells bars of parts; no part stands for none
 */

/** The least and most pixels that a beat takes. */
export const BEAT_WIDTH = { least: 2, most: 60 };

/**
 * Where bars stand on the arrangement: bars are as wide as their beats.
 */
export class Columns {
  /**
   * @param {number[]} barStarts in beats, with the end of the last bar
   * @param {number} pixelsPerBeat
   */
  constructor(barStarts, pixelsPerBeat) {
    this.barStarts = barStarts;
    this.pixelsPerBeat = pixelsPerBeat;
  }

  get bars() {
    return Math.max(0, this.barStarts.length - 1);
  }

  get width() {
    return (this.barStarts.at(-1) ?? 0) * this.pixelsPerBeat;
  }

  /** @param {number} bar */
  x(bar) {
    const held = Math.min(this.bars, Math.max(0, bar));
    return (this.barStarts[held] ?? 0) * this.pixelsPerBeat;
  }

  /**
   * The bar at a place, held within the piece.
   * @param {number} x
   */
  barAt(x) {
    const beat = x / this.pixelsPerBeat;
    let low = 0;
    let high = Math.max(0, this.bars - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.barStarts[middle] <= beat) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /**
   * The line between bars that is nearest to a place.
   * @param {number} x
   */
  lineAt(x) {
    const bar = this.barAt(x);
    return x - this.x(bar) > this.x(bar + 1) - x ? bar + 1 : bar;
  }

  /** The bars between numbers on the ruler, so that numbers keep some pixels apart. */
  numberEvery(least = 34) {
    const bar = this.width / Math.max(1, this.bars);
    const choices = [1, 2, 4, 8, 16, 32, 64, 128];
    return choices.find((count) => count * bar >= least) ?? 256;
  }
}

/**
 * The pixels a beat takes so that the whole piece is seen, within what is legible.
 * @param {number} beats
 * @param {number} width
 */
export function fittingWidth(beats, width) {
  return Math.min(BEAT_WIDTH.most, Math.max(BEAT_WIDTH.least, width / Math.max(1, beats)));
}

/**
 * A section's bars.
 * @param {Section} section
 * @returns {Bars}
 */
export function barsOf(section) {
  return [section.startBar, section.startBar + section.bars];
}

/**
 * The section in which a bar lies.
 * @param {Section[]} sections
 * @param {number} bar
 */
export function sectionAt(sections, bar) {
  return sections.find((each) => bar >= each.startBar && bar < each.startBar + each.bars) ?? null;
}

/**
 * The index that a section gets when it is dropped with its middle at a bar.
 * @param {Section[]} sections
 * @param {string} id the section that moves
 * @param {number} middle in bars
 */
export function dropIndex(sections, id, middle) {
  const others = sections.filter((section) => section.id !== id);
  const before = others.filter((section) => section.startBar + section.bars / 2 < middle);
  return before.length;
}

/**
 * Bars from a drag, whichever way it went, both ends within it.
 * @param {number} from
 * @param {number} to
 * @returns {Bars}
 */
export function barsBetween(from, to) {
  return [Math.min(from, to), Math.max(from, to) + 1];
}

/**
 * The parts from one lane to another.
 * @param {string[]} ids in the order of the lanes
 * @param {string} from
 * @param {string} to
 */
export function lanesBetween(ids, from, to) {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  if (a < 0 || b < 0) return a < 0 ? [to] : [from];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/**
 * How far bars of a part are locked.
 * @param {Lock[]} locks
 * @param {string} part
 * @param {Bars} bars
 * @returns {'none' | 'some' | 'all'}
 */
export function lockState(locks, part, bars) {
  const count = lockedBars(locks, part, bars).length;
  if (count === 0) return 'none';
  return count === bars[1] - bars[0] ? 'all' : 'some';
}

/**
 * The locked bars of a part within bars.
 * @param {Lock[]} locks
 * @param {string} part
 * @param {Bars} bars
 * @returns {number[]}
 */
export function lockedBars(locks, part, [first, end]) {
  const touching = locks.filter((lock) => lock.part === null || lock.part === part);
  /** @type {number[]} */
  const locked = [];
  for (let bar = first; bar < end; bar++) {
    const isLocked = touching.some((lock) => !lock.bars || (bar >= lock.bars[0] && bar < lock.bars[1]));
    if (isLocked) locked.push(bar);
  }
  return locked;
}

/**
 * Runs of neighbouring bars.
 * @param {number[]} bars ascending
 * @returns {Bars[]}
 */
export function runs(bars) {
  /** @type {Bars[]} */
  const found = [];
  for (const bar of bars) {
    const last = found.at(-1);
    if (last && last[1] === bar) last[1] = bar + 1;
    else found.push([bar, bar + 1]);
  }
  return found;
}

/**
 * Whether cells hold a bar of a part.
 * @param {Cells | null} cells
 * @param {string} part
 * @param {number} bar
 */
export function holds(cells, part, bar) {
  return !!cells && cells.parts.includes(part) && bar >= cells.bars[0] && bar < cells.bars[1];
}

/**
 * A share of an energy strip's height as an energy of 0...1 in hundredths.
 * @param {number} y from the top of the strip
 * @param {number} height
 */
export function energyAt(y, height) {
  return Math.round(Math.min(1, Math.max(0, 1 - y / height)) * 100) / 100;
}
