// @ts-check
// A song's outline: peaks of its mix where there is one, else how much is played.
import { decodeFrames, headerBytes, parseWave, byteRange } from './wave.js';
import { secondsAtBeat } from '../core/time.js';

const buckets = 1200;

/**
 * Peaks of a wave file, fetched piece by piece.
 * @param {string} url @param {AbortSignal} signal @param {() => Promise<void>} turn waits until a next piece is nobody's loss
 */
export async function peaksOf(url, signal, turn) {
  const fetched = async (/** @type {number} */ from, /** @type {number} */ to) => {
    const response = await fetch(url, {
      headers: { Range: `bytes=${from}-${to}` }, cache: 'no-store', signal,
    });
    if (response.status !== 206) throw new Error(`${response.status}`);
    return response;
  };
  await turn();
  const head = await fetched(0, headerBytes - 1);
  const total = Number(head.headers.get('Content-Range')?.split('/')[1]) || undefined;
  const format = parseWave(await head.arrayBuffer(), total);
  const peaks = new Float32Array(buckets);
  const width = format.frames / buckets;
  const step = Math.ceil(buckets / 60);
  for (let first = 0; first < buckets; first += step) {
    await turn();
    const from = Math.floor(first * width);
    const until = Math.min(Math.ceil((first + step) * width), format.frames);
    if (until <= from) break;
    const [a, b] = byteRange(format, from, until - from);
    const samples = [new Float32Array(until - from)];
    decodeFrames(await (await fetched(a, b)).arrayBuffer(), format, samples);
    for (let bucket = first; bucket < Math.min(first + step, buckets); bucket += 1) {
      const end = Math.min(Math.ceil((bucket + 1) * width) - from, samples[0].length);
      let peak = 0;
      for (let i = Math.floor(bucket * width) - from; i < end; i += 1) {
        const value = Math.abs(samples[0][i]);
        if (value > peak) peak = value;
      }
      peaks[bucket] = peak;
    }
  }
  return { peaks, seconds: format.frames / format.rate };
}

/**
 * An outline from the notes alone.
 * @param {any} document @param {any} notes
 */
export function outlineOf(document, notes) {
  const peaks = new Float32Array(buckets);
  const seconds = Math.max(document.seconds || 0, secondsAtBeat(document, document.length));
  for (const rows of Object.values(notes?.parts ?? {})) {
    for (const [onset, duration, , velocity] of rows) {
      const first = secondsAtBeat(document, onset) / seconds * buckets;
      const last = secondsAtBeat(document, onset + duration) / seconds * buckets;
      for (let bucket = Math.floor(first); bucket < Math.min(last, buckets); bucket += 1) {
        peaks[bucket] += velocity / 127 * Math.max(0.3, 1 - (bucket - first) / buckets * 30);
      }
    }
  }
  const most = Math.max(...peaks, 1e-6);
  return { peaks: peaks.map((value) => value / most * 0.8), seconds };
}

/**
 * @param {CanvasRenderingContext2D} pen @param {number} width @param {number} height in CSS pixels
 * @param {{peaks: Float32Array, seconds: number}|null} outline @param {number} seconds of the whole width
 * @param {string} colour
 */
export function drawOutline(pen, width, height, outline, seconds, colour) {
  if (!outline) return;
  const most = Math.max(0.05, ...outline.peaks);
  pen.fillStyle = colour;
  for (let x = 0; x < width; x += 3) {
    const first = Math.floor(x / width * seconds / outline.seconds * buckets);
    const last = Math.max(first + 1, Math.floor((x + 3) / width * seconds / outline.seconds * buckets));
    let peak = 0;
    for (let bucket = first; bucket < Math.min(last, buckets); bucket += 1) peak = Math.max(peak, outline.peaks[bucket]);
    const tall = Math.max(1, peak / most * height);
    pen.fillRect(x, (height - tall) / 2, 2, tall);
  }
}
