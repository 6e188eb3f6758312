import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupTitle, itemsOf, readTags, tagsOf, variationOf } from '../../Sources/Web/StudioWeb/Page/library/model.js';
import { readRoute, projectAddress } from '../../Sources/Web/StudioWeb/Page/core/router.js';

const song = (values) => ({
  id: values.name, title: '', styles: [{ name: 'house', weight: 1 }], key: 'A minor', tempo: 120, meter: '4/4', bars: 8, seconds: 16, parts: 4,
  tags: [], rating: 0, modified: 0, revision: 1, hasMaster: false, group: null, ...values });
const titles = new Map([['house', 'House'], ['lo-fi', 'Lo-fi Hip-hop']]);
const all = [
  song({ name: 'one', title: 'Night Bus', modified: 3, tempo: 90, tags: ['club'] }),
  song({ name: 'two', title: 'Harbour', modified: 1, rating: 5, styles: [{ name: 'lo-fi', weight: 1 }], tags: ['club', 'client A'] }),
  song({ name: 'ideas-01', title: 'Idea', modified: 4, group: 'ideas' }),
  song({ name: 'ideas-02', title: 'Idea', modified: 2, group: 'ideas', rating: 3 }),
];
const filter = { search: '', tag: '', sort: 'modified', group: '' };
const names = (items) => items.map((item) => (item.kind === 'group' ? `[${item.name} ${item.entries.length}]` : item.entry.name));

test('folders of variations are one item', () => {
  assert.deepEqual(names(itemsOf(all, filter, titles)), ['[ideas 2]', 'one', 'two']);
  assert.equal(itemsOf(all, filter, titles)[0].rating, 3);
  assert.deepEqual(names(itemsOf(all.slice(0, 3), filter, titles)), ['ideas-01', 'one', 'two']);
});

test('a folder, a search and a tag show songs one by one', () => {
  assert.deepEqual(names(itemsOf(all, { ...filter, group: 'ideas' }, titles)), ['ideas-01', 'ideas-02']);
  assert.deepEqual(names(itemsOf(all, { ...filter, search: 'idea' }, titles)), ['ideas-01', 'ideas-02']);
  assert.deepEqual(names(itemsOf(all, { ...filter, tag: 'club' }, titles)), ['one', 'two']);
});

test('every word of a search is found in title, style, key or tag', () => {
  const search = (text) => names(itemsOf(all, { ...filter, search: text }, titles));
  assert.deepEqual(search('hip-hop client'), ['two']);
  assert.deepEqual(search('NIGHT minor'), ['one']);
  assert.deepEqual(search('90 bpm'), ['one']);
  assert.deepEqual(search('nothing'), []);
});

test('songs are ordered by what is asked', () => {
  const by = (sort) => names(itemsOf(all.slice(0, 2), { ...filter, sort }, titles));
  assert.deepEqual([by('modified'), by('name'), by('rating'), by('tempo'), by('nonsense')],
    [['one', 'two'], ['two', 'one'], ['two', 'one'], ['one', 'two'], ['one', 'two']]);
});

test('tags are counted, and read from text once each', () => {
  assert.deepEqual(tagsOf(all), [['club', 2], ['client A', 1]]);
  assert.deepEqual(readTags(' club, client A,, club '), ['club', 'client A']);
  assert.deepEqual(readTags(' , '), []);
});

test('folder names read as titles and variations as numbers', () => {
  assert.equal(groupTitle('bossa-nova-calm'), 'Bossa nova calm');
  assert.equal(groupTitle('Client A'), 'Client A');
  assert.deepEqual(all.map(variationOf), [null, null, 1, 2]);
});

test('addresses name views and survive odd ids', () => {
  assert.deepEqual(readRoute(''), { view: 'library', project: null, parameters: {} });
  assert.deepEqual(readRoute('#/ask?like=a%20b'), { view: 'ask', project: null, parameters: { like: 'a b' } });
  const odd = 'a/b ?#%';
  assert.deepEqual(readRoute(projectAddress(odd, 'notes', 'bass 2')), { view: 'notes', project: odd, parameters: { part: 'bass 2', id: odd } });
  assert.equal(readRoute('#/project/x/nonsense').view, 'arrange');
  assert.equal(readRoute('#/project/%E0%A4%A').project, '%E0%A4%A');
});
