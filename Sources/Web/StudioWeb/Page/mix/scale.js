// @ts-check
// The scale of faders and meters: how high a level stands.

/** Points of the scale as [dB, share of the height], after the faders of consoles: most room around 0. */
const points = [[-90, 0], [-60, 0.05], [-40, 0.17], [-30, 0.27], [-20, 0.42], [-10, 0.62], [0, 0.85], [6, 1]];

/** The lowest value of a fader, which is silence, and the highest. */
export const lowest = -90;
export const highest = 6;

/** @param {number} decibels @returns {number} share of the height, 0 to 1 */
export function heightOf(decibels) {
  if (!(decibels > lowest)) return 0;
  for (let i = 1; i < points.length; i += 1) {
    const [[a, low], [b, high]] = [points[i - 1], points[i]];
    if (decibels <= b) return low + (decibels - a) / (b - a) * (high - low);
  }
  return 1;
}

/** @param {number} share of the height @returns {number} dB */
export function levelAt(share) {
  if (share <= 0) return lowest;
  for (let i = 1; i < points.length; i += 1) {
    const [[a, low], [b, high]] = [points[i - 1], points[i]];
    if (share <= high) return a + (share - low) / (high - low) * (b - a);
  }
  return highest;
}

/** @param {number} decibels @returns {string} `-∞`, `+1.5` */
export function levelText(decibels) {
  if (!(decibels > lowest)) return '-∞';
  const rounded = Math.round(decibels * 10) / 10;
  return `${rounded > 0 ? '+' : ''}${rounded.toFixed(1)}`;
}
