// Single-letter keys for those who want them. None acts inside a field, while an input method composes (Telex writes tones
// with letters), with a modifier held, or on a page behind an open dialog.
const help = document.querySelector("[data-keys-help]");
const GO_WITHIN = 1500; // ms between g and the letter that follows it
let going = 0;

const places = { n: "/", b: "/thon?xem=ban-do", t: "/thiet-bi" };
const base = help ? new URL(help.href).pathname.replace(/\/phim-tat$/, "") : "";

function typing(target) {
  return target.isContentEditable || target.closest("input, select, textarea, [contenteditable], dialog[open]");
}

const items = () =>
  [...document.querySelectorAll("[data-items] > li")]
    .map((item) => item.querySelector("a[href], summary"))
    .filter((link) => link && link.offsetParent !== null);

function move(by) {
  const links = items();
  if (links.length === 0) return;
  const at = links.findIndex((link) => link.closest("li") === document.activeElement?.closest("[data-items] > li"));
  const to = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by));
  links[to].focus();
}

function search() {
  const field = document.querySelector('main input[type="search"]');
  if (field) {
    field.focus();
    field.select();
  } else {
    location.assign(`${base}/thiet-bi#tim`);
  }
}

async function show() {
  let dialog = document.querySelector("dialog.keys");
  if (!dialog) {
    const answer = await fetch(`${base}/phim-tat/bang`, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return location.assign(help.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    dialog = document.createElement("dialog");
    dialog.className = "keys";
    dialog.setAttribute("aria-labelledby", "keys-title");
    dialog.append(...page.body.childNodes);
    document.body.append(dialog);
  }
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!(event.target instanceof Element) || typing(event.target)) return;
  const follows = performance.now() - going < GO_WITHIN;
  going = 0;
  if (follows && places[event.key]) {
    location.assign(base + places[event.key]);
  } else if (event.key === "g") {
    going = performance.now();
    return;
  } else if (event.key === "j" || event.key === "k") {
    move(event.key === "j" ? 1 : -1);
  } else if (event.key === "/") {
    search();
  } else if (event.key === "?") {
    show();
  } else {
    return;
  }
  event.preventDefault();
});

if (location.hash === "#tim") document.getElementById("tim")?.focus();
