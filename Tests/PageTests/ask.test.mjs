import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addStyle, readList, readMood, readSeconds, readStyles, setOptions, setShare, writeMood, writeStyles,
} from '../../Sources/Web/StudioWeb/Page/ask/options.js';

test('blends are read and written as the command line takes them', () => {
  assert.deepEqual(readStyles('trap:0.6, jazz-swing:0.4'), [{ name: 'trap', weight: 0.6 }, { name: 'jazz-swing', weight: 0.4 }]);
  assert.deepEqual(readStyles('house'), [{ name: 'house', weight: 1 }]);
  assert.deepEqual(readStyles(''), []);
  assert.equal(writeStyles(readStyles('trap:0.6,jazz-swing:0.4')), 'trap:0.6,jazz-swing:0.4');
  assert.equal(writeStyles([{ name: 'house', weight: 0.2 }]), 'house');
  assert.equal(writeStyles([{ name: 'house', weight: 1 }, { name: 'trap', weight: 0 }]), 'house');
});

test('written shares always sum to one', () => {
  const thirds = ['a', 'b', 'c'].map((name) => ({ name, weight: 1 / 3 }));
  assert.equal(writeStyles(thirds), 'a:0.33,b:0.33,c:0.34');
});

test('a share that moves leaves the others in proportion', () => {
  const three = [{ name: 'a', weight: 0.5 }, { name: 'b', weight: 0.4 }, { name: 'c', weight: 0.1 }];
  assert.deepEqual(setShare(three, 0, 0).map((style) => Number(style.weight.toFixed(6))), [0, 0.8, 0.2]);
  assert.deepEqual(setShare([{ name: 'a', weight: 1 }, { name: 'b', weight: 0 }], 0, 0.6)[1].weight, 0.4);
  assert.equal(setShare([{ name: 'a', weight: 0.3 }], 0, 0.1)[0].weight, 1);
  assert.equal(addStyle(addStyle([], 'a'), 'b')[1].weight, 0.5);
  assert.equal(addStyle([{ name: 'a', weight: 1 }], 'a').length, 1);
});

test('moods are two numbers within bounds, or words', () => {
  assert.deepEqual(readMood('-0.6,+0.4'), { valence: -0.6, energy: 0.4 });
  assert.deepEqual(readMood('3,-3'), { valence: 1, energy: -1 });
  assert.equal(readMood('dark, calm'), null);
  assert.equal(readMood(undefined), null);
  assert.equal(writeMood({ valence: -0.004, energy: 0.456 }), '0,0.46');
});

test('lengths are read in every way in which people write them', () => {
  assert.deepEqual(['90', '90s', '1:30', '1.5 minutes', '2 min'].map(readSeconds), [90, 90, 90, 90, 120]);
  assert.ok(Number.isNaN(readSeconds('long')));
});

test('empty options are not sent', () => {
  assert.deepEqual(setOptions({ key: 'D minor', tempo: '' }), { key: 'D minor' });
  assert.deepEqual(readList(' flute,, drums '), ['flute', 'drums']);
});
