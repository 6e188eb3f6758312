// @ts-check
import { isBlackKey, pitchName } from './note.js';
import { DRUM_ORDER } from './drums.js';

/**
 * The rows of an editor from top to bottom: every pitch on a piano roll, pieces of a kit on a
 * drum grid.
 */
export class Rows {
  /**
   * @param {number[]} pitches from top to bottom
   * @param {boolean} isDrums
   * @param {number} height of one row in pixels
   * @param {(pitch: number) => string} [nameOf]
   */
  constructor(pitches, isDrums, height, nameOf = pitchName) {
    this.pitches = pitches;
    this.isDrums = isDrums;
    this.height = height;
    this.nameOf = nameOf;
    this.places = new Map(pitches.map((pitch, row) => [pitch, row]));
  }

  /** @param {number} height */
  static piano(height) {
    return new Rows(Array.from({ length: 128 }, (_, row) => 127 - row), false, height);
  }

  /**
   * The pieces that a kit plays and the common ones, cymbals on top and the kick at the bottom.
   * @param {Iterable<number>} used
   * @param {number} height
   * @param {(key: number) => string} nameOf
   */
  static drums(used, height, nameOf) {
    const known = new Set([...COMMON, ...used]);
    const ordered = DRUM_ORDER.filter((key) => known.delete(key));
    return new Rows([...[...known].sort((a, b) => b - a), ...ordered], true, height, nameOf);
  }

  get count() {
    return this.pitches.length;
  }

  get total() {
    return this.pitches.length * this.height;
  }

  /**
   * The row of a pitch; -1 where it has none.
   * @param {number} pitch
   */
  rowOf(pitch) {
    return this.places.get(pitch) ?? -1;
  }

  /**
   * The pitch at a height in pixels from the top of the content, held within the rows.
   * @param {number} y
   */
  pitchAt(y) {
    const row = Math.min(this.count - 1, Math.max(0, Math.floor(y / this.height)));
    return this.pitches[row];
  }

  /**
   * A pitch some rows up from another.
   * @param {number} pitch
   * @param {number} up
   */
  stepped(pitch, up) {
    const row = this.rowOf(pitch);
    return this.pitches[Math.min(this.count - 1, Math.max(0, row - up))];
  }

  /** @param {number} pitch */
  name(pitch) {
    return this.nameOf(pitch);
  }

  /** @param {number} pitch */
  isDark(pitch) {
    return !this.isDrums && isBlackKey(pitch);
  }

  /**
   * The same rows at another height.
   * @param {number} height
   */
  scaled(height) {
    return new Rows(this.pitches, this.isDrums, height, this.nameOf);
  }
}

/** Pieces that every drum grid shows: kick, snare, clap, hats, low and high tom, crash, ride. */
const COMMON = [36, 38, 39, 42, 46, 45, 50, 49, 51];
