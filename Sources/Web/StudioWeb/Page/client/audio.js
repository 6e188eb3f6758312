// @ts-check
// The sound of a take, small enough to travel.
import { strings } from '../core/strings.js';
import { StudioError } from '../core/api.js';
import { addressOf } from '../trust/documents.js';

/** @type {Record<string, string>} */
const kinds = { mp3: 'audio/mpeg', opus: 'audio/ogg', ogg: 'audio/ogg', wav: 'audio/wav', flac: 'audio/flac' };

/**
 * An MP3 of a song, or its master as it is where none can be written.
 * @param {any} context @param {any} document of the project @param {number|null} state of the project; null for now
 * @returns {Promise<Blob>}
 */
export async function audioOf({ api, jobs }, document, state) {
  let url = null;
  /** @type {any} */
  let failure = null;
  try {
    const job = await jobs.start('export', { formats: ['mp3'], ...(state === null ? {} : { state }) }, document.id);
    const result = await jobs.wait(job.id);
    const file = result?.files?.find((/** @type {string} */ one) => kinds[kindOf(one)]);
    url = file ? addressOf(api.path('projects', document.id, 'files'), file) : null;
  } catch (error) {
    // Another state's sound can come from nowhere else.
    if (state !== null) throw error;
    failure = error;
  }
  const { sound } = document;
  url ??= state === null && sound.state === 'ready' ? sound.master ?? sound.mix : null;
  if (!url) throw failure ?? new StudioError({ detail: strings.clientNoAudio });
  const response = await fetch(url);
  if (!response.ok) throw new StudioError({ status: response.status, detail: strings.clientNoAudio });
  return new Blob([await response.arrayBuffer()], { type: kinds[kindOf(url)] ?? 'audio/mpeg' });
}

/** @param {string} url */
const kindOf = (url) => url.split('.').pop()?.toLowerCase() ?? '';
