// @ts-check
// One channel of the mixer: name, place, fader with meter, mute and solo, its moves at a glance.
import { h } from '../core/dom.js';
import { strings } from '../core/strings.js';
import { createFader } from './fader.js';
import { Meter } from './meters.js';
import { channelOf, faderOf, movesOf, panOf, withFader, withMute, withPan } from './plan.js';
import { heightOf, levelText } from './scale.js';

/**
 * @param {{id: string, name: string, role: string}} part
 * @param {any} draft @param {any} player
 * @param {{select: (id: string) => void}} view
 */
export function createChannel(part, draft, player, view) {
  const { id, name } = part;
  const isReturn = id.startsWith('return-');
  const title = h('button', {
    class: 'channel-name', type: 'button', title: name, 'aria-label': strings.mixSelect(name), 'aria-pressed': 'false',
    on: { click: () => view.select(id) },
  }, h('span', null, name));
  const pan = h('input', {
    class: 'range channel-pan', type: 'range', min: -100, max: 100, step: 1, 'aria-label': strings.mixPan(name),
    on: {
      input: () => draft.edit((/** @type {any} */ plan) => withPan(plan, id, Number(pan.value) / 100)),
      dblclick: () => draft.edit((/** @type {any} */ plan) => withPan(plan, id, 0)),
    },
  });
  const panText = h('span', { class: 'channel-pan-text numbers' });
  const fader = createFader({
    label: strings.mixFader(name),
    changed: (decibels) => draft.edit((/** @type {any} */ plan) => withFader(plan, id, decibels)),
    usual: () => draft.rendered ? faderOf(draft.rendered, id) : 0,
  });
  const canvas = h('canvas', { class: 'channel-meter', 'aria-hidden': 'true' });
  const value = h('output', { class: 'channel-value numbers' });
  const mute = h('button', {
    class: 'channel-switch channel-mute', type: 'button', 'aria-label': strings.mixMute(name), title: `${strings.mixMute(name)} (M)`,
    on: { click: () => toggleMute() },
  }, strings.mixMuteShort);
  const solo = h('button', {
    class: 'channel-switch channel-solo', type: 'button', 'aria-label': strings.mixSolo(name), title: `${strings.mixSolo(name)} (S)`,
    on: { click: () => toggleSolo() },
  }, strings.mixSoloShort);
  const moves = h('button', {
    class: 'channel-moves numbers', type: 'button', on: { click: () => view.select(id) },
  });
  const element = h('div', {
    class: isReturn ? 'channel channel-return' : 'channel', role: 'group', 'aria-label': name, data: { id },
    style: { '--part': `var(--role-${part.role}, var(--role-effects))` },
  }, title,
  isReturn ? h('div', { class: 'channel-place' }) : h('div', { class: 'channel-place' }, pan, panText),
  h('div', { class: 'channel-levels' }, isReturn ? null : [fader.element, scale()], canvas),
  value, h('div', { class: 'channel-switches' }, mute, solo), isReturn ? h('span', { class: 'channel-moves' }) : moves);

  const settings = () => player.settings.get(id) ?? {};
  function toggleMute() {
    const muted = !settings().mute;
    player.setPart(id, { mute: muted });
    if (!isReturn) draft.edit((/** @type {any} */ plan) => withMute(plan, id, muted));
  }
  function toggleSolo() { player.setPart(id, { solo: !settings().solo }); }

  function draw() {
    const { plan } = draft;
    mute.setAttribute('aria-pressed', String(Boolean(settings().mute)));
    solo.setAttribute('aria-pressed', String(Boolean(settings().solo)));
    if (isReturn || !plan) return;
    const hasChannel = channelOf(plan, id) !== null;
    fader.element.setAttribute('aria-disabled', String(!hasChannel));
    fader.show(faderOf(plan, id));
    value.textContent = levelText(faderOf(plan, id));
    const place = panOf(plan, id);
    if (document.activeElement !== pan || Math.abs(Number(pan.value) - place * 100) > 1) pan.value = String(Math.round(place * 100));
    pan.setAttribute('aria-valuetext', strings.mixPanText(place));
    panText.textContent = strings.mixPanShort(place);
    const list = movesOf(plan, id);
    moves.textContent = strings.mixReasonsButton(list.filter((move) => move.applied !== false).length, list.length);
  }

  return {
    id, element, draw, toggleMute, toggleSolo, meter: new Meter(canvas),
    /** @param {boolean} on */
    select(on) {
      element.classList.toggle('channel-selected', on);
      title.setAttribute('aria-pressed', String(on));
      if (on) element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    },
    focus: () => title.focus(),
  };
}

/** The numbers beside a fader. */
export const scale = () => h('div', { class: 'channel-scale numbers', 'aria-hidden': 'true' }, [6, 0, -10, -20, -40].map((level) =>
  h('span', { style: { bottom: `${heightOf(level) * 100}%` } }, Math.abs(level))));
