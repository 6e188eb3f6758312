import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heightOf, levelAt, levelText } from '../../Sources/Web/StudioWeb/Page/mix/scale.js';
import {
  channelOf, countChanges, difference, equalizerOf, faderOf, movesOf, panOf, withEqualizer, withFader, withMove, withMute,
  withPan,
} from '../../Sources/Web/StudioWeb/Page/mix/plan.js';
import { inTitles } from '../../Sources/Web/StudioWeb/Page/mix/words.js';
import { bandCount, bandPowers, covered, edges } from '../../Sources/Web/StudioWeb/Page/mix/bands.js';

const plan = {
  channels: [{ id: 'keys', gain: -6, pan: -0.2 }, { id: 'bass', gain: 0, pan: 0 }],
  moves: [
    { id: 'keys-1', channel: 'keys', kind: 'gain', gain: 2, applied: true },
    { id: 'keys-2', channel: 'keys', kind: 'bell', frequency: 260, gain: -2.4, quality: 1.6, applied: true },
    { id: 'keys-3', channel: 'keys', kind: 'compress', threshold: -20, ratio: 2, applied: true },
    { id: 'keys-4', channel: 'keys', kind: 'pan', position: 0.3, applied: false },
    { id: 'bass-1', channel: 'bass', kind: 'highPass', frequency: 30 },
  ],
};

test('the scale goes there and back, and says silence', () => {
  for (const level of [-89, -60, -33.3, -12, -1, 0, 3, 6]) {
    assert.ok(Math.abs(levelAt(heightOf(level)) - level) < 1e-9);
  }
  assert.equal(heightOf(-Infinity), 0);
  assert.equal(heightOf(NaN), 0);
  assert.equal(heightOf(20), 1);
  assert.equal(levelText(levelAt(0)), '-∞');
  assert.equal(levelText(1.46), '+1.5');
});

test('a fader is the strip with its applied gains, and is set as a whole', () => {
  assert.equal(faderOf(plan, 'keys'), -4);
  const changed = withFader(plan, 'keys', -1);
  assert.equal(faderOf(changed, 'keys'), -1);
  assert.equal(channelOf(changed, 'keys').gain, -3);
  assert.equal(faderOf(withMove(plan, 'keys-1', false), 'keys'), -6);
  assert.equal(faderOf(plan, 'nobody'), 0);
});

test('the place is the last applied move, else the strip', () => {
  assert.equal(panOf(plan, 'keys'), -0.2);
  assert.equal(panOf(withMove(plan, 'keys-4', true), 'keys'), 0.3);
  assert.equal(panOf(withPan(plan, 'keys', 0.111), 'keys'), 0.11);
  const moved = withPan(withMove(plan, 'keys-4', true), 'keys', -1);
  assert.equal(panOf(moved, 'keys'), -1);
  assert.equal(channelOf(moved, 'keys').pan, -0.2);
});

test('a move that is ignored is heard turned round, a compressor only when rendered', () => {
  const changed = withMove(withMove(plan, 'keys-2', false), 'keys-3', false);
  const { filters, unheard, gain } = difference(changed, plan, 'keys');
  assert.deepEqual(filters, [{ id: 'keys-2-off', type: 'peaking', frequency: 260, gain: 2.4, quality: 1.6 }]);
  assert.deepEqual(unheard, ['keys-3']);
  assert.equal(gain, 0);
  assert.equal(countChanges(changed, plan), 2);
  assert.deepEqual(difference(plan, plan, 'keys'), { gain: 0, pan: 0, filters: [], unheard: [] });
  assert.deepEqual(difference(withMove(plan, 'bass-1', false), plan, 'bass').unheard, ['bass-1']);
});

test('the equalizer by hand is a move of its own and none at zero', () => {
  const changed = withEqualizer(plan, 'keys', 'high', 3, 'Set by hand.');
  assert.equal(equalizerOf(changed, 'keys', 'high'), 3);
  assert.equal(movesOf(changed, 'keys').length, 4);
  assert.deepEqual(difference(changed, plan, 'keys').filters.map((filter) => [filter.type, filter.gain]), [['highshelf', 3]]);
  assert.deepEqual(withEqualizer(changed, 'keys', 'high', 0, ''), plan);
});

test('mutes count as changes and nothing else does', () => {
  assert.equal(countChanges(withMute(plan, 'bass', true), plan), 1);
  assert.equal(countChanges(withMute(plan, 'bass', false), plan), 0);
});

/** Levels of a spectrum's lines: one tone. */
function line(hertz, level, rate = 48000, lines = 2048) {
  const decibels = new Float32Array(lines).fill(-200);
  decibels[Math.round(hertz / (rate / 2 / lines))] = level;
  return decibels;
}

test('a tone stands in its band, at every rate', () => {
  for (const rate of [44100, 48000, 96000]) {
    const powers = bandPowers(line(1000, -20, rate), rate);
    const band = edges.findIndex((edge) => edge > 1000) - 1;
    assert.ok(powers[band] + powers[band - 1] + powers[band + 1] > 0.0099);
    assert.ok(powers.reduce((a, b) => a + b, 0) < 0.0101);
  }
  assert.equal(bandPowers(line(1000, -20), 48000).length, bandCount);
});

test('a part is covered where the other is 6 dB stronger, and nowhere in silence', () => {
  const powers = (level) => bandPowers(line(1000, level), 48000);
  assert.ok(covered(powers(-30), powers(-23)).share > 0.99);
  assert.equal(covered(powers(-30), powers(-25)).share, 0);
  assert.equal(covered(bandPowers(line(200, -30), 48000), powers(-10)).share, 0);
  const silence = new Float64Array(bandCount);
  assert.equal(covered(silence, powers(-10)).share, 0);
});

test('reasons name parts and sections by their titles', () => {
  const song = {
    parts: [{ id: 'shaker', name: 'Shaker' }, { id: 'pad-2', name: 'Pad 2' }, { id: 'pad', name: 'Pad' }],
    sections: [{ id: 'chorus-1', name: 'chorus', startBar: 4 }, { id: 'verse-1', name: 'verse', startBar: 0 },
      { id: 'verse-2', name: 'verse', startBar: 8 }],
  };
  assert.equal(inTitles('masks shaker in 18 % of the chorus-1', song), 'masks Shaker in 18 % of the Chorus');
  assert.equal(inTitles('pad-2 covers pad in the verse-2, pad-20 does not', song),
    'Pad 2 covers Pad in the Verse from bar 9, pad-20 does not');
  assert.equal(inTitles('gain -3 dB', { parts: [], sections: [] }), 'gain -3 dB');
});
