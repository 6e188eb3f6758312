// @ts-check
// The sounds of one state of a song: wave files of which only the blocks near the playhead are fetched.
import { byteRange, decodeFrames, headerBytes, parseWave } from './wave.js';

/** @typedef {import('./wave.js').WaveFormat} WaveFormat */

/** One wave file behind an address that honours `Range`. */
class StemFile {
  /** @param {string} url */
  constructor(url) {
    this.url = url;
    /** @type {WaveFormat|null} */
    this.format = null;
  }

  /**
   * Reads the head, and what samples come with it.
   * @param {AbortSignal} signal @param {number} more bytes behind the head
   * @returns {Promise<ArrayBuffer>} whole frames from the first on
   */
  async open(signal, more) {
    const { bytes, total } = await this.#bytes(0, headerBytes + more - 1, signal);
    const format = parseWave(bytes, total);
    this.format = format;
    const held = Math.min(Math.floor((bytes.byteLength - format.dataOffset) / format.bytesPerFrame), format.frames);
    return bytes.slice(format.dataOffset, format.dataOffset + held * format.bytesPerFrame);
  }

  /** @param {number} first @param {number} count frames @param {AbortSignal} signal */
  async read(first, count, signal) {
    const format = /** @type {WaveFormat} */ (this.format);
    const [from, to] = byteRange(format, first, count);
    return (await this.#bytes(from, to, signal)).bytes;
  }

  /** @param {number} from @param {number} to @param {AbortSignal} signal */
  async #bytes(from, to, signal) {
    const response = await fetch(this.url, {
      headers: { Range: `bytes=${from}-${to}` }, cache: 'no-store', signal,
    });
    if (!response.ok) throw new Error(`${response.status} ${decodeURIComponent(this.url.split('/').pop() ?? '')}`);
    let bytes = await response.arrayBuffer();
    let total = Number(response.headers.get('Content-Range')?.split('/')[1]) || undefined;
    if (response.status === 200) {
      // A server without ranges sends all of it.
      total = bytes.byteLength;
      bytes = bytes.slice(from, to + 1);
    }
    return { bytes, total };
  }
}

/** Seconds of all stems that are fetched first, so that a start waits for little. */
const starterSeconds = 0.5;

/** @typedef {{frame: number, frames: number, buffers: Map<string, AudioBuffer|null>}} Starter the first moment of a start */

/** Blocks of some stems, decoded once and kept while they are near. */
export class StemSet {
  #control = new AbortController();
  /** @type {Map<string, Promise<AudioBuffer|null>>} by part and block; the latest stands last */
  #blocks = new Map();
  /** @type {Map<string, {block: number, control: AbortController}>} what is under way */
  #pending = new Map();
  /** @type {Set<string>} blocks that are there */
  #ready = new Set();
  /** @type {Starter|null} */
  starter = null;
  /** @type {Map<string, StemFile>} */
  #files = new Map();
  /** @type {Promise<void>|null} */
  #opening = null;

  /** @param {{part: string, url: string}[]} stems @param {number|null} [revision] the state that they sound as, where it is known */
  constructor(stems, revision = null) {
    this.key = addresses(stems);
    this.revision = revision;
    for (const { part, url } of stems) this.#files.set(part, new StemFile(url));
    this.rate = 48000;
    this.total = 0;
    this.blockFrames = 48000;
    /** @type {{part: string, error: any}[]} files that could not be read */
    this.failures = [];
    this.bytes = 0;
  }

  /** The parts whose sound can be read, once it is open. */
  get parts() { return [...this.#files.keys()]; }

  /** Reads the heads of all files at once; those that cannot be read are left out and told in `failures`. */
  open() {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open() {
    const signal = this.#control.signal;
    // Most stems are of 24 bits and 48 kHz; others begin with a little more or less.
    const more = Math.round(starterSeconds * 48000 * 6);
    /** @type {Map<string, ArrayBuffer>} */
    const beginnings = new Map();
    await Promise.all([...this.#files].map(async ([part, file]) => {
      try {
        beginnings.set(part, await file.open(signal, more));
      } catch (error) {
        if (signal.aborted) return;
        this.failures.push({ part, error });
        this.#files.delete(part);
      }
    }));
    const formats = [...this.#files.values()].map((file) => file.format).flatMap((format) => format ?? []);
    if (!formats.length) return;
    this.rate = formats[0].rate;
    for (const [part, file] of this.#files) {
      if (file.format?.rate === this.rate) continue;
      this.failures.push({ part, error: new Error(`${file.format?.rate} Hz`) });
      this.#files.delete(part);
    }
    this.blockFrames = this.rate;
    this.total = Math.max(...formats.map((format) => format.frames));
    this.#begin(beginnings);
  }

  /**
   * Makes the beginning of the song playable with what came along with the heads.
   * @param {Map<string, ArrayBuffer>} beginnings
   */
  #begin(beginnings) {
    const buffers = new Map(this.parts.map((part) => [part, this.#decode(part, beginnings.get(part) ?? new ArrayBuffer(0))]));
    const lengths = [...buffers.values()].flatMap((buffer) => buffer ? [buffer.length] : []);
    if (lengths.length === buffers.size) this.starter = { frame: 0, frames: Math.min(...lengths), buffers };
  }

  /**
   * A block of a part; null where it is silent or behind the end.
   * @param {string} part @param {number} block @returns {Promise<AudioBuffer|null>}
   */
  block(part, block) {
    const key = `${block} ${part}`;
    const known = this.#blocks.get(key);
    if (known) {
      this.#blocks.delete(key);
      this.#blocks.set(key, known);
      return known;
    }
    const control = new AbortController();
    this.#pending.set(key, { block, control });
    const fetched = this.#fetch(part, block, control.signal);
    fetched.then(() => this.#ready.add(key), () => this.#blocks.delete(key)).finally(() => this.#pending.delete(key));
    this.#blocks.set(key, fetched);
    // Nine seconds of each part: what is ahead, and the beginning of a loop.
    const most = this.#files.size * 9;
    for (const old of this.#blocks.keys()) {
      if (this.#blocks.size <= most) break;
      this.#blocks.delete(old);
      this.#ready.delete(old);
    }
    return fetched;
  }

  /**
   * Fetches what sounds at a frame, and a block behind it.
   * @param {number} frame @param {number} [more]
   */
  async preload(frame, more = 0) {
    const first = Math.max(0, Math.floor(frame / this.blockFrames));
    // What was on its way for another place would stand in the way.
    for (const [key, { block, control }] of this.#pending) {
      if (block >= first && block <= first + more) continue;
      this.#blocks.delete(key);
      control.abort();
    }
    // A start near a block's end needs the next one as well.
    const needed = frame - first * this.blockFrames > this.blockFrames / 2 ? [first, first + 1] : [first];
    const isThere = needed.every((block) => this.parts.every((part) => this.#ready.has(`${block} ${part}`)));
    const results = isThere ? [] : await this.#start(frame);
    for (let next = 0; next <= more; next += 1) {
      for (const part of this.parts) this.block(part, first + next).catch(() => {});
    }
    return results;
  }

  /**
   * What was fetched for a start there, unless blocks are there, which are longer.
   * @param {number} frame
   */
  starterFor(frame) {
    const block = Math.floor(frame / this.blockFrames);
    const isThere = this.parts.every((part) => this.#ready.has(`${block} ${part}`));
    return this.starter && !isThere && frame >= this.starter.frame && frame < this.starter.frame + this.starter.frames
      ? this.starter : null;
  }

  /**
   * Fetches the first moment from a frame on.
   * @param {number} frame @returns {Promise<PromiseSettledResult<AudioBuffer|null>[]>}
   */
  async #start(frame) {
    if (this.starter && frame >= this.starter.frame && frame < this.starter.frame + this.starter.frames / 2) return [];
    const { parts } = this;
    const frames = Math.round(starterSeconds * this.rate);
    const results = await Promise.allSettled(parts.map((part) => this.#read(part, frame, frames, this.#control.signal)));
    this.starter = {
      frame, frames: Math.min(frames, Math.max(0, this.total - frame)),
      buffers: new Map(results.map((result, i) => [parts[i], result.status === 'fulfilled' ? result.value : null])),
    };
    return results;
  }

  /** @param {string} part @param {number} block @param {AbortSignal} signal */
  async #fetch(part, block, signal) {
    const buffer = await this.#read(part, block * this.blockFrames, this.blockFrames, signal);
    return buffer && isSilent(buffer) ? null : buffer;
  }

  /**
   * Some frames of a part; null behind its end.
   * @param {string} part @param {number} first @param {number} frames @param {AbortSignal} signal
   */
  async #read(part, first, frames, signal) {
    const file = this.#files.get(part);
    if (!file?.format || first >= file.format.frames) return null;
    const bytes = await file.read(first, Math.min(frames, file.format.frames - first), signal);
    this.bytes += bytes.byteLength;
    return this.#decode(part, bytes);
  }

  /** @param {string} part @param {ArrayBuffer} bytes whole frames */
  #decode(part, bytes) {
    const format = this.#files.get(part)?.format;
    const length = format ? Math.floor(bytes.byteLength / format.bytesPerFrame) : 0;
    if (!format || length === 0) return null;
    const channels = Math.min(format.channels, 2);
    const buffer = new AudioBuffer({ length, numberOfChannels: channels, sampleRate: this.rate });
    decodeFrames(bytes, format, Array.from({ length: channels }, (_, channel) => buffer.getChannelData(channel)));
    return buffer;
  }

  /** Frees the blocks and ends what is under way. */
  close() {
    this.#control.abort();
    for (const { control } of this.#pending.values()) control.abort();
    this.#blocks.clear();
  }
}

/** @param {AudioBuffer} buffer */
function isSilent(buffer) {
  for (let channel = 0; channel < buffer.numberOfChannels; channel += 1) {
    if (buffer.getChannelData(channel).some((sample) => sample !== 0)) return false;
  }
  return true;
}

/** @param {{part: string, url: string}[]} stems */
const addresses = (stems) => stems.map((stem) => `${stem.part}=${stem.url}`).join(' ');

/**
 * What changes whenever the sound of a document does.
 * @param {any} document
 */
export function soundKey(document) {
  return `${document.sound?.state} ${addresses(document.sound?.stems ?? [])}`;
}

/**
 * The stems of a document: those that are there already while nothing newer is rendered.
 * @param {any} document @param {StemSet|null} known @returns {StemSet|null}
 */
export function stemsFor(document, known) {
  /** @type {{state: string, stems: {part: string, url: string}[]}} */
  const { state, stems } = { state: 'none', stems: [], ...document.sound };
  if (!stems.length) return null;
  const isReady = state === 'ready';
  if (known && known.key === addresses(stems) && (!isReady || known.revision === document.revision)) return known;
  return new StemSet(stems, isReady ? document.revision : null);
}
