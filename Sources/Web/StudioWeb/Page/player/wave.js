// @ts-check
// Wave files as bytes: where the samples are, and samples as numbers.

/**
 * @typedef {object} WaveFormat
 * @property {'integer'|'float'} kind
 * @property {number} channels 1 to 32
 * @property {number} rate frames a second
 * @property {number} bits bits a sample: 8, 16, 24, 32 or 64 (float)
 * @property {number} bytesPerFrame
 * @property {number} dataOffset first byte of samples
 * @property {number} frames
 */

/** How many bytes of a file's beginning hold its header in all likelihood. */
export const headerBytes = 4096;

/** A wave file that cannot be played. */
export class WaveError extends Error {}

/**
 * Reads the head of a RIFF, RF64 or BW64 file.
 * @param {ArrayBuffer} bytes the file's beginning, at least up to its samples
 * @param {number} [fileBytes] the size of the whole file, where it is known: a shorter file ends earlier
 * @returns {WaveFormat}
 */
export function parseWave(bytes, fileBytes = Infinity) {
  const view = new DataView(bytes);
  const outer = tag(view, 0);
  if (!['RIFF', 'RF64', 'BW64'].includes(outer) || tag(view, 8) !== 'WAVE') {
    throw new WaveError('not a wave file');
  }
  let offset = 12;
  let longData = 0;
  /** @type {Omit<WaveFormat, 'dataOffset'|'frames'>|null} */
  let format = null;
  while (offset + 8 <= view.byteLength) {
    const name = tag(view, offset);
    let size = view.getUint32(offset + 4, true);
    const body = offset + 8;
    if (name === 'data') {
      if (!format) throw new WaveError('samples before their format');
      if (size === 0xffffffff) size = longData || fileBytes - body;
      const held = Math.min(size, fileBytes - body);
      const frames = Math.floor(held / format.bytesPerFrame);
      if (!Number.isFinite(frames)) throw new WaveError('no length');
      return { ...format, dataOffset: body, frames };
    }
    if (name === 'ds64' && body + 16 <= view.byteLength) {
      longData = view.getUint32(body + 8, true) + view.getUint32(body + 12, true) * 2 ** 32;
    }
    if (name === 'fmt ') format = parseFormat(view, body, size);
    offset = body + size + (size & 1);
  }
  throw new WaveError('no samples');
}

/** @param {DataView} view @param {number} body @param {number} size */
function parseFormat(view, body, size) {
  if (size < 16 || body + Math.min(size, 26) > view.byteLength) throw new WaveError('cut format');
  let code = view.getUint16(body, true);
  if (code === 0xfffe && size >= 26) code = view.getUint16(body + 24, true);
  const channels = view.getUint16(body + 2, true);
  const rate = view.getUint32(body + 4, true);
  const bytesPerFrame = view.getUint16(body + 12, true);
  const bits = view.getUint16(body + 14, true);
  const kind = code === 1 ? 'integer' : code === 3 ? 'float' : null;
  const known = kind === 'integer' ? [8, 16, 24, 32] : kind === 'float' ? [32, 64] : [];
  if (!kind || !known.includes(bits)) throw new WaveError(`samples of kind ${code}, ${bits} bits`);
  if (channels < 1 || channels > 32) throw new WaveError(`${channels} channels`);
  if (rate < 3000 || rate > 768000) throw new WaveError(`${rate} frames a second`);
  if (bytesPerFrame !== channels * bits / 8) throw new WaveError('frames of uneven size');
  return { kind: /** @type {'integer'|'float'} */ (kind), channels, rate, bits, bytesPerFrame };
}

/** @param {DataView} view @param {number} offset */
function tag(view, offset) {
  if (offset + 4 > view.byteLength) return '';
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + offset, 4));
}

/**
 * The bytes of some frames, as the two numbers of a Range header.
 * @param {WaveFormat} format @param {number} first @param {number} count
 * @returns {[number, number]} first and last byte
 */
export function byteRange(format, first, count) {
  const start = format.dataOffset + first * format.bytesPerFrame;
  return [start, start + count * format.bytesPerFrame - 1];
}

/**
 * Writes samples as numbers of -1 to 1 into the arrays of the channels; what is no number is 0.
 * @param {ArrayBuffer} bytes whole frames @param {WaveFormat} format
 * @param {Float32Array[]} into one array a channel; fewer than the file has leave the others out
 * @returns {number} frames written
 */
export function decodeFrames(bytes, format, into) {
  const count = Math.min(Math.floor(bytes.byteLength / format.bytesPerFrame), into[0].length);
  for (let channel = 0; channel < Math.min(into.length, format.channels); channel += 1) {
    decodeChannel(bytes, format, channel, into[channel], count);
  }
  return count;
}

/**
 * @param {ArrayBuffer} bytes @param {WaveFormat} format @param {number} channel
 * @param {Float32Array} target @param {number} count
 */
function decodeChannel(bytes, format, channel, target, count) {
  const { channels, bits, kind } = format;
  if (kind === 'integer' && bits === 16) {
    const source = new Int16Array(bytes, 0, count * channels);
    for (let i = 0, j = channel; i < count; i += 1, j += channels) target[i] = source[j] / 32768;
  } else if (kind === 'integer' && bits === 24) {
    const source = new Uint8Array(bytes);
    const step = channels * 3;
    for (let i = 0, j = channel * 3; i < count; i += 1, j += step) {
      // The three bytes become the upper ones of 32, so that the sign is right.
      target[i] = (source[j] << 8 | source[j + 1] << 16 | source[j + 2] << 24) / 2147483648;
    }
  } else if (kind === 'float' && bits === 32) {
    const source = new Float32Array(bytes, 0, count * channels);
    for (let i = 0, j = channel; i < count; i += 1, j += channels) {
      target[i] = Number.isFinite(source[j]) ? source[j] : 0;
    }
  } else {
    const view = new DataView(bytes);
    const width = bits / 8;
    for (let i = 0, j = channel * width; i < count; i += 1, j += channels * width) {
      const value = kind === 'float' ? view.getFloat64(j, true)
        : bits === 32 ? view.getInt32(j, true) / 2147483648
          : (view.getUint8(j) - 128) / 128;
      target[i] = Number.isFinite(value) ? value : 0;
    }
  }
}
