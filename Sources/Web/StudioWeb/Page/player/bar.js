// @ts-check
// The transport: play, position, loop, metronome, the song's outline, and what it sounds from.
import { fill, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { barAtBeat, clockText, positionText, tempoAtBeat } from '../core/time.js';
import { readRoute } from '../core/router.js';
import { recall, remember } from '../core/memory.js';
import { announce } from '../core/announce.js';
import { strings } from '../core/strings.js';
import { exposePlayer } from './test-hooks.js';
import { createTimeline } from './timeline.js';

/** @param {HTMLElement} element the page's footer @param {any} context */
export function mount(element, context) {
  /** @type {import('./engine.js').Player} */
  const player = context.player;
  exposePlayer(player);
  const song = createSong(player);
  const timeline = createTimeline(player, song);
  const button = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ key, /** @type {() => void} */ run, extra = '') =>
    h('button', {
      class: `icon-button ${extra}`, type: 'button', 'aria-label': label, title: `${label} (${key})`, on: { click: run },
    }, icon(name, extra ? 24 : 20));
  const start = button('start', strings.playerStart, 'Home', () => player.seek(0));
  const play = button('play', strings.playerPlay, strings.keyNames.Space, () => player.toggle(), 'icon-button-main player-play');
  const loop = button('loop', strings.playerLoop, 'C', song.toggleLoop);
  const metronome = button('metronome', strings.playerMetronome, 'K', () => player.setMetronome(!player.state.metronome));
  const bar = h('span', { class: 'player-bar numbers' }, '1:1');
  const clock = h('span', { class: 'player-clock numbers' }, '0:00');
  const title = h('span', { class: 'player-title' }, strings.playerEmpty);
  const facts = h('span', { class: 'player-facts numbers' });
  const sound = h('span', { class: 'player-sound', hidden: true });
  const volume = h('input', {
    class: 'range player-volume', type: 'range', min: -40, max: 6, step: 1, 'aria-label': strings.playerVolume,
    title: strings.playerVolume, on: { input: () => setVolume(Number(volume.value)) },
  });
  fill(element, h('div', { class: 'player' },
    h('div', { class: 'player-buttons', role: 'group', 'aria-label': strings.playerTitle }, start, play, loop, metronome),
    h('div', { class: 'player-position', role: 'timer', 'aria-label': strings.playerPosition }, bar, clock),
    h('div', { class: 'player-song' }, title, h('span', { class: 'player-line' }, facts, sound)),
    timeline.element,
    h('div', { class: 'player-level' }, icon('speaker', 18), volume)));

  /** @param {number} decibels */
  function setVolume(decibels) {
    volume.value = String(decibels);
    volume.setAttribute('aria-valuetext', `${decibels} dB`);
    player.setVolume(decibels <= -40 ? -100 : decibels);
    remember('volume', String(decibels));
  }
  setVolume(Number(recall('volume', '0')) || 0);

  let shownError = '';
  function drawState() {
    const { state, document } = player;
    for (const control of [start, play, loop, metronome]) control.disabled = !document;
    const isOn = state.playing;
    if (play.dataset.on !== String(isOn)) {
      play.dataset.on = String(isOn);
      fill(play, icon(isOn ? 'pause' : 'play', 24));
      play.setAttribute('aria-label', isOn ? strings.playerPause : strings.playerPlay);
    }
    loop.setAttribute('aria-pressed', String(state.loop !== null));
    metronome.setAttribute('aria-pressed', String(state.metronome));
    title.textContent = document ? document.title || document.name : strings.playerEmpty;
    title.title = title.textContent ?? '';
    drawSound(state);
    drawPosition();
    timeline.update();
    if (state.error && state.error.message !== shownError) {
      announce(`${strings.playerFailed}: ${state.error.message}`, { now: true });
    }
    shownError = state.error?.message ?? '';
  }

  /** @param {typeof player.state} state */
  function drawSound(state) {
    const rendering = state.project && context.jobs.active(state.project)
      .some((/** @type {any} */ job) => job.kind === 'render' || job.kind === 'mix');
    const isSketch = state.voices > 0;
    const [text, hint, kind] = state.error ? [strings.playerFailed, `${state.error.message} ${state.error.hint}`, 'error']
      : state.loading ? [strings.playerLoading, '', 'info']
        : isSketch && player.stems ? [strings.playerSketchSome(state.voices), strings.playerSketchHint, 'info']
          : isSketch && player.document ? [strings.playerSketch, strings.playerSketchHint, 'info']
            : state.sound === 'stale' ? [strings.playerStale, strings.playerStaleHint, 'info'] : ['', '', 'info'];
    const shown = rendering && !state.error ? [text, strings.playerRendering].filter(Boolean).join(' · ') : text;
    sound.hidden = !shown;
    sound.textContent = shown;
    sound.title = hint;
    sound.classList.toggle('player-sound-error', kind === 'error');
  }

  let drawnFacts = '';
  function drawPosition() {
    const { document } = player;
    timeline.placeHead();
    if (!document) return;
    const beat = Math.max(0, Math.min(player.position(), document.length));
    const text = positionText(document, beat);
    if (bar.textContent !== text) bar.textContent = text;
    const time = `${clockText(Math.floor(player.seconds()))} / ${clockText(player.duration())}`;
    if (clock.textContent !== time) clock.textContent = time;
    const now = `${strings.playerTempo(tempoAtBeat(document, beat))} · ${song.key(beat)}`;
    if (now !== drawnFacts) facts.textContent = drawnFacts = now;
  }

  player.addEventListener('state', drawState);
  player.addEventListener('position', drawPosition);
  context.jobs.on('change', () => drawSound(player.state));
  // The slider's words follow at the pace of reading, not at that of frames.
  setInterval(() => player.state.playing && timeline.describe(), 1000);
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, () => player.warm(), { capture: true, passive: true });

  context.keys.push(strings.playerKeys, [
    { keys: ['['], text: strings.playerPreviousSection, run: () => song.jump(-1) },
    { keys: [']'], text: strings.playerNextSection, run: () => song.jump(1) },
    { keys: [','], text: strings.playerBarBack, run: () => song.step(-1) },
    { keys: ['.'], text: strings.playerBarOn, run: () => song.step(1) },
    { keys: ['Home'], text: strings.playerStart, run: () => { player.seek(0); } },
    { keys: ['C'], text: strings.playerLoop, run: song.toggleLoop },
    { keys: ['K'], text: strings.playerMetronome, run: () => player.setMetronome(!player.state.metronome) },
  ]);

  let commented = '';
  async function fetchComments() {
    const id = player.document?.id;
    if (!id) return;
    commented = id;
    try {
      const { comments } = await context.api.get(context.api.path('projects', id, 'comments'));
      if (player.document?.id === id) timeline.showComments(comments);
    } catch {
      timeline.showComments([]);
    }
  }
  player.addEventListener('state', () => { if (player.document?.id !== commented) fetchComments(); });
  context.events.on('comment', fetchComments);

  followProject(context);
  drawState();
}

/**
 * Loads the project whose view is open, and each of its new states.
 * @param {any} context
 */
function followProject(context) {
  /** @type {(() => void)[]} */
  let stops = [];
  const follow = async () => {
    const { project: id } = readRoute(location.hash);
    for (const stop of stops) stop();
    stops = [];
    if (!id) return;
    try {
      const project = await context.store.open(id);
      if (readRoute(location.hash).project !== id) return;
      const load = () => project.document && context.player.load(project.document);
      stops = [project.on('change', load)];
      await load();
    } catch {
      // The view itself says why the project cannot be opened.
    }
  };
  addEventListener('hashchange', follow);
  follow();
}

/**
 * What the transport knows of the song: sections, bars, keys.
 * @param {import('./engine.js').Player} player
 */
function createSong(player) {
  const section = (/** @type {number} */ beat) => {
    const { document } = player;
    if (!document) return null;
    const bar = barAtBeat(document, beat);
    return document.sections.filter((/** @type {any} */ one) => one.startBar <= bar).at(-1) ?? null;
  };
  return {
    section,
    key(/** @type {number} */ beat) {
      const { document } = player;
      const bar = barAtBeat(document, beat);
      return document.keys.filter((/** @type {any} */ one) => one.bar <= bar).at(-1)?.key ?? '';
    },
    /** @param {number} way -1 or 1 */
    jump(way) {
      const { document } = player;
      if (!document) return;
      const starts = [...new Set([0, ...document.sections.map((/** @type {any} */ one) => document.barStarts[one.startBar])])];
      const now = player.position();
      // Shortly behind a beginning the section before is meant.
      const to = way > 0 ? starts.find((start) => start > now + 0.01) : starts.filter((start) => start < now - 0.6).at(-1);
      if (to !== undefined) player.seek(to);
      else if (way < 0) player.seek(0);
      const name = section(to ?? 0)?.name;
      if (name) announce(name);
    },
    /** @param {number} way bars */
    step(way) {
      const { document } = player;
      if (!document) return;
      const bar = barAtBeat(document, player.position() + 1e-6);
      player.seek(document.barStarts[Math.max(0, Math.min(document.bars - 1, bar + way))]);
    },
    /** Loops the section at the playhead, or stops looping. */
    toggleLoop() {
      const { document } = player;
      if (!document) return;
      if (player.state.loop) return player.setLoop(null);
      const here = section(player.position());
      const first = here?.startBar ?? 0;
      const end = Math.min(first + (here?.bars ?? document.bars), document.bars);
      player.setLoop([document.barStarts[first], document.barStarts[end]]);
      announce(strings.playerLoopBars(first, end));
    },
  };
}
