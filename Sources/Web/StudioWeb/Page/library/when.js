// @ts-check
import { strings } from '../core/strings.js';

/**
 * When something was changed, as people say it.
 * @param {number} epoch
 * @param {number} [now] in seconds
 */
export function whenText(epoch, now = Date.now() / 1000) {
  const words = strings.libraryWhen;
  const seconds = Math.max(0, now - epoch);
  if (seconds < 60) return words.now;
  if (seconds < 3600) return words.minutes(Math.floor(seconds / 60));
  if (seconds < 86400) return words.hours(Math.floor(seconds / 3600));
  if (seconds < 172800) return words.yesterday;
  if (seconds < 604800) return words.days(Math.floor(seconds / 86400));
  return new Date(epoch * 1000).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
}
