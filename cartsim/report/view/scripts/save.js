// The picture as PNG, the whole course as a film: made here, kept by whoever asked, sent nowhere.

const FILMS = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"];
const WIDEST = 1280, FRAMES = 30, HOLD = 1200; // pixels; a second; milliseconds of the last moment

function sheet(widest) {
  const made = document.createElement("canvas");
  const share_ = Math.min(1, widest / canvas.width), even = (edge) => 2 * Math.round(edge / 2);
  made.width = Math.max(even(canvas.width * share_), 480);
  made.height = even((canvas.height / canvas.width) * made.width) + HEADER + FOOTER;
  return made;
}

function keep(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function savePicture() {
  const made = sheet(2400);
  compose(made.getContext("2d"), made.width, made.height);
  made.toBlob((blob) => {
    keep(blob, `nodule_${MOMENTS[now.moment].words.replace(/\W+/g, "_")}.png`);
    found("saved").textContent = "Picture saved.";
  });
}

const filmKind = () => globalThis.MediaRecorder && FILMS.find((kind) => MediaRecorder.isTypeSupported(kind));
const pause = (time) => new Promise((done) => setTimeout(done, time));
let filming = false;

async function saveFilm() {
  if (filming) return void (filming = false);
  filming = true;
  play(false);
  found("film").textContent = "Stop filming";
  const back = now.moment, made = sheet(WIDEST), pen = made.getContext("2d"), kind = filmKind(), parts = [];
  compose(pen, made.width, made.height);
  const recorder = new MediaRecorder(made.captureStream(FRAMES), { mimeType: kind, videoBitsPerSecond: 12e6 });
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  const over = new Promise((done) => recorder.addEventListener("stop", done));
  recorder.start();
  const complete = await everyMoment(pen, made);
  recorder.stop();
  await over;
  if (complete) keep(new Blob(parts, { type: kind }), `nodule.${kind.includes("mp4") ? "mp4" : "webm"}`);
  found("saved").textContent = complete ? "Film saved." : "Filming stopped; nothing saved.";
  found("film").textContent = "Save film";
  filming = false;
  goTo(back);
}

async function everyMoment(pen, made) {
  const pace = 1000 / Number(found("speed").value);
  for (let moment = 0; moment < MOMENTS.length; moment++) {
    goTo(moment);
    found("saved").textContent = `Filming moment ${moment + 1} of ${MOMENTS.length} …`;
    const until = performance.now() + pace + (moment === MOMENTS.length - 1 ? HOLD : 0);
    do {
      if (!filming) return false;
      compose(pen, made.width, made.height);
      await pause(1000 / FRAMES);
    } while (performance.now() < until);
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
