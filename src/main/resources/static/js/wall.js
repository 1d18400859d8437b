// The wall turns its pages and stays believable: it fetches the next page itself, keeps what it shows when the server does
// not answer, and draws the red frame once that is too old. Without this script the page reloads itself.
const TURN = 20000; // ms a page stands
const OLD = 120000; // ms after which what is shown may no longer be so
const wall = () => document.getElementById("wall");
let shownAt = Date.now();

async function turn() {
  try {
    const answer = await fetch(wall().dataset.next, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(15000) });
    if (answer.status === 401 || answer.status === 403 || answer.redirected) return location.reload();
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("wall");
    if (!page) return;
    wall().replaceWith(document.adoptNode(page));
    shownAt = Date.now();
    tick();
  } catch {
    // The frame tells it.
  }
}

function tick() {
  const clock = wall().querySelector("[data-clock]");
  clock.textContent = new Date().toLocaleTimeString("en-GB", { timeZone: clock.dataset.clock, hour: "2-digit", minute: "2-digit" });
  if (Date.now() - shownAt > OLD) {
    wall().classList.add("wall--old");
    wall().querySelector("[data-old]").hidden = false;
  }
}

setInterval(turn, TURN);
setInterval(tick, 1000);
tick();
