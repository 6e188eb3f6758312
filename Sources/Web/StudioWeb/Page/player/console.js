// @ts-check
// The mixing console in the browser: strips into a master bus with its meter, clicks beside it, one way out.
import { Strip, amplitude, glide } from './strip.js';

/** @typedef {import('./strip.js').StripSettings} StripSettings */
/**
 * @typedef {object} MasterLevels
 * @property {number} momentary LUFS @property {number} shortTerm LUFS @property {number} integrated LUFS
 * @property {number} truePeak dBTP, the highest @property {number[]} peaks of both channels since the last report
 * @property {number[]} means root mean squares of both channels since the last report
 */

export class Console {
  /** @type {Map<string, Strip>} */
  strips = new Map();
  /** @type {MasterLevels|null} */
  levels = null;
  /** @type {Map<string, StripSettings>} */
  #settings = new Map();
  /** @type {AudioWorkletNode|null} */
  #meter = null;
  /** @type {((recording: any) => void)[]} */
  #recordings = [];

  /** @param {number} rate */
  constructor(rate) {
    this.context = new AudioContext({ sampleRate: rate, latencyHint: 'interactive' });
    this.master = this.context.createGain();
    this.clicks = this.context.createGain();
    this.output = this.context.createGain();
    this.analyser = this.context.createAnalyser();
    this.analyser.fftSize = 4096;
    this.analyser.smoothingTimeConstant = 0.75;
    this.master.connect(this.analyser);
    this.trim = this.context.createGain();
    this.master.connect(this.trim);
    this.trim.connect(this.output);
    this.clicks.connect(this.output);
    this.output.connect(this.context.destination);
    /** Fulfilled once levels are measured; playing does not wait for it. */
    this.metering = this.#addMeter().catch(() => {});
  }

  async #addMeter() {
    await this.context.audioWorklet.addModule(new URL('./meter-worklet.js', import.meta.url));
    const meter = new AudioWorkletNode(this.context, 'etude-meter', {
      numberOfInputs: 2, numberOfOutputs: 1, outputChannelCount: [1],
      channelCount: 2, channelCountMode: 'explicit',
    });
    meter.port.onmessage = ({ data }) => {
      if (data.levels) this.levels = data.levels;
      else this.#recordings.shift()?.(data.recording);
    };
    this.master.connect(meter, 0, 0);
    this.output.connect(meter, 0, 1);
    // Its output is silence; it is connected so that it runs.
    meter.connect(this.context.destination);
    this.#meter = meter;
  }

  /** Lets the clock run. */
  wake() {
    clearTimeout(this.#resting);
    return this.context.resume();
  }

  /** Stops the clock when nothing has been played for a while, to spare batteries. */
  rest() {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.context.suspend().catch(() => {}), 30_000);
  }
  #resting = 0;

  /** Begins the integrated loudness and the highest peak anew. */
  resetLevels() {
    this.levels = null;
    this.#meter?.port.postMessage({ reset: true });
  }

  /**
   * Records what goes out. Resolves with the channels and the context's frame at which they begin.
   * @param {number} frames @returns {Promise<{channels: Float32Array[], frame: number, rate: number}>}
   */
  async record(frames) {
    await this.metering;
    const meter = this.#meter;
    if (!meter) throw new Error('no meter');
    return new Promise((resolve) => {
      this.#recordings.push((recording) => resolve({ ...recording, rate: this.context.sampleRate }));
      meter.port.postMessage({ record: frames });
    });
  }

  /** @param {string} id @returns {Strip} */
  strip(id) {
    let strip = this.strips.get(id);
    if (!strip) {
      strip = new Strip(this.context, this.master);
      this.strips.set(id, strip);
      this.#apply(id);
    }
    return strip;
  }

  /** @param {Map<string, StripSettings>} settings by part @param {number|null} [when] the clock's seconds, else now */
  setAll(settings, when) {
    this.#settings = settings;
    for (const id of this.strips.keys()) this.#apply(id, when);
  }

  /** @param {string} id @param {number|null} [when] */
  #apply(id, when) {
    const settings = this.#settings.get(id) ?? {};
    const soloed = [...this.#settings.values()].some((one) => one.solo);
    const isFile = id.startsWith('~');
    this.strips.get(id)?.apply(settings, isFile || (!settings.mute && (!soloed || Boolean(settings.solo))), when ?? this.context.currentTime);
  }

  /** @param {number} decibels @param {number} [when] the clock's seconds, else now */
  setTrim(decibels, when) {
    this.trim.gain.setTargetAtTime(amplitude(decibels), when ?? this.context.currentTime, 0.002);
  }

  /** @param {number} decibels */
  setVolume(decibels) {
    this.output.gain.setTargetAtTime(amplitude(decibels), this.context.currentTime, glide);
  }

  close() {
    for (const strip of this.strips.values()) strip.disconnect();
    this.context.close().catch(() => {});
  }
}
