import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore } from '../../Sources/Web/StudioWeb/Page/core/store.js';
import { StudioError } from '../../Sources/Web/StudioWeb/Page/core/api.js';
import { createEmitter } from '../../Sources/Web/StudioWeb/Page/core/emitter.js';
import { barAtBeat, beatAtSeconds, positionText, secondsAtBeat } from '../../Sources/Web/StudioWeb/Page/core/time.js';

/** A server that keeps one part's notes and refuses old revisions. */
function fakeServer() {
  const events = createEmitter();
  const server = {
    revision: 1, away: '', refusals: 0, fails: 0, posts: [],
    notes: [[0, 1, 60, 90, 0], [1, 1, 62, 90, 0], [2, 1, 64, 90, 1]],
    /** Another tab's edit. */
    edit(remove, add) {
      server.notes = [...server.notes.filter((_, index) => !remove.includes(index)), ...add].sort((a, b) => a[0] - b[0]);
      server.revision += 1;
      events.emit('project', { id: 'x', revision: server.revision });
    },
  };
  const api = {
    path: (...segments) => '/' + segments.join('/'),
    get: async (path) => server.away ? Promise.reject(new StudioError({})) : structuredClone(path.endsWith('/notes')
      ? { revision: server.revision, articulations: ['normal', 'accent'], parts: { bass: server.notes } }
      : { id: 'x', revision: server.revision }),
    post: async (path, body) => {
      server.posts.push([path, body]);
      if (server.away === 'before') throw new StudioError({});
      if (server.fails > 0) {
        server.fails -= 1;
        throw new StudioError({ status: 422, detail: server.refusal ?? 'No.' });
      }
      if (!path.endsWith('/notes')) return { revision: (server.revision += 1) };
      if (body.revision !== server.revision) {
        server.refusals += 1;
        throw new StudioError({ status: 409 });
      }
      server.edit(body.remove, body.add.map((note) => [note.onset, note.duration, note.pitch, note.velocity, 0]));
      if (server.away === 'after') throw new StudioError({});
      return { revision: server.revision };
    },
  };
  server.back = () => {
    server.away = '';
    events.emit('open', { again: true });
  };
  return { server, context: { api, events: { on: events.on } } };
}
const note = (onset, pitch) => ({ onset, duration: 1, pitch, velocity: 90 });
const pitches = (project) => project.notes.parts.bass.map((row) => row[2]);

test('an edit shows at once and arrives', async () => {
  const { server, context } = fakeServer();
  const project = await createStore(context).open('x');
  project.editNotes({ part: 'bass', remove: [1], add: [note(1, 72)], summary: 'Moved' });
  assert.deepEqual(pitches(project), [60, 72, 64]);
  assert.equal(project.isSaved, false);
  await project.drained();
  assert.deepEqual(pitches(project), [60, 72, 64]);
  assert.equal(server.notes[1][2], 72);
  assert.equal(project.isSaved, true);
});

test('quick edits are sent in order, each on the newest state', async () => {
  const { server, context } = fakeServer();
  const project = await createStore(context).open('x');
  for (let step = 0; step < 5; step += 1) {
    const index = project.notes.parts.bass.findIndex((row) => row[2] === 64 + step);
    project.editNotes({ part: 'bass', remove: [index], add: [note(2, 65 + step)], summary: 'Up' });
  }
  await project.drained();
  assert.equal(server.refusals, 0);
  assert.deepEqual(server.notes.map((row) => row[2]), [60, 62, 69]);
});

test('an edit that met another tab is repeated on the notes themselves', async () => {
  const { server, context } = fakeServer();
  const project = await createStore(context).open('x');
  server.notes = [[0, 1, 40, 90, 0], ...server.notes];
  server.revision += 1;
  project.editNotes({ part: 'bass', remove: [2], add: [], summary: 'Deleted' });
  await project.drained();
  assert.equal(server.refusals, 1);
  assert.deepEqual(server.notes.map((row) => row[2]), [40, 60, 62]);
});

test('an edit of notes that are gone is told, and nothing else is lost', async () => {
  const { server, context } = fakeServer();
  const project = await createStore(context).open('x');
  const conflicts = [];
  project.on('conflict', (value) => conflicts.push(value.summary));
  server.notes = server.notes.slice(0, 2);
  server.revision += 1;
  project.editNotes({ part: 'bass', remove: [2], add: [note(2, 70)], summary: 'Moved 1 note' });
  await project.drained();
  assert.deepEqual(conflicts, ['Moved 1 note']);
  assert.deepEqual(pitches(project), [60, 62]);
});

test('a refused edit is taken back and told', async () => {
  const { server, context } = fakeServer();
  const project = await createStore(context).open('x');
  const errors = [];
  project.on('error', (error) => errors.push(error.message));
  server.fails = 1;
  project.editNotes({ part: 'bass', remove: [0], add: [], summary: 'Deleted' });
  await project.drained();
  assert.deepEqual(errors, ['No.']);
  assert.deepEqual(pitches(project), [60, 62, 64]);
});

test('undo waits until every edit has arrived', async () => {
  const { server, context } = fakeServer();
  const project = await createStore(context).open('x');
  project.editNotes({ part: 'bass', remove: [0], add: [], summary: 'Deleted' });
  await project.undo();
  assert.deepEqual(server.posts.map(([path]) => path.split('/').at(-1)), ['notes', 'undo']);
});

for (const away of ['before', 'after']) {
  test(`edits are kept while the studio is away, lost ${away} it took the first`, async () => {
    const { server, context } = fakeServer();
    const project = await createStore(context).open('x');
    const errors = [];
    project.on('error', (error) => errors.push(error.status));
    server.away = away;
    project.editNotes({ part: 'bass', remove: [], add: [note(3, 70)], summary: 'Added' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    project.editNotes({ part: 'bass', remove: [0], add: [note(0, 48)], summary: 'Moved' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(pitches(project), [48, 62, 64, 70]);
    assert.equal(project.isSaved, false);
    assert.ok(errors.length > 0);
    server.back();
    await project.drained();
    assert.deepEqual(server.notes.map((row) => row[2]), [48, 62, 64, 70]);
    assert.deepEqual(pitches(project), [48, 62, 64, 70]);
    assert.equal(project.isSaved, true);
  });
}

test("another tab's edits are fetched", async () => {
  const { server, context } = fakeServer();
  const project = await createStore(context).open('x');
  const changed = new Promise((resolve) => project.on('change', resolve));
  server.edit([0], []);
  await changed;
  assert.deepEqual(pitches(project), [62, 64]);
});

test('beats, seconds and bars agree over tempo changes and odd metres', () => {
  const clock = {
    tempo: [{ beat: 0, beatsPerMinute: 120 }, { beat: 4, beatsPerMinute: 60 }], barStarts: [0, 4, 7, 10], bars: 3, length: 10,
    meters: [{ bar: 0, meter: '4/4' }, { bar: 1, meter: '6/8' }] };
  assert.deepEqual([0, 2, 4, 5].map((beat) => secondsAtBeat(clock, beat)), [0, 1, 2, 3]);
  for (const beat of [0, 1.25, 4, 9.5]) assert.ok(Math.abs(beatAtSeconds(clock, secondsAtBeat(clock, beat)) - beat) < 1e-9);
  assert.deepEqual([-1, 0, 3.9, 4, 9, 99].map((beat) => barAtBeat(clock, beat)), [0, 0, 0, 1, 2, 2]);
  assert.deepEqual([0, 3.5, 4.5, 9.5].map((beat) => positionText(clock, beat)), ['1:1', '1:4', '2:2', '3:6']);
});

test('an edit that is refused for a reason that was foreseen is sent another way, once', async () => {
  const { server, context } = fakeServer();
  const project = await createStore(context).open('x');
  const errors = [];
  project.on('error', (error) => errors.push(error));
  const instead = { remove: [1], add: [note(1, 72)], when: (problem) => /one note/.test(problem.message) };
  server.fails = 1;
  server.refusal = 'Bass plays one note at a time.';
  project.editNotes({ part: 'bass', add: [note(1, 72)], summary: 'Drew', instead });
  assert.deepEqual(pitches(project), [60, 62, 72, 64]);
  await project.drained();
  assert.deepEqual(pitches(project), [60, 72, 64]);
  assert.equal(server.posts.length, 2);
  assert.deepEqual(errors, []);
  server.fails = 2;
  project.editNotes({ part: 'bass', add: [note(2, 73)], summary: 'Drew', instead: { ...instead, remove: [2] } });
  await project.drained();
  assert.equal(errors.length, 1);
  assert.deepEqual(pitches(project), [60, 72, 64]);
});
