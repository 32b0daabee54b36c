// Everything that can be set beside the picture, and what follows when something is.

let asked = false, saying = 0, resting = 0, fixed = null, shownBeside = "";

// The picture is drawn once before the screen is, however much has changed.
function changed() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    paint();
  });
}

function paint() {
  fit();
  draw();
  const over = found("over"), pen = over.getContext("2d"), density = over.width / canvas.clientWidth;
  pen.setTransform(density, 0, 0, density, 0, 0);
  pen.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  annotate(pen, canvas.clientWidth, canvas.clientHeight);
  beside();
  clearTimeout(saying);
  saying = setTimeout(say, now.playing ? 0 : 250);
  canvas.dataset.painted = String(Number(canvas.dataset.painted ?? 0) + 1);
}

// Counts, marks and scales, anew only where the moment or what is shown is another.
function beside() {
  const now_ = [now.moment, now.arm, now.field, now.tint, now.cut.open].join();
  if (now_ === shownBeside) return;
  shownBeside = now_;
  moveMarks();
  count();
  scales();
}

// The sentence is read aloud when something has come to rest, not at every step of a film.
function say() {
  const line = found("saying"), words = whatYouSee();
  line.setAttribute("aria-live", now.playing ? "off" : "polite");
  if (line.textContent !== words) line.textContent = words;
}

function fit() {
  const density = Math.min(devicePixelRatio || 1, 2);
  const page_ = [canvas.clientWidth, canvas.clientHeight].map((edge) => Math.max(1, Math.round(edge * density)));
  resize(found("over"), page_);
  resize(canvas, fixed ?? page_);
}

function resize(sheet_, [width, height]) {
  if (sheet_.width !== width || sheet_.height !== height) [sheet_.width, sheet_.height] = [width, height];
}

function goTo(moment) {
  now.moment = within(0, moment, MOMENTS.length - 1);
  found("time").value = now.moment;
  found("time").setAttribute("aria-valuetext", MOMENTS[now.moment].words);
  found("day").textContent = capital(MOMENTS[now.moment].words);
  found("tip").hidden = true;
  changed();
}

function play(on) {
  now.playing = on && MOMENTS.length > 1;
  found("play").textContent = now.playing ? "Pause" : "Play";
  if (now.playing && now.moment === MOMENTS.length - 1) goTo(0);
  resting = performance.now();
  if (now.playing) requestAnimationFrame(onward);
  else changed();
}

function onward(time) {
  if (!now.playing) return;
  if (time - resting >= 1000 / Number(found("speed").value)) {
    resting = time;
    goTo(now.moment + 1);
  }
  if (now.moment === MOMENTS.length - 1) play(false);
  else requestAnimationFrame(onward);
}

function standAlone(arm) {
  now.arm = arm;
  for (const button of found("arms").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.arm === String(arm ?? "all")));
  }
  found("tip").hidden = true;
  changed();
}

function openCut(open) {
  now.cut.open = found("open").checked = open;
  for (const id of ["way", "at", "field", "keep-t"]) found(id).disabled = !open;
  changed();
}

function moveCut(steps) {
  const slider = found("at");
  slider.value = Number(slider.value) + steps * Number(slider.step);
  slider.dispatchEvent(new Event("input"));
}

function sliderCut() {
  now.cut.at = Number(found("at").value);
  const where = now.cut.way === "view" ? `${now.cut.at} µm before the middle` : `${now.cut.way} = ${Math.round(cutPlace())} µm`;
  found("where").textContent = where;
  found("at").setAttribute("aria-valuetext", where);
  changed();
}

function bind() {
  const edge = Math.ceil(head.reach / 5) * 5;
  Object.assign(found("at"), { min: -edge, max: edge, step: 5, value: 0 });
  found("time").max = MOMENTS.length - 1;
  found("time").addEventListener("input", (event) => goTo(Number(event.target.value)));
  found("play").addEventListener("click", () => play(!now.playing));
  found("open").addEventListener("change", (event) => openCut(event.target.checked));
  found("at").addEventListener("input", sliderCut);
  found("keep-t").addEventListener("change", (event) => {
    now.cut.keepT = event.target.checked;
    changed();
  });
  choice("way", (value_) => (now.cut.way = value_), sliderCut);
  choice("field", (value_) => (now.field = value_));
  choice("tint", (value_) => (now.tint = value_));
  sizeSlider("tumour-size", (share_) => (now.tumourSize = share_));
  sizeSlider("t-size", (share_) => (now.tSize = share_));
  for (const box of document.querySelectorAll("#legend input")) {
    box.addEventListener("change", () => {
      now.hidden[box.checked ? "delete" : "add"](box.value);
      changed();
    });
  }
  for (const button of found("arms").querySelectorAll("button")) {
    button.addEventListener("click", () => standAlone(button.dataset.arm === "all" ? null : Number(button.dataset.arm)));
  }
  const camera = { closer: () => zoomBy(1.25), farther: () => zoomBy(0.8), reset: resetView,
    "turn-left": () => turnBy(TURN, 0), "turn-right": () => turnBy(-TURN, 0) };
  for (const [id, act] of Object.entries(camera)) found(id).addEventListener("click", act);
}

function choice(id, set, then = changed) {
  found(id).addEventListener("change", (event) => {
    set(event.target.value);
    then();
  });
}

function sizeSlider(id, set) {
  found(id).addEventListener("input", (event) => {
    const percent = Number(event.target.value);
    set(percent / 100);
    found(`${id}-words`).textContent = `${percent} %`;
    event.target.setAttribute("aria-valuetext", `${percent} % of their size`);
    changed();
  });
}
