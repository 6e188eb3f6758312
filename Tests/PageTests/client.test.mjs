import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageFileError, newComments, pageText, readPage } from '../../Sources/Web/StudioWeb/Page/client/page-file.js';
import { places, pitchesOf } from '../../Sources/Web/StudioWeb/Page/client/pitches.js';
import { proposalsOf } from '../../Sources/Web/StudioWeb/Page/client/proposals.js';

const song = {
  bars: 12, length: 48, barStarts: Array.from({ length: 13 }, (_, i) => i * 4), tempo: [{ beat: 0, beatsPerMinute: 60 }],
  sections: [
    { id: 's1', name: 'verse', startBar: 0, bars: 4, energy: 0.4 },
    { id: 's2', name: 'chorus', startBar: 4, bars: 4, energy: 0.7 },
    { id: 's3', name: 'chorus', startBar: 8, bars: 4, energy: 0.95 }],
  parts: [
    { id: 'kit', name: 'Brush Kit', role: 'drums', isDrums: true }, { id: 'bass', name: 'Upright Bass', role: 'bass' },
    { id: 'tune', name: 'Flute', role: 'lead' }, { id: 'gtr', name: 'Nylon Guitar', role: 'chords' }],
};
const read = (text, seconds = 0) => proposalsOf({ text, seconds }, song).map((one) => one.request);

test('plain words become edits', () => {
  assert.deepEqual(read('Make the chorus bigger'), [
    { setEnergy: { section: 's2', energy: 0.85 } }, { setEnergy: { section: 's3', energy: 1 } }]);
  assert.deepEqual(read('can the second chorus be calmer?'), [{ setEnergy: { section: 's3', energy: 0.8 } }]);
  assert.deepEqual(read('less busy drums at 0:20'),
    [{ setControls: { part: 'kit', controls: { complexity: 0.25 }, resets: false } }]);
  assert.deepEqual(read('The guitar is too loud here', 20), [{ part: 'gtr', gain: -2 }]);
  assert.deepEqual(read('flute a bit louder'), [{ part: 'tune', gain: 2 }]);
  assert.deepEqual(read('please remove the bass'), [{ part: 'bass', muted: true }]);
  assert.deepEqual(read('could we have another melody', 17),
    [{ kind: 'regenerate', request: { bars: [4, 8], parts: ['tune'], composer: 'auto' } }]);
  assert.deepEqual(read('the verse is too long'), [{ resizeSection: { section: 's1', bars: 2 } }]);
});

test('where no section is named, the moment tells which', () => {
  assert.deepEqual(read('bigger!', 18), [{ setEnergy: { section: 's2', energy: 0.85 } }]);
  assert.deepEqual(read('calmer at 0:02', 40), [{ setEnergy: { section: 's1', energy: 0.25 } }]);
});

test('words that ask for nothing become nothing', () => {
  for (const text of ['I love this', '', 'hmm', 'what is that sound?']) assert.deepEqual(read(text, 5), []);
});

const share = {
  format: 'etude-client-page', version: 1, project: 'p1', title: 'Night </script><b>Bus', from: 'Ada', message: '',
  takes: [{ id: 'now', name: 'Now', seconds: 3, sections: [], audio: 'data:audio/mpeg;base64,AA==' }],
  comments: [{ take: 'now', seconds: 1.5, text: 'More </script> & <i>light</i>', author: 'Bo', time: 5 }],
};
const code = { script: 'let a = "</script>";', style: 'b{}' };

test('a page gives back what was put in, whatever the texts hold', () => {
  const text = pageText(share, code);
  assert.equal(text.match(/<\/script>/g).length, 2);
  assert.ok(!text.includes('<b>Bus'));
  const { project, title, comments } = readPage(text);
  assert.deepEqual([project, title, comments], ['p1', share.title, share.comments]);
  assert.match(text, /default-src 'none'/);
});

test('files that are no page, or a changed one, are refused or cleaned', () => {
  const block = (value) => `<script type="application/json" id="etude-song">${JSON.stringify(value).replace(/</g, '\\u003c')}</script>`;
  for (const text of ['', '<html></html>', block(null), block({}), block({ ...share, comments: 'x' }), '<script id="etude-song">{']) {
    assert.throws(() => readPage(text), PageFileError);
  }
  const { comments } = readPage(block({
    ...share, comments: [{ text: 'x'.repeat(9000), seconds: 1 }, { text: 'a', seconds: -1 }, { text: 'a', seconds: 'b' }, null,
      { text: ' ', seconds: 1 }, { text: 5, seconds: 1 }, { text: 'good', seconds: 2, author: 7 }],
  }));
  assert.deepEqual(comments.map((one) => [one.text.length, one.author]), [[2000, ''], [4, '']]);
  assert.equal(readPage(block({ ...share, comments: Array(5000).fill({ text: 'a', seconds: 1 }) })).comments.length, 1000);
});

test('a file that comes back twice brings its comments once', () => {
  assert.equal(newComments(share.comments, []).length, 1);
  assert.equal(newComments(share.comments, [{ ...share.comments[0] }]).length, 0);
});

test('three pitches differ in style, the last in mood, and keep what must not be heard', () => {
  const styles = Object.keys(places);
  for (const mood of [-1, 0, 1]) {
    for (const energy of [-1, 0, 1]) {
      const answers = { purpose: ' a shop ', mood, energy, touch: -0.5, size: 0, seconds: 30, likes: ['piano'], avoids: ['brass'] };
      const pitches = pitchesOf(answers, styles);
      assert.equal(new Set(pitches.map((pitch) => pitch.options.style)).size, 3);
      assert.notEqual(pitches[0].options.mood, pitches[2].options.mood);
      assert.ok(pitches.every((pitch) => pitch.options.without === 'brass' && pitch.prompt === 'a shop'));
      assert.equal(pitches[0].options.instruments, 'piano');
    }
  }
  assert.equal(pitchesOf({ purpose: 'a', mood: 0, energy: 0, touch: 0, size: 0, seconds: 30, likes: [], avoids: [] }, []).length, 3);
});
