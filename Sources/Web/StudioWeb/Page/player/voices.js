// @ts-check
// Simple voices for what has no rendered sound yet: everything that is written can be heard at once.

/** @typedef {[onset: number, duration: number, pitch: number, velocity: number, articulation: number]} Note */

/** @type {Record<string, {wave: OscillatorType, cutoff: number, attack: number, release: number, level: number, decay: number}>} */
const timbres = {
  bass: { wave: 'triangle', cutoff: 900, attack: 0.005, release: 0.06, level: 0.34, decay: 1.2 },
  chords: { wave: 'triangle', cutoff: 2600, attack: 0.006, release: 0.12, level: 0.13, decay: 1.1 },
  pad: { wave: 'sawtooth', cutoff: 1100, attack: 0.12, release: 0.3, level: 0.06, decay: 8 },
  arpeggio: { wave: 'triangle', cutoff: 3200, attack: 0.004, release: 0.08, level: 0.14, decay: 0.5 },
  lead: { wave: 'square', cutoff: 2400, attack: 0.008, release: 0.08, level: 0.1, decay: 2 },
  counter: { wave: 'triangle', cutoff: 3000, attack: 0.01, release: 0.1, level: 0.13, decay: 1.5 },
};
const usual = { wave: /** @type {OscillatorType} */ ('triangle'), cutoff: 2400, attack: 0.008, release: 0.1, level: 0.12, decay: 1.2 };

/** @type {WeakMap<BaseAudioContext, AudioBuffer>} */
const noises = new WeakMap();

/**
 * A second of noise that is the same every time.
 * @param {BaseAudioContext} context
 */
function noise(context) {
  let buffer = noises.get(context);
  if (!buffer) {
    buffer = context.createBuffer(1, context.sampleRate, context.sampleRate);
    const samples = buffer.getChannelData(0);
    let state = 1;
    for (let i = 0; i < samples.length; i += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      samples[i] = state / 2147483648;
    }
    noises.set(context, buffer);
  }
  return buffer;
}

/**
 * Plays one note of a part; answers the nodes that sound, so that they can be stopped.
 * @param {BaseAudioContext} context @param {AudioNode} output @param {{role: string, isDrums: boolean}} part
 * @param {number} pitch @param {number} velocity @param {number} when seconds @param {number} seconds
 * @returns {AudioScheduledSourceNode[]}
 */
export function playVoice(context, output, part, pitch, velocity, when, seconds) {
  const strength = (Math.max(1, velocity) / 127) ** 1.6;
  if (part.isDrums) return playDrum(context, output, pitch, strength, when);
  const timbre = timbres[part.role] ?? usual;
  const level = timbre.level * strength;
  const gain = context.createGain();
  const filter = new BiquadFilterNode(context, {
    type: 'lowpass', frequency: timbre.cutoff * (0.6 + 0.8 * strength), Q: 0.4,
  });
  const source = new OscillatorNode(context, { type: timbre.wave, frequency: 440 * 2 ** ((pitch - 69) / 12) });
  const end = when + Math.max(seconds, 0.04);
  gain.gain.setValueAtTime(0, when);
  gain.gain.linearRampToValueAtTime(level, when + timbre.attack);
  gain.gain.setTargetAtTime(level * 0.35, when + timbre.attack, timbre.decay);
  gain.gain.setTargetAtTime(0, end, timbre.release / 3);
  source.connect(filter).connect(gain).connect(output);
  source.start(when);
  source.stop(end + timbre.release * 2);
  return [source];
}

/**
 * @param {BaseAudioContext} context @param {AudioNode} output @param {number} pitch
 * @param {number} strength @param {number} when
 */
function playDrum(context, output, pitch, strength, when) {
  const isKick = pitch === 35 || pitch === 36;
  const isTom = [41, 43, 45, 47, 48, 50].includes(pitch);
  const isSnare = [37, 38, 39, 40].includes(pitch);
  const rings = [46, 49, 51, 52, 53, 55, 57, 59].includes(pitch);
  /** @type {AudioScheduledSourceNode[]} */
  const sources = [];
  if (isKick || isTom || isSnare) {
    const base = isKick ? 52 : isSnare ? 180 : 70 + (pitch - 41) * 11;
    const length = isKick ? 0.3 : isSnare ? 0.12 : 0.25;
    const source = new OscillatorNode(context, { type: 'sine', frequency: base });
    source.frequency.setValueAtTime(base * (isKick ? 3 : 1.5), when);
    source.frequency.exponentialRampToValueAtTime(base, when + 0.05);
    sources.push(shaped(context, source, output, when, length, strength * (isKick ? 0.5 : 0.22)));
  }
  if (!isKick && !isTom) {
    const length = isSnare ? 0.18 : rings ? 0.5 : 0.06;
    const source = new AudioBufferSourceNode(context, { buffer: noise(context), loop: true });
    const filter = new BiquadFilterNode(context, {
      type: isSnare ? 'bandpass' : 'highpass', frequency: isSnare ? 1900 : 7000, Q: 0.5,
    });
    filter.connect(output);
    sources.push(shaped(context, source, filter, when, length, strength * (isSnare ? 0.3 : 0.11)));
  }
  return sources;
}

/**
 * @param {BaseAudioContext} context @param {AudioScheduledSourceNode} source @param {AudioNode} output
 * @param {number} when @param {number} length @param {number} level
 */
function shaped(context, source, output, when, length, level) {
  const gain = context.createGain();
  gain.gain.setValueAtTime(level, when);
  gain.gain.setTargetAtTime(0, when, length / 4);
  source.connect(gain).connect(output);
  source.start(when);
  source.stop(when + length * 1.6);
  return source;
}
