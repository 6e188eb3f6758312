// @ts-check
// Runs beside the audio: measures the master bus, and keeps what goes out when a recording is asked for.
import { LoudnessMeter } from './loudness.js';

/** Levels are told twenty times a second. */
const reportsPerSecond = 20;

// @ts-ignore: known in the audio scope alone
registerProcessor('etude-meter', class extends AudioWorkletProcessor {
  constructor() {
    super();
    // @ts-ignore
    this.rate = sampleRate;
    this.meter = new LoudnessMeter(this.rate);
    this.silence = new Float32Array(128);
    /** @type {{channels: Float32Array[], filled: number, frame: number}[]} */
    this.recordings = [];
    this.since = 0;
    this.peaks = [0, 0];
    this.sums = [0, 0];
    // @ts-ignore
    this.port.onmessage = ({ data }) => {
      if (data.reset) this.meter.reset();
      if (data.record) {
        this.recordings.push({
          channels: [new Float32Array(data.record), new Float32Array(data.record)], filled: 0, frame: -1,
        });
      }
    };
  }

  /** @param {Float32Array[][]} inputs */
  process(inputs) {
    const master = this.#stereo(inputs[0]);
    this.meter.push(master);
    master.forEach((samples, channel) => {
      let peak = this.peaks[channel];
      let sum = 0;
      for (let i = 0; i < samples.length; i += 1) {
        const value = Math.abs(samples[i]);
        if (value > peak) peak = value;
        sum += value * value;
      }
      this.peaks[channel] = peak;
      this.sums[channel] += sum;
    });
    this.since += master[0].length;
    if (this.since >= this.rate / reportsPerSecond) this.#report();
    if (this.recordings.length) this.#record(this.#stereo(inputs[1]));
    return true;
  }

  /** @param {Float32Array[]} input */
  #stereo(input) {
    const left = input[0] ?? this.silence;
    return [left, input[1] ?? left];
  }

  #report() {
    const { momentary, shortTerm, integrated, truePeak } = this.meter;
    const means = this.sums.map((sum) => Math.sqrt(sum / this.since));
    // @ts-ignore
    this.port.postMessage({
      levels: { momentary, shortTerm, integrated, truePeak, peaks: this.peaks, means },
    });
    this.since = 0;
    this.peaks = [0, 0];
    this.sums = [0, 0];
  }

  /** @param {Float32Array[]} output */
  #record(output) {
    const recording = this.recordings[0];
    // @ts-ignore
    if (recording.frame < 0) recording.frame = currentFrame;
    const length = recording.channels[0].length;
    const count = Math.min(output[0].length, length - recording.filled);
    recording.channels.forEach((channel, index) =>
      channel.set(output[index].subarray(0, count), recording.filled));
    recording.filled += count;
    if (recording.filled < length) return;
    this.recordings.shift();
    const { channels, frame } = recording;
    // @ts-ignore
    this.port.postMessage({ recording: { channels, frame } }, channels.map((channel) => channel.buffer));
  }
});
