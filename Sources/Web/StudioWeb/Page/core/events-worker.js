// @ts-check
// Holds the one stream of events for every tab: a browser opens six connections to a host, over all tabs.
import { openStream } from './stream.js';

/** @type {Set<MessagePort>} */
const tabs = new Set();
let isOpen = false;

openStream((kind, value) => {
  if (kind === 'open' || kind === 'lost') isOpen = kind === 'open';
  for (const tab of tabs) tab.postMessage([kind, value]);
});

/** @type {any} */ (globalThis).onconnect = (/** @type {MessageEvent} */ event) => {
  const [tab] = event.ports;
  tabs.add(tab);
  // A tab says nothing but that it goes.
  tab.onmessage = () => void tabs.delete(tab);
  if (isOpen) tab.postMessage(['open', {}]);
};
