// @ts-check
// Beats (quarter notes) and seconds; the tempo is constant between changes.

/** @typedef {{beat: number, beatsPerMinute: number}} Change */

export class TempoMap {
  /** @param {Change[]} changes rising by beat; the first counts from the origin */
  constructor(changes) {
    const list = changes.length ? changes : [{ beat: 0, beatsPerMinute: 120 }];
    /** @type {{beat: number, seconds: number, length: number}[]} length: seconds a beat */
    this.points = [];
    let seconds = 0;
    list.forEach((change, index) => {
      const beat = index === 0 ? 0 : change.beat;
      const before = this.points.at(-1);
      if (before) seconds = before.seconds + (beat - before.beat) * before.length;
      this.points.push({ beat, seconds, length: 60 / change.beatsPerMinute });
    });
  }

  /** @param {number} beat @returns {number} */
  seconds(beat) {
    const point = this.#last('beat', beat);
    return point.seconds + (beat - point.beat) * point.length;
  }

  /** @param {number} seconds @returns {number} */
  beat(seconds) {
    const point = this.#last('seconds', seconds);
    return point.beat + (seconds - point.seconds) / point.length;
  }

  /** @param {number} beat quarter notes a minute there @returns {number} */
  beatsPerMinute(beat) {
    return 60 / this.#last('beat', beat).length;
  }

  /** @param {'beat'|'seconds'} key @param {number} value */
  #last(key, value) {
    let low = 0;
    let high = this.points.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.points[middle][key] <= value) low = middle; else high = middle - 1;
    }
    return this.points[low];
  }
}
