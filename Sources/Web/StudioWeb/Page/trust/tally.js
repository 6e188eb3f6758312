// @ts-check
// The counts of a provenance report, by part, by bar and by what they are counts of.

/** @typedef {{person: number, both: number, program: number}} Tally */

/** @returns {Tally} */
const none = () => ({ person: 0, both: 0, program: 0 });

/** @param {Tally} into @param {any} tally as the report has it */
function add(into, tally) {
  into.person += tally.person ?? 0;
  into.both += (tally.personChanged ?? 0) + (tally.machineChanged ?? 0);
  into.program += tally.machine ?? 0;
}

/** @param {Tally} tally */
export const sumOf = (tally) => tally.person + tally.both + tally.program;

/**
 * @param {any} report `GET provenance`: cells of element, part, bar and tally @param {string[]} parts @param {number} bars
 * @returns {{total: Tally, elements: Map<string, Tally>, parts: {id: string, total: Tally, bars: Tally[]}[]}}
 */
export function talliesOf(report, parts, bars) {
  const total = none();
  /** @type {Map<string, Tally>} */
  const elements = new Map();
  const rows = new Map(parts.map((id) => [id, { id, total: none(), bars: Array.from({ length: bars }, none) }]));
  for (const cell of report?.cells ?? []) {
    const element = elements.get(cell.element) ?? none();
    elements.set(cell.element, element);
    add(element, cell.tally);
    // A mix and a form are no notes: they count by themselves and colour no bar.
    if (cell.element === 'mix' || cell.element === 'arrangement') continue;
    add(total, cell.tally);
    const row = rows.get(cell.part);
    if (!row) continue;
    add(row.total, cell.tally);
    if (row.bars[cell.bar]) add(row.bars[cell.bar], cell.tally);
  }
  return { total, elements, parts: [...rows.values()] };
}

/**
 * Who made most of it.
 * @param {Tally} tally @returns {'person'|'both'|'program'|'nothing'}
 */
export function makerOf(tally) {
  const sum = sumOf(tally);
  if (sum === 0) return 'nothing';
  if (tally.person === sum) return 'person';
  if (tally.program === sum) return 'program';
  return 'both';
}

/**
 * Whole percents of what people wrote; half of what both did.
 * @param {Tally} tally
 */
export function personPercent(tally) {
  const sum = sumOf(tally);
  if (sum === 0) return 0;
  const share = (tally.person + tally.both / 2) / sum * 100;
  // What is a little is not told as nothing, and what is nearly all not as all.
  return share > 0 && share < 1 ? 1 : share > 99 && share < 100 ? 99 : Math.round(share);
}

/**
 * Bars as ranges that are counted from 1, such as `1-4, 7`.
 * @param {number[]} bars rising, from 0
 */
export function rangesText(bars) {
  /** @type {[number, number][]} */
  const ranges = [];
  for (const bar of bars) {
    const last = ranges.at(-1);
    if (last && last[1] === bar - 1) last[1] = bar; else ranges.push([bar, bar]);
  }
  return ranges.map(([a, b]) => a === b ? `${a + 1}` : `${a + 1}-${b + 1}`).join(', ');
}
