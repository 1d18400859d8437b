// Reads values off the charts the server drew: under a pointer, or with the arrow keys. The lines are the data, so nothing
// more is sent; the exact means stand in the table below each chart.
const WIDTH = 720;
const HEIGHT = 600;
const vietnamese = document.documentElement.lang !== "en";
const locale = vietnamese ? "vi-VN" : "en-GB";
const zone = document.querySelector("[data-zone]")?.dataset.zone ?? "Asia/Ho_Chi_Minh";
const STEPS = ["", "k", "M", "G", "T"];

function measured(value, unit) {
  if (unit === "bit/s" || unit === "bytes") {
    let step = 0;
    while (Math.abs(value) >= 1000 && step < STEPS.length - 1) {
      value /= 1000;
      step += 1;
    }
    return `${number(value)} ${STEPS[step]}${unit === "bytes" ? "B" : unit}`;
  }
  return unit === "%" ? `${number(value)}%` : `${number(value)} ${unit}`.trim();
}

const number = (value) => value.toLocaleString(locale, { maximumSignificantDigits: 3 });

// M begins a stretch at a place, l goes on from the place before.
function points(path) {
  let [x, y] = [0, 0];
  return [...(path.getAttribute("d") ?? "").matchAll(/([Ml])([\d.]+) ?(-?\d+)/g)].map(([, how, across, down]) => {
    x = Math.round(((how === "l" ? x : 0) + Number(across)) * 10) / 10;
    y = (how === "l" ? y : 0) + Number(down);
    return [x, y];
  });
}

function read(area) {
  const figure = area.closest("figure");
  const names = [...figure.querySelectorAll(".chart__key")].map((key) => key.querySelector("[data-line]")?.textContent ?? "");
  return {
    title: figure.querySelector("strong").textContent,
    from: Date.parse(area.dataset.from),
    until: Date.parse(area.dataset.until),
    top: Number(area.dataset.top),
    unit: area.dataset.unit,
    lines: [...area.querySelectorAll(".chart__line:not(.chart__peak)")].map((path, at) => ({
      name: names[at],
      points: points(path),
    })),
  };
}

const charts = new WeakMap();

function chart(area) {
  if (!charts.has(area)) charts.set(area, read(area));
  return charts.get(area);
}

function stops(one) {
  return [...new Set(one.lines.flatMap((line) => line.points.map(([x]) => x)))].sort((a, b) => a - b);
}

function nearest(xs, x) {
  return xs.reduce((best, each) => (Math.abs(each - x) < Math.abs(best - x) ? each : best), xs[0]);
}

function show(area, x) {
  const one = chart(area);
  const at = new Date(one.from + (x / WIDTH) * (one.until - one.from));
  const when = at.toLocaleString(locale, { timeZone: zone, hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit" });
  const values = one.lines.map((line) => {
    const point = line.points.find(([px]) => Math.abs(px - x) < 0.05);
    const value = point ? measured(((HEIGHT - point[1]) / HEIGHT) * one.top, one.unit) : "–";
    return `${line.name} ${value}`.trim();
  });
  const text = `${when} · ${values.join(" · ")}`;
  let output = area.querySelector(".chart__value");
  if (!output) {
    output = document.createElement("span");
    output.className = "chart__value";
    output.setAttribute("aria-hidden", "true");
    area.append(output);
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("class", "chart__cursor");
    area.querySelector("svg").append(line);
  }
  output.textContent = text;
  output.classList.toggle("chart__value--left", x > WIDTH / 2);
  area.querySelector(".chart__cursor").setAttribute("d", `M${x} 0V${HEIGHT}`);
  area.dataset.x = x;
  area.setAttribute("aria-valuenow", Math.round(x));
  area.setAttribute("aria-valuetext", text);
}

function hide(area) {
  area.querySelector(".chart__value")?.remove();
  area.querySelector(".chart__cursor")?.remove();
}

function prepare() {
  document.querySelectorAll(".chart__area:not([role])").forEach((area) => {
    const one = chart(area);
    if (stops(one).length === 0) return;
    Object.entries({
      role: "slider",
      tabindex: "0",
      "aria-label": one.title,
      "aria-valuemin": "0",
      "aria-valuemax": String(WIDTH),
      "aria-valuenow": "0",
      "aria-valuetext": "–",
    }).forEach(([name, value]) => area.setAttribute(name, value));
  });
}

const area = (event) => event.target.closest?.(".chart__area[role]");

function follow(event) {
  const on = area(event);
  if (!on) return;
  const box = on.querySelector("svg").getBoundingClientRect();
  const xs = stops(chart(on));
  show(on, nearest(xs, ((event.clientX - box.left) / box.width) * WIDTH));
}

document.addEventListener("pointermove", follow, { passive: true });
document.addEventListener("pointerdown", follow, { passive: true });
document.addEventListener("pointerout", (event) => {
  const left = area(event);
  if (left && event.pointerType === "mouse" && !left.contains(event.relatedTarget)) hide(left);
});
document.addEventListener("focusout", (event) => area(event) && hide(area(event)));
document.addEventListener("keydown", (event) => {
  const on = area(event);
  if (!on || event.ctrlKey || event.metaKey || event.altKey) return;
  const xs = stops(chart(on));
  const last = xs.length - 1;
  const now = on.dataset.x === undefined ? last : xs.indexOf(nearest(xs, Number(on.dataset.x)));
  const to = {
    ArrowRight: now + 1,
    ArrowUp: now + 1,
    ArrowLeft: now - 1,
    ArrowDown: now - 1,
    PageUp: now + 12,
    PageDown: now - 12,
    Home: 0,
    End: last,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  show(on, xs[Math.min(last, Math.max(0, to))]);
});
document.body.addEventListener("htmx:afterSettle", prepare);
prepare();
