// @ts-check
// A brief for people who have no musical words, and three ideas that differ.
import { cleanup, fill, freshID, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { recallValue, rememberValue } from '../core/memory.js';
import { strings } from '../core/strings.js';
import { toastError } from '../core/toast.js';
import { pitchesOf } from './pitches.js';

/** @param {HTMLElement} element @param {any} context */
export function mount(element, context) {
  const { jobs, player } = context;
  const bag = cleanup();
  /** @type {import('./pitches.js').Answers} */
  const answers = {
    purpose: '', mood: 0.2, energy: 0, touch: -0.2, size: 0, seconds: 30, likes: [], avoids: [], ...recallValue('brief', {}),
  };
  const keep = () => rememberValue('brief', answers);
  /** @type {Record<string, () => void>} */
  const redraw = {};
  const purpose = h('textarea', {
    class: 'field', rows: 3, placeholder: strings.briefForHint, value: answers.purpose, id: freshID('purpose'),
    on: { input: () => { answers.purpose = purpose.value; problem.textContent = ''; keep(); } },
  });
  const problem = h('p', { class: 'problem', role: 'alert' });
  const go = h('button', { class: 'button button-main button-large', type: 'button', on: { click: start } }, strings.briefGo);
  const cards = h('div', { class: 'pitches', 'aria-live': 'polite' });
  const result = h('section', { class: 'brief-result', hidden: true, 'aria-label': strings.briefPitches }, h('h2', { tabIndex: -1 }, strings.briefPitches), cards);
  fill(element, h('div', { class: 'page-body brief' },
    h('header', { class: 'brief-head' }, h('h1', null, strings.briefTitle), h('p', null, strings.briefLead)),
    h('form', { class: 'brief-form', on: { submit: (/** @type {Event} */ event) => event.preventDefault() } },
      h('label', { class: 'brief-question' }, h('span', null, strings.briefFor), purpose), problem,
      h('fieldset', { class: 'brief-question' }, h('legend', null, strings.briefFeel), ['mood', 'energy', 'touch', 'size'].map(scaleRow)),
      h('fieldset', { class: 'brief-question' }, h('legend', null, strings.briefLength), lengthRow()),
      h('fieldset', { class: 'brief-question' }, h('legend', null, strings.briefLike), soundRow('likes', 'avoids')),
      h('fieldset', { class: 'brief-question' }, h('legend', null, strings.briefAvoid), soundRow('avoids', 'likes')), go),
    result));

  /** @param {string} name */
  function scaleRow(name) {
    const [low, high] = strings.briefScales[name];
    const input = h('input', {
      class: 'range', type: 'range', min: -100, max: 100, step: 5, value: /** @type {any} */ (answers)[name] * 100, 'aria-label': `${low} – ${high}`,
      on: { input: () => set() },
    });
    const set = () => {
      /** @type {any} */ (answers)[name] = Number(input.value) / 100;
      input.setAttribute('aria-valuetext', strings.briefScaleText(low, high, Number(input.value) / 100));
      keep();
    };
    set();
    return h('div', { class: 'brief-scale' }, h('span', null, low), input, h('span', null, high));
  }

  function lengthRow() {
    const row = h('div', { class: 'segments' });
    const draw = () => fill(row, Object.entries(strings.briefLengths).map(([seconds, text]) => h('button', {
      type: 'button', 'aria-pressed': answers.seconds === Number(seconds),
      on: { click: () => { answers.seconds = Number(seconds); keep(); draw(); /** @type {any} */ (row.querySelector('[aria-pressed="true"]'))?.focus(); } },
    }, String(text))));
    draw();
    return row;
  }

  /** @param {'likes'|'avoids'} own @param {'likes'|'avoids'} other */
  function soundRow(own, other) {
    const row = h('div', { class: 'brief-sounds' }, Object.entries(strings.briefSounds).map(([sound, text]) => h('button', {
      class: 'button button-quiet', type: 'button', data: { sound },
      on: {
        click: () => {
          answers[own] = answers[own].includes(sound) ? answers[own].filter((one) => one !== sound) : [...answers[own], sound];
          answers[other] = answers[other].filter((one) => one !== sound);
          keep();
          for (const draw of Object.values(redraw)) draw();
        },
      },
    }, String(text))));
    redraw[own] = () => {
      for (const button of row.children) button.setAttribute('aria-pressed', String(answers[own].includes(button.dataset.sound)));
    };
    redraw[own]();
    return row;
  }

  async function start() {
    if (!answers.purpose.trim()) {
      problem.textContent = strings.briefNeeds;
      return purpose.focus();
    }
    go.disabled = true;
    try {
      const { styles } = await context.studio();
      const pitches = pitchesOf(answers, styles.map((/** @type {any} */ style) => style.name));
      const rows = pitches.map((pitch) => createPitch(pitch));
      fill(cards, rows.map((row) => row.element));
      result.hidden = false;
      result.querySelector('h2')?.focus();
      result.scrollIntoView({ behavior: 'smooth', block: 'start' });
      await Promise.allSettled(rows.map((row) => row.compose()));
      go.textContent = strings.briefAgain;
    } catch (error) {
      toastError(error);
    }
    go.disabled = false;
  }

  /** @param {import('./pitches.js').Pitch} pitch */
  function createPitch(pitch) {
    const [name, words] = strings.briefPitch[pitch.id];
    const stage = h('p', { class: 'hint' }, strings.briefWaiting);
    const progress = h('div', { class: 'progress progress-waiting' }, h('span', null));
    const actions = h('div', { class: 'pitch-actions' });
    const card = h('article', { class: 'pitch', 'aria-label': name }, h('h3', null, name), h('p', null, words), stage, progress, actions);

    async function compose() {
      try {
        const job = await jobs.start('compose', {
          prompt: pitch.prompt, options: pitch.options, variations: 1, title: `${pitch.prompt.slice(0, 40)} – ${name}`, sound: true,
        });
        const off = jobs.on('change', () => {
          const now = jobs.get(job.id);
          if (now?.state === 'running') stage.textContent = strings.briefComposing;
          progress.classList.toggle('progress-waiting', !(now?.progress > 0));
          progress.firstElementChild.style.width = `${Math.round((now?.progress ?? 0) * 100)}%`;
        });
        const answer = await jobs.wait(job.id).finally(off);
        const id = answer.projects[0];
        await show(id);
      } catch (error) {
        const failure = /** @type {any} */ (error);
        progress.remove();
        fill(stage, h('span', { class: 'problem' }, strings.briefFailed), ` ${failure.message ?? ''} ${failure.hint ?? ''}`);
      }
    }

    /** @param {string} id */
    async function show(id) {
      const song = await context.api.get(context.api.path('projects', id));
      progress.remove();
      stage.textContent = song.title;
      const hear = h('button', { class: 'button button-quiet', type: 'button', on: { click: () => player.audition(id).catch(toastError) } });
      const draw = () => {
        const isOn = player.state.project === id && player.state.playing;
        fill(hear, icon(isOn ? 'pause' : 'play', 18), isOn ? strings.playerPause : strings.playerPlay);
        hear.setAttribute('aria-label', isOn ? strings.briefStop(name) : strings.briefHear(name));
      };
      draw();
      bag.listen(player, 'state', draw);
      fill(actions, hear, h('a', { class: 'button button-main', href: context.projectAddress(id) }, strings.briefChoose));
    }
    return { element: card, compose };
  }

  return bag.empty;
}
