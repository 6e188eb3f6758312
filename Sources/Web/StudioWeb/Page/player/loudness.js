// @ts-check
// Loudness after ITU-R BS.1770-5 and EBU Tech 3341: momentary, short-term, integrated, and true peak.

/** The absolute gate and the relative one, in LUFS and LU (BS.1770-5, annex 1). */
const absoluteGate = -70;
const relativeGate = -10;

/** Four phases of twelve taps that stand between two samples (BS.1770-5, annex 2, table 1). */
const phases = [
  [0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625,
    0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125],
  [-0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625,
    0.77978515625, -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375],
];
const taps = new Float64Array([
  ...phases[0], ...phases[1], ...[...phases[1]].reverse(), ...[...phases[0]].reverse()]);

/** @param {number} meanSquare of K-weighted channels, summed @returns {number} LUFS */
export function loudnessOf(meanSquare) {
  return meanSquare > 0 ? -0.691 + 10 * Math.log10(meanSquare) : -Infinity;
}

/** The two filters of the K weighting at a rate, as [b0, b1, b2, a1, a2]; analogue prototypes of the standard's. */
export function weightingFilters(/** @type {number} */ rate) {
  const shelfK = Math.tan(Math.PI * 1681.974450955533 / rate);
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const quality = 0.7071752369554196;
  const norm = 1 + shelfK / quality + shelfK * shelfK;
  const shelf = [
    (high + band * shelfK / quality + shelfK * shelfK) / norm, 2 * (shelfK * shelfK - high) / norm,
    (high - band * shelfK / quality + shelfK * shelfK) / norm, 2 * (shelfK * shelfK - 1) / norm,
    (1 - shelfK / quality + shelfK * shelfK) / norm];
  const passK = Math.tan(Math.PI * 38.13547087602444 / rate);
  const passQuality = 0.5003270373238773;
  const passNorm = 1 + passK / passQuality + passK * passK;
  const pass = [
    1, -2, 1, 2 * (passK * passK - 1) / passNorm,
    (1 - passK / passQuality + passK * passK) / passNorm];
  return [shelf, pass];
}

/** A meter that is fed with blocks of samples of any length. */
export class LoudnessMeter {
  /** @param {number} rate frames a second @param {number} [channels] all of weight 1 */
  constructor(rate, channels = 2) {
    this.channels = channels;
    const [shelf, pass] = weightingFilters(rate);
    this.shelf = shelf;
    this.pass = pass;
    this.states = Array.from({ length: channels }, () => new Float64Array(4));
    this.history = Array.from({ length: channels }, () => new Float64Array(24));
    this.historyAt = new Int32Array(channels);
    /** Frames of a tenth of a second: blocks of 400 ms overlap by three quarters. */
    this.stepFrames = Math.round(rate / 10);
    this.sum = 0;
    this.filled = 0;
    /** @type {number[]} sums of the last tenths of seconds, at most thirty */
    this.steps = [];
    /** @type {number[]} mean squares of blocks above the absolute gate */
    this.blocks = [];
    this.peak = 0;
    this.momentary = -Infinity;
    this.shortTerm = -Infinity;
  }

  /** Forgets everything. */
  reset() {
    for (const state of this.states) state.fill(0);
    for (const past of this.history) past.fill(0);
    this.historyAt.fill(0);
    this.sum = 0;
    this.filled = 0;
    this.steps = [];
    this.blocks = [];
    this.peak = 0;
    this.momentary = -Infinity;
    this.shortTerm = -Infinity;
  }

  /** @param {Float32Array[]} input one array a channel; one channel alone counts as both */
  push(input) {
    const frames = input[0]?.length ?? 0;
    let done = 0;
    while (done < frames) {
      const count = Math.min(frames - done, this.stepFrames - this.filled);
      for (let channel = 0; channel < this.channels; channel += 1) {
        const samples = input[channel] ?? input[0];
        this.sum += this.#weigh(samples, done, count, this.states[channel]);
        this.#findPeak(samples, done, count, channel);
      }
      this.filled += count;
      done += count;
      if (this.filled === this.stepFrames) this.#endStep();
    }
  }

  #endStep() {
    this.steps.push(this.sum);
    if (this.steps.length > 30) this.steps.shift();
    this.sum = 0;
    this.filled = 0;
    const mean = (/** @type {number} */ count) => this.steps.slice(-count)
      .reduce((sum, step) => sum + step, 0) / (count * this.stepFrames);
    const block = mean(4);
    this.momentary = loudnessOf(block);
    this.shortTerm = loudnessOf(mean(30));
    if (this.steps.length >= 4 && this.momentary > absoluteGate) this.blocks.push(block);
  }

  /** Integrated loudness in LUFS of all that was pushed, gated; -Infinity where nothing is above the gate. */
  get integrated() {
    if (!this.blocks.length) return -Infinity;
    const mean = (/** @type {number[]} */ list) => list.reduce((a, b) => a + b, 0) / list.length;
    const gate = 10 ** ((loudnessOf(mean(this.blocks)) + relativeGate + 0.691) / 10);
    return loudnessOf(mean(this.blocks.filter((block) => block > gate)));
  }

  /** The highest true peak in dBTP since the last reset. */
  get truePeak() { return 20 * Math.log10(this.peak); }

  /** @param {Float32Array} samples @param {number} from @param {number} count @param {Float64Array} z */
  #weigh(samples, from, count, z) {
    const [b0, b1, b2, a1, a2] = this.shelf;
    const [c0, c1, c2, d1, d2] = this.pass;
    let [s1, s2, p1, p2] = z;
    let sum = 0;
    for (let i = from; i < from + count; i += 1) {
      // Direct form II transposed, twice.
      const x = samples[i];
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const w = c0 * y + p1;
      p1 = c1 * y - d1 * w + p2;
      p2 = c2 * y - d2 * w;
      sum += w * w;
    }
    z[0] = s1; z[1] = s2; z[2] = p1; z[3] = p2;
    return sum;
  }

  /** @param {Float32Array} samples @param {number} from @param {number} count @param {number} channel */
  #findPeak(samples, from, count, channel) {
    const past = this.history[channel];
    let at = this.historyAt[channel];
    let peak = this.peak;
    for (let i = from; i < from + count; i += 1) {
      // Every sample is kept twice, so that the last twelve always lie in a row.
      at = at === 0 ? 11 : at - 1;
      past[at] = samples[i];
      past[at + 12] = samples[i];
      for (let phase = 0; phase < 48; phase += 12) {
        let value = 0;
        for (let tap = 0; tap < 12; tap += 1) value += taps[phase + tap] * past[at + tap];
        if (value < 0) value = -value;
        if (value > peak) peak = value;
      }
    }
    this.historyAt[channel] = at;
    this.peak = peak;
  }
}
