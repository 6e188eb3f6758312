// @ts-check
// One stretch of playing: from a frame of the song, from a moment on, in one state of the sounds.
import { frameAfter, piecesBetween, soundingTimes } from './schedule.js';
import { playVoice } from './voices.js';

/** @typedef {import('./voices.js').Note} Note */
/**
 * @typedef {object} VoicePart
 * @property {string} id @property {string} role @property {boolean} isDrums
 * @property {{first: number, frames: number, pitch: number, velocity: number}[]} notes in frames, by onset
 */
/**
 * @typedef {object} RunPlan
 * @property {import('./console.js').Console} console
 * @property {import('./stem-set.js').StemSet|null} stems
 * @property {Set<string>} stemParts those of the stems that are played
 * @property {VoicePart[]} voices parts that simple voices play
 * @property {{frame: number, accent: boolean}[]} clicks
 * @property {number} origin the context's frame at which it begins
 * @property {number} start the song's frame that sounds there
 * @property {number} total frames of the song
 * @property {import('./schedule.js').Loop|null} loop
 * @property {boolean} fadesIn whether it begins in the middle of a sound
 * @property {(part: string, error: any) => void} failed
 * @property {import('./stem-set.js').Starter|null} starter what is there before any block is
 */

/** Seconds that are handed to the audio clock ahead. */
export const horizon = 1.6;
/** Seconds behind the horizon that are fetched, so that a busy machine is no silence. */
const ahead = 3;
/** Frames over which one run gives way to the next. */
const fadeFrames = 240;

export class Run {
  /** @type {Map<string, GainNode>} */
  #gains = new Map();
  /** @type {Set<AudioScheduledSourceNode>} */
  #sources = new Set();
  #until = 0;
  #clicksUntil = 0;
  /** @type {number} the context's frame at which it ends */
  end = Infinity;
  late = 0;

  /** @param {RunPlan} plan */
  constructor(plan) {
    this.plan = plan;
    this.context = plan.console.context;
    this.rate = this.context.sampleRate;
    this.schedule = {
      start: plan.start, loop: plan.loop, total: plan.total,
      blockFrames: plan.stems?.blockFrames ?? this.rate,
    };
    for (const id of [...plan.stemParts, ...plan.voices.map((voice) => voice.id)]) {
      const gain = this.context.createGain();
      this.#ramp(gain, plan.fadesIn ? 0 : 1, 1, plan.origin);
      gain.connect(plan.console.strip(id).input);
      this.#gains.set(id, gain);
    }
    for (const voice of plan.voices) this.#startHeld(voice);
    if (plan.starter) this.#placeStarter(plan.starter);
  }

  /**
   * Plays the first moment from what was fetched for it; blocks go on from there.
   * @param {import('./stem-set.js').Starter} starter
   */
  #placeStarter({ frame, frames, buffers }) {
    const { start, loop, origin, stemParts } = this.plan;
    const offset = start - frame;
    const end = loop && start < loop.end ? loop.end : Infinity;
    const count = Math.min(frames - offset, end - start);
    if (offset < 0 || count < this.rate * 0.1) return;
    for (const part of stemParts) {
      const buffer = buffers.get(part);
      const source = this.context.createBufferSource();
      const gain = this.#gains.get(part);
      source.buffer = buffer ? section(buffer, offset, Math.min(count, buffer.length - offset)) : null;
      if (!source.buffer || !gain) continue;
      source.connect(gain);
      source.start(origin / this.rate);
      this.#keep(source);
    }
    this.#until = count;
    this.#placeVoices(0, count);
  }

  /**
   * The frame of the song that sounds at a frame of the context.
   * @param {number} contextFrame
   */
  frameAt(contextFrame) {
    return frameAfter(this.plan.start, Math.max(0, contextFrame - this.plan.origin), this.plan.loop);
  }

  /** Hands everything to the audio clock that sounds before `contextFrame` plus the horizon. */
  advance(/** @type {number} */ contextFrame, /** @type {boolean} */ clicking) {
    const until = Math.min(contextFrame + horizon * this.rate, this.end) - this.plan.origin;
    if (until > this.#until) {
      const pieces = piecesBetween(this.schedule, this.#until, until);
      for (const piece of pieces) for (const part of this.plan.stemParts) this.#place(part, piece);
      const reached = pieces.length ? pieces[pieces.length - 1].elapsed + pieces[pieces.length - 1].frames : until;
      this.#placeVoices(this.#until, reached);
      this.#until = Math.max(reached, this.#until);
      // What comes behind the horizon is fetched already, round a loop too.
      for (const { block } of piecesBetween(this.schedule, this.#until, this.#until + ahead * this.rate)) {
        for (const part of this.plan.stemParts) this.plan.stems?.block(part, block).catch(() => {});
      }
    }
    if (clicking) this.#placeClicks(Math.max(this.#clicksUntil, contextFrame - this.plan.origin), until);
  }

  /** @param {string} part @param {import('./schedule.js').Piece} piece */
  async #place(part, piece) {
    let block;
    try {
      block = await this.plan.stems?.block(part, piece.block);
    } catch (error) {
      if (this.end === Infinity) this.plan.failed(part, error);
      return;
    }
    const gain = this.#gains.get(part);
    if (!block || !gain || piece.offset >= block.length) return;
    const begins = this.plan.origin + piece.elapsed;
    // What came too late is cut at its beginning, so that the rest stands where it belongs.
    const soonest = Math.ceil(this.context.currentTime * this.rate) + 128;
    const cut = Math.max(0, soonest - begins);
    if (cut >= piece.frames || begins >= this.end) return;
    if (cut > 0 && piece.elapsed > 0) this.late += 1;
    const source = this.context.createBufferSource();
    source.buffer = section(block, piece.offset + cut, Math.min(piece.frames, block.length - piece.offset) - cut);
    if (!source.buffer) return;
    source.connect(gain);
    source.start((begins + cut) / this.rate);
    this.#keep(source);
  }

  /** @param {VoicePart} voice notes that began before the start and still sound */
  #startHeld(voice) {
    const { start, origin } = this.plan;
    if (voice.isDrums) return;
    for (const note of voice.notes) {
      if (note.first >= start) break;
      if (note.first + note.frames > start + 2400) {
        this.#sound(voice, note, origin, note.first + note.frames - start);
      }
    }
  }

  /** @param {number} from @param {number} until frames since the start */
  #placeVoices(from, until) {
    if (!this.plan.voices.length) return;
    const whole = { ...this.schedule, blockFrames: 2 ** 48 };
    for (const piece of piecesBetween(whole, from, until)) {
      const last = piece.offset + Math.min(piece.frames, until - piece.elapsed);
      for (const voice of this.plan.voices) {
        for (let i = firstFrom(voice.notes, piece.offset); i < voice.notes.length; i += 1) {
          const note = voice.notes[i];
          if (note.first >= last) break;
          const left = piece.frames - (note.first - piece.offset);
          this.#sound(voice, note, this.plan.origin + piece.elapsed + note.first - piece.offset,
            Math.min(note.frames, Math.max(left, 0)));
        }
      }
    }
  }

  /** @param {VoicePart} voice @param {any} note @param {number} at @param {number} frames */
  #sound(voice, note, at, frames) {
    const gain = this.#gains.get(voice.id);
    if (!gain) return;
    const when = Math.max(at / this.rate, this.context.currentTime);
    for (const source of playVoice(
      this.context, gain, voice, note.pitch, note.velocity, when, frames / this.rate)) this.#keep(source);
  }

  /** @param {number} from @param {number} until */
  #placeClicks(from, until) {
    for (const click of this.plan.clicks) {
      for (const time of soundingTimes(this.schedule, click.frame, from, until)) {
        const source = new OscillatorNode(this.context, { frequency: click.accent ? 1568 : 1047 });
        const gain = this.context.createGain();
        const when = (this.plan.origin + time) / this.rate;
        gain.gain.setValueAtTime(click.accent ? 0.35 : 0.22, when);
        gain.gain.setTargetAtTime(0, when + 0.004, 0.012);
        source.connect(gain).connect(this.plan.console.clicks);
        source.start(when);
        source.stop(when + 0.08);
        this.#keep(source);
      }
    }
    this.#clicksUntil = Math.max(until, this.#clicksUntil);
  }

  /** @param {AudioScheduledSourceNode} source */
  #keep(source) {
    this.#sources.add(source);
    source.onended = () => {
      source.disconnect();
      this.#sources.delete(source);
    };
  }

  /** @param {GainNode} gain @param {number} from @param {number} to @param {number} frame */
  #ramp(gain, from, to, frame) {
    gain.gain.setValueAtTime(from, frame / this.rate);
    if (from !== to) gain.gain.linearRampToValueAtTime(to, (frame + fadeFrames) / this.rate);
  }

  /**
   * Ends with a short fade that begins at a frame of the context.
   * @param {number} frame
   */
  stop(frame) {
    if (frame >= this.end) return;
    this.end = frame;
    for (const gain of this.#gains.values()) this.#ramp(gain, 1, 0, frame);
    const when = (frame + fadeFrames) / this.rate;
    for (const source of this.#sources) source.stop(when);
    setTimeout(() => {
      for (const gain of this.#gains.values()) gain.disconnect();
    }, Math.max(0, when - this.context.currentTime) * 1000 + 200);
  }
}

/** @param {{first: number}[]} notes @param {number} frame index of the first note from a frame on */
function firstFrom(notes, frame) {
  let low = 0;
  let high = notes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (notes[middle].first < frame) low = middle + 1; else high = middle;
  }
  return low;
}

/**
 * A block, or some of its frames as a block of their own.
 * @param {AudioBuffer} block @param {number} first @param {number} frames
 */
function section(block, first, frames) {
  if (frames <= 0) return null;
  if (first === 0 && frames === block.length) return block;
  const part = new AudioBuffer({
    length: frames, numberOfChannels: block.numberOfChannels, sampleRate: block.sampleRate,
  });
  for (let channel = 0; channel < block.numberOfChannels; channel += 1) {
    part.copyToChannel(block.getChannelData(channel).subarray(first, first + frames), channel);
  }
  return part;
}
