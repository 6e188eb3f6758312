// @ts-check
// Where the playhead is after some frames, and which pieces of blocks are to be played; all in whole frames.

/** @typedef {{first: number, end: number}} Loop frames of the song, end excluded */

/**
 * The frame of the song that sounds after `elapsed` frames.
 *
 * A playhead that begins before the loop's end goes round; one behind it plays on.
 * @param {number} start @param {number} elapsed @param {Loop|null} loop @returns {number}
 */
export function frameAfter(start, elapsed, loop) {
  const plain = start + elapsed;
  if (!loop || loop.end <= loop.first || start >= loop.end || plain < loop.end) return plain;
  return loop.first + (plain - loop.end) % (loop.end - loop.first);
}

/**
 * @typedef {object} Piece
 * @property {number} elapsed frames since the start at which it begins to sound
 * @property {number} block number of the block
 * @property {number} offset first frame within the block
 * @property {number} frames
 */

/**
 * The pieces that cover `[elapsed, until)` frames since the start, cut at blocks, at the loop's end and at the song's.
 * @param {{start: number, loop: Loop|null, blockFrames: number, total: number}} plan
 * @param {number} elapsed @param {number} until @returns {Piece[]}
 */
export function piecesBetween(plan, elapsed, until) {
  const { start, loop, blockFrames, total } = plan;
  const pieces = [];
  let at = elapsed;
  while (at < until) {
    const source = frameAfter(start, at, loop);
    const goesRound = loop && loop.end > loop.first && start < loop.end;
    if (source >= total) {
      if (!goesRound || loop.first >= total) break;
      // A loop that ends behind the song's last frame is silent for the rest.
      at += loop.end - source;
      continue;
    }
    const stop = goesRound ? Math.min(loop.end, total) : total;
    const block = Math.floor(source / blockFrames);
    const frames = Math.min((block + 1) * blockFrames, stop) - source;
    pieces.push({ elapsed: at, block, offset: source - block * blockFrames, frames });
    at += frames;
  }
  return pieces;
}

/**
 * The moments, in frames since the start, at which a frame of the song sounds within `[elapsed, until)`.
 * @param {{start: number, loop: Loop|null}} plan @param {number} frame
 * @param {number} elapsed @param {number} until @returns {number[]}
 */
export function soundingTimes(plan, frame, elapsed, until) {
  const { start, loop } = plan;
  const times = [];
  const goesRound = loop && loop.end > loop.first && start < loop.end;
  const first = frame - start;
  if (first >= elapsed && first < until && !(goesRound && frame >= loop.end)) times.push(first);
  if (goesRound && frame >= loop.first && frame < loop.end) {
    const period = loop.end - loop.first;
    const base = loop.end - start + (frame - loop.first);
    let round = Math.max(0, Math.ceil((elapsed - base) / period));
    for (; base + round * period < until; round += 1) times.push(base + round * period);
  }
  return times;
}

/**
 * The first of the rising `marks` behind `position`; null where there is none.
 * @param {number[]} marks @param {number} position @returns {number|null}
 */
export function nextMark(marks, position) {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (marks[middle] > position) high = middle; else low = middle + 1;
  }
  return low < marks.length ? marks[low] : null;
}

/**
 * The next beginning of a bar that a playing stretch reaches.
 * @param {{origin: number, start: number, loop: Loop|null}} plan origin: the clock's frame at which `start` sounds
 * @param {number[]} bars first frames of the bars, and the end of the last @param {number} now the clock's frame
 * @returns {{at: number, bar: number}|null} the clock's frame, and which bar; null behind the last
 */
export function nextBar(plan, bars, now) {
  const elapsed = Math.max(0, Math.ceil(now - plan.origin));
  const source = frameAfter(plan.start, elapsed, plan.loop);
  const loop = plan.loop && plan.start < plan.loop.end ? plan.loop : null;
  const mark = nextMark(bars, source);
  if (loop && (mark === null || mark >= loop.end)) {
    const bar = bars.findIndex((frame) => frame >= loop.first);
    return { at: plan.origin + elapsed + loop.end - source, bar };
  }
  if (mark === null) return null;
  return { at: plan.origin + elapsed + mark - source, bar: bars.indexOf(mark) };
}
