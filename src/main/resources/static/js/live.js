// Listens to the one event stream of this tab and wakes the parts of the page that an event concerns. The stream is
// closed while the page is hidden; the parts' own timers remain the fallback.
const address = document.body.dataset.live;
const lost = document.querySelector("[data-lost]");
const updated = document.querySelector("[data-updated]");
const SPREAD = 1500; // ms: a thousand pages must not ask in the same moment

let source;
let waiting;
let failures = 0;
const due = new Set();

function wake() {
  waiting = undefined;
  due.forEach((part) => part.isConnected && window.htmx && window.htmx.trigger(part, "live"));
  due.clear();
}

function concern(parts) {
  parts.forEach((part) => due.add(part));
  if (due.size > 0) waiting ??= setTimeout(wake, 200 + Math.random() * SPREAD);
}

function heard(event) {
  concern(
    [...document.querySelectorAll(`[data-on~="${event.type}"]`)].filter(
      (part) => !part.dataset.key || part.dataset.key === event.data,
    ),
  );
}

function everything() {
  concern(document.querySelectorAll("[data-on]"));
}

function open() {
  if (!address || document.hidden || source) return;
  source = new EventSource(address);
  ["condition", "incident", "inventory"].forEach((name) => source.addEventListener(name, heard));
  source.addEventListener("resync", everything);
  source.onopen = () => {
    if (failures > 0) everything();
    failures = 0;
    lost.hidden = true;
  };
  source.onerror = () => {
    failures += 1;
    if (failures > 1) lost.hidden = false;
    if (source && source.readyState === EventSource.CLOSED) {
      close();
      setTimeout(open, Math.min(60000, 5000 * failures) + Math.random() * SPREAD);
    }
  };
}

function close() {
  source?.close();
  source = undefined;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    close();
  } else {
    open();
    everything();
  }
});

document.body.addEventListener("htmx:afterSwap", () => {
  if (!updated) return;
  const now = new Date().toLocaleTimeString("en-GB", { timeZone: updated.dataset.zone });
  updated.textContent = updated.dataset.pattern.replace("{0}", now);
  lost.hidden = true;
});
["htmx:sendError", "htmx:timeout"].forEach((name) =>
  document.body.addEventListener(name, () => (lost.hidden = false)),
);
window.addEventListener("pagehide", close);
open();
