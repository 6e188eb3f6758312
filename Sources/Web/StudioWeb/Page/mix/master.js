// @ts-check
// The master: where it goes, how much may change, what it follows, what was done, and how it sounds beside the mix.
import { cleanup, fill, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { toast, toastError } from '../core/toast.js';
import { recallValue, rememberValue } from '../core/memory.js';
import { strings } from '../core/strings.js';
import { createListening } from './listening.js';
import { createReferences } from './references.js';
import { masterFacts, mixLoudness } from './master-facts.js';

/** @param {any} context @param {any} project */
export function createMaster(context, project) {
  const { jobs } = context;
  const bag = cleanup();
  const choice = { target: '', intensity: 50, character: 'balanced', ...recallValue('master', {}) };

  const target = h('select', { class: 'select', on: { change: () => keep({ target: target.value }) } });
  const intensity = h('input', {
    class: 'range', type: 'range', min: 0, max: 100, step: 5, value: choice.intensity, 'aria-label': strings.mixIntensity,
    on: { input: () => keep({ intensity: Number(intensity.value) }) },
  });
  const intensityText = h('span', { class: 'hint numbers', 'aria-hidden': 'true' });
  const characters = h('div', { class: 'segments', role: 'group', 'aria-label': strings.mixCharacter });
  const make = h('button', { class: 'button button-main', type: 'button', on: { click: start } }, strings.mixMakeMaster);
  const progress = h('div', { class: 'progress', hidden: true, role: 'progressbar', 'aria-label': strings.mixMastering,
    'aria-valuemin': 0, 'aria-valuemax': 100 }, h('span', null));
  const facts = h('section', { class: 'master-facts', 'aria-live': 'polite', hidden: true });
  const references = createReferences(context, project, () => listening.draw());
  const listening = createListening(context, project, { references: () => references.list, mastered });
  const form = h('div', { class: 'master', hidden: true },
    h('label', { class: 'label' }, strings.mixTarget, target),
    h('label', { class: 'label' }, h('span', { class: 'master-line' }, strings.mixIntensity, intensityText), intensity),
    h('div', { class: 'label' }, strings.mixCharacter, characters),
    references.element,
    h('div', { class: 'master-make' }, make, progress));
  const element = h('div', { class: 'master' }, form, facts, listening.element);

  /** Jobs that ended well, newest first. @param {string[]} kinds @returns {any[]} */
  const done = (...kinds) => jobs.list().filter((/** @type {any} */ one) =>
    kinds.includes(one.kind) && one.project === project.id && one.state === 'done');

  /** The mix and the master that the latest mastering wrote; none where the song was rendered anew since. */
  function mastered() {
    const [job] = done('master');
    const [render] = done('render', 'mix');
    if (!job || (render && render.ended > job.ended)) return {};
    const waves = (job.result?.files ?? []).filter((/** @type {string} */ url) => url.endsWith('.wav'));
    return { mix: waves.find((/** @type {string} */ url) => url.endsWith('.before.wav')),
      master: waves.find((/** @type {string} */ url) => !/\.(before|after)\.wav$/.test(url)), mixLoudness: mixLoudness(job.result?.report) };
  }

  /** @param {Record<string, any>} change */
  function keep(change) {
    Object.assign(choice, change);
    rememberValue('master', choice);
    drawChoice();
  }

  function drawChoice() {
    intensityText.textContent = `${choice.intensity} · ${strings.mixIntensityText(choice.intensity)}`;
    intensity.setAttribute('aria-valuetext', intensityText.textContent);
    const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset.character;
    fill(characters, ['warm', 'balanced', 'open'].map((name) => h('button', {
      type: 'button', 'aria-pressed': choice.character === name, data: { character: name }, on: { click: () => keep({ character: name }) },
    }, strings.mixCharacters[name])));
    if (focused) /** @type {HTMLElement|null} */ (characters.querySelector(`[data-character="${focused}"]`))?.focus();
  }

  async function start() {
    make.disabled = true;
    try {
      const followed = references.element.hidden ? [] : references.chosen();
      const job = await jobs.start('master', {
        ...(choice.target ? { target: choice.target } : {}), intensity: choice.intensity, character: choice.character,
        ...(followed.length ? { references: followed } : {}),
      }, project.id);
      // A job that fails is told by the tray, and below.
      if (!await jobs.wait(job.id).then(() => true, () => false)) return draw();
      await project.refresh();
      await listening.renew();
      toast(strings.mixMasterDone, { kind: 'good' });
    } catch (error) {
      toastError(error);
    }
    draw();
  }

  let shown = '';
  function draw() {
    listening.draw();
    const own = jobs.list().filter((/** @type {any} */ one) => one.kind === 'master' && one.project === project.id);
    const job = own.find((/** @type {any} */ one) => one.state === 'queued' || one.state === 'running');
    make.disabled = Boolean(job) || !project.document?.sound?.stems?.length;
    progress.hidden = !job;
    const percent = Math.round((job?.progress ?? 0) * 100);
    progress.firstElementChild.style.width = `${percent}%`;
    progress.setAttribute('aria-valuenow', String(percent));
    const last = own.find((/** @type {any} */ one) => one.state === 'done' || one.state === 'failed');
    if (!last || job || last.id === shown) return;
    shown = last.id;
    drawFacts(last);
  }

  /** @param {any} job the last one that ended */
  function drawFacts(job) {
    const { rows, sentences } = job.state === 'done' ? masterFacts(job.result?.report) : { rows: [], sentences: [] };
    const link = (/** @type {string} */ url) => h('a', { class: 'button button-quiet button-small', href: url, download: '' }, icon('download', 16),
      decodeURIComponent(url.split('/').at(-1) ?? ''));
    const [file, ...files] = job.result?.files ?? [];
    facts.hidden = job.state === 'done' && rows.length + sentences.length === 0 && !file;
    fill(facts, h('h3', null, strings.mixMasterMade),
      job.state === 'failed' ? [h('p', { class: 'problem' }, job.error?.detail || job.error?.title || strings.jobsFailed),
        job.error?.hint ? h('p', { class: 'hint' }, job.error.hint) : null] : null,
      rows.length ? h('dl', { class: 'master-rows numbers' }, rows.map(([name, text]) => h('div', null, h('dt', null, name), h('dd', null, text)))) : null,
      sentences.length ? h('details', null, h('summary', null, strings.mixMasterWhy), h('ul', null, sentences.map((text) => h('li', null, text)))) : null,
      file ? link(file) : null,
      files.length ? h('details', null, h('summary', null, strings.mixMasterFiles), h('div', { class: 'master-files' }, files.map(link))) : null);
  }

  context.studio().then((/** @type {any} */ studio) => {
    const has = (/** @type {string} */ feature) => studio.features?.includes(feature) ?? false;
    form.hidden = !has('master');
    references.element.hidden = !has('references');
    fill(target, studio.targets.map((/** @type {any} */ one) => h('option', { value: one.id }, one.name)));
    if (studio.targets.some((/** @type {any} */ one) => one.id === choice.target)) target.value = choice.target;
    else choice.target = target.value;
    if (!has('references')) return;
    references.takeFrom(form);
    references.fetch();
  }).catch(toastError);
  bag.add(project.on('change', draw));
  bag.add(project.on('sound', draw));
  bag.add(jobs.on('change', draw));
  bag.add(listening.leave);
  drawChoice();
  draw();
  return { element, remove: bag.empty, prepare: listening.prepare, toggle: listening.toggle };
}
