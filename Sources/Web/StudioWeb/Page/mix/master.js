// @ts-check
// The master: where it goes, how much may change, a reference, and before against after at equal loudness.
import { cleanup, fill, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { toast, toastError } from '../core/toast.js';
import { recallValue, rememberValue } from '../core/memory.js';
import { strings } from '../core/strings.js';
import { loudnessOfFiles } from './file-loudness.js';

/** @param {any} context @param {any} project */
export function createMaster(context, project) {
  const { player, jobs, api } = context;
  const bag = cleanup();
  const choice = recallValue('master', { target: '', intensity: 50, character: 'balanced', equal: true });
  /** @type {{name: string, reference: string}|null} */
  let reference = null;
  /** @type {'parts'|'before'|'after'} */
  let heard = 'parts';
  /** @type {Map<string, Promise<number>>} loudness by what is heard and its state */
  const known = new Map();

  const target = h('select', { class: 'select', on: { change: () => keep({ target: target.value }) } });
  const intensity = h('input', {
    class: 'range', type: 'range', min: 0, max: 100, step: 5, value: choice.intensity,
    on: { input: () => keep({ intensity: Number(intensity.value) }) },
  });
  const intensityText = h('output', { class: 'hint' });
  const characters = h('div', { class: 'segments', role: 'group', 'aria-label': strings.mixCharacter });
  const file = h('input', { type: 'file', class: 'visually-hidden', accept: 'audio/*,.wav,.flac,.mp3,.opus,.aiff', tabIndex: -1, 'aria-hidden': 'true', on: { change: upload } });
  const referenceBox = h('div', { class: 'master-reference' });
  const make = h('button', { class: 'button button-main', type: 'button', on: { click: start } }, strings.mixMakeMaster);
  const progress = h('div', { class: 'progress', hidden: true, role: 'progressbar', 'aria-label': strings.mixMastering }, h('span', null));
  const listen = h('div', { class: 'segments', role: 'group', 'aria-label': strings.mixListen });
  const equal = h('input', { type: 'checkbox', checked: choice.equal, on: { change: () => { keep({ equal: equal.checked }); hear(heard); } } });
  const note = h('p', { class: 'hint numbers', 'aria-live': 'polite' });
  const element = h('div', { class: 'master' },
    h('label', { class: 'label' }, strings.mixTarget, target),
    h('label', { class: 'label' }, h('span', { class: 'master-line' }, strings.mixIntensity, intensityText), intensity),
    h('div', { class: 'label' }, strings.mixCharacter, characters),
    h('div', { class: 'label' }, strings.mixReference, referenceBox, file),
    h('div', { class: 'master-make' }, make, progress),
    h('section', { class: 'master-listen' }, h('h3', null, strings.mixListen), listen,
      h('label', { class: 'check' }, equal, strings.mixEqualLoudness), note));

  /** @param {Record<string, any>} change */
  function keep(change) {
    Object.assign(choice, change);
    rememberValue('master', choice);
    drawChoice();
  }

  function drawChoice() {
    intensityText.textContent = `${choice.intensity} · ${strings.mixIntensityText(choice.intensity)}`;
    fill(characters, ['warm', 'balanced', 'open'].map((name) => h('button', {
      type: 'button', 'aria-pressed': choice.character === name, on: { click: () => keep({ character: name }) },
    }, strings.mixCharacters[name])));
  }

  function drawReference() {
    fill(referenceBox, reference
      ? [h('span', { class: 'master-file' }, reference.name), h('button', {
        class: 'icon-button icon-button-small', type: 'button', 'aria-label': strings.mixReferenceRemove,
        on: { click: () => { reference = null; drawReference(); } },
      }, icon('close', 16))]
      : [h('button', { class: 'button button-quiet button-small', type: 'button', title: strings.mixReferenceHint, on: { click: () => file.click() } },
        icon('upload', 16), strings.mixReferenceChoose), h('span', { class: 'hint' }, strings.mixReferenceKinds)]);
  }

  async function upload() {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    try {
      const answer = await api.upload(project.path('references', chosen.name), chosen);
      reference = { name: chosen.name, reference: answer.reference };
      drawReference();
    } catch (error) {
      toastError(error);
    }
    file.value = '';
  }

  async function start() {
    make.disabled = true;
    try {
      const job = await jobs.start('master', {
        ...(choice.target ? { target: choice.target } : {}), intensity: choice.intensity, character: choice.character,
        ...(reference ? { references: [reference.reference] } : {}),
      }, project.id);
      await jobs.wait(job.id);
      await project.refresh();
      known.clear();
      toast(strings.mixMasterDone, { kind: 'good' });
    } catch (error) {
      toastError(error);
    }
    draw();
  }

  /**
   * The files behind a choice.
   * @param {'parts'|'before'|'after'} which
   */
  function filesOf(which) {
    const { sound } = project.document;
    const url = which === 'after' ? sound.master : sound.mix;
    return which === 'parts' || !url ? sound.stems : [{ part: '~file', url }];
  }

  /** @param {'parts'|'before'|'after'} which */
  function loudness(which) {
    const files = filesOf(which);
    const key = `${project.document.revision} ${files.map((/** @type {any} */ one) => one.url).join(' ')}`;
    let value = known.get(key);
    if (!value) {
      value = loudnessOfFiles(files);
      value.catch(() => known.delete(key));
      known.set(key, value);
    }
    return value;
  }

  /** @param {'parts'|'before'|'after'} which */
  async function hear(which) {
    heard = which;
    draw();
    const url = which === 'parts' ? null : filesOf(which)[0].url;
    if (!equal.checked) {
      note.textContent = '';
      await player.listen(url);
      return;
    }
    note.textContent = strings.mixMeasuring;
    try {
      const before = project.document.sound.mix ? 'before' : 'parts';
      const [low, high] = await Promise.all([loudness(before), loudness('after')]);
      if (heard !== which) return;
      const louder = high - low;
      const own = which === 'after' ? Math.min(0, -louder) : Math.min(0, louder);
      note.textContent = Math.abs(louder) < 0.1 ? ''
        : louder > 0 ? strings.mixTurnedDown(louder.toFixed(1)) : strings.mixTurnedUp((-louder).toFixed(1));
      await player.listen(url, own);
    } catch (error) {
      note.textContent = '';
      toastError(error);
    }
  }

  function draw() {
    const sound = project.document?.sound ?? {};
    const choices = /** @type {['parts'|'before'|'after', string, boolean][]} */ ([
      ['parts', strings.mixParts, true], ...(sound.mix ? [['before', strings.mixBefore, true]] : []),
      ['after', strings.mixAfter, Boolean(sound.master)]]);
    fill(listen, choices.map(([which, text, enabled]) => h('button', {
      type: 'button', 'aria-pressed': heard === which, disabled: !enabled, data: { listen: which },
      on: { click: () => hear(which).then(() => /** @type {any} */ (listen.querySelector(`[data-listen="${which}"]`))?.focus()) },
    }, text)));
    if (!sound.master) note.textContent = strings.mixNoMaster;
    else if (note.textContent === strings.mixNoMaster) note.textContent = strings.mixEqualHint;
    const job = jobs.active(project.id).find((/** @type {any} */ one) => one.kind === 'master');
    make.disabled = Boolean(job) || !sound.stems?.length;
    progress.hidden = !job;
    progress.firstElementChild.style.width = `${Math.round((job?.progress ?? 0) * 100)}%`;
    progress.setAttribute('aria-valuenow', String(Math.round((job?.progress ?? 0) * 100)));
  }

  context.studio().then((/** @type {any} */ studio) => {
    fill(target, studio.targets.map((/** @type {any} */ one) => h('option', { value: one.id }, one.name)));
    if (studio.targets.some((/** @type {any} */ one) => one.id === choice.target)) target.value = choice.target;
    else choice.target = target.value;
  }).catch(toastError);
  bag.add(project.on('change', draw));
  bag.add(project.on('sound', draw));
  bag.add(jobs.on('change', draw));
  bag.add(() => { player.listen(null); });
  drawChoice();
  drawReference();
  note.textContent = strings.mixEqualHint;
  draw();
  return {
    element, remove: bag.empty,
    /** Measures ahead, so that comparing begins at once. */
    prepare() {
      const { sound } = project.document ?? {};
      if (!sound?.master || !sound.stems?.length) return;
      Promise.all([loudness(sound.mix ? 'before' : 'parts'), loudness('after')]).catch(() => {});
    },
    /** Goes from the parts to the master and back. */
    toggle() {
      if (project.document?.sound?.master) hear(heard === 'after' ? (project.document.sound.mix ? 'before' : 'parts') : 'after');
    },
  };
}
