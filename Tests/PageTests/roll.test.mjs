import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NoteList } from '../../Sources/Web/StudioWeb/Page/roll/note-list.js';
import { noteKey, pitchName } from '../../Sources/Web/StudioWeb/Page/roll/note.js';
import * as grid from '../../Sources/Web/StudioWeb/Page/roll/grid.js';
import * as edits from '../../Sources/Web/StudioWeb/Page/roll/edits.js';
import { Rows } from '../../Sources/Web/StudioWeb/Page/roll/rows.js';
import {
  Viewport, hitNote, notesInBand,
} from '../../Sources/Web/StudioWeb/Page/roll/geometry.js';
import {
  humanised, nearestLine, quantised, seededRandom,
} from '../../Sources/Web/StudioWeb/Page/roll/quantise.js';
import {
  Selection, neighbour, vertical,
} from '../../Sources/Web/StudioWeb/Page/roll/selection.js';
import * as drums from '../../Sources/Web/StudioWeb/Page/roll/drums.js';
import { withRoom } from '../../Sources/Web/StudioWeb/Page/roll/room.js';
import { chordAt, keyAt, toneOf } from '../../Sources/Web/StudioWeb/Page/roll/harmony.js';

const common = [0, 4, 8, 12, 16];
const odd = [0, 3.5, 7, 11];
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

function randomRows(seed, count) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => [
    Math.floor(random() * 4000) / 4, random() < 0.02 ? 200 : 0.25 + random() * 3,
    Math.floor(random() * 128), 1 + Math.floor(random() * 127), 0,
  ]).sort((a, b) => a[0] - b[0] || a[2] - b[2] || a[1] - b[1]);
}

test('visible notes are those that a full look finds, long ones too', () => {
  for (const seed of [1, 2, 3]) {
    const list = NoteList.fromRows(randomRows(seed, 5000));
    const random = seededRandom(seed + 100);
    for (let round = 0; round < 50; round++) {
      const from = random() * 1000;
      const to = from + random() * 40;
      const [low, high] = [Math.floor(random() * 60), 60 + Math.floor(random() * 60)];
      const expected = list.notes.filter((note) => note.onset < to && note.onset + note.duration > from
        && note.pitch >= low && note.pitch <= high);
      assert.deepEqual(list.within(from, to, low, high), expected, `seed ${seed}`);
    }
  }
});

test('an empty list answers nothing', () => {
  const list = new NoteList([]);
  assert.deepEqual(list.within(0, 100), []);
  assert.equal(list.end, 0);
  assert.equal(neighbour(list, null, 1), null);
});

test('notes that came anew are found again, equal ones once each', () => {
  const rows = [[0, 1, 60, 80, 0], [0, 1, 60, 80, 0], [1, 1 / 3, 62, 80, 0]];
  const old = NoteList.fromRows(rows);
  const anew = NoteList.fromRows([...rows.slice(0, 2), [1, 0.333333, 62, 80, 0]]);
  assert.deepEqual(anew.indicesOf(old.notes), { indices: [0, 1, 2], missing: [] });
  const fewer = NoteList.fromRows(rows.slice(1));
  assert.equal(fewer.indicesOf(old.notes).missing.length, 1);
});

test('a selection stays on its notes', () => {
  const rows = [[0, 1, 60, 80, 0], [1, 1, 62, 80, 0]];
  const selection = new Selection();
  selection.set(NoteList.fromRows(rows).notes);
  const anew = NoteList.fromRows([rows[1], [2, 1, 64, 80, 0]]);
  selection.carry(anew);
  assert.deepEqual(selection.list(), [anew.notes[0]]);
  assert.equal(selection.anchor, anew.notes[0]);
  selection.toggle(anew.notes[1]);
  assert.equal(selection.size, 2);
  selection.toggle(anew.notes[1]);
  assert.equal(selection.anchor, anew.notes[0]);
});

test('the keyboard walks from note to note', () => {
  const list = NoteList.fromRows([[0, 1, 60, 80, 0], [0, 1, 64, 80, 0], [4, 1, 67, 80, 0]]);
  const [first, second, third] = list.notes;
  assert.equal(neighbour(list, null, 1), first);
  assert.equal(neighbour(list, null, -1), third);
  assert.equal(neighbour(list, first, 1), second);
  assert.equal(neighbour(list, third, 1), null);
  assert.equal(vertical(list, first, 1), second);
  assert.equal(vertical(list, first, -1), null);
});

test('lines of the grid start anew in every bar', () => {
  near(grid.snapped(odd, 3.4, 1), 3.5);
  near(grid.snapped(odd, 4.6, 1), 4.5);
  near(grid.floored(odd, 4.4, 1), 3.5);
  near(grid.snapped(common, 5.1, 1 / 3), 5);
  near(grid.snapped(common, 5.2, 0), 5.2);
  near(grid.snapped(common, -3, 1), 0);
  assert.deepEqual(grid.gridLines(odd, 0, 7, 1).map((line) => line.beat),
    [0, 1, 2, 3, 3.5, 4.5, 5.5, 6.5]);
  assert.deepEqual(grid.gridLines(common, 4, 6, 0.5).map((line) => line.weight), [2, 0, 1, 0]);
});

test('bars past the end go on', () => {
  near(grid.barStart(common, 6), 24);
  assert.equal(grid.barAt(common, 100), 3);
  assert.equal(grid.barAt(odd, 3.5), 1);
  assert.equal(grid.placeText(common, 5.5), '2:2.50');
});

test('quantising draws to lines by its strength', () => {
  const note = { onset: 0.9, duration: 0.4, pitch: 60, velocity: 80, articulation: 0 };
  const by = (settings) => quantised([note], common, { step: 1, strength: 1, swing: 0.5, ...settings })[0];
  near(by({}).onset, 1);
  near(by({ strength: 0.5 }).onset, 0.95);
  near(by({ strength: 0 }).onset, 0.9);
  near(by({ ends: true }).duration, 1);
  near(by({ step: 0.25 }).onset, 1);
});

test('swing sends every second step late', () => {
  near(nearestLine(common, 0.5, 0.5, 2 / 3), 2 / 3);
  near(nearestLine(common, 1.02, 0.5, 2 / 3), 1);
  near(nearestLine(common, 3.95, 0.5, 0.6), 4);
  near(nearestLine(odd, 3.45, 0.5, 0.5), 3.5);
});

test('quantising twice changes nothing more', () => {
  const list = NoteList.fromRows(randomRows(9, 300));
  const starts = Array.from({ length: 400 }, (_, bar) => bar * 4);
  const settings = { step: 1 / 3, strength: 1, swing: 0.6 };
  const once = quantised(list.notes, starts, settings);
  const twice = quantised(once, starts, settings);
  once.forEach((note, index) => near(note.onset, twice[index].onset));
});

test('humanising stays within its bounds and follows its seed', () => {
  const notes = randomRows(4, 200).map((row) => NoteList.fromRows([row]).notes[0]);
  const play = () => humanised(notes, { time: 0.05, velocity: 10, random: seededRandom(5) });
  assert.deepEqual(play(), play());
  play().forEach((note, index) => {
    assert.ok(Math.abs(note.onset - notes[index].onset) <= 0.05 + 1e-9);
    assert.ok(note.onset >= 0 && note.velocity >= 1 && note.velocity <= 127);
    assert.ok(Math.abs(note.velocity - notes[index].velocity) <= 10);
  });
});

const pair = [
  { onset: 1, duration: 1, pitch: 60, velocity: 80, articulation: 0 },
  { onset: 2, duration: 0.5, pitch: 126, velocity: 120, articulation: 3 },
];

test('a group stops together at the edges', () => {
  assert.deepEqual(edits.moved(pair, -5, 5).map((note) => [note.onset, note.pitch]), [[0, 61], [1, 127]]);
  assert.deepEqual(edits.louder(pair, 10).map((note) => note.velocity), [90, 127]);
});

test('nothing reaches past the end of the piece', () => {
  assert.deepEqual(edits.moved(pair, 9, 0, 4).map((note) => note.onset), [2.5, 3.5]);
  assert.deepEqual(edits.moved(pair, 9, 0, 2).map((note) => note.onset), [1, 2]);
  const [note] = edits.held([{ ...pair[0], onset: 3.5, duration: 2 }], 4);
  assert.deepEqual([note.onset, note.duration], [3.5, 0.5]);
  const [late] = edits.held([{ ...pair[0], onset: 4 }], 4);
  assert.ok(late.onset < 4 && late.duration > 0 && late.onset + late.duration <= 4);
  assert.equal(edits.held(pair, 16)[0], pair[0]);
});

test('notes never get shorter than the least', () => {
  assert.deepEqual(edits.stretched(pair, -3, 0.25).map((note) => note.duration), [0.25, 0.25]);
  const [first] = edits.trimmed(pair, 5, 0.25);
  assert.deepEqual([first.onset, first.duration], [1.75, 0.25]);
  const [early] = edits.trimmed(pair, -9, 0.25);
  assert.deepEqual([early.onset, early.duration], [0, 2]);
});

test('a copy keeps its place within the beat or the bar', () => {
  const clip = edits.clipOf([{ ...pair[0], onset: 1.1 }], common, 0.5);
  near(clip.origin, 1);
  near(edits.pasted(clip, 8)[0].onset, 8.1);
  const long = edits.clipOf([pair[0], { ...pair[1], onset: 5 }], common, 0.25);
  assert.deepEqual([long.origin, long.length], [0, 8]);
  assert.deepEqual(edits.repeated(pair, common, 0.5).map((note) => note.onset), [2.5, 3.5]);
  assert.equal(edits.clipOf([], common, 1), null);
  const whole = { ...pair[0], onset: 0, duration: 4 };
  assert.deepEqual(edits.repeated([whole], common, 0.25).map((note) => note.onset), [4]);
});

test('places on screen lead back to notes', () => {
  const view = new Viewport(Rows.piano(10), { pixelsPerBeat: 100, length: 16 });
  Object.assign(view, { width: 400, height: 200, left: 50, top: 600 });
  const list = NoteList.fromRows([[1, 1, 60, 80, 0], [1.5, 1, 60, 90, 0]]);
  const y = view.y(60) + 5;
  assert.equal(hitNote(list, view, 52, y).zone, 'start');
  assert.equal(hitNote(list, view, 80, y).note, list.notes[0]);
  assert.equal(hitNote(list, view, 145, y).note, list.notes[1]);
  assert.equal(hitNote(list, view, 198, y).zone, 'end');
  assert.equal(hitNote(list, view, 20, y), null);
  assert.equal(hitNote(list, view, 80, y - 10), null);
  assert.deepEqual(notesInBand(list, view, { x0: 190, y0: y + 3, x1: 152, y1: y }), [list.notes[1]]);
});

test('zooming keeps the place under the pointer', () => {
  const view = new Viewport(Rows.piano(10), { pixelsPerBeat: 100, length: 200 });
  Object.assign(view, { width: 400, height: 200, left: 1000, top: 300 });
  const before = view.beat(120);
  view.zoom(1.7, 120);
  assert.ok(Math.abs(view.beat(120) - before) < 0.02);
  view.zoom(1e9, 0);
  assert.equal(view.pixelsPerBeat, 640);
  view.left = -50;
  view.settle();
  assert.equal(view.left, 0);
});

test('revealing a note moves no further than needed', () => {
  const view = new Viewport(Rows.piano(10), { pixelsPerBeat: 100, length: 200 });
  Object.assign(view, { width: 400, height: 200, left: 0, top: 600 });
  assert.equal(view.reveal({ onset: 1, duration: 1, pitch: 60 }), false);
  assert.equal(view.reveal({ onset: 50, duration: 1, pitch: 20 }), true);
  assert.ok(view.x(51) <= 400 && view.y(20) + 10 <= 200);
});

test('a kit shows its pieces, the common ones, and unknown keys', () => {
  const rows = Rows.drums([36, 20, 56], 30, String);
  assert.equal(rows.pitches.at(-1), 36);
  assert.ok(rows.rowOf(20) === 0 && rows.rowOf(56) > 0 && rows.rowOf(38) > 0);
  assert.equal(rows.rowOf(99), -1);
  assert.equal(new Set(rows.pitches).size, rows.pitches.length);
});

test('a stroke belongs to the step it is nearest to', () => {
  const list = NoteList.fromRows([[0.98, 0.25, 38, 80, 0], [1.02, 0.25, 42, 80, 0]]);
  assert.equal(drums.strokesOn(list, 38, 1, 0.25).length, 1);
  assert.equal(drums.strokesOn(list, 38, 0.75, 0.25).length, 0);
  const [loud] = drums.accented(list.notes.slice(0, 1));
  assert.equal(loud.velocity, drums.ACCENT);
  assert.equal(drums.accented([loud])[0].velocity, drums.PLAIN);
});

test('a pattern is written by the chance of its pieces', () => {
  const rows = Array.from({ length: 16 }, (_, step) => [step / 4, 0.25, 42, 80, 0]);
  const list = NoteList.fromRows([...rows, [4, 0.25, 42, 70, 0], [5, 0.25, 36, 70, 0]]);
  const write = (chance) => drums.patternOver(list, common, {
    source: 0, bars: [0, 4], chances: new Map([[42, chance]]), random: seededRandom(2), pitches: [42],
  });
  assert.equal(write(1).add.length, 48);
  assert.deepEqual(write(1).remove, [list.notes[16]]);
  assert.equal(write(0).add.length, 0);
  const half = write(0.5).add.length;
  assert.ok(half > 12 && half < 36);
  assert.deepEqual(write(0.5), write(0.5));
});

test('a single stroke has a chance of its own, before that of its piece', () => {
  const list = NoteList.fromRows([[0, 0.25, 42, 80, 0], [1, 0.25, 42, 80, 0], [2.5, 0.25, 42, 80, 0]]);
  const { add } = drums.patternOver(list, [0, 4, 8], {
    source: 0, bars: [0, 2], chances: new Map([[42, 1]]), random: () => 0.5,
    own: new Map([[drums.strokeKey(42, 1), 0], [drums.strokeKey(42, 2.5), 0.6]]),
  });
  assert.deepEqual(add.map((note) => note.onset), [4, 6.5]);
});

test('a shorter bar takes what fits of a pattern', () => {
  const list = NoteList.fromRows([[0, 0.25, 36, 80, 0], [3.25, 0.25, 36, 80, 0]]);
  const { add } = drums.patternOver(list, [0, 3.5, 6.5], {
    source: 0, bars: [1, 2], chances: new Map(), random: () => 0.5,
  });
  assert.deepEqual(add.map((note) => note.onset), [3.5]);
});

test('tones are told by chord, then by key', () => {
  const chords = [{ onset: 0, duration: 2, chord: 'C', pitchClasses: [0, 4, 7] },
    { onset: 4, duration: 4, chord: 'G', pitchClasses: [7, 11, 2] }];
  const keys = [{ bar: 0, key: 'C major', pitchClasses: [0, 2, 4, 5, 7, 9, 11] },
    { bar: 2, key: 'G major', pitchClasses: [7, 9, 11, 0, 2, 4, 6] }];
  assert.equal(chordAt(chords, 1.9).chord, 'C');
  assert.equal(chordAt(chords, 2), null);
  assert.equal(chordAt(chords, 4).chord, 'G');
  assert.equal(chordAt([], 0), null);
  assert.equal(keyAt(keys, 1).key, 'C major');
  assert.equal(toneOf(64, chords[0], keys[0]), 'chord');
  assert.equal(toneOf(65, chords[0], keys[0]), 'scale');
  assert.equal(toneOf(66, chords[0], keys[0]), 'outside');
  assert.equal(toneOf(66, null, null), 'scale');
});

test('names and keys of notes', () => {
  assert.equal(pitchName(60), 'C4');
  assert.equal(pitchName(0), 'C-1');
  const note = { onset: 1 / 3, duration: 1, pitch: 60, velocity: 80, articulation: 0 };
  assert.equal(noteKey(note), noteKey({ ...note, onset: 0.3333333 }));
  assert.notEqual(noteKey(note), noteKey({ ...note, velocity: 81 }));
});

const at = (onset, duration, pitch) => ({ onset, duration, pitch, velocity: 80, articulation: 0 });
const spans = (notes) => notes.map((note) => [note.onset, note.duration, note.pitch]).sort((a, b) => a[0] - b[0] || a[2] - b[2]);
/** What a part holds after a change. */
function after(list, { indices, add }) {
  return spans([...list.notes.filter((_, index) => !indices.includes(index)), ...add]);
}

test('in a part of one voice the older note ends where the new one begins', () => {
  const list = new NoteList([at(0, 2, 36), at(2, 2, 38)]);
  const room = withRoom(list, [], [at(1, 1, 40)], { isOneVoice: true });
  assert.deepEqual(after(list, room), [[0, 1, 36], [1, 1, 40], [2, 2, 38]]);
  assert.deepEqual(spans(room.chosen), [[1, 1, 40]]);
});

test('what begins under the new note begins after it, or goes', () => {
  const list = new NoteList([at(0, 1, 36), at(1, 1, 38), at(2, 2, 40)]);
  assert.deepEqual(after(list, withRoom(list, [], [at(0, 2.5, 50)], { isOneVoice: true })), [[0, 2.5, 50], [2.5, 1.5, 40]]);
  assert.deepEqual(after(list, withRoom(list, [], [at(0, 3.95, 50)], { isOneVoice: true })), [[0, 3.95, 50]]);
});

test('elsewhere only the same pitch gives way, and what is taken away needs no room', () => {
  const list = new NoteList([at(0, 4, 60), at(0, 4, 64)]);
  assert.deepEqual(after(list, withRoom(list, [], [at(1, 1, 60)])), [[0, 1, 60], [0, 4, 64], [1, 1, 60]]);
  assert.deepEqual(after(list, withRoom(list, [0], [at(1, 4, 60)])), [[0, 4, 64], [1, 4, 60]]);
  assert.deepEqual(withRoom(list, [], [at(4, 1, 60)]).indices, []);
  const thirds = new NoteList([at(0, 1 / 3, 60), at(1 / 3, 1 / 3, 60)]);
  assert.deepEqual(withRoom(thirds, [], [at(2 / 3, 1 / 3, 60)]).indices, []);
});

test('a chord that is pasted into one voice becomes its highest notes', () => {
  const list = new NoteList([]);
  const room = withRoom(list, [], [at(0, 2, 60), at(0, 2, 64), at(1, 2, 62)], { isOneVoice: true });
  assert.deepEqual(after(list, room), [[0, 1, 64], [1, 2, 62]]);
});

test('a stroke never takes a later one away', () => {
  const list = new NoteList([at(0, 0.5, 42), at(0.66, 0.25, 42)]);
  const room = withRoom(list, [], [at(0.5, 0.25, 42)], { isDrums: true });
  const found = after(list, room);
  assert.equal(found.length, 3);
  assert.ok(found[1][0] + found[1][1] <= 0.66 + 1e-9);
  assert.deepEqual(after(list, withRoom(list, [], [at(0, 0.25, 42)], { isDrums: true })), [[0, 0.25, 42], [0.66, 0.25, 42]]);
});

test('whatever is drawn, one voice stays one voice on the grid of the studio', () => {
  const grid = 20160;
  for (const seed of [1, 2, 3]) {
    const random = seededRandom(seed);
    let notes = [];
    for (let round = 0; round < 200; round += 1) {
      const list = new NoteList(notes);
      const fresh = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
        at(random() * 12, 0.02 + random() * 2, 40 + Math.floor(random() * 9)));
      const { indices, add } = withRoom(list, [], fresh, { isOneVoice: true });
      notes = [...list.notes.filter((_, index) => !indices.includes(index)), ...add].map((note) => ({
        ...note, onset: Math.round(note.onset * grid) / grid, duration: Math.round(note.duration * grid) / grid }));
      const sorted = new NoteList(notes).notes.map((note) => [Math.round(note.onset * grid), Math.round(note.duration * grid)]);
      sorted.forEach(([onset, duration], index) => {
        assert.ok(duration > 0, `seed ${seed}`);
        if (index > 0) assert.ok(sorted[index - 1][0] + sorted[index - 1][1] <= onset, `seed ${seed}, round ${round}`);
      });
    }
  }
});
