// Arrow keys, Home and End move through a grid of links; Tab goes on as always.
document.addEventListener("keydown", (event) => {
  const grid = event.target.closest?.("[data-arrow-grid]");
  if (!grid || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...grid.querySelectorAll("a")];
  const at = links.indexOf(event.target.closest("a"));
  if (at < 0) return;
  const top = links[0].getBoundingClientRect().top;
  const columns = Math.max(1, links.filter((link) => Math.abs(link.getBoundingClientRect().top - top) < 2).length);
  const to = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    Home: 0,
    End: links.length - 1,
  }[event.key];
  if (to === undefined || !links[to]) return;
  event.preventDefault();
  links[to].focus();
});
