// @ts-check
// Forty bands as wide as the ear's, and how much of one part another one covers in them.

/**
 * ERB number of a frequency (Glasberg, Moore 1990).
 * @param {number} hertz
 */
const erbNumber = (hertz) => 21.4 * Math.log10(1 + 0.00437 * hertz);
/** @param {number} number */
const erbFrequency = (number) => (10 ** (number / 21.4) - 1) / 0.00437;

export const bandCount = 40;
const [lowestERB, highestERB] = [erbNumber(26), erbNumber(18600)];

/** The edges of the bands in hertz, one more than there are bands. */
export const edges = Array.from({ length: bandCount + 1 }, (_, i) =>
  erbFrequency(lowestERB + i / bandCount * (highestERB - lowestERB)));

/** Middles of the bands in hertz. */
export const middles = edges.slice(1).map((edge, i) => Math.sqrt(edge * edges[i]));

/** How much a band counts for the ear, as the K weighting does: roughly, from its middle. */
export const weights = middles.map((hertz) => {
  const low = 1 / (1 + (60 / hertz) ** 4);
  const high = 1 + (10 ** 0.4 - 1) / (1 + (1680 / hertz) ** 4);
  return low * high;
});

/**
 * Powers of the bands from levels of a spectrum's lines.
 * @param {Float32Array} decibels of the lines from 0 to half the rate @param {number} rate
 * @param {Float64Array} [into]
 */
export function bandPowers(decibels, rate, into = new Float64Array(bandCount)) {
  const width = rate / 2 / decibels.length;
  for (let band = 0; band < bandCount; band += 1) {
    const from = edges[band] / width;
    const until = edges[band + 1] / width;
    let power = 0;
    for (let line = Math.floor(from); line < until && line < decibels.length; line += 1) {
      // Low bands are narrower than a line: each takes its share.
      const share = Math.min(until, line + 1) - Math.max(from, line);
      if (decibels[line] > -140) power += share * 10 ** (decibels[line] / 10);
    }
    into[band] = power;
  }
  return into;
}

/** A band counts as covered where the other part is so many dB stronger (docs/mixing.md). */
export const coverDecibels = 6;

/**
 * In which bands `other` covers `part`, and what share of the part's weighted power that is.
 * @param {Float64Array} part @param {Float64Array} other powers of bands
 * @returns {{bands: boolean[], share: number}}
 */
export function covered(part, other) {
  const factor = 10 ** (coverDecibels / 10);
  const most = Math.max(...part, 1e-12);
  let sum = 0;
  let lost = 0;
  const bands = [...part].map((power, band) => {
    sum += power * weights[band];
    // What is 35 dB below its loudest band is not what the part is heard by.
    const isCovered = power > most * 3e-4 && other[band] > power * factor;
    if (isCovered) lost += power * weights[band];
    return isCovered;
  });
  return { bands, share: sum > 1e-12 ? lost / sum : 0 };
}

/** @param {number} hertz @returns {string} `250 Hz`, `2.3 kHz` */
export function frequencyText(hertz) {
  return hertz < 1000 ? `${Math.round(hertz)} Hz` : `${(hertz / 1000).toFixed(hertz < 10000 ? 1 : 0)} kHz`;
}
