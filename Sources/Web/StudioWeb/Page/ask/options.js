// @ts-check
// The brief's options as text, as the command line takes them, and back.

/** @typedef {{name: string, weight: number}} StyleShare */

/**
 * Reads `trap:0.6,jazz-swing:0.4`.
 * @param {string} text
 * @returns {StyleShare[]}
 */
export function readStyles(text) {
  return text.split(',').map((piece) => piece.trim()).filter(Boolean).map((piece) => {
    const [name, weight] = piece.split(':');
    return { name: name.trim(), weight: weight === undefined ? 1 : Number(weight) || 0 };
  });
}

/**
 * Writes shares so that they sum to 1.
 * @param {StyleShare[]} styles
 */
export function writeStyles(styles) {
  const kept = styles.filter((style) => style.weight > 0);
  if (kept.length === 0) return '';
  if (kept.length === 1) return kept[0].name;
  const sum = kept.reduce((total, style) => total + style.weight, 0);
  let rest = 100;
  return kept.map((style, index) => {
    const percent = index === kept.length - 1 ? rest : Math.round((style.weight / sum) * 100);
    rest -= percent;
    return `${style.name}:${percent / 100}`;
  }).join(',');
}

/**
 * Sets one share and lets the others keep their proportions; all sum to 1.
 * @param {StyleShare[]} styles
 * @param {number} index
 * @param {number} weight 0 to 1
 * @returns {StyleShare[]}
 */
export function setShare(styles, index, weight) {
  if (styles.length === 1) return [{ ...styles[0], weight: 1 }];
  const others = styles.reduce((sum, style, at) => (at === index ? sum : sum + style.weight), 0);
  return styles.map((style, at) => {
    if (at === index) return { ...style, weight };
    const part = others > 0 ? style.weight / others : 1 / (styles.length - 1);
    return { ...style, weight: (1 - weight) * part };
  });
}

/**
 * Adds a style with an even share.
 * @param {StyleShare[]} styles
 * @param {string} name
 * @returns {StyleShare[]}
 */
export function addStyle(styles, name) {
  if (styles.some((style) => style.name === name)) return styles;
  const sum = styles.reduce((total, style) => total + style.weight, 0) || 1;
  const share = 1 / (styles.length + 1);
  return [...styles.map((style) => ({ ...style, weight: (style.weight / sum) * (1 - share) })), { name, weight: share }];
}

/**
 * Reads `-0.6,0.4`; words or nothing give null.
 * @param {string} text
 * @returns {{valence: number, energy: number} | null}
 */
export function readMood(text) {
  const match = /^\s*([+-]?\d*\.?\d+)\s*,\s*([+-]?\d*\.?\d+)\s*$/.exec(text ?? '');
  if (!match) return null;
  return { valence: clamp(Number(match[1])), energy: clamp(Number(match[2])) };
}

/** @param {{valence: number, energy: number}} mood */
export function writeMood({ valence, energy }) {
  return `${round(valence)},${round(energy)}`;
}

/** @param {number} value */
function clamp(value) {
  return Math.min(1, Math.max(-1, value));
}
/** @param {number} value */
function round(value) {
  return Number(clamp(value).toFixed(2)) + 0;
}

/**
 * Seconds of `90`, `90s`, `1:30` or `2 minutes`; NaN for anything else.
 * @param {string} text
 */
export function readSeconds(text) {
  const trimmed = text.trim();
  const clock = /^(\d+):(\d{1,2})$/.exec(trimmed);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const number = /^(\d+(?:\.\d+)?)\s*(s|sec|seconds?|m|min|minutes?)?$/.exec(trimmed);
  if (!number) return NaN;
  return Number(number[1]) * (number[2]?.startsWith('m') ? 60 : 1);
}

/**
 * A list joined by commas.
 * @param {string} text
 */
export function readList(text) {
  return (text ?? '').split(',').map((piece) => piece.trim()).filter(Boolean);
}

/**
 * Options that are worth sending.
 * @param {Record<string, string>} options
 */
export function setOptions(options) {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== '' && value !== undefined));
}
