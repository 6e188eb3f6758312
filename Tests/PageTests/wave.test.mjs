import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  WaveError, byteRange, decodeFrames, parseWave,
} from '../../Sources/Web/StudioWeb/Page/player/wave.js';

/** A wave file of the samples, interleaved. */
function wave({ code = 1, bits = 16, channels = 2, rate = 48000, frames, write, extra = 0 }) {
  const bytesPerFrame = channels * bits / 8;
  const view = new DataView(new ArrayBuffer(44 + extra + frames.length * bytesPerFrame));
  const text = (at, word) => [...word].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, 'RIFF'); view.setUint32(4, view.byteLength - 8, true); text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); view.setUint16(20, code, true); view.setUint16(22, channels, true);
  view.setUint32(24, rate, true); view.setUint32(28, rate * bytesPerFrame, true);
  view.setUint16(32, bytesPerFrame, true); view.setUint16(34, bits, true);
  if (extra) { text(36, 'LIST'); view.setUint32(40, extra - 8, true); }
  text(36 + extra, 'data'); view.setUint32(40 + extra, frames.length * bytesPerFrame, true);
  frames.forEach((frame, i) => frame.forEach((value, channel) =>
    write(view, 44 + extra + i * bytesPerFrame + channel * bits / 8, value)));
  return view.buffer;
}

const samples = [[0, 0], [0.5, -0.5], [-1, 0.25], [0.75, -0.125]];
const kinds = [
  ['16 bit', { bits: 16, write: (v, at, x) => v.setInt16(at, x * 32768, true) }],
  ['24 bit', {
    bits: 24,
    write: (v, at, x) => [0, 8, 16].forEach((s, i) => v.setUint8(at + i, (x * 8388608) >> s & 255)),
  }],
  ['32 bit', { bits: 32, write: (v, at, x) => v.setInt32(at, x * 2147483648, true) }],
  ['float', { code: 3, bits: 32, write: (v, at, x) => v.setFloat32(at, x, true) }],
  ['double', { code: 3, bits: 64, write: (v, at, x) => v.setFloat64(at, x, true) }],
  ['8 bit', { bits: 8, write: (v, at, x) => v.setUint8(at, x * 128 + 128) }],
];

for (const [name, options] of kinds) {
  test(`${name} samples come back exactly, behind another chunk too`, () => {
    const bytes = wave({ ...options, frames: samples, extra: 22 });
    const format = parseWave(bytes);
    assert.equal(format.frames, 4);
    assert.equal(format.dataOffset, 66);
    const channels = [new Float32Array(3), new Float32Array(3)];
    const [first, last] = byteRange(format, 1, 3);
    assert.equal(decodeFrames(bytes.slice(first, last + 1), format, channels), 3);
    assert.deepEqual([...channels[0]], [0.5, -1, 0.75]);
    assert.deepEqual([...channels[1]], [-0.5, 0.25, -0.125]);
  });
}

test('a float that is no number is silent', () => {
  const options = { code: 3, bits: 32, channels: 1, write: (v, at, x) => v.setFloat32(at, x, true) };
  const bytes = wave({ ...options, frames: [[NaN], [Infinity], [0.5]] });
  const channels = [new Float32Array(3)];
  decodeFrames(bytes.slice(44), parseWave(bytes), channels);
  assert.deepEqual([...channels[0]], [0, 0, 0.5]);
});

test('a header alone tells the length, and a cut file ends earlier', () => {
  const bytes = wave({ ...kinds[0][1], frames: samples });
  assert.equal(parseWave(bytes.slice(0, 44)).frames, 4);
  assert.equal(parseWave(bytes.slice(0, 44), 44 + 8).frames, 2);
});

test('what is no wave file is refused', () => {
  const good = () => wave({ ...kinds[0][1], frames: samples });
  assert.throws(() => parseWave(new ArrayBuffer(3)), WaveError);
  assert.throws(() => parseWave(new TextEncoder().encode('<html></html> long enough').buffer), WaveError);
  assert.throws(() => parseWave(good().slice(0, 30)), WaveError);
  for (const [at, value] of [[20, 85], [22, 0], [34, 12], [32, 7]]) {
    const bytes = good();
    new DataView(bytes).setUint16(at, value, true);
    assert.throws(() => parseWave(bytes), WaveError);
  }
});
