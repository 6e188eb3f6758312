// @ts-check
/**
 * A chord's name in little room. It is spelled shorter, as lead sheets do, or an ellipsis stands for what has no
 * room: never less of it than makes it itself, for `Bb` is another chord than `Bbmaj9`.
 */

/** From long to short; of a name's end, behind its root. @type {[RegExp, string][]} */
const spellings = [
  [/^m(\d+)b5/, 'ø$1'], [/^dim/, '°'], [/^aug/, '+'], [/maj/, 'Δ'], [/6\/9/, '69'], [/sus4/, 'sus'],
  [/b(?=\d)/g, '♭'], [/#(?=\d)/g, '♯'],
];

/** @param {string} text */
const signs = (text) => text.replace('b', '♭').replace('#', '♯');

/**
 * A chord's name as short as it is usually written: `Bbmaj9` as `B♭Δ9`.
 * @param {string} name
 * @returns {string}
 */
export function shortChord(name) {
  const found = /^([A-G][#b]*)(.*?)(\/[A-G][#b]*)?$/.exec(name);
  if (!found) return name;
  const [, root, end, bass = ''] = found;
  return signs(root) + spellings.reduce((text, [long, short]) => text.replace(long, short), end) + signs(bass);
}

/**
 * The longest way to write a chord that fits; an empty text where not even an ellipsis does.
 * @param {string} name
 * @param {number} room
 * @param {(text: string) => number} measure the width of a text, in the room's unit
 * @returns {string}
 */
export function fittingChord(name, room, measure) {
  const short = shortChord(name);
  const root = /^[A-G][♭♯]*/.exec(short)?.[0] ?? '';
  // A minor chord's `m` is the widest letter; the dash says the same.
  return [name, short, short.replace(/^([A-G][♭♯]*)m/, '$1−'), root && `${root}…`, '…'].find(
    (text) => text !== '' && measure(text) <= room) ?? '';
}

/** @type {CanvasRenderingContext2D | null} */
let pen = null;
/** @type {Map<string, number>} */
const known = new Map();

/**
 * The width of a text on screen, in pixels.
 * @param {string} text
 * @param {string} font as a style sheet has it
 */
export function textWidth(text, font) {
  const key = `${font}|${text}`;
  let width = known.get(key);
  if (width === undefined) {
    pen ??= document.createElement('canvas').getContext('2d');
    if (!pen) return text.length * 8;
    pen.font = font;
    width = pen.measureText(text).width;
    if (known.size > 2000) known.clear();
    known.set(key, width);
  }
  return width;
}
