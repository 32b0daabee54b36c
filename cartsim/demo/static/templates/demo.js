// The page: what is chosen, what follows from it, and the clock.
const meta = JSON.parse(document.getElementById("meta").textContent);
const byId = id => document.getElementById(id);
const still = matchMedia("(prefers-reduced-motion: reduce)");
const STEP = 0.25, SECONDS_PER_STEP = 0.55;
const state = { setting: meta.axes.map(axis => axis.start), shown: [0, 1], t: 0, playing: false };
let data, found, bodies, charts;

async function begin() {
  try {
    data = await unpack(meta);
  } catch (error) {
    byId("alert").textContent = `The numbers of this page could not be read (${error}). A browser of 2023 or later is needed.`;
    byId("alert").hidden = false;
    return;
  }
  fromLink();
  const top = Object.fromEntries(meta.series.map(series => [series.name, series.top]));
  bodies = meta.arms.map((_, arm) => new Body(meta, arm, top));
  byId("bodies").append(...bodies.map(body => body.figure));
  charts = [...meta.series.filter(series => series.drawn).map(series => new Chart(meta, { ...series, top: top[series.name] })), crsChart()];
  byId("charts").append(legend(), ...charts.map(chart => html("div", { class: "panel" }, chart.svg)));
  drawControls();
  settingChanged();
  requestAnimationFrame(tick);
  byId("stage").setAttribute("aria-busy", "false");
}

function crsChart() {
  return new Chart(meta, { name: "crs", title: "CRS at this moment", unit: `alive, of ${meta.patients}; line: any grade, shaded: grade 2 or more`, scale: "linear", top: meta.patients });
}

function legend() {
  return html("p", { class: "legend" }, ...meta.arms.map((arm, k) => {
    const line = make("svg", { viewBox: "0 0 34 10", width: 34, height: 10, "aria-hidden": "true" }, make("line", { x1: 0, x2: 34, y1: 5, y2: 5, stroke: arm.colour, "stroke-width": 2.5, "stroke-dasharray": DASH[k] }), k ? make("rect", { x: 13.5, y: 1.5, width: 7, height: 7, fill: arm.colour }) : make("circle", { cx: 17, cy: 5, r: 4, fill: arm.colour }));
    return html("span", {}, line, ` ${arm.name}`);
  }), html("span", { class: "quiet" }, "line: median patient; band: middle half; days on a square-root scale"));
}

function drawControls() {
  const names = [...meta.arms.map(arm => arm.name), "both"];
  byId("route").append(...names.map((name, k) => radio("route", name, k === 2 ? state.shown.length === 2 : state.shown.length === 1 && state.shown[0] === k, () => {
    state.shown = k === 2 ? [0, 1] : [k];
    settingChanged();
  })));
  byId("axes").append(...meta.axes.map((axis, k) => axis.names.length ? choice(axis, k) : slider(axis, k)));
  byId("time").max = meta.times.length - 1;
  byId("time").value = state.t;
  byId("time").addEventListener("input", event => { const asked = Number(event.target.value); pause(); moment(asked); });
  byId("play").addEventListener("click", () => state.playing ? pause() : play());
  byId("reset").addEventListener("click", () => { own = location.hash = ""; location.reload(); });
  byId("link").addEventListener("click", copyLink);
  byId("controls").addEventListener("submit", event => event.preventDefault());
  addEventListener("keydown", event => {
    if (event.key === " " && event.target === document.body) { event.preventDefault(); byId("play").click(); }
  });
}

function radio(group, words, checked, chosen) {
  const input = html("input", { type: "radio", name: group, value: words });
  input.checked = checked;
  input.addEventListener("change", chosen);
  return html("label", {}, input, html("span", {}, words));
}

function choice(axis, k) {
  const parts = axis.names.map((name, place) => radio(`axis-${k}`, name, state.setting[k] === place, () => { state.setting[k] = place; settingChanged(); }));
  return html("fieldset", { class: "choice", id: `axis-${k}` }, html("legend", {}, axis.title), html("div", {}, ...parts), html("p", { class: "note" }, axis.note));
}

function slider(axis, k) {
  const last = axis.written.length - 1;
  const input = html("input", { type: "range", id: `axis-${k}`, min: 0, max: last, step: STEP, "aria-describedby": `note-${k}` });
  input.value = state.setting[k];
  const output = html("output", { for: `axis-${k}`, id: `value-${k}` });
  input.addEventListener("input", () => { state.setting[k] = Number(input.value); settingChanged(); });
  const ticks = html("span", { class: "ticks", "aria-hidden": "true" }, ...axis.written.map(() => html("i")));
  return html("div", { class: "slider" }, html("label", { for: `axis-${k}` }, axis.title), output, html("div", { class: "track" }, ticks, input), html("p", { class: "note", id: `note-${k}` }, axis.note));
}

function settingChanged() {
  found = readSetting(meta, data, state.setting);
  meta.axes.forEach((axis, k) => {
    if (axis.names.length) return;
    const words = settingWords(axis, state.setting[k]);
    byId(`value-${k}`).textContent = words;
    byId(`axis-${k}`).setAttribute("aria-valuetext", words + (Number.isInteger(state.setting[k]) ? "" : ", interpolated"));
  });
  const exact = isExact(state.setting), { failed, courses } = found.ends;
  const lost = failed ? `; ${failed} of ${courses} courses ${exact ? "" : "around it "}failed and are left out` : "";
  byId("exact").textContent = (exact ? "● simulated at exactly this setting" : "○ interpolated between simulated settings") + lost;
  byId("printed").textContent = meta.axes.map((axis, k) => `${axis.title}: ${settingWords(axis, state.setting[k])}`).join(" · ") + ` · ${byId("exact").textContent.slice(2)}`;
  byId("exact").dataset.exact = exact;
  bodies.forEach((body, arm) => { body.figure.hidden = !state.shown.includes(arm); });
  charts.forEach(chart => chart.draw(linesOf(chart.name), state.t, state.shown));
  drawOutcome();
  moment(state.t);
}

function linesOf(name) {
  if (name !== "crs") return found.series.map(arm => arm[name]);
  return found.crs.map(levels => ({ median: levels[0], low: new Float64Array(levels[1].length), high: levels[1] }));
}

let spoken = 0;
function moment(t) {
  state.t = t;
  byId("time").value = t;
  byId("day").textContent = meta.times[t] < 1 ? (t ? dayWords(meta.times[t]) : "infusion") : dayWords(meta.times[t]);
  byId("time").setAttribute("aria-valuetext", dayWords(meta.times[t]));
  bodies.forEach((body, arm) => { body.show(found.series[arm], found.crs[arm], found.ends.of[arm].all, t); if (still.matches) body.settle(); });
  charts.forEach(chart => chart.move(t, state.shown));
  clearTimeout(spoken);  // a reader of the screen hears where it comes to rest, not every step on the way
  const speak = () => { byId("sentence").textContent = atMoment(meta, found, t, state.shown); };
  byId("sentence").setAttribute("aria-live", state.playing ? "off" : "polite");
  if (state.playing) speak(); else spoken = setTimeout(speak, 120);
  drawNumbers(t);
}

function drawOutcome() {
  const { each, of } = found.ends, exact = isExact(state.setting);
  const cell = (count, n) => { if (round(n) === 0) return html("td", {}, "– of 0"); const [low, high] = limitsOf(count, n); return html("td", {}, html("b", {}, ofAll(count, n)), html("small", {}, ` ${low} to ${high} %`)); };
  const line = (words, name) => html("tr", {}, html("th", { scope: "row" }, words), ...state.shown.map(arm => cell(each[arm][name], of[arm][name])));
  const head = html("tr", {}, html("td"), ...state.shown.map(arm => html("th", { scope: "col", style: `--arm:${meta.arms[arm].colour}` }, meta.arms[arm].name)));
  const rows = [...meta.visits.map((visit, k) => line(`CR or PR ${visit.words}`, `visit${k}`)), line(meta.primary, "primary"), line("Dose-limiting toxicity, of the DLT-evaluable", "dlt"), line("CRS, any grade, of the infused", "crs1"), line("CRS grade 3 or more", "crs3"), line("ICANS grade 3 or more", "icans3")];
  byId("outcome").replaceChildren(html("table", {}, html("caption", {}, `Patients, with the 95 % interval of Monte Carlo error${exact ? "" : ", which does not hold the error of interpolating"}`), html("thead", {}, head), html("tbody", {}, ...rows)), waffles());
}

function waffles() {
  const ends = found.people, order = [...meta.patients ? Array(meta.patients).keys() : []];
  const rank = i => meta.responses.length * ends[1].best[i] + ends[0].best[i];
  order.sort((i, j) => rank(j) - rank(i) || i - j);
  const shown = state.shown.map(arm => {
    const squares = order.map((patient, place) => make("rect", { x: 11 * (place % 20), y: 11 * Math.floor(place / 20), width: 9.5, height: 9.5, fill: meta.response_colours[meta.responses[ends[arm].best[patient]]] }, make("title", {}, `patient ${patient}: ${meta.responses[ends[arm].best[patient]]}`)));
    const counts = {};
    for (const code of ends[arm].best) counts[meta.responses[code]] = (counts[meta.responses[code]] ?? 0) + 1;
    const words = meta.responses.filter(name => counts[name]).reverse().map(name => `${name} ${counts[name]}`).join(", ");
    const high = 11 * Math.ceil(meta.patients / 20);
    return html("figure", { class: "waffle" }, make("svg", { viewBox: `0 0 219 ${high}`, role: "img", "aria-label": `Best response, ${meta.arms[arm].name}: ${words}` }, ...squares), html("figcaption", {}, html("b", {}, meta.arms[arm].name), ` ${words}`));
  });
  const keys = meta.responses.filter(name => ends.some(p => p.best.includes(meta.responses.indexOf(name)))).reverse();
  const legend = html("p", { class: "keys" }, `Best response${isExact(state.setting) ? "" : " at the nearest simulated setting"}; a square is a patient, at the same place on both sides: `, ...keys.map(name => html("span", {}, html("i", { style: `background:${meta.response_colours[name]}` }), name)));
  return html("div", { class: "waffles" }, legend, ...shown);
}

function drawNumbers(t) {
  if (!byId("numbers").open) return;
  const head = html("tr", {}, html("th", { scope: "col" }, `At ${dayWords(meta.times[t])}`), ...meta.arms.map(arm => html("th", { scope: "col" }, `${arm.name}: median (middle half)`)));
  const rows = meta.series.filter(series => series.drawn).map(series => html("tr", {}, html("th", { scope: "row" }, `${series.title}, ${series.unit}`), ...found.series.map(arm => html("td", {}, `${say(arm[series.name].median[t])} (${say(arm[series.name].low[t])} to ${say(arm[series.name].high[t])})`))));
  const crs = meta.levels.map((level, k) => html("tr", {}, html("th", { scope: "row" }, `CRS grade ${level} or more now, alive, of all patients`), ...found.crs.map((levels, arm) => html("td", {}, ofAll(levels[k][t], found.ends.of[arm].all)))));
  const dead = html("tr", {}, html("th", { scope: "row" }, "Dead by now; their courses go on in the medians"), ...found.died.map((died, arm) => html("td", {}, ofAll(died[t], found.ends.of[arm].all))));
  byId("numbers").querySelector(".scroll").replaceChildren(html("table", {}, html("thead", {}, head), html("tbody", {}, ...rows, ...crs, dead)));
}

function play() {
  state.playing = true;
  if (state.t >= meta.times.length - 1) moment(0);
  playWords("❚❚", "Pause", true);
}

function pause() {
  state.playing = false;
  playWords("▶", "Play", false);
  moment(state.t);  // where it comes to rest is spoken
}

function playWords(sign, word, pressed) {
  byId("play").firstElementChild.textContent = sign;
  byId("play").querySelector(".word").textContent = word;
  byId("play").setAttribute("aria-pressed", pressed);
}

let last = 0, since = 0;
function tick(now) {
  const seconds = Math.min(0.1, (now - last) / 1000);
  last = now;
  if (state.playing) {
    since += seconds * Number(byId("speed").value);
    if (since >= SECONDS_PER_STEP) { since = 0; state.t >= meta.times.length - 1 ? pause() : moment(state.t + 1); }
  }
  for (const body of bodies) { if (!still.matches) body.step(seconds); body.paint(); }
  requestAnimationFrame(tick);
}

let own = location.hash;
function copyLink() {
  own = location.hash = "#" + new URLSearchParams({ at: state.setting.join(","), day: meta.times[state.t], show: state.shown.join(",") });
  const told = words => { byId("link").textContent = words; setTimeout(() => { byId("link").textContent = "Link to this view"; }, 1600); };
  navigator.clipboard?.writeText(location.href).then(() => told("Copied"), () => told("In the address bar")) ?? told("In the address bar");
}

function fromLink() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const setting = (asked.get("at") ?? "").split(",").map(Number);
  const fits = setting.length === meta.axes.length && setting.every((place, k) => place >= 0 && place <= meta.axes[k].written.length - 1 && (!meta.axes[k].names.length || Number.isInteger(place)));
  if (asked.has("at") && fits) state.setting = setting;
  const day = Number(asked.get("day") ?? 0), away = meta.times.map(time => Math.abs(time - day));
  if (Number.isFinite(day)) state.t = away.indexOf(Math.min(...away));
  const shown = (asked.get("show") ?? "").split(",").map(Number);
  if (asked.get("show") && shown.every(arm => arm === 0 || arm === 1)) state.shown = [0, 1].filter(arm => shown.includes(arm));
}

addEventListener("hashchange", () => { if (location.hash !== own) location.reload(); });
byId("numbers").addEventListener("toggle", () => drawNumbers(state.t));
begin();
