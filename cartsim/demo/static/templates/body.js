// The body map: a drawing whose fluid, nodules and rings follow the medians, and dots that wander between its parts.
const SIZE = { width: 240, height: 372 };
const HALF = "M119 8L120 8C137 8 148 21 148 39C148 54 141 64 134 69L134 80C135 87 143 90 154 93C176 99 186 108 190 126C196 152 202 190 206 226C208 242 209 254 207 262C205 270 194 270 192 262C187 240 177 190 169 154C168 182 169 206 172 232C176 262 177 300 177 372L124 372L120 318L119 318Z";
const PER_DECADE = 6, FEWEST = 1e4;
const VESSELS = [[[120, 100], [120, 150], [120, 215], [120, 300], [146, 366]], [[120, 300], [94, 366]], [[120, 104], [160, 106], [180, 130], [190, 180], [197, 216]], [[120, 104], [80, 106], [60, 130], [50, 180], [43, 216]], [[120, 104], [120, 48]]];
const LUNGS = [{ x: 94, y: 142, rx: 19, ry: 33 }, { x: 146, y: 142, rx: 19, ry: 33 }];
const TISSUE = [{ x: 158, y: 196, rx: 8, ry: 12 }, { x: 168, y: 116, rx: 4, ry: 4 }, { x: 72, y: 116, rx: 4, ry: 4 }, { x: 139, y: 312, rx: 4, ry: 4 }, { x: 101, y: 312, rx: 4, ry: 4 }];
const SITES = {
  peritoneal: { x: 120, y: 252, rx: 42, ry: 50, needle: [[214, 286], [160, 262]], angles: [20, 55, 90, 125, 160, 200, 340] },
  pleural: { x: 94, y: 144, rx: 27, ry: 42, needle: [[14, 178], [70, 160]], angles: [60, 95, 130, 165, 200, 235, 30] },
};
const VEIN = [[228, 204], [197, 214]];
const NODULE = 9;

class Body {
  constructor(meta, arm, top) {
    Object.assign(this, { meta, arm, top });
    this.site = SITES[meta.site];
    const look = meta.arms[arm];
    this.canvas = html("canvas", { "aria-hidden": "true" });
    this.svg = make("svg", { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img" });
    this.caption = html("figcaption");
    this.figure = html("figure", { class: "body", style: `--arm:${look.colour}` }, html("h2", {}, look.name), html("div", { class: "map" }, this.svg, this.canvas), this.caption);
    this.dots = [];
    this.drawBody(look);
  }

  drawBody(look) {
    const { x, y, rx, ry, angles } = this.site, id = `cavity-${this.arm}`;
    this.silhouette = [make("path", { d: HALF }), make("path", { d: HALF, transform: "translate(240 0) scale(-1 1)" })];
    const lungs = LUNGS.map(e => make("ellipse", { cx: e.x, cy: e.y, rx: e.rx, ry: e.ry, class: "lung" }));
    const tissue = TISSUE.map(e => make("ellipse", { cx: e.x, cy: e.y, rx: e.rx, ry: e.ry, class: "tissue" }));
    const vessels = VESSELS.map(points => make("polyline", { points: points.join(" "), class: "vessel" }));
    const cavity = () => make("ellipse", { cx: x, cy: y, rx, ry });
    this.fluid = make("rect", { x: x - rx, width: 2 * rx, height: 2 * ry, class: "water", "clip-path": `url(#${id})` });
    const wall = cavity();
    wall.setAttribute("class", "wall");
    this.nodules = angles.map((angle, k) => {
      const a = angle * Math.PI / 180, reach = 0.86;
      return { x: x + rx * reach * Math.cos(a), y: y + ry * reach * Math.sin(a), size: NODULE * (0.75 + 0.5 * ((k * 37) % 10) / 10), drawn: make("circle", { class: "nodule" }) };
    });
    this.needles = [true, false].filter(vein => look.doses.some(dose => dose.vein === vein)).map(vein => {
      const [outer, tip] = vein ? VEIN : this.site.needle;
      return { tip, days: look.doses.filter(dose => dose.vein === vein).map(dose => dose.day), drawn: make("g", { class: "needle" }, make("line", { x1: outer[0], y1: outer[1], x2: tip[0], y2: tip[1] }), barrel(outer, tip)) };
    });
    this.tip = (this.needles.find(needle => needle.days.includes(0)) ?? this.needles[0]).tip;
    this.svg.append(make("defs", {}, make("clipPath", { id }, cavity())), make("g", { class: "skin" }, ...this.silhouette), ...vessels, ...lungs, ...tissue, this.fluid, wall, ...this.nodules.map(n => n.drawn), ...this.needles.map(needle => needle.drawn), ...this.labels());
  }

  labels() {
    const place = (x, y, words, anchor = "start") => make("text", { x, y, class: `label ${anchor}` }, words);
    const cavity = this.meta.site === "pleural" ? place(4, 128, "pleura") : place(4, 254, "cavity");
    return [place(4, 92, "blood"), cavity, place(196, 140, "lung"), place(186, 190, "spleen,"), place(186, 200, "nodes")];
  }

  // Sizes and dots at one moment; `time` is its day.
  show(series, crs, patients, t) {
    const at = name => series[name].median[t], { y, ry } = this.site;
    const full = Math.min(1, Math.sqrt(Math.max(at("volume") || 0, 0) / (this.top.volume || 1)));
    this.level = y + ry - 2 * ry * full * 0.92;
    this.fluid.setAttribute("y", this.level);
    const ring = Math.max(0.6, 1.6 * Math.log10(Math.max(at("pdl1"), 1e3) / 1e3));
    for (const nodule of this.nodules) {
      nodule.r = Math.max(0.6, nodule.size * Math.min((Number.isNaN(at("size")) ? 100 : at("size")) / 100, 1.5));
      for (const [name, value] of Object.entries({ cx: nodule.x, cy: nodule.y, r: nodule.r, "stroke-width": ring })) nodule.drawn.setAttribute(name, value);
    }
    const ill = crs[0][t] / (patients || 1);
    for (const half of this.silhouette) half.setAttribute("fill", mixColour([233, 237, 241], [250, 205, 170], ill));
    const day = this.meta.times[t];
    for (const { days, drawn } of this.needles) drawn.setAttribute("opacity", days.some(given => day >= given && day < given + 1) ? 1 : 0.25);
    this.want({ blood: at("in_blood"), lung: at("in_lung"), tissue: at("in_tissue"), fluid: at("in_fluid"), tumour: at("tumour") });
    const feverish = crs[0][t] >= 0.5 ? `CRS now: ${ofAll(crs[0][t], patients)}, ${round(crs[1][t])} of grade 2 or more` : "no CRS now";
    this.caption.textContent = `${say(at("tumour"))} CAR-T cells in the tumour · ${say(at("volume"))} mL of fluid · ${feverish}`;
    this.svg.setAttribute("aria-label", `Body map, ${this.meta.arms[this.arm].name}, ${dayWords(this.meta.times[t])}: CAR-T cells ${say(at("in_blood"))} in blood, ${say(at("in_lung"))} in the lung, ${say(at("in_tissue"))} in lymphoid tissue, ${say(at("in_fluid"))} in the fluid, ${say(at("tumour"))} in the tumour; tumour ${say(at("size"))} % of its start; ${feverish}`);
  }

  // So many dots in each part: those too many go where some lack, else fade; those that lack divide.
  want(cells) {
    const lack = {};
    for (const [part, number] of Object.entries(cells))
      lack[part] = (number > FEWEST ? Math.round(PER_DECADE * Math.log10(number / FEWEST)) : 0) - this.dots.filter(dot => dot.part === part && !dot.leaving).length;
    for (const [part, ways] of Object.entries(WAYS))
      for (const next of ways)
        while (lack[part] < 0 && lack[next] > 0) { this.send(part, next); lack[part]++; lack[next]--; }
    for (const [part, number] of Object.entries(lack)) {
      for (let k = 0; k < -number; k++) this.dots.find(dot => dot.part === part && !dot.leaving).leaving = true;
      for (let k = 0; k < number; k++) this.born(part);
    }
  }

  send(part, next) {
    const dot = this.dots.find(d => d.part === part && !d.leaving);
    dot.part = next;
    dot.way = [...(part === "blood" || next === "blood" ? [[120, 118]] : []), this.spot(next)];
  }

  born(part) {
    const parents = this.dots.filter(dot => dot.part === part), from = parents.length ? parents[Math.floor(Math.random() * parents.length)] : null;
    const [x, y] = from ? [from.x, from.y] : this.tip;
    this.dots.push({ part, x, y, way: [this.spot(part)], age: 0, leaving: false });
  }

  spot(part) {
    if (part === "blood") return along(VESSELS[Math.floor(Math.random() * VESSELS.length)]);
    if (part === "lung") return inside(LUNGS[Math.floor(Math.random() * 2)]);
    if (part === "tissue") return inside(TISSUE[Math.floor(Math.random() * TISSUE.length)]);
    if (part === "tumour") { const n = this.nodules[Math.floor(Math.random() * this.nodules.length)]; return inside({ x: n.x, y: n.y, rx: n.r + 2.5, ry: n.r + 2.5 }); }
    for (let tries = 0; tries < 20; tries++) {
      const place = inside(this.site);
      if (place[1] > this.level + 3) return place;
    }
    return [this.site.x, this.site.y + this.site.ry - 4];
  }

  step(seconds) {
    this.dots = this.dots.filter(dot => !(dot.leaving && dot.age <= 0));
    for (const dot of this.dots) {
      dot.age = Math.max(0, Math.min(1, dot.age + (dot.leaving ? -1.5 : 3) * seconds));
      const [x, y] = dot.way[0], dx = x - dot.x, dy = y - dot.y, far = Math.hypot(dx, dy);
      if (far < 1.5) { dot.way.shift(); if (!dot.way.length) dot.way.push(this.spot(dot.part)); continue; }
      const pace = Math.min(far, (dot.part === "blood" ? 34 : dot.part === "tumour" ? 5 : 11) * seconds + far * 1.1 * seconds * (dot.way.length > 1 || far > 30 ? 1 : 0.15));
      dot.x += dx / far * pace;
      dot.y += dy / far * pace;
    }
  }

  settle() { for (const dot of this.dots) { [dot.x, dot.y] = dot.way.at(-1); dot.age = 1; } this.dots = this.dots.filter(dot => !dot.leaving); }

  paint() {
    const wide = this.canvas.clientWidth, ratio = Math.min(window.devicePixelRatio || 1, 2);
    if (!wide) return;
    const scale = wide / SIZE.width * ratio;
    if (this.canvas.width !== Math.round(wide * ratio)) { this.canvas.width = Math.round(wide * ratio); this.canvas.height = Math.round(SIZE.height * scale); }
    const pen = this.canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, SIZE.width, SIZE.height);
    pen.fillStyle = this.meta.arms[this.arm].colour;
    pen.strokeStyle = "#fff";
    pen.lineWidth = 0.7;
    for (const dot of this.dots) {
      pen.globalAlpha = dot.age;
      pen.beginPath();
      pen.arc(dot.x, dot.y, 2.5, 0, 2 * Math.PI);
      pen.fill();
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }
}

const WAYS = { blood: ["lung", "tissue", "tumour", "fluid"], lung: ["blood", "tissue", "tumour"], tissue: ["blood", "tumour"], fluid: ["tumour", "blood", "tissue"], tumour: ["fluid", "blood", "tissue"] };

function barrel([x1, y1], [x2, y2]) {
  const angle = Math.atan2(y2 - y1, x2 - x1) * 180 / Math.PI;
  return make("rect", { x: -16, y: -4.5, width: 24, height: 9, rx: 2, transform: `translate(${x1} ${y1}) rotate(${angle})` });
}

function inside({ x, y, rx, ry }) {
  const angle = 2 * Math.PI * Math.random(), reach = Math.sqrt(Math.random()) * 0.92;
  return [x + rx * reach * Math.cos(angle), y + ry * reach * Math.sin(angle)];
}

function along(points) {
  const k = Math.floor(Math.random() * (points.length - 1)), share = Math.random();
  return [0, 1].map(axis => points[k][axis] + share * (points[k + 1][axis] - points[k][axis]) + (Math.random() - 0.5) * 3);
}

function mixColour(from, to, share) {
  return `rgb(${from.map((part, k) => Math.round(part + (to[k] - part) * Math.min(1, share))).join(" ")})`;
}
