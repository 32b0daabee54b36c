// What is being looked at, and from where; whoever changes it calls `changed`.

const start = { turn: -0.5, rise: 0.42, zoom: 1, across: 0, up: 0 };
const middle = [0, 0, head.wall ? head.reach / 3 : 0];
const now = {
  moment: MOMENTS.length - 1,
  arm: null, // the one that stands alone, or null for all side by side
  camera: { ...start },
  cut: { open: true, way: "y", at: 0, keepT: false },
  field: "",
  tint: "state",
  tumourSize: 1,
  tSize: 1,
  hidden: new Set(),
  playing: false,
};

const shownArms = () => (now.arm === null ? ARMS.map((_, i) => i) : [now.arm]);
const fieldShown = () => (now.cut.open ? FIELDS.find((field) => field.name === now.field) : undefined);

const add = (a, b) => a.map((x, i) => x + b[i]);
const times = (a, k) => a.map((x) => x * k);
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

// Unit vectors of the screen in the nodule: to the right, up, and towards whoever looks.
function axes() {
  const { turn, rise } = now.camera;
  const right = [Math.cos(turn), Math.sin(turn), 0];
  const toward = [Math.cos(rise) * Math.sin(turn), -Math.cos(rise) * Math.cos(turn), Math.sin(rise)];
  const up = [-Math.sin(rise) * Math.sin(turn), Math.sin(rise) * Math.cos(turn), Math.cos(rise)];
  return { right, up, toward };
}

// The cutting plane: its normal, turned towards whoever looks, and how far along it the plane lies (um).
// What lies beyond it on that side is taken away.
function plane() {
  const { toward } = axes(), { way, at } = now.cut;
  if (way === "view") return { normal: toward, at: dot(middle, toward) + at };
  const along = { x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1] }[way];
  const side = dot(along, toward) < 0 ? -1 : 1;
  return { normal: times(along, side), at: side * (dot(middle, along) + at) };
}

// Where the plane lies along its axis, as the page says it (um).
function cutPlace() {
  const along = { x: 0, y: 1, z: 2 }[now.cut.way];
  return now.cut.at + (along === undefined ? 0 : middle[along]);
}

// Size of a state as drawn, of its size in the run; 0 hides it.
function sizeOf(state) {
  if (now.hidden.has(state.name)) return 0;
  return state.t_cell ? now.tSize : now.tumourSize;
}

// Columns and rows of pictures that leave each the most room.
function gridFor(count, width, height) {
  let best = { cols: 1, rows: count, edge: 0 };
  for (let cols = 1; cols <= count; cols++) {
    const rows = Math.ceil(count / cols);
    const edge = Math.min(width / cols, height / rows);
    if (edge > best.edge * 1.02) best = { cols, rows, edge };
  }
  return best;
}

// Where each arm shown stands on a picture of this size, from its top left corner; pixels for each um.
function frames(width, height) {
  const arms = shownArms(), { cols, rows } = gridFor(arms.length, width, height);
  const w = width / cols, h = height / rows;
  return arms.map((arm, i) => ({
    arm, w, h,
    x: (i % cols) * w,
    y: Math.floor(i / cols) * h,
    scale: (now.camera.zoom * Math.min(w, h)) / (2 * head.reach),
  }));
}
