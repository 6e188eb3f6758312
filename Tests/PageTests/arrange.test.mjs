import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as layout from '../../Sources/Web/StudioWeb/Page/arrange/layout.js';
import { voicing } from '../../Sources/Web/StudioWeb/Page/arrange/chords.js';
import { fittingChord, shortChord } from '../../Sources/Web/StudioWeb/Page/arrange/chord-text.js';
import { intensityOf } from '../../Sources/Web/StudioWeb/Page/arrange/levels.js';
import { NoteList } from '../../Sources/Web/StudioWeb/Page/roll/note-list.js';
import * as requests from '../../Sources/Web/StudioWeb/Page/arrange/requests.js';

const sections = [
  { id: 'intro', name: 'intro', startBar: 0, bars: 4, energy: 0.3 },
  { id: 'verse', name: 'verse', startBar: 4, bars: 8, energy: 0.5 },
  { id: 'chorus', name: 'chorus', startBar: 12, bars: 8, energy: 0.9 },
];

test('bars are as wide as their beats', () => {
  const columns = new layout.Columns([0, 4, 7, 11], 10);
  assert.deepEqual([0, 1, 2, 3, 9].map((bar) => columns.x(bar)), [0, 40, 70, 110, 110]);
  assert.deepEqual([0, 39, 40, 69, 70, 500].map((x) => columns.barAt(x)), [0, 0, 1, 1, 2, 2]);
  assert.deepEqual([0, 19, 21, 60, 109].map((x) => columns.lineAt(x)), [0, 0, 1, 2, 3]);
  assert.equal(new layout.Columns([0], 10).barAt(50), 0);
});

test('numbers on the ruler keep apart', () => {
  const starts = Array.from({ length: 101 }, (_, bar) => bar * 4);
  assert.equal(new layout.Columns(starts, 20).numberEvery(), 1);
  assert.equal(new layout.Columns(starts, 2).numberEvery(), 8);
});

test('a dropped section takes the place under its middle', () => {
  assert.equal(layout.dropIndex(sections, 'chorus', 1), 0);
  assert.equal(layout.dropIndex(sections, 'chorus', 7), 1);
  assert.equal(layout.dropIndex(sections, 'chorus', 9), 2);
  assert.equal(layout.dropIndex(sections, 'intro', 100), 2);
});

test('a drag over bars holds both ends', () => {
  assert.deepEqual(layout.barsBetween(5, 2), [2, 6]);
  assert.deepEqual(layout.barsBetween(3, 3), [3, 4]);
  assert.deepEqual(layout.lanesBetween(['a', 'b', 'c'], 'c', 'b'), ['b', 'c']);
  assert.deepEqual(layout.lanesBetween(['a', 'b'], 'x', 'b'), ['b']);
});

test('locks of a part, of all parts, of bars and of everything', () => {
  const locks = [{ part: 'bass', bars: [2, 4] }, { part: null, bars: [6, 7] }];
  assert.equal(layout.lockState(locks, 'bass', [2, 4]), 'all');
  assert.equal(layout.lockState(locks, 'bass', [0, 8]), 'some');
  assert.equal(layout.lockState(locks, 'drums', [2, 4]), 'none');
  assert.deepEqual(layout.lockedBars(locks, 'bass', [0, 8]), [2, 3, 6]);
  assert.deepEqual(layout.runs([2, 3, 6]), [[2, 4], [6, 7]]);
  assert.equal(layout.lockState([{ part: null, bars: null }], 'x', [0, 1]), 'all');
});

test('a section is found by its bar', () => {
  assert.equal(layout.sectionAt(sections, 11).id, 'verse');
  assert.equal(layout.sectionAt(sections, 20), null);
  assert.deepEqual(layout.barsOf(sections[1]), [4, 12]);
});

test('energy is a share of the height in hundredths', () => {
  assert.equal(layout.energyAt(0, 60), 1);
  assert.equal(layout.energyAt(-10, 60), 1);
  assert.equal(layout.energyAt(40, 60), 0.33);
  assert.equal(layout.energyAt(99, 60), 0);
});

test('requests say no more than what is meant', () => {
  const cells = { bars: [0, 4], parts: ['bass'] };
  assert.deepEqual(requests.regenerate(cells), { ...cells, composer: 'auto' });
  assert.deepEqual(requests.regenerate(cells, { intensity: 0 }).controls, { intensity: 0 });
  assert.deepEqual(requests.vary(cells, 2), { ...cells, amount: 1 });
  assert.equal(requests.moveSection(sections, 'intro', -3), null);
  assert.deepEqual(requests.moveSection(sections, 'intro', 9), { moveSection: { section: 'intro', index: 2 } });
  assert.deepEqual(requests.resizeSection(sections[0], 0), { resizeSection: { section: 'intro', bars: 1 } });
  assert.deepEqual(requests.setEnergy('intro', 1.4), { setEnergy: { section: 'intro', energy: 1 } });
  assert.deepEqual(requests.setChord(2, 1.5, 'Dm7'), { setChord: { bar: 2, position: '3/2', chord: 'Dm7' } });
  assert.equal(requests.beatText(0.3333333), '1/3');
  assert.equal(requests.beatText(0), '0');
});

test('a chord stands on its root or on what follows the slash', () => {
  assert.deepEqual(voicing({ chord: 'Dm7', pitchClasses: [0, 2, 5, 9] }), [38, 57, 60, 62, 65]);
  assert.equal(voicing({ chord: 'Ab/Eb', pitchClasses: [0, 3, 8] })[0], 39);
  assert.equal(voicing({ chord: 'Cb', pitchClasses: [3, 6, 11] })[0], 47);
});

test('a chord in little room is never another chord', () => {
  assert.equal(shortChord('Bbmaj9'), 'B♭Δ9');
  assert.equal(shortChord('F#m7b5'), 'F♯ø7');
  assert.equal(shortChord('Bb7b9'), 'B♭7♭9');
  assert.equal(shortChord('Cdim7'), 'C°7');
  assert.equal(shortChord('Dmmaj7'), 'DmΔ7');
  assert.equal(shortChord('G7sus4/Ab'), 'G7sus/A♭');
  assert.equal(shortChord('N.C.'), 'N.C.');
  const by = (room) => (name) => fittingChord(name, room, (text) => text.length);
  assert.equal(by(6)('Bbmaj9'), 'Bbmaj9');
  assert.equal(by(4)('Bbmaj9'), 'B♭Δ9');
  assert.equal(by(3)('Bbmaj9'), 'B♭…');
  assert.equal(by(2)('Bbmaj9'), '…');
  assert.equal(by(1)('Bb'), '…');
  assert.equal(by(0)('C'), '');
  const widths = (text) => [...text].reduce((sum, letter) => sum + (letter === 'm' ? 2 : 1), 0);
  assert.equal(fittingChord('Bbm7', 4, widths), 'B♭−7');
  const names = ['C', 'Cm', 'C7', 'Cmaj7', 'Cm7', 'Cm7b5', 'Cdim', 'Cdim7', 'Caug', 'C6', 'C6/9', 'Csus2', 'Csus4',
    'C7sus4', 'Cadd9', 'C9', 'Cmaj9', 'C13', 'C7b9', 'C7#9', 'C5', 'Cb', 'C#', 'Cbmaj7', 'C/E', 'Cm/Eb', 'Cmmaj7', 'Caug7'];
  for (let room = 0; room < 9; room += 1) {
    const shown = names.map(by(room)).filter((text) => text && !text.endsWith('…'));
    assert.equal(new Set(shown).size, shown.length, `${shown}`);
    for (const text of shown) assert.ok(!names.includes(text) || names.map(by(room))[names.indexOf(text)] === text);
  }
});

test('a cell tells how hard its notes are played, and nothing where there are none', () => {
  const note = (onset, velocity) => ({ onset, duration: 1, pitch: 60, velocity, articulation: 0 });
  const list = new NoteList([note(0, 70), note(1, 90), note(16, 127)]);
  const starts = Array.from({ length: 21 }, (_, bar) => bar * 4);
  assert.deepEqual(sections.map((section) => intensityOf(list, section, starts)), [0.6, 1, null]);
});
