// @ts-check
// One channel of the console: equalizer, place, fader, mute, meter.

/** Seconds in which a control reaches its value, short enough to be at once and long enough not to click. */
export const glide = 0.012;

/** @param {number} decibels @returns {number} */
export const amplitude = (decibels) => decibels <= -90 ? 0 : 10 ** (decibels / 20);

/**
 * @typedef {object} StripSettings
 * @property {number} [gain] dB @property {number} [pan] -1 to 1 @property {boolean} [mute] @property {boolean} [solo]
 * @property {{low?: number, mid?: number, high?: number}} [eq] dB below 250 Hz, around 1 kHz, above 4 kHz
 * @property {StripFilter[]} [filters] moves of the mix plan that are tried
 */
/** @typedef {{id: string, type: BiquadFilterType, frequency: number, gain?: number, quality?: number}} StripFilter */

/** @type {Record<'low'|'mid'|'high', {type: BiquadFilterType, frequency: number}>} */
export const bands = {
  low: { type: 'lowshelf', frequency: 250 },
  mid: { type: 'peaking', frequency: 1000 },
  high: { type: 'highshelf', frequency: 4000 },
};

export class Strip {
  /** @type {Map<string, BiquadFilterNode>} in the order of the signal */
  #filters = new Map();

  /** @param {BaseAudioContext} context @param {AudioNode} output */
  constructor(context, output) {
    this.context = context;
    this.input = context.createGain();
    this.panner = context.createStereoPanner();
    this.fader = context.createGain();
    this.audible = context.createGain();
    this.analyser = context.createAnalyser();
    this.analyser.fftSize = 4096;
    this.analyser.smoothingTimeConstant = 0.75;
    this.input.connect(this.fader);
    this.fader.connect(this.audible);
    this.audible.connect(this.analyser);
    this.audible.connect(output);
    this.panned = false;
  }

  /**
   * @param {StripSettings} settings @param {boolean} heard whether mutes and solos leave it audible
   * @param {number} now the clock's seconds from which they count
   */
  apply(settings, heard, now) {
    this.fader.gain.setTargetAtTime(amplitude(settings.gain ?? 0), now, glide);
    this.audible.gain.setTargetAtTime(heard ? 1 : 0, now, glide / 2);
    const pan = Math.max(-1, Math.min(1, settings.pan ?? 0));
    // A panner changes the level of what it leaves in the middle, so it joins only when it is used.
    if (pan !== 0 && !this.panned) {
      this.panned = true;
      this.#connect();
    }
    this.panner.pan.setTargetAtTime(pan, now, glide);
    /** @type {StripFilter[]} */
    const wanted = [...(settings.filters ?? [])];
    for (const [name, band] of Object.entries(bands)) {
      const gain = settings.eq?.[/** @type {'low'} */ (name)] ?? 0;
      if (gain !== 0 || this.#filters.has(name)) wanted.push({ id: name, ...band, gain, quality: 0.7 });
    }
    this.#setFilters(wanted, now);
  }

  /** @param {StripFilter[]} wanted @param {number} now */
  #setFilters(wanted, now) {
    const kept = new Set(wanted.map((filter) => filter.id));
    let changed = false;
    for (const id of [...this.#filters.keys()]) {
      if (kept.has(id)) continue;
      this.#filters.get(id)?.disconnect();
      this.#filters.delete(id);
      changed = true;
    }
    for (const filter of wanted) {
      let node = this.#filters.get(filter.id);
      if (!node) {
        node = new BiquadFilterNode(this.context, {
          type: filter.type, frequency: filter.frequency, gain: 0, Q: filter.quality ?? 0.7,
        });
        this.#filters.set(filter.id, node);
        changed = true;
      }
      node.frequency.setTargetAtTime(filter.frequency, now, glide);
      node.gain.setTargetAtTime(filter.gain ?? 0, now, glide);
      node.Q.setTargetAtTime(filter.quality ?? 0.7, now, glide);
    }
    if (changed) this.#connect();
  }

  #connect() {
    const chain = [this.input, ...this.#filters.values(), ...(this.panned ? [this.panner] : []), this.fader];
    for (const node of chain.slice(0, -1)) node.disconnect();
    chain.slice(1).forEach((node, index) => chain[index].connect(node));
  }

  disconnect() {
    for (const node of [this.input, ...this.#filters.values(), this.panner, this.fader, this.audible]) {
      node.disconnect();
    }
  }
}
