// @ts-check
/**
 * Bars and steps: everything is counted from the start of its bar, so that odd metres and changes
 * of metre keep their grid.
 */

/** Steps that can be chosen, in beats: a name of notation and the length. */
export const STEPS = [
  { id: '1/1', beats: 4 },
  { id: '1/2', beats: 2 },
  { id: '1/4', beats: 1 },
  { id: '1/8', beats: 1 / 2 },
  { id: '1/16', beats: 1 / 4 },
  { id: '1/32', beats: 1 / 8 },
  { id: '1/4T', beats: 2 / 3 },
  { id: '1/8T', beats: 1 / 3 },
  { id: '1/16T', beats: 1 / 6 },
];

/**
 * The length of a named step in beats; a sixteenth for a name that is not known.
 * @param {string} id
 */
export function stepBeats(id) {
  return STEPS.find((step) => step.id === id)?.beats ?? 1 / 4;
}

/**
 * The bar in which a beat lies, counted from 0; the first or last bar beyond the ends.
 * @param {number[]} barStarts the beats at which bars start, and the end of the last
 * @param {number} beat
 */
export function barAt(barStarts, beat) {
  let low = 0;
  let high = Math.max(0, barStarts.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (barStarts[middle] <= beat + 1e-6) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The start of a bar; bars past the end go on with the last bar's length.
 * @param {number[]} barStarts
 * @param {number} bar
 */
export function barStart(barStarts, bar) {
  const last = barStarts.length - 1;
  if (bar <= last) return barStarts[Math.max(0, bar)] ?? 0;
  const length = last > 0 ? barStarts[last] - barStarts[last - 1] : 4;
  return (barStarts[last] ?? 0) + (bar - last) * length;
}

/**
 * The nearest line of the grid.
 * @param {number[]} barStarts
 * @param {number} beat
 * @param {number} step in beats; 0 leaves the beat as it is
 */
export function snapped(barStarts, beat, step) {
  if (step <= 0) return Math.max(0, beat);
  const bar = barAt(barStarts, Math.max(0, beat));
  const start = barStart(barStarts, bar);
  const end = barStart(barStarts, bar + 1);
  const line = start + Math.round((beat - start) / step) * step;
  const isNearerToNext = Math.abs(end - beat) < Math.abs(line - beat) || line > end;
  return Math.max(0, bar < barStarts.length - 2 && isNearerToNext ? end : line);
}

/**
 * The last line of the grid at or before a beat.
 * @param {number[]} barStarts
 * @param {number} beat
 * @param {number} step
 */
export function floored(barStarts, beat, step) {
  if (step <= 0) return Math.max(0, beat);
  const start = barStart(barStarts, barAt(barStarts, Math.max(0, beat)));
  return Math.max(0, start + Math.floor((beat - start) / step + 1e-6) * step);
}

/**
 * The lines of a grid within a stretch of time, each with its weight: 2 for a bar, 1 for a quarter
 * note, 0 for a step between.
 * @param {number[]} barStarts
 * @param {number} from
 * @param {number} to
 * @param {number} step
 * @returns {{beat: number, weight: number}[]}
 */
export function gridLines(barStarts, from, to, step) {
  /** @type {{beat: number, weight: number}[]} */
  const lines = [];
  for (let bar = barAt(barStarts, Math.max(0, from)); ; bar++) {
    const start = barStart(barStarts, bar);
    if (start >= to) return lines;
    const end = barStart(barStarts, bar + 1);
    if (end <= start) return lines;
    const first = Math.max(0, Math.floor((from - start) / step));
    for (let index = first; ; index++) {
      const beat = start + index * step;
      if (beat > end - 1e-6 || beat >= to) break;
      const quarters = beat - start;
      const isQuarter = Math.abs(quarters - Math.round(quarters)) < 1e-6;
      lines.push({ beat, weight: index === 0 ? 2 : isQuarter ? 1 : 0 });
    }
  }
}

/**
 * The finest step not below a wanted one whose lines stand at least some pixels apart.
 * @param {number} step
 * @param {number} pixelsPerBeat
 * @param {number} [least]
 */
export function drawnStep(step, pixelsPerBeat, least = 9) {
  let drawn = step > 0 ? step : 1 / 4;
  while (drawn * pixelsPerBeat < least && drawn < 64) drawn *= 2;
  return drawn;
}

/**
 * A place in the music as people say it: bar and beat from 1, and hundredths of a beat.
 * @param {number[]} barStarts
 * @param {number} beat
 */
export function placeText(barStarts, beat) {
  const bar = barAt(barStarts, beat);
  const within = beat - barStart(barStarts, bar) + 1e-6;
  const quarter = Math.floor(within);
  const rest = Math.round((within - quarter) * 100);
  const fine = rest > 0 ? `.${String(rest).padStart(2, '0')}` : '';
  return `${bar + 1}:${quarter + 1}${fine}`;
}
