// Small charts in SVG: two lines with their bands on a square-root axis of days, a mark at the moment shown.
const SVG = "http://www.w3.org/2000/svg";
const FRAME = { width: 264, height: 136, left: 40, right: 8, top: 31, bottom: 18 };
const DAYS = [0, 7, 28, 91, 182, 365];
const DECADES = 6;

function make(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function html(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function across(meta) {
  const end = Math.sqrt(meta.times.at(-1)), wide = FRAME.width - FRAME.left - FRAME.right;
  return time => FRAME.left + wide * Math.sqrt(time) / end;
}

function upward(scale, top) {
  const high = FRAME.height - FRAME.top - FRAME.bottom, foot = FRAME.height - FRAME.bottom;
  if (!(top > 0)) top = 1;  // nothing of it anywhere in the grid
  if (scale === "linear") return { at: value => foot - high * Math.min(value / top, 1), ticks: linearTicks(top), foot };
  const ceiling = Math.ceil(Math.log10(top)), floor = ceiling - DECADES;
  const at = value => foot - high * Math.max(0, Math.min(1, (Math.log10(Math.max(value, 1e-30)) - floor) / DECADES));
  return { at, ticks: [0, 2, 4, 6].map(k => [10 ** (floor + k), scientific(10 ** (floor + k))]), foot };
}

function linearTicks(top) {
  const raw = top / 3, size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map(k => k * size).find(s => s >= raw * 0.8);
  return Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, k) => [k * step, String(three(k * step))]);
}

function path(xs, ys) {
  let text = "", open = false;
  xs.forEach((x, i) => {
    if (Number.isNaN(ys[i])) { open = false; return; }
    text += `${open ? "L" : "M"}${x.toFixed(1)} ${ys[i].toFixed(1)}`;
    open = true;
  });
  return text;
}

function band(xs, lows, highs) {
  const known = xs.map((_, i) => i).filter(i => !Number.isNaN(lows[i]) && !Number.isNaN(highs[i]));
  if (!known.length) return "";
  const there = known.map(i => `${xs[i].toFixed(1)} ${highs[i].toFixed(1)}`);
  const back = known.reverse().map(i => `${xs[i].toFixed(1)} ${lows[i].toFixed(1)}`);
  return `M${[...there, ...back].join("L")}Z`;
}

const DASH = ["", "6 3"];

class Chart {
  constructor(meta, { name, title, unit, scale, top }) {
    Object.assign(this, { meta, name, title, unit });
    this.x = across(meta);
    this.y = upward(scale, top);
    this.xs = meta.times.map(this.x);
    this.svg = make("svg", { viewBox: `0 0 ${FRAME.width} ${FRAME.height}`, role: "img", class: "chart", id: `chart-${name}` });
    this.svg.append(make("text", { x: 0, y: 11, class: "title" }, title), make("text", { x: 0, y: 21.5, class: "unit" }, unit));
    this.drawAxes();
    this.bands = meta.arms.map(arm => make("path", { fill: arm.colour, "fill-opacity": 0.16 }));
    this.lines = meta.arms.map((arm, k) => make("path", { fill: "none", stroke: arm.colour, "stroke-width": 2, "stroke-dasharray": DASH[k], "stroke-linejoin": "round" }));
    this.mark = make("line", { y1: FRAME.top, y2: this.y.foot, class: "mark" });
    this.dots = meta.arms.map((arm, k) => k ? make("rect", { width: 7, height: 7, class: "dot", fill: arm.colour }) : make("circle", { r: 4, class: "dot", fill: arm.colour }));
    this.svg.append(...this.bands, this.mark, ...this.lines, ...this.dots);
  }

  drawAxes() {
    const { width, right, left, top } = FRAME;
    for (const [value, words] of this.y.ticks) {
      const y = this.y.at(value);
      this.svg.append(make("line", { x1: left, x2: width - right, y1: y, y2: y, class: "rule" }), make("text", { x: left - 4, y: y + 3, class: "tick end" }, words));
    }
    const last = this.meta.times.at(-1);
    for (const day of DAYS.filter(day => day <= last)) {
      const x = this.x(day);
      this.svg.append(make("line", { x1: x, x2: x, y1: top, y2: this.y.foot, class: "rule" }), make("text", { x, y: this.y.foot + 11, class: "tick middle" }, day === 0 ? "day 0" : String(day)));
    }
  }

  // lines[arm] = {median, low, high}; arms that are not shown are left out.
  draw(lines, t, shown) {
    lines.forEach(({ median, low, high }, arm) => {
      const hide = shown.includes(arm) ? null : "none";
      const ys = values => Array.from(values, value => Number.isNaN(value) ? NaN : this.y.at(value));
      this.lines[arm].setAttribute("d", path(this.xs, ys(median)));
      this.bands[arm].setAttribute("d", band(this.xs, ys(low), ys(high)));
      for (const part of [this.lines[arm], this.bands[arm], this.dots[arm]]) hide ? part.setAttribute("display", hide) : part.removeAttribute("display");
    });
    this.current = lines;
    this.move(t, shown);
  }

  move(t, shown) {
    const x = this.xs[t];
    this.mark.setAttribute("x1", x);
    this.mark.setAttribute("x2", x);
    this.current.forEach(({ median }, arm) => {
      const y = Number.isNaN(median[t]) ? -20 : this.y.at(median[t]), dot = this.dots[arm];
      if (arm) { dot.setAttribute("x", x - 3.5); dot.setAttribute("y", y - 3.5); } else { dot.setAttribute("cx", x); dot.setAttribute("cy", y); }
    });
    const words = shown.map(arm => `${this.meta.arms[arm].name} ${say(this.current[arm].median[t])}`);
    this.svg.setAttribute("aria-label", `${this.title}, ${this.unit}, ${dayWords(this.meta.times[t])}: ${words.join(", ")}`);
  }
}
