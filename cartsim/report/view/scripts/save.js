// The picture as PNG, the whole course as a film: made here, kept by whoever asked, sent nowhere.

const FILMS = ["video/webm;codecs=vp8", "video/webm;codecs=vp9", "video/webm", "video/mp4"]; // the quickest first
const PICTURE = 2400, FILM = 1280, FRAMES = 30, HOLD = 1200; // widths in pixels; a second; ms of the last moment
const NARROWEST = 560, FEWEST = 4; // pixels of the page; pictures of each moment, for slow machines

// A sheet as wide as the stage, in finer pixels; the cells are drawn as fine until `fixed` is let go.
function sheet(widest) {
  const made = document.createElement("canvas"), even = (edge) => 2 * Math.round(edge / 2);
  const width = Math.max(canvas.clientWidth, NARROWEST), density = widest / width;
  const high = (canvas.clientHeight / canvas.clientWidth) * width;
  made.width = even(widest);
  made.height = even((high + HEADER + FOOTER) * density);
  fixed = [made.width, Math.round(high * density)];
  const pen = made.getContext("2d"), height = made.height / density;
  pen.scale(density, density);
  return { made, write: () => compose(pen, width, height) };
}

function letGo() {
  fixed = null;
  changed();
}

function keep(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function savePicture() {
  const { made, write } = sheet(PICTURE);
  write();
  letGo();
  made.toBlob((blob) => {
    keep(blob, `nodule_${MOMENTS[now.moment].words.replace(/\W+/g, "_")}.png`);
    found("saved").textContent = "Picture saved.";
  });
}

const filmKind = () => globalThis.MediaRecorder && FILMS.find((kind) => MediaRecorder.isTypeSupported(kind));
const nextFrame = () => new Promise((done) => requestAnimationFrame(done));
let filming = false;

async function saveFilm() {
  if (filming) return void (filming = false);
  filming = true;
  play(false);
  found("film").textContent = "Stop filming";
  const back = now.moment, { made, write } = sheet(FILM), kind = filmKind(), parts = [];
  write();
  made.className = "filming";
  made.setAttribute("aria-hidden", "true");
  found("stage").append(made);
  const recorder = new MediaRecorder(made.captureStream(FRAMES), { mimeType: kind, videoBitsPerSecond: 12e6 });
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  const over = new Promise((done) => recorder.addEventListener("stop", done));
  recorder.start();
  const complete = await everyMoment(write);
  recorder.stop();
  await over;
  made.remove();
  const blob = new Blob(parts, { type: kind });
  if (complete && blob.size) keep(blob, `nodule.${kind.includes("mp4") ? "mp4" : "webm"}`);
  const why = complete ? "This browser recorded nothing; cartsim film makes films too." : "Filming stopped; nothing saved.";
  found("saved").textContent = complete && blob.size ? "Film saved." : why;
  found("film").textContent = "Save film";
  filming = false;
  letGo();
  goTo(back);
}

async function everyMoment(write) {
  const pace = 1000 / Number(found("speed").value);
  for (let moment = 0; moment < MOMENTS.length; moment++) {
    goTo(moment);
    found("saved").textContent = `Filming moment ${moment + 1} of ${MOMENTS.length} …`;
    const until = performance.now() + pace + (moment === MOMENTS.length - 1 ? HOLD : 0);
    for (let written = 0; written < FEWEST || performance.now() < until; written++) {
      if (!filming) return false;
      write();
      await nextFrame();
    }
  }
  return true;
}

function bindSaving() {
  found("picture").addEventListener("click", savePicture);
  found("film").addEventListener("click", saveFilm);
  if (MOMENTS.length < 2 || !filmKind()) {
    found("film").disabled = true;
    found("saved").textContent = MOMENTS.length < 2 ? "One moment: no film to save." : "This browser records no films.";
  }
}
