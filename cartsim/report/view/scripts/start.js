// The page comes to life; where something is missing it says what, and keeps its counts and courses.

function theme(name) {
  document.documentElement.dataset.theme = name;
  found("theme").setAttribute("aria-pressed", String(name === "dark"));
  paper.colour = fromHex(stageColour());
  for (const made of document.querySelectorAll(".badge")) made.style.color = onArm(LETTERS.indexOf(made.textContent));
  changed();
}

function refuse(words) {
  found("stage").dataset.missing = "true";
  found("missing").textContent = words;
  found("missing").hidden = false;
  for (const id of ["picture", "film"]) found(id).disabled = true;
}

// Everything as it was when the page was opened.
function reset() {
  play(false);
  standAlone(null);
  for (const box of document.querySelectorAll("#legend input:not(:checked), #keep-t:checked")) box.click();
  const first = { way: "y", at: 0, field: "", tint: "state", "tumour-size": 100, "t-size": 100 };
  for (const [id, set] of Object.entries(first)) {
    found(id).value = set;
    for (const kind of ["input", "change"]) found(id).dispatchEvent(new Event(kind));
  }
  openCut(true);
  resetView();
}

async function begin() {
  const dark = matchMedia("(prefers-color-scheme: dark)"), calm = matchMedia("(prefers-reduced-motion: reduce)");
  ARMS.forEach((arm, i) => document.querySelectorAll(`[data-badge="${i}"]`).forEach((place) => place.append(badge(i))));
  legend();
  charts();
  bind();
  if (!globalThis.DecompressionStream) return refuse("This browser cannot unpack the cells (it lacks DecompressionStream). Any browser of 2023 or later can.");
  await unpack();
  theme(dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => theme(dark.matches ? "dark" : "light"));
  found("theme").addEventListener("click", () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  bindSaving();
  if (!setUp()) refuse("This browser shows no WebGL 2, which the picture needs. Counts and courses are here all the same.");
  canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
  canvas.addEventListener("webglcontextrestored", () => setUp() && changed());
  followPointers();
  followKeys();
  new ResizeObserver(changed).observe(canvas);
  goTo(calm.matches ? MOMENTS.length - 1 : 0);
  openCut(true);
  sliderCut();
  if (!calm.matches) play(true);
  document.documentElement.dataset.ready = "true";
}

globalThis.cartsim = { head, now, cellAt, fieldAt, pick, goTo, whatYouSee, reset };
begin();
