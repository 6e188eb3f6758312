// @ts-check
// Cards that play: audition, the playhead over the picture, and moving on while music runs.
import { markPlaying } from './card.js';
import { toastError } from '../core/toast.js';

/**
 * @param {HTMLElement} host holds `.card[data-id]`
 * @param {any} context
 * @param {ReturnType<import('../core/dom.js').cleanup>} bag
 */
export function followPlayer(host, context, bag) {
  const { player } = context;
  const playingID = () => (player?.state.playing ? player.state.project : null);

  function draw() {
    const id = playingID();
    for (const card of /** @type {any} */ (host.querySelectorAll('.card[data-id]'))) markPlaying(card, card.dataset.id === id);
    move();
  }
  function move() {
    const id = playingID();
    const card = id ? host.querySelector(`.card[data-id="${CSS.escape(id)}"]`) : null;
    const line = /** @type {HTMLElement | null} */ (card?.querySelector('.card-playhead') ?? null);
    const length = player?.document?.length;
    if (line && length) line.style.setProperty('--at', String(Math.min(1, player.position() / length)));
  }
  if (player) {
    bag.listen(player, 'state', draw);
    bag.listen(player, 'position', move);
  }

  /** @param {string} id */
  async function listen(id) {
    if (!player) return;
    try {
      if (player.state.project === id && player.state.playing) player.pause();
      else if (player.state.project === id) await player.play();
      else await player.audition(id);
    } catch (error) {
      toastError(error);
    }
  }

  return {
    draw,
    listen,
    /**
     * The focus moved to another song: while music runs, that one is heard.
     * @param {string} id
     */
    moved(id) {
      if (id && playingID() && playingID() !== id) listen(id);
    },
    /** @param {string} id */
    stopIf(id) {
      if (playingID() === id) player.pause();
    },
  };
}
