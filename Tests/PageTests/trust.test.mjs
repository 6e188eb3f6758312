import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makerOf, personPercent, rangesText, talliesOf } from '../../Sources/Web/StudioWeb/Page/trust/tally.js';

const cell = (element, part, bar, tally) => ({ element, part, bar, tally });

test('counts go to their part and bar, and a mix colours no bar', () => {
  const { total, elements, parts } = talliesOf({
    cells: [
      cell('melody', 'lead', 0, { person: 3, machine: 1 }),
      cell('rhythm', 'lead', 1, { machineChanged: 2, personChanged: 1 }),
      cell('harmony', undefined, 0, { machine: 1 }),
      cell('mix', 'lead', undefined, { machine: 5 }),
      cell('melody', 'lead', 9, { machine: 1 }),
    ],
  }, ['lead', 'bass'], 2);
  assert.deepEqual(total, { person: 3, both: 3, program: 3 });
  assert.deepEqual(parts[0].bars, [{ person: 3, both: 0, program: 1 }, { person: 0, both: 3, program: 0 }]);
  assert.deepEqual(parts[1].total, { person: 0, both: 0, program: 0 });
  assert.equal(elements.get('mix').program, 5);
});

test('a report of another shape counts nothing', () => {
  assert.deepEqual(talliesOf(null, ['a'], 1).total, { person: 0, both: 0, program: 0 });
  assert.deepEqual(talliesOf({}, [], 0).parts, []);
});

test('one who wrote all of it is named, anything else is both', () => {
  assert.equal(makerOf({ person: 2, both: 0, program: 0 }), 'person');
  assert.equal(makerOf({ person: 0, both: 0, program: 1 }), 'program');
  assert.equal(makerOf({ person: 1, both: 0, program: 1 }), 'both');
  assert.equal(makerOf({ person: 0, both: 0, program: 0 }), 'nothing');
});

test('a little is never told as nothing, nor nearly all as all', () => {
  assert.equal(personPercent({ person: 1, both: 0, program: 999 }), 1);
  assert.equal(personPercent({ person: 999, both: 0, program: 1 }), 99);
  assert.equal(personPercent({ person: 0, both: 0, program: 9 }), 0);
  assert.equal(personPercent({ person: 1, both: 2, program: 1 }), 50);
});

test('bars are told as ranges from one', () => {
  assert.equal(rangesText([0, 1, 2, 5, 7, 8]), '1-3, 6, 8-9');
  assert.equal(rangesText([]), '');
});
