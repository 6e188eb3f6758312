// @ts-check
// The overview in the transport bar: outline, sections, loop and playhead; press to go there.
import { cleanup, fill, freshID, h, token } from '../core/dom.js';
import { barAtBeat, beatAtSeconds, positionText, secondsAtBeat } from '../core/time.js';
import { strings } from '../core/strings.js';
import { drawOutline, outlineOf, peaksOf } from './overview.js';

const labelHeight = 15;

/**
 * @param {import('./engine.js').Player} player
 * @param {{section: (beat: number) => any}} song
 */
export function createTimeline(player, song) {
  const bag = cleanup();
  const canvas = h('canvas', { class: 'timeline-canvas', 'aria-hidden': 'true' });
  const loop = h('div', { class: 'timeline-loop', hidden: true });
  const pins = h('div', { class: 'timeline-pins' });
  const head = h('div', { class: 'timeline-head', hidden: true });
  const element = h('div', {
    class: 'timeline', role: 'slider', tabIndex: 0, 'aria-label': strings.playerOverview, id: freshID('timeline'),
    'aria-valuemin': 0, 'aria-valuemax': 0, 'aria-valuenow': 0,
  }, canvas, loop, pins, head);
  /** @type {{peaks: Float32Array, seconds: number}|null} */
  let outline = null;
  let outlineKey = '';
  /** @type {{seconds: number, text: string, author?: string}[]} */
  let comments = [];
  let width = 0;
  /** @type {AbortController|null} */
  let control = null;

  const seconds = () => Math.max(player.duration(), 1e-3);
  const x = (/** @type {number} */ beat) => player.document
    ? secondsAtBeat(player.document, beat) / seconds() * width : 0;
  const beatAt = (/** @type {number} */ clientX) => {
    const box = element.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (clientX - box.left) / box.width));
    return Math.min(beatAtSeconds(player.document, share * seconds()), player.document.length);
  };

  function draw() {
    const ratio = devicePixelRatio || 1;
    const height = element.clientHeight;
    canvas.width = Math.max(1, Math.round(width * ratio));
    canvas.height = Math.max(1, Math.round(height * ratio));
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    pen.scale(ratio, ratio);
    const { document } = player;
    if (!document) return;
    pen.font = `600 11px ${token('--sans')}`;
    pen.textBaseline = 'middle';
    for (const section of document.sections) {
      const first = x(document.barStarts[section.startBar]);
      const last = x(document.barStarts[Math.min(section.startBar + section.bars, document.bars)]);
      pen.fillStyle = token('--sunken');
      pen.globalAlpha = 0.35 + 0.65 * section.energy;
      pen.fillRect(first, labelHeight, Math.max(1, last - first - 1), height - labelHeight);
      pen.globalAlpha = 1;
      pen.fillStyle = token('--ink-soft');
      if (last - first > 30) {
        pen.save();
        pen.beginPath();
        pen.rect(first, 0, last - first - 4, labelHeight);
        pen.clip();
        pen.fillText(section.name, first + 2, labelHeight / 2);
        pen.restore();
      }
    }
    pen.translate(0, labelHeight + 2);
    drawOutline(pen, width, height - labelHeight - 4, outline, seconds(), token('--ink-faint'));
    placeLoop();
    placeHead();
    placePins();
  }

  /** Comments of clients, where they were made. */
  function placePins() {
    fill(pins, comments.map((comment) => h('span', {
      class: 'timeline-pin', style: { left: `${comment.seconds / seconds() * 100}%` },
      title: [comment.author, comment.text].filter(Boolean).join(': '),
    })));
  }

  function placeHead() {
    const { document } = player;
    head.hidden = !document;
    if (!document) return;
    head.style.transform = `translateX(${player.seconds() / seconds() * width}px)`;
  }

  function placeLoop() {
    const range = player.state.loop;
    loop.hidden = !range;
    if (!range) return;
    loop.style.left = `${x(range[0])}px`;
    loop.style.width = `${Math.max(2, x(range[1]) - x(range[0]))}px`;
  }

  /** Tells the slider's value; a screen reader hears it when it is on the slider. */
  function describe() {
    const { document } = player;
    if (!document) return;
    const beat = player.position();
    element.setAttribute('aria-valuemax', String(document.bars));
    element.setAttribute('aria-valuenow', String(barAtBeat(document, beat) + 1));
    element.setAttribute('aria-valuetext', strings.playerAt(positionText(document, beat), song.section(beat)?.name ?? ''));
  }

  /** Fetches the outline anew when there is another sound. */
  async function update() {
    const { document } = player;
    draw();
    describe();
    if (!document) return;
    const url = document.sound?.mix ?? document.sound?.master;
    const key = `${document.id} ${url} ${document.sound?.state === 'ready' ? document.revision : ''} ${url ? '' : document.revision} ${Boolean(player.notes)}`;
    if (key === outlineKey) return;
    if (!outlineKey.startsWith(`${document.id} `)) outline = null;
    outlineKey = key;
    control?.abort();
    control = new AbortController();
    if (!outline || !url) outline = outlineOf(document, player.notes);
    draw();
    if (!url) return;
    try {
      const wait = (/** @type {number} */ time) => new Promise((resolve) => { setTimeout(resolve, time); });
      await wait(700);
      outline = await peaksOf(url, control.signal, async () => {
        do await wait(30); while (player.state.loading);
      });
      draw();
    } catch {
      // The outline of the notes stays.
    }
  }

  let dragFrom = -1;
  bag.listen(element, 'pointerdown', (event) => {
    if (!player.document || event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    dragFrom = beatAt(event.clientX);
    if (!event.shiftKey) player.seek(dragFrom);
  });
  bag.listen(element, 'pointermove', (event) => {
    if (dragFrom < 0) return;
    const beat = beatAt(event.clientX);
    if (event.shiftKey) player.setLoop(barsAround(Math.min(dragFrom, beat), Math.max(dragFrom, beat)));
    else if (!player.state.playing) player.seek(beat);
  });
  bag.listen(element, 'pointerup', (event) => {
    if (dragFrom >= 0 && !event.shiftKey && player.state.playing && Math.abs(beatAt(event.clientX) - dragFrom) > 0.5) {
      player.seek(beatAt(event.clientX));
    }
    dragFrom = -1;
  });
  bag.listen(element, 'dblclick', (event) => {
    const section = player.document && song.section(beatAt(event.clientX));
    if (!section) return;
    const { barStarts } = player.document;
    player.setLoop([barStarts[section.startBar], barStarts[section.startBar + section.bars]]);
  });
  bag.listen(element, 'keydown', (event) => {
    const { document } = player;
    if (!document) return;
    const bar = barAtBeat(document, player.position() + 1e-6);
    const to = ({
      ArrowLeft: Math.max(0, player.position() - document.barStarts[bar] > 0.25 ? bar : bar - 1), ArrowRight: bar + 1,
      ArrowDown: bar - 1, ArrowUp: bar + 1, Home: 0, End: document.bars - 1, PageUp: bar + 4, PageDown: bar - 4,
    })[/** @type {'Home'} */ (event.key)];
    if (to === undefined) return;
    event.preventDefault();
    player.seek(document.barStarts[Math.max(0, Math.min(document.bars - 1, to))]).then(describe);
  });

  /** @param {number} a @param {number} b @returns {[number, number]} whole bars */
  function barsAround(a, b) {
    const { document } = player;
    return [document.barStarts[barAtBeat(document, a)], document.barStarts[barAtBeat(document, b) + 1]];
  }

  const watch = new ResizeObserver(() => {
    width = element.clientWidth;
    draw();
  });
  watch.observe(element);
  bag.add(() => watch.disconnect());
  bag.listen(globalThis, 'etude-theme', draw);
  return {
    element, update,
    /** @param {typeof comments} list */
    showComments(list) {
      comments = list;
      placePins();
    },
    placeHead, placeLoop, describe, remove: bag.empty,
  };
}
