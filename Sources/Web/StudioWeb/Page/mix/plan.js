// @ts-check
// The mix plan as a person changes it, and what of the changes can be heard before it is rendered.
//
// Stems are what the strips gave when they were rendered, so what is played on top of them is the difference.

/** @typedef {{id: string, channel: string, kind: string, applied?: boolean, reason?: string, [number: string]: any}} Move */
/** @typedef {{channels: any[], moves: Move[], [key: string]: any}} Plan */

/**
 * Bands of a strip's own equalizer, as moves.
 * @type {Record<'low'|'mid'|'high', {kind: string, [number: string]: any}>}
 */
const handBands = {
  low: { kind: 'lowShelf', frequency: 250 },
  mid: { kind: 'bell', frequency: 1000, quality: 0.7 },
  high: { kind: 'highShelf', frequency: 4000 },
};

const isApplied = (/** @type {Move} */ move) => move.applied !== false;

/** @param {Plan} plan @param {string} id */
export const channelOf = (plan, id) => plan.channels.find((channel) => channel.id === id) ?? null;

/**
 * The moves of a strip that were planned, without what its equalizer was turned to.
 * @param {Plan} plan @param {string} id @returns {Move[]}
 */
export const movesOf = (plan, id) =>
  (plan.moves ?? []).filter((move) => move.channel === id && !move.id.includes('-hand-'));

/**
 * The fader: where the strip starts, with all gains that are applied.
 * @param {Plan} plan @param {string} id
 */
export function faderOf(plan, id) {
  const channel = channelOf(plan, id);
  if (!channel) return 0;
  return applied(plan, id, 'gain').reduce((sum, move) => sum + move.gain, channel.gain ?? 0);
}

/** @param {Plan} plan @param {string} id */
export function panOf(plan, id) {
  return applied(plan, id, 'pan').at(-1)?.position ?? channelOf(plan, id)?.pan ?? 0;
}

/** @param {Plan} plan @param {string} id @param {'low'|'mid'|'high'} band dB */
export function equalizerOf(plan, id, band) {
  const move = (plan.moves ?? []).find((one) => one.id === `${id}-hand-${band}`);
  return move && isApplied(move) ? move.gain : 0;
}

/** @param {Plan} plan @param {string} id @param {string} kind */
const applied = (plan, id, kind) =>
  (plan.moves ?? []).filter((move) => move.channel === id && move.kind === kind && isApplied(move));

/** @param {Plan} plan @param {string} id @param {Record<string, any>} change @returns {Plan} */
function withChannel(plan, id, change) {
  return { ...plan, channels: plan.channels.map((channel) => channel.id === id ? { ...channel, ...change } : channel) };
}

/** @param {Plan} plan @param {string} id @param {number} decibels @returns {Plan} */
export function withFader(plan, id, decibels) {
  const channel = channelOf(plan, id);
  if (!channel) return plan;
  const gain = (channel.gain ?? 0) + decibels - faderOf(plan, id);
  return withChannel(plan, id, { gain: Math.round(gain * 100) / 100 });
}

/** @param {Plan} plan @param {string} id @param {number} position -1 to 1 @returns {Plan} */
export function withPan(plan, id, position) {
  const rounded = Math.round(position * 100) / 100;
  const move = applied(plan, id, 'pan').at(-1);
  if (!move) return withChannel(plan, id, { pan: rounded });
  return { ...plan, moves: plan.moves.map((one) => one === move ? { ...one, position: rounded } : one) };
}

/** @param {Plan} plan @param {string} id @param {boolean} muted @returns {Plan} */
export const withMute = (plan, id, muted) => withChannel(plan, id, { muted });

/** @param {Plan} plan @param {string} moveID @param {boolean} on @returns {Plan} */
export const withMove = (plan, moveID, on) => ({
  ...plan, moves: plan.moves.map((move) => move.id === moveID ? { ...move, applied: on } : move),
});

/** @param {Plan} plan @param {string} id @param {'low'|'mid'|'high'} band @param {number} decibels @param {string} reason @returns {Plan} */
export function withEqualizer(plan, id, band, decibels, reason) {
  const moveID = `${id}-hand-${band}`;
  const others = (plan.moves ?? []).filter((move) => move.id !== moveID);
  if (decibels === 0) return { ...plan, moves: others };
  return {
    ...plan,
    moves: [...others, { id: moveID, channel: id, ...handBands[band], gain: decibels, applied: true, reason }],
  };
}

/** @type {Record<string, BiquadFilterType>} */
const filterTypes = {
  bell: 'peaking', lowShelf: 'lowshelf', highShelf: 'highshelf', highPass: 'highpass', lowPass: 'lowpass',
};

/**
 * What lies between the rendered sound and the plan: what can be played on top of the stems, and the moves that only a
 * new rendering makes heard.
 * @param {Plan} plan @param {Plan} rendered @param {string} id
 * @returns {{gain: number, pan: number, filters: any[], unheard: string[]}}
 */
export function difference(plan, rendered, id) {
  const [now, then] = [byID(plan, id), byID(rendered, id)];
  /** @type {any[]} */
  const filters = [];
  /** @type {string[]} */
  const unheard = [];
  for (const key of new Set([...now.keys(), ...then.keys()])) {
    const [to, from] = [now.get(key), then.get(key)];
    const move = to ?? from;
    if (!move || move.kind === 'gain' || move.kind === 'pan' || same(to, from)) continue;
    const type = filterTypes[move.kind];
    const passes = move.kind === 'highPass' || move.kind === 'lowPass';
    if (!type || (passes && from)) {
      unheard.push(key);
      continue;
    }
    // A bell that is taken away is the same bell turned round.
    if (from) filters.push(filterOf(`${key}-off`, type, from, -1));
    if (to) filters.push(filterOf(key, type, to, 1));
  }
  return {
    gain: faderOf(plan, id) - faderOf(rendered, id),
    pan: Math.max(-1, Math.min(1, panOf(plan, id) - panOf(rendered, id))),
    filters, unheard,
  };
}

/** @param {Plan} plan @param {string} id @returns {Map<string, Move>} */
const byID = (plan, id) => new Map((plan.moves ?? [])
  .filter((move) => move.channel === id && isApplied(move)).map((move) => [move.id, move]));

/** @param {Move|undefined} a @param {Move|undefined} b */
const same = (a, b) => Boolean(a && b) && JSON.stringify({ ...a, reason: '', applied: true })
  === JSON.stringify({ ...b, reason: '', applied: true });

/** @param {string} id @param {BiquadFilterType} type @param {Move} move @param {number} sign */
const filterOf = (id, type, move, sign) => ({
  id, type, frequency: move.frequency, gain: sign * (move.gain ?? 0),
  quality: move.quality ?? 0.707,
});

/**
 * How many settings differ.
 * @param {Plan} plan @param {Plan} rendered
 */
export function countChanges(plan, rendered) {
  let count = 0;
  for (const channel of plan.channels) {
    const { gain, pan, filters, unheard } = difference(plan, rendered, channel.id);
    if (Math.abs(gain) > 0.005) count += 1;
    if (Math.abs(pan) > 0.005) count += 1;
    if (Boolean(channel.muted) !== Boolean(channelOf(rendered, channel.id)?.muted)) count += 1;
    count += new Set(filters.map((filter) => filter.id.replace(/-off$/, ''))).size + unheard.length;
  }
  return count;
}
