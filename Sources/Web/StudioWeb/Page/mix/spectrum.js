// @ts-check
// The spectra of two parts in the ear's bands, and where one covers the other.
import { fill, freshID, h, token } from '../core/dom.js';
import { strings } from '../core/strings.js';
import { bandCount, bandPowers, covered, edges, frequencyText, middles } from './bands.js';

const marks = [50, 100, 200, 500, 1000, 2000, 5000, 10000];
const [top, bottom] = [-12, -96];

/** @param {any} player @param {{id: string, name: string, role: string}[]} parts */
export function createSpectrum(player, parts) {
  const canvas = h('canvas', { class: 'spectrum-canvas', role: 'img', 'aria-label': strings.mixSpectrumIdle });
  const chooser = (/** @type {string} */ label) => h('select', { class: 'select spectrum-select', 'aria-label': label, id: freshID('part') });
  const masker = chooser(strings.mixMasker);
  const maskee = chooser(strings.mixMaskee);
  const text = h('p', { class: 'spectrum-text numbers', 'aria-live': 'off' }, strings.mixSpectrumIdle);
  const element = h('section', { class: 'spectrum', 'aria-label': strings.mixSpectrum },
    h('div', { class: 'spectrum-head' }, h('h2', null, strings.mixSpectrum),
      h('div', { class: 'spectrum-pair' }, masker, h('span', null, strings.mixCovers), maskee), text), canvas);

  for (const select of [masker, maskee]) {
    fill(select, parts.map((part) => h('option', { value: part.id }, part.name)));
    select.addEventListener('change', forget);
  }
  const lead = parts.find((part) => part.role === 'lead') ?? parts[0];
  const other = parts.find((part) => part.role === 'chords') ?? parts.find((part) => part !== lead) ?? lead;
  if (lead) maskee.value = lead.id;
  if (other) masker.value = other.id;

  const powers = { part: new Float64Array(bandCount), other: new Float64Array(bandCount), all: new Float64Array(bandCount) };
  const shares = { sum: 0, lost: 0, bands: new Float64Array(bandCount) };
  /** @type {Float32Array|null} */
  let lines = null;
  let told = 0;
  let colours = readColours();

  function forget() {
    shares.sum = shares.lost = 0;
    shares.bands.fill(0);
    told = 0;
    for (const list of Object.values(powers)) list.fill(0);
  }

  /** @param {AnalyserNode|undefined} analyser @param {Float64Array} into */
  function read(analyser, into) {
    if (!analyser) return void into.fill(0);
    if (lines?.length !== analyser.frequencyBinCount) lines = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(lines);
    bandPowers(lines, analyser.context.sampleRate, into);
  }

  const part = (/** @type {string} */ id) => parts.find((one) => one.id === id);

  /** @param {number} now milliseconds */
  function draw(now) {
    const { console } = player;
    read(console?.strips.get(maskee.value)?.analyser, powers.part);
    read(console?.strips.get(masker.value)?.analyser, powers.other);
    read(console?.analyser, powers.all);
    const cover = covered(powers.part, masker.value === maskee.value ? new Float64Array(bandCount) : powers.other);
    if (player.state.playing) {
      const loud = powers.part.reduce((sum, power) => sum + power, 0);
      // The last seconds count: what was before fades with a time of three seconds.
      const keep = 1 - 1 / (30 * 3);
      shares.sum = shares.sum * keep + loud;
      shares.lost = shares.lost * keep + loud * cover.share;
      cover.bands.forEach((on, band) => {
        shares.bands[band] = shares.bands[band] * keep + (on ? powers.part[band] : 0);
      });
      if (now - told > 700) tell(now);
    }
    paint(cover.bands);
  }

  /** @param {number} now */
  function tell(now) {
    told = now;
    const names = [part(masker.value)?.name ?? '', part(maskee.value)?.name ?? ''];
    const percent = shares.sum > 0 ? Math.round(shares.lost / shares.sum * 100) : 0;
    const most = shares.bands.indexOf(Math.max(...shares.bands));
    const words = percent < 1 ? strings.mixMaskedNone(names[0], names[1])
      : strings.mixMaskedShare(names[0], names[1], percent) + strings.mixMaskedWhere(frequencyText(middles[most]));
    if (text.textContent === words) return;
    text.textContent = words;
    canvas.setAttribute('aria-label', words);
  }

  /** @param {boolean[]} bands */
  function paint(bands) {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const plot = height - 18;
    const x = (/** @type {number} */ hertz) => Math.log(hertz / edges[0]) / Math.log(edges[bandCount] / edges[0]) * width;
    const y = (/** @type {number} */ power) => plot
      - Math.max(0, Math.min(1, ((power > 0 ? 10 * Math.log10(power) : -200) - bottom) / (top - bottom))) * plot;
    pen.font = `11px ${colours.font}`;
    pen.textAlign = 'center';
    for (const mark of marks) {
      pen.fillStyle = colours.line;
      pen.fillRect(Math.round(x(mark)), 0, 1, plot);
      pen.fillStyle = colours.ink;
      pen.fillText(mark < 1000 ? String(mark) : `${mark / 1000}k`, x(mark), height - 4);
    }
    pen.fillStyle = colours.covered;
    bands.forEach((on, band) => on && pen.fillRect(x(edges[band]), 0, x(edges[band + 1]) - x(edges[band]) + 0.5, plot));
    curve(pen, powers.all, x, y, plot, colours.all, 0);
    curve(pen, powers.other, x, y, plot, colours.role(part(masker.value)?.role), 0.14);
    curve(pen, powers.part, x, y, plot, colours.role(part(maskee.value)?.role), 0.22);
  }

  return {
    element, draw,
    refreshColours() { colours = readColours(); },
    /** @param {string} id the part that is chosen in the mixer */
    choose(id) {
      if (!part(id) || maskee.value === id) return;
      if (masker.value === id) masker.value = maskee.value;
      maskee.value = id;
      forget();
    },
  };
}

function readColours() {
  return {
    line: token('--line'), ink: token('--ink-soft'), all: token('--line-strong'), font: token('--sans'),
    covered: token('--danger-soft'),
    role: (/** @type {string|undefined} */ role) => token(`--role-${role}`) || token('--role-effects'),
  };
}

/**
 * @param {CanvasRenderingContext2D} pen @param {Float64Array} powers @param {(hertz: number) => number} x
 * @param {(power: number) => number} y @param {number} floor @param {string} colour @param {number} filled
 */
function curve(pen, powers, x, y, floor, colour, filled) {
  pen.beginPath();
  pen.moveTo(0, y(powers[0]));
  for (let band = 0; band < bandCount; band += 1) pen.lineTo(x(middles[band]), y(powers[band]));
  pen.lineTo(x(edges[bandCount]), y(powers[bandCount - 1]));
  pen.strokeStyle = colour;
  pen.lineWidth = filled ? 2 : 1;
  pen.stroke();
  if (!filled) return;
  pen.lineTo(x(edges[bandCount]), floor);
  pen.lineTo(0, floor);
  pen.globalAlpha = filled;
  pen.fillStyle = colour;
  pen.fill();
  pen.globalAlpha = 1;
}
