// Turning, moving and coming closer: by mouse, touch and keys alike.

const MOST_RISE = Math.PI / 2 - 0.001, ZOOMS = [0.4, 12];
const pointers = new Map();
let pinch = 0, moved = 0;

const within = (low, x, high) => Math.min(Math.max(x, low), high);

function turnBy(turn, rise) {
  now.camera.turn = (now.camera.turn + turn) % (2 * Math.PI);
  now.camera.rise = within(-MOST_RISE, now.camera.rise + rise, MOST_RISE);
  changed();
}

function zoomBy(factor) {
  now.camera.zoom = within(ZOOMS[0], now.camera.zoom * factor, ZOOMS[1]);
  changed();
}

function moveBy(x, y) {
  const { scale } = frames(canvas.clientWidth, canvas.clientHeight)[0];
  now.camera.across -= x / scale;
  now.camera.up += y / scale;
  changed();
}

function resetView() {
  now.camera = { ...start };
  changed();
}

function followPointers() {
  canvas.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    canvas.setPointerCapture(event.pointerId);
    pinch = spread();
    moved = 0;
    found("tip").hidden = true;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) {
      if (event.pointerType === "mouse") showTip(event);
      return;
    }
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    moved += Math.hypot(event.clientX - before[0], event.clientY - before[1]);
    dragged(event, event.clientX - before[0], event.clientY - before[1]);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => pointers.delete(event.pointerId));
  }
  canvas.addEventListener("pointerleave", () => (found("tip").hidden = true));
  canvas.addEventListener("click", (event) => moved < 6 && showTip(event));
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  canvas.addEventListener("dblclick", (event) => {
    const box = canvas.getBoundingClientRect();
    const frame = frameAt(event.clientX - box.left, event.clientY - box.top);
    if (frame) standAlone(now.arm === null ? frame.arm : null);
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomBy(Math.exp(-within(-120, event.deltaY, 120) / 500));
  }, { passive: false });
}

function dragged(event, x, y) {
  if (pointers.size === 2) {
    const wide = spread();
    if (pinch) zoomBy(wide / pinch);
    pinch = wide;
    moveBy(x / 2, y / 2);
  } else if (event.shiftKey || event.buttons & 6) {
    moveBy(x, y);
  } else {
    turnBy(-x / 150, y / 150);
  }
}

function spread() {
  const [one, two] = [...pointers.values()];
  return two ? Math.hypot(one[0] - two[0], one[1] - two[1]) : 0;
}

const TURN = Math.PI / 24, STEP = 20;
const KEYS = {
  ArrowLeft: (shift) => (shift ? moveBy(STEP, 0) : turnBy(TURN, 0)),
  ArrowRight: (shift) => (shift ? moveBy(-STEP, 0) : turnBy(-TURN, 0)),
  ArrowUp: (shift) => (shift ? moveBy(0, STEP) : turnBy(0, TURN)),
  ArrowDown: (shift) => (shift ? moveBy(0, -STEP) : turnBy(0, -TURN)),
  "+": () => zoomBy(1.15),
  "=": () => zoomBy(1.15),
  "-": () => zoomBy(1 / 1.15),
  0: resetView,
  Home: resetView,
  " ": () => play(!now.playing),
  ",": () => goTo(now.moment - 1),
  ".": () => goTo(now.moment + 1),
  "[": () => moveCut(-1),
  "]": () => moveCut(1),
  c: () => openCut(!now.cut.open),
};

function followKeys() {
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act(event.shiftKey);
  });
}
