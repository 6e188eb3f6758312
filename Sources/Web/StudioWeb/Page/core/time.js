// @ts-check
// Beats, seconds, bars: a project's clock. Bars count from 0 here and from 1 on screen.

/**
 * @typedef {{tempo: {beat: number, beatsPerMinute: number}[], barStarts: number[], bars: number,
 *   length: number, seconds?: number, meters: {bar: number, meter: string}[]}} Clock
 */

/**
 * Seconds at a beat.
 * @param {Clock} clock
 * @param {number} beat
 */
export function secondsAtBeat(clock, beat) {
  const tempo = clock.tempo.length ? clock.tempo : [{ beat: 0, beatsPerMinute: 120 }];
  let seconds = 0;
  for (let index = 0; index < tempo.length; index += 1) {
    const start = index === 0 ? 0 : tempo[index].beat;
    const end = index + 1 < tempo.length ? tempo[index + 1].beat : Infinity;
    const stop = Math.min(beat, end);
    if (stop <= start && index > 0) break;
    seconds += ((stop - start) * 60) / tempo[index].beatsPerMinute;
    if (beat <= end) break;
  }
  return seconds;
}

/**
 * The beat at a time.
 * @param {Clock} clock
 * @param {number} seconds
 */
export function beatAtSeconds(clock, seconds) {
  const tempo = clock.tempo.length ? clock.tempo : [{ beat: 0, beatsPerMinute: 120 }];
  let rest = seconds;
  for (let index = 0; index < tempo.length; index += 1) {
    const start = index === 0 ? 0 : tempo[index].beat;
    const end = index + 1 < tempo.length ? tempo[index + 1].beat : Infinity;
    const span = ((end - start) * 60) / tempo[index].beatsPerMinute;
    if (rest <= span) return start + (rest * tempo[index].beatsPerMinute) / 60;
    rest -= span;
  }
  return clock.length;
}

/**
 * The bar that holds a beat, clamped to the piece.
 * @param {Clock} clock
 * @param {number} beat
 */
export function barAtBeat(clock, beat) {
  let low = 0;
  let high = Math.max(clock.bars - 1, 0);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (clock.barStarts[middle] <= beat + 1e-9) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The metre in a bar as `[4, 4]`.
 * @param {Clock} clock
 * @param {number} bar
 */
export function meterAtBar(clock, bar) {
  let text = '4/4';
  for (const change of clock.meters) if (change.bar <= bar) text = change.meter;
  const [upper, lower] = text.split('/').map(Number);
  return [upper || 4, lower || 4];
}

/**
 * The beats a minute at a beat.
 * @param {Clock} clock
 * @param {number} beat
 */
export function tempoAtBeat(clock, beat) {
  let tempo = clock.tempo[0]?.beatsPerMinute ?? 120;
  for (const change of clock.tempo) if (change.beat <= beat) tempo = change.beatsPerMinute;
  return tempo;
}

/**
 * `3:2` for the second count of bar 3; `3:2.5` within it.
 * @param {Clock} clock
 * @param {number} beat
 */
export function positionText(clock, beat, digits = 0) {
  const bar = barAtBeat(clock, beat);
  const [, lower] = meterAtBar(clock, bar);
  const count = ((beat - clock.barStarts[bar]) * lower) / 4 + 1;
  const shown = digits === 0 ? Math.floor(count + 1e-6) : Number(count.toFixed(digits));
  return `${bar + 1}:${shown}`;
}

/**
 * `1:05`.
 * @param {number} seconds
 */
export function clockText(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
