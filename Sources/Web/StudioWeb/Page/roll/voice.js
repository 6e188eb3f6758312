// @ts-check
import { playVoice } from '../player/voices.js';

/**
 * Sounds notes and chords while one points at them, apart from the player.
 */
export class Voice {
  constructor() {
    /** @type {AudioContext | null} */
    this.context = null;
    /** @type {GainNode | null} */
    this.output = null;
  }

  /**
   * Sounds pitches together, a little apart as from hands.
   * @param {{role: string, isDrums: boolean}} part
   * @param {number[]} pitches MIDI numbers
   * @param {{seconds?: number, velocity?: number}} [how]
   */
  play(part, pitches, how = {}) {
    const { seconds = 0.4, velocity = 90 } = how;
    this.context ??= new AudioContext({ latencyHint: 'interactive' });
    const context = this.context;
    if (context.state === 'suspended') context.resume().catch(() => {});
    this.stop();
    const output = context.createGain();
    output.connect(context.destination);
    this.output = output;
    const now = context.currentTime + 0.005;
    pitches.slice(0, 12).forEach((pitch, index) =>
      playVoice(context, output, part, pitch, velocity, now + index * 0.01, seconds));
  }

  /** Fades what sounds. */
  stop() {
    if (!this.context || !this.output) return;
    this.output.gain.setTargetAtTime(0, this.context.currentTime, 0.02);
    this.output = null;
  }

  close() {
    this.stop();
    this.context?.close().catch(() => {});
    this.context = null;
  }
}
