// @ts-check
// Plays a project: stems where they are rendered, simple voices where they are not yet.
import { beatAtSeconds } from '../core/time.js';
import { Console } from './console.js';
import { RenderRequests } from './renders.js';
import { Run } from './run.js';
import { nextBar } from './schedule.js';
import { barFrames, clicksOf, frameOfBeat, timingOf } from './score.js';
import { Sounding } from './sounding.js';
import { soundKey, stemsFor } from './stem-set.js';
/** @typedef {import('./strip.js').StripSettings} StripSettings */

/** Frames between an order to play and its first sound, so that no part comes late. */
const leadFrames = 2048;
/**
 * Events: `state` when anything but the position changes (read `state`), `position` once a frame while it plays,
 * `swap` {when} when other stems take over.
 */
export class Player extends EventTarget {
  /** @type {Console|null} */ console = null;
  /** @type {Map<string, StripSettings>} */ settings = new Map();
  /** Numbers for tests. */
  counters = { firstSound: 0, late: 0, swaps: /** @type {number[]} */ ([]), starts: 0 };
  /** @type {Run[]} the one that sounds stands last, or before one that begins soon */
  #runs = [];
  #song = new Sounding();
  #trim = 0;
  /** @type {[number, number]|null} in beats */ #loop = null;
  #metronome = false;
  #volume = 0;
  #frame = 0;
  #playing = false;
  #starting = 0;
  #changes = 0;
  /** @type {Promise<void>|null} */ #taking = null;
  #timer = 0;
  #animation = 0;
  /** @type {{message: string, hint: string}|null} */ #error = null;
  #context;
  #renders;

  /** @param {{api: any, events: any, jobs: any}} context of the page */
  constructor(context) {
    super();
    this.#context = context;
    this.#renders = new RenderRequests(context.jobs, (error) => this.#fail(error));
    context.events.on('project', (/** @type {any} */ value) => {
      if (value.id === this.document?.id) this.#refresh();
    });
    context.events.on('open', () => this.document && this.#refresh());
  }

  get document() { return this.#song.document; }
  get notes() { return this.#song.notes; }
  get stems() { return this.#song.stems; }

  /** What a transport shows. */
  get state() {
    return {
      project: this.document?.id ?? null, playing: this.#playing, loading: this.#starting > 0,
      loop: this.#loop, metronome: this.#metronome, volume: this.#volume, error: this.#error,
      sound: this.document?.sound?.state ?? 'none', file: this.#song.url, voices: this.#song.soundless.size,
    };
  }

  get rate() { return this.console?.context.sampleRate ?? this.stems?.rate ?? 48000; }

  // Takes a document. One of another project stops what plays; a new state of the same one is swapped in at the next bar.
  /** @param {any} document */
  async load(document) {
    const isOther = document.id !== this.document?.id;
    if (isOther) {
      this.pause();
      this.settings = new Map();
      this.#loop = this.#error = null;
      this.#frame = this.#trim = 0;
      this.console?.setAll(this.settings);
    } else if (document.revision === this.document.revision && soundKey(document) === soundKey(this.document)) {
      return;
    }
    this.#taking = this.#take(document);
    await this.#taking;
  }

  async #refresh() {
    const { id } = this.document;
    const { api } = this.#context;
    const document = await api.get(api.path('projects', id)).catch((/** @type {any} */ error) => void this.#fail(error));
    if (document && this.document?.id === id) await this.load(document);
  }

  /** @param {any} document */
  async #take(document) {
    const change = ++this.#changes;
    const isNew = this.document?.id !== document.id;
    const set = stemsFor(document, isNew ? null : this.stems);
    const path = this.#context.api.path('projects', document.id, 'notes');
    const reading = this.#context.api.get(path).catch((/** @type {any} */ error) => void this.#fail(error));
    if (isNew) {
      this.#song.open(document, set);
      this.#tell();
    }
    await set?.open();
    // Made early, because making it takes longer than all else that stands before the first sound.
    if (change === this.#changes) this.#openConsole();
    const notes = await reading;
    if (change !== this.#changes) return;
    const [old, before, voiced] = [this.document, this.stems, this.#song.soundless.size];
    this.#song.take(document, set, notes);
    for (const { part, error } of set?.failures ?? []) this.#fail(error, part);
    if (this.#playing && set && this.console && set.rate !== this.rate) {
      // Sounds of another rate need a clock of their own.
      this.#frame = Math.round(this.#nowFrame());
      this.#halt();
      await this.play();
    } else if (this.#playing && !this.#song.file) {
      const sounds = set !== before || voiced + this.#song.soundless.size > 0 || timingOf(old) !== timingOf(document);
      if (sounds && !await this.#swapAtBar(old, change) && change === this.#changes) {
        // Behind the last bar there is no next one: then it is now.
        await this.#restart();
        this.#swapped(null);
      }
    } else await set?.preload(this.#frame, 1);
    if ((!this.#playing || this.#song.file) && set !== before) this.#swapped(null);
    if (this.#playing) this.#askForSound();
    this.#tell();
  }

  // Puts the new state in the place of the old one at the next bar that can be reached; false where there is none.
  /** @param {any} old @param {number} change */
  async #swapAtBar(old, change) {
    const context = this.console?.context;
    for (let tries = 0; tries < 8 && context && this.#playing && change === this.#changes; tries += 1) {
      const run = this.#runs.at(-1);
      const next = run && nextBar(run.plan, barFrames(old, this.rate), (context.currentTime + 0.1) * this.rate);
      if (!next || !run) return false;
      const { at, bar } = next;
      const beat = this.document.barStarts[Math.min(bar, this.document.bars)];
      const start = frameOfBeat(this.document, beat, this.rate);
      await this.stems?.preload(start, 1);
      if (at - context.currentTime * this.rate < 0.03 * this.rate) continue;
      if (change !== this.#changes || run !== this.#runs.at(-1)) continue;
      this.#replace(at, start);
      this.counters.swaps.push(at);
      this.#swapped(at / this.rate);
      return true;
    }
    return false;
  }

  /** @param {number} [fromBeat] else where the playhead stands */
  async play(fromBeat) {
    if (!this.document) return;
    const pressed = performance.now();
    if (fromBeat !== undefined) this.#frame = this.#frameOf(fromBeat);
    const request = ++this.#starting;
    this.#playing = true;
    this.#error = null;
    this.#tell();
    try {
      if (!this.stems) await this.#taking;
      await this.#song.source?.open();
      const console = this.#openConsole();
      const set = this.#song.source;
      for (const { part, error } of set?.failures ?? []) this.#fail(error, part);
      if (this.#frame >= this.#song.total(this.rate) - 1) this.#frame = 0;
      const [, results] = await Promise.all([console.wake(), set?.preload(this.#frame, 1)]);
      for (const result of results ?? []) if (result.status === 'rejected') this.#fail(result.reason);
      if (request !== this.#starting || !this.#playing) return;
      const { context } = console;
      const origin = this.#replace(null, this.#frame);
      this.counters.starts += 1;
      this.counters.firstSound = performance.now() - pressed
        + (origin / this.rate - context.currentTime + context.baseLatency) * 1000;
      this.#timer ||= setInterval(() => this.#advance(), 120);
      this.#animate();
      this.#askForSound();
    } catch (error) {
      this.#playing = false;
      this.#fail(error);
    } finally {
      if (request === this.#starting) this.#starting = 0;
      this.#tell();
    }
  }

  /** Gets the clock going, so that the first sound need not wait for it; browsers want a press or key before. */
  warm() {
    if (!this.console) this.#openConsole();
    if (this.console?.context.state === 'suspended') this.console.wake();
  }

  pause() {
    if (!this.#playing) return;
    this.#frame = this.#nowFrame();
    this.#halt();
  }

  /** Plays or pauses. */
  toggle() { return this.#playing ? this.pause() : this.play(); }

  #halt() {
    this.#playing = false;
    this.#starting = 0;
    const context = this.console?.context;
    if (context) for (const run of this.#runs) run.stop(Math.ceil(context.currentTime * this.rate) + 128);
    this.#runs = [];
    clearInterval(this.#timer);
    this.#timer = 0;
    cancelAnimationFrame(this.#animation);
    this.console?.rest();
    this.#tell();
    this.#tellPosition();
  }

  /** @param {number} beat */
  async seek(beat) {
    if (!this.document) return;
    this.#frame = this.#frameOf(Math.max(0, Math.min(beat, this.document.length)));
    if (this.#playing) await this.#restart(this.#frame);
    else this.#song.source?.preload(this.#frame, 1).catch(() => {});
    this.#tellPosition();
  }

  // Goes on from a frame in a moment, with what is set now.
  /** @param {number} [frame] else where it plays */
  async #restart(frame) {
    const context = this.console?.context;
    const set = this.#song.source;
    if (!context || !this.#runs.length) return;
    await set?.preload(frame ?? this.#nowFrame(), 1);
    if (!this.#playing) return;
    this.#replace(null, frame ?? null);
  }

  /** @param {[number, number]|null} range in beats */
  setLoop(range) {
    this.#loop = range && range[1] > range[0] ? [range[0], range[1]] : null;
    if (this.#playing) this.#restart();
    this.#tell();
  }

  /** @param {string} id @param {StripSettings} settings what changes */
  setPart(id, settings) { this.setParts({ [id]: settings }); }

  /** @param {Record<string, StripSettings>} changes by part @param {number|null} [when] the clock's seconds, else now */
  setParts(changes, when) {
    for (const [id, settings] of Object.entries(changes)) {
      this.settings.set(id, { ...this.settings.get(id), ...settings });
    }
    this.console?.setAll(this.settings, when);
    this.#tell();
  }

  /** @param {boolean} on */
  setMetronome(on) {
    this.#metronome = on;
    if (this.console) this.console.clicks.gain.value = on ? 1 : 0;
    this.#advance();
    this.#tell();
  }

  /** @param {number} decibels of the way out, behind all meters */
  setVolume(decibels) {
    this.#volume = decibels;
    this.console?.setVolume(decibels);
    this.#tell();
  }

  // Hears a whole file, such as the master, instead of the parts, from the same place; null goes back.
  /** @param {string|null} url @param {number} [trim] dB on the way out, for comparing at equal loudness */
  async listen(url, trim = 0) {
    this.#trim = trim;
    if (url === this.#song.url) return void this.console?.setTrim(trim);
    this.#song.setFile(url);
    try {
      await this.#song.file?.open();
      const [failure] = this.#song.file?.failures ?? [];
      if (failure) throw failure.error;
    } catch (error) {
      this.#song.setFile(null);
      this.#fail(error);
    }
    if (this.#playing) await this.#restart();
    else this.console?.setTrim(this.#trim);
    this.#tell();
  }

  // Plays a project of the library from its beginning.
  /** @param {string} id */
  async audition(id) {
    if (this.document?.id === id && this.#playing) return this.pause();
    const document = this.document?.id === id ? this.document
      : await this.#context.api.get(this.#context.api.path('projects', id));
    const loading = this.load(document);
    if (!document.sound?.stems?.length) await loading;
    await this.play(0);
  }

  /** In beats. */
  position() {
    const seconds = this.#nowFrame() / this.rate;
    return this.document ? beatAtSeconds(this.document, seconds) : 0;
  }

  seconds() { return this.#nowFrame() / this.rate; }
  /** The seconds that sound, with what rings on behind the last bar. */
  duration() { return this.document ? this.#song.total(this.rate) / this.rate : 0; }

  #nowFrame() {
    const context = this.console?.context;
    if (!this.#playing || !context || !this.#runs.length) return this.#frame;
    // What is heard now left the graph a moment ago.
    const now = (context.currentTime - (context.outputLatency || 0)) * this.rate;
    const run = this.#runs.filter((one) => one.plan.origin <= now).at(-1) ?? this.#runs[0];
    return run.frameAt(now);
  }

  /** @param {number} beat */
  #frameOf(beat) { return frameOfBeat(this.document, beat, this.rate); }

  #openConsole() {
    const rate = this.#song.source?.rate ?? 48000;
    if (this.console && (this.console.context.sampleRate === rate || !this.#song.source)) {
      return this.console;
    }
    this.#frame = Math.round(this.#frame * rate / this.rate);
    if (this.#playing) for (const run of this.#runs) run.stop(0);
    this.#runs = [];
    this.console?.close();
    this.console = new Console(rate);
    this.console.clicks.gain.value = this.#metronome ? 1 : 0;
    this.console.setVolume(this.#volume);
    this.console.setAll(this.settings);
    return this.console;
  }

  /**
   * Begins a run and ends the others there.
   * @param {number|null} at frame of the context; null for as soon as can be @param {number|null} from frame of the song;
   *   null for what would sound there anyway
   * @returns {number} the context's frame at which it begins
   */
  #replace(at, from) {
    const console = /** @type {Console} */ (this.console);
    const set = this.#song.source;
    const loop = this.#loop && {
      first: this.#frameOf(this.#loop[0]), end: this.#frameOf(this.#loop[1]),
    };
    const players = this.#song.players(this.rate);
    const clicks = clicksOf(this.document, this.rate);
    const origin = at ?? Math.ceil(console.context.currentTime * this.rate) + leadFrames;
    const start = from ?? this.#runs.at(-1)?.frameAt(origin) ?? this.#frame;
    const run = new Run({
      console, stems: set, origin, start, loop, clicks, ...players, total: this.#song.total(this.rate),
      starter: set?.starterFor(start) ?? null, fadesIn: this.#runs.length > 0 || start > 0,
      failed: (part, error) => this.#fail(error, part),
    });
    console.setTrim(this.#trim, origin / this.rate);
    for (const old of this.#runs) old.stop(origin);
    this.#runs = [...this.#runs.slice(-1), run];
    this.#advance();
    return origin;
  }

  #advance() {
    const context = this.console?.context;
    if (!context || !this.#playing) return;
    const now = context.currentTime * this.rate;
    for (const run of this.#runs) run.advance(now, this.#metronome);
    const run = this.#runs.at(-1);
    this.counters.late = this.#runs.reduce((sum, one) => sum + one.late, 0);
    if (run && run.frameAt(now) >= run.plan.total && now > run.plan.origin) {
      this.#frame = 0;
      this.#halt();
    }
  }

  #animate() {
    cancelAnimationFrame(this.#animation);
    if (!this.#playing) return;
    this.#tellPosition();
    this.#animation = requestAnimationFrame(() => this.#animate());
  }

  /** @param {any} error @param {string} [part] */
  #fail(error, part) {
    if (error?.name === 'AbortError') return;
    this.#error = { message: part ? `${part}: ${error?.message}` : String(error?.message ?? error), hint: error?.hint ?? '' };
    this.#tell();
  }

  // Tells that other stems sound from a moment of the clock on.
  /** @param {number|null} when */
  #swapped(when) { this.dispatchEvent(new CustomEvent('swap', { detail: { when } })); }
  #askForSound() { if (this.#song.wantsRendering) this.#renders.ask(this.document); }
  #tellPosition() { this.dispatchEvent(new CustomEvent('position', { detail: this.position() })); }
  #tell() { this.dispatchEvent(new CustomEvent('state', { detail: this.state })); }
}
