// A list that refreshes itself must not move under a finger: when the order of its entries would change while somebody is
// at it, the new state waits behind a button that says how many changes there are.
const QUIET = 15000; // ms without touch, key or scroll after which nobody is at it
const button = document.querySelector("[data-changes]");
let touched = -QUIET;
let kept;

["pointerdown", "pointermove", "keydown", "wheel", "scroll"].forEach((name) =>
  addEventListener(name, () => (touched = performance.now()), { passive: true, capture: true }),
);

const entries = (order) => new Set((order ?? "").split(",").filter(Boolean));

function changes(before, after) {
  const [old, fresh] = [entries(before), entries(after)];
  return [...fresh].filter((id) => !old.has(id)).length + [...old].filter((id) => !fresh.has(id)).length || 1;
}

function put() {
  if (!kept) return;
  const list = document.getElementById(kept.id);
  list?.replaceWith(kept);
  window.htmx?.process(kept);
  kept = undefined;
  button.hidden = true;
}

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const shown = event.detail.target;
  if (!button || !shown.matches("[data-calm]") || !event.detail.shouldSwap) return;
  const fresh = new DOMParser().parseFromString(event.detail.serverResponse, "text/html").querySelector("[data-calm]");
  const atIt = performance.now() - touched < QUIET && !document.hidden;
  if (!fresh || !atIt || fresh.dataset.order === shown.dataset.order) {
    kept = undefined;
    button.hidden = true;
    return;
  }
  event.detail.shouldSwap = false;
  kept = document.adoptNode(fresh);
  button.querySelector("[data-count]").textContent = changes(shown.dataset.order, fresh.dataset.order);
  button.hidden = false;
});

button?.addEventListener("click", put);

// A swap must not shut what somebody opened.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const open = [...event.detail.target.querySelectorAll("details[open]")].map(place);
  if (open.length === 0) return;
  addEventListener("htmx:afterSwap", () => {
    document.querySelectorAll("main details").forEach((one) => (one.open ||= open.includes(place(one))));
  }, { once: true });
});

function place(details) {
  const owner = details.closest("[id]");
  return owner ? `${owner.id}/${[...owner.querySelectorAll("details")].indexOf(details)}` : "";
}
