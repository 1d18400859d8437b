// A session ends when nobody does anything. What a page refreshes by itself does not count, so it tells with the next
// refresh that somebody is at it.
let gesture = false;

["pointerdown", "keydown", "wheel", "touchmove"].forEach((name) =>
  addEventListener(name, () => (gesture = true), { passive: true, capture: true }),
);

document.body.addEventListener("htmx:configRequest", (event) => {
  if (gesture) event.detail.headers["X-Gesture"] = "1";
  gesture = false;
});
