import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  frameAfter, nextBar, nextMark, piecesBetween, soundingTimes,
} from '../../Sources/Web/StudioWeb/Page/player/schedule.js';

/** Plays the pieces into a list of the song's frames, one a frame of output. */
function played(plan, until, step) {
  const output = new Array(until).fill(null);
  for (let at = 0; at < until;) {
    const pieces = piecesBetween(plan, at, Math.min(at + step, until));
    if (!pieces.length) break;
    for (const piece of pieces) {
      assert.ok(piece.frames > 0 && piece.offset + piece.frames <= plan.blockFrames);
      for (let i = 0; i < piece.frames && piece.elapsed + i < until; i += 1) {
        assert.equal(output[piece.elapsed + i], null, 'two pieces overlap');
        output[piece.elapsed + i] = piece.block * plan.blockFrames + piece.offset + i;
      }
      at = piece.elapsed + piece.frames;
    }
  }
  return output;
}

test('pieces play every frame once, in order, up to the end', () => {
  const plan = { start: 7, loop: null, blockFrames: 10, total: 53 };
  assert.deepEqual(played(plan, 60, 13).slice(0, 46), Array.from({ length: 46 }, (_, i) => i + 7));
  assert.ok(played(plan, 60, 13).slice(46).every((frame) => frame === null));
});

test('a loop repeats to the frame, whatever the size of blocks and steps', () => {
  for (const [start, first, end, blockFrames, step] of [
    [0, 0, 25, 10, 7], [3, 11, 29, 10, 1], [12, 11, 12 + 8, 64, 40], [28, 11, 29, 9, 200], [2, 5, 6, 4, 3]]) {
    const plan = { start, loop: { first, end }, blockFrames, total: 100 };
    const wanted = Array.from({ length: 150 }, (_, i) => frameAfter(start, i, plan.loop));
    assert.deepEqual(played(plan, 150, step), wanted);
  }
});

test('behind the loop the song goes on, and a loop beyond the end is silent there', () => {
  assert.equal(frameAfter(30, 5, { first: 10, end: 20 }), 35);
  const plan = { start: 0, loop: { first: 5, end: 12 }, blockFrames: 4, total: 10 };
  const frames = played(plan, 24, 5);
  assert.deepEqual(frames.slice(8, 24),
    [8, 9, null, null, 5, 6, 7, 8, 9, null, null, 5, 6, 7, 8, 9]);
});

test('a frame sounds once, or once in each round', () => {
  assert.deepEqual(soundingTimes({ start: 10, loop: null }, 25, 0, 100), [15]);
  assert.deepEqual(soundingTimes({ start: 10, loop: null }, 5, 0, 100), []);
  const plan = { start: 10, loop: { first: 20, end: 50 } };
  assert.deepEqual(soundingTimes(plan, 25, 0, 120), [15, 45, 75, 105]);
  assert.deepEqual(soundingTimes(plan, 25, 16, 76), [45, 75]);
  assert.deepEqual(soundingTimes(plan, 12, 0, 120), [2]);
  assert.deepEqual(soundingTimes(plan, 60, 0, 120), []);
  for (let elapsed = 0; elapsed < 200; elapsed += 1) {
    const frame = frameAfter(plan.start, elapsed, plan.loop);
    assert.ok(soundingTimes(plan, frame, elapsed, elapsed + 1).includes(elapsed));
  }
});

test('the next mark is the first behind the position', () => {
  assert.equal(nextMark([0, 4, 8], 4), 8);
  assert.equal(nextMark([0, 4, 8], 3.99), 4);
  assert.equal(nextMark([0, 4, 8], 8), null);
});

test('the next bar is where a new state begins, also behind a loop', () => {
  const bars = [0, 100, 200, 300, 400];
  const plan = { origin: 1000, start: 50, loop: null };
  assert.deepEqual(nextBar(plan, bars, 1000), { at: 1050, bar: 1 });
  assert.deepEqual(nextBar(plan, bars, 1049.5), { at: 1150, bar: 2 });
  assert.equal(nextBar(plan, bars, 1360), null);
  const loop = { first: 110, end: 290 };
  assert.deepEqual(nextBar({ ...plan, loop }, bars, 1200), { at: 1240, bar: 2 });
  assert.deepEqual(nextBar({ ...plan, loop }, bars, 1241), { at: 1330, bar: 2 });
});
