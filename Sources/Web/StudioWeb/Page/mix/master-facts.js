// @ts-check
// What a mastering's report says, in rows of numbers and in sentences.
import { strings } from '../core/strings.js';

/** @param {any} value a number, or one with its unit */
const numberOf = (value) => Number(value?.value ?? value ?? NaN);

/** @param {any} report of a job, or its text */
function trackOf(report) {
  const value = typeof report === 'string' ? JSON.parse(report) : report;
  return value?.tracks?.[0] ?? {};
}

/**
 * How loud the mix was that was mastered, in LUFS.
 * @param {any} report of a job, or its text
 */
export const mixLoudness = (report) => numberOf(trackOf(report).before?.loudness);

/**
 * @param {any} report of a job, or its text
 * @returns {{rows: [string, string][], sentences: string[]}}
 */
export function masterFacts(report) {
  const track = trackOf(report);
  const { before = {}, after = {}, plan = {} } = track;
  /** @type {[string, string][]} */
  const rows = [];
  const change = (/** @type {string} */ name, /** @type {any} */ from, /** @type {any} */ to, /** @type {string} */ unit) => {
    const [a, b] = [numberOf(from), numberOf(to)];
    if (Number.isFinite(b)) rows.push([name, `${Number.isFinite(a) ? `${a.toFixed(1)} → ` : ''}${b.toFixed(1)} ${unit}`]);
  };
  change(strings.mixIntegrated, before.loudness, after.loudness, 'LUFS');
  change(strings.mixTruePeak, before.truePeak, after.truePeak, 'dBTP');
  change(strings.mixRange, before.range, after.range, 'LU');
  const limiting = numberOf(track.limiting);
  if (Number.isFinite(limiting)) rows.push([strings.mixLimiting, `${Math.abs(limiting).toFixed(1)} dB`]);
  const reasons = ['tone', 'multiband', 'width', 'saturation', 'limiter'].map((stage) => plan[stage]?.reason);
  const sentences = [...reasons, ...(plan.notes ?? []), ...(track.notes ?? [])]
    .filter((text) => typeof text === 'string' && text !== '');
  return { rows, sentences: [...new Set(sentences)] };
}
