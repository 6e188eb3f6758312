// @ts-check
/**
 * What the arrangement asks the studio for, as the bodies of its requests.
 *
 * @typedef {import('./layout.js').Bars} Bars
 * @typedef {import('./layout.js').Section} Section
 */

/**
 * Regenerates cells; an intensity is turned for these bars alone.
 * @param {{bars: Bars | null, parts: string[]}} cells
 * @param {{composer?: string, intensity?: number | null}} [turns]
 */
export function regenerate(cells, turns = {}) {
  const { composer = 'auto', intensity } = turns;
  const request = { bars: cells.bars, parts: cells.parts, composer };
  return typeof intensity === 'number' ? { ...request, controls: { intensity } } : request;
}

/**
 * Varies cells.
 * @param {{bars: Bars | null, parts: string[]}} cells
 * @param {number} amount 0...1
 */
export function vary(cells, amount) {
  return { amount: Math.min(1, Math.max(0, amount)), bars: cells.bars, parts: cells.parts };
}

/**
 * Lengthens or shortens a section, at least to one bar.
 * @param {Section} section
 * @param {number} bars
 */
export function resizeSection(section, bars) {
  return { resizeSection: { section: section.id, bars: Math.max(1, Math.round(bars)) } };
}

/**
 * @param {Section[]} sections
 * @param {string} id
 * @param {number} index
 */
export function moveSection(sections, id, index) {
  const held = Math.min(sections.length - 1, Math.max(0, index));
  const from = sections.findIndex((section) => section.id === id);
  return from < 0 || from === held ? null : { moveSection: { section: id, index: held } };
}

/**
 * @param {string} section
 * @param {number} energy
 */
export function setEnergy(section, energy) {
  const held = Math.round(Math.min(1, Math.max(0, energy)) * 100) / 100;
  return { setEnergy: { section, energy: held } };
}

/**
 * Puts a chord on a bar from a position in it.
 * @param {number} bar
 * @param {number} position in beats
 * @param {string} chord
 */
export function setChord(bar, position, chord) {
  return { setChord: { bar, position: beatText(position), chord } };
}

/**
 * A time in beats as an exact fraction with a denominator of at most 96.
 * @param {number} beats
 */
export function beatText(beats) {
  for (const denominator of [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 96]) {
    const numerator = beats * denominator;
    const whole = Math.round(numerator);
    if (Math.abs(numerator - whole) > 1e-4 * denominator) continue;
    return denominator === 1 ? String(whole) : `${whole}/${denominator}`;
  }
  return String(Math.round(beats));
}
