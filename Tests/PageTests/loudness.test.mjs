import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoudnessMeter, weightingFilters } from '../../Sources/Web/StudioWeb/Page/player/loudness.js';

const rate = 48000;

/** Sines of one frequency: [[dBFS, seconds], ...], the same on both channels. */
function tone(parts, frequency = 1000, at = rate, phase = 0) {
  const samples = new Float32Array(Math.round(parts.reduce((sum, [, s]) => sum + s, 0) * at));
  let i = 0;
  for (const [level, seconds] of parts) {
    const amplitude = 10 ** (level / 20);
    for (const end = i + Math.round(seconds * at); i < end; i += 1) {
      samples[i] = amplitude * Math.sin(2 * Math.PI * frequency * i / at + phase);
    }
  }
  return samples;
}

function measured(samples, at = rate) {
  const meter = new LoudnessMeter(at);
  for (let i = 0; i < samples.length; i += 128) {
    const block = samples.subarray(i, i + 128);
    meter.push([block, block]);
  }
  return meter;
}

test('the filters at 48 kHz are those of the standard', () => {
  const [shelf, pass] = weightingFilters(rate);
  const near = (value, wanted) => assert.ok(Math.abs(value - wanted) < 1e-6, `${value} ${wanted}`);
  [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585]
    .forEach((wanted, i) => near(shelf[i], wanted));
  [1, -2, 1, -1.99004745483398, 0.99007225036621].forEach((wanted, i) => near(pass[i], wanted));
});

// EBU Tech 3341, table 1; the tolerance is the clause's.
for (const [name, parts, wanted] of [
  ['case 1', [[-23, 20]], -23],
  ['case 2', [[-33, 20]], -33],
  ['case 3', [[-36, 10], [-23, 60], [-36, 10]], -23],
  ['case 4', [[-72, 10], [-36, 10], [-23, 60], [-36, 10], [-72, 10]], -23],
  ['case 5', [[-26, 20], [-20, 20.1], [-26, 20]], -23]]) {
  test(`EBU Tech 3341 ${name}: ${wanted} LUFS`, () => {
    assert.ok(Math.abs(measured(tone(parts)).integrated - wanted) <= 0.1);
  });
}

test('momentary and short-term are those of a steady tone, at 44.1 kHz too', () => {
  for (const at of [44100, 48000]) {
    const meter = measured(tone([[-23, 4]], 1000, at), at);
    assert.ok(Math.abs(meter.momentary + 23) <= 0.1);
    assert.ok(Math.abs(meter.shortTerm + 23) <= 0.1);
  }
});

test('silence is below every gate', () => {
  const meter = measured(new Float32Array(rate));
  assert.equal(meter.integrated, -Infinity);
  assert.equal(meter.truePeak, -Infinity);
});

test('EBU Tech 3341 cases 15 to 18: peaks between samples are found', () => {
  // A quarter of the rate with a phase of 45 degrees has samples at 0.707 of its peak.
  for (const [frequency, phase] of [[rate / 4, 0], [rate / 4, 45], [rate / 6, 60], [rate / 8, 67.5]]) {
    const samples = tone([[-6.02, 1]], frequency, rate, phase * Math.PI / 180);
    for (let i = 0; i < 1000; i += 1) samples[i] *= i / 1000; // an edge would ring
    const meter = measured(samples);
    assert.ok(meter.truePeak > -6.42 && meter.truePeak < -5.82, `${meter.truePeak}`);
  }
});

test('a reset forgets', () => {
  const meter = measured(tone([[-10, 1]]));
  meter.reset();
  assert.equal(meter.integrated, -Infinity);
  assert.equal(meter.peak, 0);
});
