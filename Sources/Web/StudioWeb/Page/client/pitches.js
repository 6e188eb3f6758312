// @ts-check
// Answers of a person without musical words, as three briefs that differ where it is heard.

/**
 * @typedef {object} Answers
 * @property {string} purpose @property {number} mood -1 serious to 1 joyful @property {number} energy -1 calm to 1 driving
 * @property {number} touch -1 handmade to 1 electronic @property {number} size -1 close to 1 vast
 * @property {number} seconds @property {string[]} likes @property {string[]} avoids
 */
/** @typedef {{id: 'near'|'bold'|'other', prompt: string, options: Record<string, string>}} Pitch */

/** Where styles stand: mood, energy, touch, size. What is not listed is not offered to somebody who cannot know it. */
/** @type {Record<string, [number, number, number, number]>} */
export const places = {
  ambient: [-0.1, -0.9, 0.5, 0.7], baroque: [0.2, 0.1, -0.9, -0.2], 'bossa-nova': [0.5, -0.4, -0.8, -0.6], cinematic: [-0.3, 0.4, -0.3, 1],
  'classical-piano': [-0.2, -0.6, -1, -0.7], corporate: [0.7, 0.2, 0.1, 0.2], country: [0.5, 0.2, -0.8, -0.2], disco: [0.8, 0.7, 0, 0.3],
  'drum-and-bass': [0, 1, 0.9, 0.3], folk: [0.2, -0.4, -0.9, -0.7], funk: [0.7, 0.6, -0.4, 0], gospel: [0.8, 0.4, -0.7, 0.4],
  house: [0.5, 0.7, 0.9, 0.3], 'indie-rock': [0.2, 0.5, -0.5, 0], 'jazz-swing': [0.4, 0.1, -0.8, -0.4], 'lo-fi': [0, -0.6, 0.3, -0.6],
  'neo-soul': [0.2, -0.2, -0.2, -0.4], 'pop-ballad': [-0.1, -0.4, -0.4, 0.3], reggae: [0.6, -0.1, -0.4, -0.1], soul: [0.5, 0.2, -0.6, 0],
  synthwave: [0.1, 0.5, 1, 0.4], techno: [-0.3, 0.9, 1, 0.3], trap: [-0.4, 0.5, 0.8, 0], 'trip-hop': [-0.5, -0.3, 0.4, 0],
};

/** @param {number} value */
const bounded = (value) => Math.max(-1, Math.min(1, value));
const distance = (/** @type {number[]} */ a, /** @type {number[]} */ b) =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0));

/**
 * The known style nearest to a place, of those that are not taken.
 * @param {number[]} place @param {string[]} known @param {Set<string>} taken
 */
function nearest(place, known, taken) {
  const candidates = known.filter((style) => places[style] && !taken.has(style));
  return candidates.sort((a, b) => distance(place, places[a]) - distance(place, places[b]))[0] ?? null;
}

/**
 * Three briefs: what was said, a step further, and the same moment from the other side.
 * @param {Answers} answers @param {string[]} styles those of this studio @returns {Pitch[]}
 */
export function pitchesOf(answers, styles) {
  const said = [answers.mood, answers.energy, answers.touch, answers.size];
  /** @type {['near'|'bold'|'other', number[]][]} */
  const ways = [
    ['near', said],
    ['bold', [said[0], bounded(said[1] + 0.6), bounded(said[2] + (said[2] > 0 ? 0.2 : 0.5)), bounded(said[3] + 0.6)]],
    ['other', [bounded(said[0] - 0.3), bounded(said[1] > -0.3 ? said[1] - 0.9 : said[1] + 0.7), bounded(-said[2]), bounded(said[3] - 0.6)]],
  ];
  /** @type {Set<string>} */
  const taken = new Set();
  return ways.map(([id, place]) => {
    const style = nearest(place, styles, taken);
    if (style) taken.add(style);
    /** @type {Record<string, string>} */
    const options = {
      mood: `${place[0].toFixed(2)},${place[1].toFixed(2)}`, duration: String(answers.seconds),
      ...(style ? { style } : {}),
      // Wishes bind the first idea; the others stay free to surprise.
      ...(answers.likes.length && id === 'near' ? { instruments: answers.likes.join(',') } : {}),
      ...(answers.avoids.length ? { without: answers.avoids.join(',') } : {}),
    };
    return { id, prompt: answers.purpose.trim(), options };
  });
}
