// @ts-check
// What tests ask of the player, on `window.etudeTest`.

/** @param {import('./engine.js').Player} player */
export function exposePlayer(player) {
  const shared = /** @type {any} */ (window);
  shared.etudeTest = Object.assign(shared.etudeTest ?? {}, {
    player,
    playerState: () => ({ ...player.state, position: player.position(), seconds: player.seconds() }),
    /** First sound in ms, pieces that came late, swaps in frames of the context, starts, bytes of stems. */
    playerCounters: () => ({
      ...player.counters, bytes: player.stems?.bytes ?? 0,
      framesPlayed: player.console ? Math.round(player.console.context.currentTime * player.rate) : 0,
    }),
    levels: () => player.console?.levels ?? null,
    /**
     * Records what goes out.
     * @param {number} seconds
     */
    record: (seconds) => player.console?.record(Math.round(seconds * player.rate)),
    /**
     * How many frames a recorded loop is off its length, and how much it differs from itself one round later.
     * @param {Float32Array} samples @param {number} period frames @param {number} [from] @param {number} [reach]
     */
    loopError(samples, period, from = 4800, reach = 64) {
      let best = { error: Infinity, shift: 0 };
      const end = Math.min(from + period, samples.length - period - reach);
      for (let shift = -reach; shift <= reach; shift += 1) {
        let error = 0;
        for (let i = from; i < end; i += 13) error += (samples[i] - samples[i + period + shift]) ** 2;
        if (error < best.error || (error === best.error && Math.abs(shift) < Math.abs(best.shift))) best = { error, shift };
      }
      let difference = 0;
      for (let i = from; i < end; i += 1) difference = Math.max(difference, Math.abs(samples[i] - samples[i + period]));
      return { shift: best.shift, difference };
    },
  });
}
