// @ts-check
// The loudness of a file by some of its moments: the same moments of two files make them comparable.
import { LoudnessMeter } from '../player/loudness.js';
import { StemSet } from '../player/stem-set.js';

/** How many seconds are listened to, spread over the file. */
const moments = 12;

/**
 * @param {{part: string, url: string}[]} files that sound together @returns {Promise<number>} LUFS
 */
export async function loudnessOfFiles(files) {
  const set = new StemSet(files);
  try {
    await set.open();
    if (set.failures.length) throw set.failures[0].error;
    const blocks = Math.ceil(set.total / set.blockFrames);
    const step = Math.max(1, Math.floor(blocks / moments));
    const meter = new LoudnessMeter(set.rate);
    for (let block = 0; block < blocks; block += step) {
      const parts = await Promise.all(set.parts.map((part) => set.block(part, block)));
      const sum = [new Float32Array(set.blockFrames), new Float32Array(set.blockFrames)];
      for (const buffer of parts) {
        if (!buffer) continue;
        sum.forEach((into, channel) => {
          const samples = buffer.getChannelData(Math.min(channel, buffer.numberOfChannels - 1));
          for (let i = 0; i < samples.length; i += 1) into[i] += samples[i];
        });
      }
      meter.push(sum);
      await new Promise((resolve) => { setTimeout(resolve, 0); });
    }
    return meter.integrated;
  } finally {
    set.close();
  }
}
