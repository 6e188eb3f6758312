// @ts-check
// Plain words about a song, read as edits that a producer may take: no more is claimed than a word says.
import { beatAtSeconds } from '../core/time.js';
import { strings } from '../core/strings.js';

/**
 * @typedef {object} Proposal
 * @property {string} text for the producer
 * @property {'edit'|'job'|'mix'} kind
 * @property {any} request an edit, a job's kind and request, or what the mix changes
 */

const wishes = /** @type {const} */ ({
  lessBusy: /\b(less busy|too busy|simpler|sparser|fewer notes|less notes|less going on|thin(?:ner)? (?:it )?out|too many notes|cluttered)\b/,
  moreBusy: /\b(busier|more busy|more notes|more going on|more movement|too simple|too empty|too plain)\b/,
  bigger: /\b(bigger|huge|epic|more (?:energy|power|drive|intense|punch)|stronger|fuller|punchier|lift|more exciting|too (?:small|weak|calm|soft|quiet|thin)|louder)\b/,
  smaller: /\b(smaller|calmer|softer|gentler|quieter|mellower|more (?:calm|quiet|gentle)|less (?:energy|intense|loud|big|drum|drums|bass)|too (?:big|loud|intense|much|strong|heavy|aggressive)|tone(?:d)? down)\b/,
  another: /\b(another|different|new|change the|don'?t like|not (?:a fan|keen)|boring|replace)\b/,
  away: /\b(without|remove|take out|take away|get rid of|lose|drop|no more|mute)\b/,
  longer: /\b(longer|goes by too fast|too short)\b/,
  shorter: /\b(shorter|too long|drags)\b/,
});

/**
 * Words by which people call roles.
 * @type {Record<string, RegExp>}
 */
const roleWords = {
  drums: /\b(drums?|drummer|beats?|kit|snare|kick|hi-?hats?)\b/, percussion: /\b(percussion|shakers?|congas?|tambourine)\b/,
  bass: /\b(bass|bassline|low end)\b/, lead: /\b(melody|lead|tune|solo|main line)\b/,
  chords: /\b(chords?|keys|keyboards?)\b/, pad: /\b(pads?|background|atmosphere)\b/,
  arpeggio: /\b(arpeggios?|arp)\b/, counter: /\b(counter-?melody|second melody|answer)\b/, effects: /\b(effects?|noises?|whooshes|risers?)\b/,
};

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];

/**
 * @param {{seconds: number, text: string}} comment @param {any} document
 * @returns {Proposal[]} none where the words name no change
 */
export function proposalsOf(comment, document) {
  const text = comment.text.toLowerCase();
  const wants = (/** @type {keyof typeof wishes} */ wish) => wishes[wish].test(text);
  const parts = partsIn(text, document);
  const sections = sectionsIn(text, comment.seconds, document);
  /** @type {Proposal[]} */
  const proposals = [];
  if (wants('away') && parts.length) return parts.map((part) => mute(part));
  if (wants('lessBusy') || wants('moreBusy')) {
    const more = !wants('lessBusy');
    const players = parts.length ? parts : document.parts.filter((/** @type {any} */ part) => part.isDrums).slice(0, 1);
    return players.map((/** @type {any} */ part) => ({
      kind: 'edit', text: strings.clientProposalBusy(nameOf(part), more),
      request: { setControls: { part: part.id, controls: { complexity: more ? 0.75 : 0.25 }, resets: false } },
    }));
  }
  if (wants('another') && parts.length) {
    for (const part of parts) proposals.push(anew(part, sections, document));
    return proposals;
  }
  if (wants('longer') || wants('shorter')) {
    return sections.slice(0, 1).map((section) => length(section, wants('longer')));
  }
  if (wants('smaller') || wants('bigger')) {
    const up = !wants('smaller');
    if (parts.length) return parts.map((part) => level(part, up ? 2 : -2));
    return sections.filter((section) => up ? section.energy < 0.99 : section.energy > 0.01).map((section) => energy(section, up));
  }
  return proposals;
}

/** @param {any} part */
const nameOf = (part) => part.name || part.id;

/** @param {string} text @param {any} document @returns {any[]} */
function partsIn(text, document) {
  const named = document.parts.filter((/** @type {any} */ part) => nameOf(part).toLowerCase().split(/[^\p{L}]+/u)
    .some((/** @type {string} */ word) => word.length > 3 && new RegExp(`\\b${word}s?\\b`, 'u').test(text)));
  if (named.length) return named;
  return document.parts.filter((/** @type {any} */ part) => roleWords[part.role]?.test(text));
}

/** @param {string} text @param {number} seconds of the comment @param {any} document @returns {any[]} */
function sectionsIn(text, seconds, document) {
  const named = document.sections.filter((/** @type {any} */ section) =>
    new RegExp(`\\b${escaped(section.name.toLowerCase())}(?:e?s)?\\b`).test(text));
  if (named.length) {
    const which = ordinals.findIndex((word) => text.includes(word));
    if (text.includes('last') || text.includes('final')) return named.slice(-1);
    return which >= 0 && named[which] ? [named[which]] : named;
  }
  if (/\b(everywhere|whole song|all of it|overall|in general)\b/.test(text)) return document.sections;
  const time = text.match(/\b(\d{1,2}):([0-5]\d)\b/);
  const beat = beatAtSeconds(document, time ? Number(time[1]) * 60 + Number(time[2]) : seconds);
  const here = document.sections.filter((/** @type {any} */ section) => document.barStarts[section.startBar] <= beat + 1e-6).at(-1);
  return here ? [here] : [];
}

/** @param {string} word */
const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** @param {any} section @param {boolean} up @returns {Proposal} */
function energy(section, up) {
  const to = Math.round(Math.max(0, Math.min(1, section.energy + (up ? 0.15 : -0.15))) * 100) / 100;
  return {
    kind: 'edit', text: strings.clientProposalEnergy(section.name, section.energy, to),
    request: { setEnergy: { section: section.id, energy: to } },
  };
}

/** @param {any} part @param {number} decibels @returns {Proposal} */
const level = (part, decibels) => ({
  kind: 'mix', text: strings.clientProposalLevel(nameOf(part), decibels), request: { part: part.id, gain: decibels },
});

/** @param {any} part @returns {Proposal} */
const mute = (part) => ({ kind: 'mix', text: strings.clientProposalMute(nameOf(part)), request: { part: part.id, muted: true } });

/** @param {any} part @param {any[]} sections @param {any} document @returns {Proposal} */
function anew(part, sections, document) {
  const [section] = sections;
  const bars = section && sections.length < document.sections.length ? [section.startBar, section.startBar + section.bars] : null;
  return {
    kind: 'job', text: strings.clientProposalAnother(nameOf(part), bars ? section.name : strings.clientWhole),
    request: { kind: 'regenerate', request: { bars, parts: [part.id], composer: 'auto' } },
  };
}

/** @param {any} section @param {boolean} longer @returns {Proposal} */
function length(section, longer) {
  const bars = longer ? section.bars * 2 : Math.max(1, Math.round(section.bars / 2));
  return {
    kind: 'edit', text: strings.clientProposalLength(section.name, section.bars, bars),
    request: { resizeSection: { section: section.id, bars } },
  };
}
