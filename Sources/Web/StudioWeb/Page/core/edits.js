// @ts-check
// Edits of notes, told by the notes themselves: indices age when another tab edits, notes do not.

/**
 * @typedef {import('./store.js').Notes} Notes
 * @typedef {import('./store.js').NoteEdit} NoteEdit
 * @typedef {{part: string, removed: string[], add: any[], summary: string, tries: number, isUncertain: boolean,
 *   instead?: any}} Pending
 */

/**
 * What makes a note itself.
 * @param {Notes} notes
 * @param {number[]} row
 */
function keyOf(notes, row) {
  return `${row[0]} ${row[1]} ${row[2]} ${row[3]} ${notes.articulations[row[4]] ?? ''}`;
}

/**
 * @param {Notes} notes
 * @param {NoteEdit} edit
 * @returns {Pending}
 */
export function describeEdit(notes, edit) {
  const rows = notes.parts[edit.part] ?? [];
  const { instead, part, summary } = edit;
  return {
    part: edit.part,
    removed: (edit.remove ?? []).filter((index) => index in rows).map((index) => keyOf(notes, rows[index])),
    add: edit.add ?? [],
    summary: edit.summary,
    tries: 0,
    isUncertain: false,
    ...(instead ? { instead: { ...describeEdit(notes, { part, summary, remove: instead.remove, add: instead.add }), when: instead.when } } : {}),
  };
}

/**
 * The removed notes' indices in these notes, or null when one of them is gone.
 * @param {Notes} notes
 * @param {Pending} edit
 * @returns {number[] | null}
 */
export function indicesOf(notes, edit) {
  if (edit.removed.length === 0) return [];
  /** @type {Map<string, number>} */
  const wanted = new Map();
  for (const key of edit.removed) wanted.set(key, (wanted.get(key) ?? 0) + 1);
  /** @type {number[]} */
  const indices = [];
  (notes.parts[edit.part] ?? []).forEach((row, index) => {
    const key = keyOf(notes, row);
    const count = wanted.get(key);
    if (!count) return;
    indices.push(index);
    wanted.set(key, count - 1);
  });
  return indices.length === edit.removed.length ? indices : null;
}

/**
 * Shows an edit that is on its way; an edit that no longer fits changes nothing.
 * @param {Notes} notes
 * @param {Pending} edit
 */
export function applyEdit(notes, edit) {
  const indices = indicesOf(notes, edit);
  if (indices === null) return;
  const gone = new Set(indices);
  const rows = (notes.parts[edit.part] ?? []).filter((_, index) => !gone.has(index));
  for (const note of edit.add) {
    const name = note.articulation ?? 'normal';
    let articulation = notes.articulations.indexOf(name);
    if (articulation < 0) {
      notes.articulations = [...notes.articulations, name];
      articulation = notes.articulations.length - 1;
    }
    rows.push([note.onset, note.duration, note.pitch, note.velocity, articulation]);
  }
  rows.sort((a, b) => a[0] - b[0] || a[2] - b[2] || a[1] - b[1]);
  notes.parts[edit.part] = rows;
}

/**
 * Whether an edit whose answer was lost has arrived all the same: what it removed is gone, what it
 * added is there.
 * @param {Notes} notes
 * @param {Pending} edit
 */
export function isApplied(notes, edit) {
  const rows = notes.parts[edit.part] ?? [];
  const present = new Set(rows.map((row) => keyOf(notes, row)));
  const added = edit.add.map((note) =>
    `${note.onset} ${note.duration} ${note.pitch} ${note.velocity} ${note.articulation ?? 'normal'}`);
  return added.every((key) => present.has(key))
    && edit.removed.every((key) => !present.has(key) || added.includes(key));
}
