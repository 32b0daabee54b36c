// The cells and fields of every arm shown, with WebGL: one call for all cells of an arm.

const canvas = found("nodule");
const WORDS_OF_A_CELL = 8; // of 16 bits: x, y, z, radius, HER2, PD-L1, state, nothing
let gl = null, cellsProgram = null, sheetProgram = null, cellBuffer = null, fieldTexture = null;
let inTexture = "";
const paper = { colour: [1, 1, 1] };

function setUp() {
  gl = canvas.getContext("webgl2", { antialias: true, alpha: false, powerPreference: "high-performance" });
  if (!gl) return false;
  cellsProgram = program(CELL_CORNERS, CELL_PIXELS);
  sheetProgram = program(SHEET_CORNERS, SHEET_PIXELS);
  cellBuffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, cellBuffer);
  gl.bufferData(gl.ARRAY_BUFFER, interleaved(), gl.STATIC_DRAW);
  coloursTexture();
  fieldTexture = gl.createTexture();
  inTexture = "";
  gl.enable(gl.DEPTH_TEST);
  gl.enable(gl.SCISSOR_TEST);
  return true;
}

function program(corners, pixels) {
  const made = gl.createProgram();
  for (const [kind, text] of [[gl.VERTEX_SHADER, corners], [gl.FRAGMENT_SHADER, pixels]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(gl.getAttachedShaders(made).map((one) => gl.getShaderInfoLog(one)).join("\n"));
  }
  const places = {};
  for (let i = 0; i < gl.getProgramParameter(made, gl.ACTIVE_UNIFORMS); i++) {
    const name = gl.getActiveUniform(made, i).name.replace("[0]", "");
    places[name] = gl.getUniformLocation(made, name);
  }
  return { made, places };
}

function interleaved() {
  const count = columns.state.length, all = new Uint16Array(count * WORDS_OF_A_CELL);
  ["x", "y", "z", "radius", "her2", "pdl1", "state"].forEach((name, at) => {
    const column = columns[name];
    for (let i = 0; i < count; i++) all[i * WORDS_OF_A_CELL + at] = column[i];
  });
  return all;
}

function coloursTexture() {
  const rows = [fromBase64(head.colours.field), fromBase64(head.colours.cell)];
  const both = new Uint8Array(2 * rows[0].length);
  rows.forEach((row, i) => both.set(row, i * row.length));
  gl.activeTexture(gl.TEXTURE1);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB8, rows[0].length / 3, 2, 0, gl.RGB, gl.UNSIGNED_BYTE, both);
  smooth(gl.TEXTURE_2D, gl.NEAREST);
}

function smooth(target, filter) {
  for (const name of ["MIN_FILTER", "MAG_FILTER"]) gl.texParameteri(target, gl[`TEXTURE_${name}`], filter);
  for (const name of ["WRAP_S", "WRAP_T"]) gl.texParameteri(target, gl[`TEXTURE_${name}`], gl.CLAMP_TO_EDGE);
  if (target === gl.TEXTURE_3D) gl.texParameteri(target, gl.TEXTURE_WRAP_R, gl.CLAMP_TO_EDGE);
}

function bindField(name, arm) {
  const wanted = `${name} ${arm} ${now.moment}`;
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_3D, fieldTexture);
  if (wanted === inTexture) return;
  const bytes = fieldBytes(name, arm, now.moment);
  gl.texImage3D(gl.TEXTURE_3D, 0, gl.R8, ...head.grid.counts, 0, gl.RED, gl.UNSIGNED_BYTE, bytes);
  smooth(gl.TEXTURE_3D, gl.LINEAR);
  inTexture = wanted;
}

// Everything, at the size the canvas has.
function draw() {
  if (!gl || gl.isContextLost()) return;
  const { width, height } = canvas;
  gl.viewport(0, 0, width, height);
  gl.scissor(0, 0, width, height);
  gl.clearColor(...paper.colour, 1);
  gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
  for (const frame of frames(width, height)) {
    const box = [frame.x, height - frame.y - frame.h, frame.w, frame.h].map(Math.round);
    gl.viewport(...box);
    gl.scissor(...box);
    drawArm(frame);
  }
}

function drawArm(frame) {
  const field = fieldShown();
  if (field) bindField(field.name, frame.arm);
  drawCells(frame, Boolean(field));
  if (field) drawSheet(frame, ...cutSheet(), [0, 0, 0, 0]);
  if (head.wall) {
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
    gl.depthMask(false);
    const wide = 1.25 * head.reach;
    drawSheet(frame, [0, 0, 0], [wide, 0, 0], [0, wide, 0], [0.5, 0.5, 0.52, 0.45]);
    gl.depthMask(true);
    gl.disable(gl.BLEND);
  }
}

function drawCells(frame, hasField) {
  const { places } = use(cellsProgram, frame, hasField), { start, drawn } = snapshotOf(frame.arm, now.moment);
  const names = ["x", "y", "z", "radius"].map((name) => head.arrays[name]);
  gl.uniform4fv(places.low, names.map((array) => array.low));
  gl.uniform4fv(places.span, names.map((array) => array.high - array.low));
  gl.uniform1fv(places.sizes, STATES.map(sizeOf));
  gl.uniform3fv(places.palette, STATES.flatMap((state) => fromHex(state.colour)));
  gl.uniform1i(places.tint, { state: 0, her2: 1, pdl1: 2 }[now.tint]);
  gl.uniform2fv(places.tintRange, now.tint === "state" ? [0, 1] : head.tints[now.tint].map((x) => share(now.tint, x)));
  gl.uniform1f(places.pixel, 1 / frame.scale);
  gl.uniform1f(places.line_, Math.max(1, (0.75 * canvas.width) / canvas.clientWidth) / frame.scale);
  gl.uniform1f(places.slab, head.slab);
  gl.uniform1i(places.keepT, now.cut.keepT);
  gl.bindBuffer(gl.ARRAY_BUFFER, cellBuffer);
  const stride = 2 * WORDS_OF_A_CELL, first = start * stride;
  gl.vertexAttribPointer(0, 4, gl.UNSIGNED_SHORT, true, stride, first);
  gl.vertexAttribPointer(1, 2, gl.UNSIGNED_SHORT, true, stride, first + 8);
  gl.vertexAttribIPointer(2, 2, gl.UNSIGNED_SHORT, stride, first + 12);
  for (const at of [0, 1, 2]) {
    gl.enableVertexAttribArray(at);
    gl.vertexAttribDivisor(at, 1);
  }
  gl.enable(gl.SAMPLE_ALPHA_TO_COVERAGE);
  gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, drawn);
  gl.disable(gl.SAMPLE_ALPHA_TO_COVERAGE);
  for (const at of [0, 1, 2]) gl.disableVertexAttribArray(at);
}

function drawSheet(frame, middleOf, across, up, colour) {
  const { places } = use(sheetProgram, frame, true);
  gl.uniform3fv(places.sheetMiddle, middleOf);
  gl.uniform3fv(places.sheetAcross, across);
  gl.uniform3fv(places.sheetUp, up);
  gl.uniform4fv(places.flatColour, colour);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
}

// The square of the cutting plane: its middle and its two half edges.
function cutSheet() {
  const { normal, at } = plane(), { right, up } = axes(), wide = head.reach;
  const on = add(middle, times(normal, at - dot(middle, normal)));
  if (now.cut.way === "view") return [on, times(right, wide), times(up, wide)];
  const others = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].filter((axis) => Math.abs(dot(axis, normal)) < 0.5);
  return [on, times(others[0], wide), times(others[1], wide)];
}

function use(chosen, frame, hasField) {
  const { made, places } = chosen, { right, up, toward } = axes(), { normal, at } = plane();
  const { across, up: high } = now.camera, { counts, origin, spacing } = head.grid;
  gl.useProgram(made);
  gl.uniformMatrix3fv(places.turn, false, [0, 1, 2].flatMap((i) => [right[i], up[i], toward[i]]));
  gl.uniform3fv(places.middle, middle);
  gl.uniform2f(places.pan, across, high);
  gl.uniform2f(places.scale, (2 * frame.scale) / frame.w, (2 * frame.scale) / frame.h);
  gl.uniform1f(places.depth, 2 * Math.hypot(...spacing.map((one, i) => one * counts[i])));
  gl.uniform1f(places.reach, head.reach);
  gl.uniform4f(places.cut, ...normal, at);
  gl.uniform1i(places.isOpen, now.cut.open);
  gl.uniform1i(places.hasField, hasField);
  gl.uniform3fv(places.paper, paper.colour);
  gl.uniform1i(places.field, 0);
  gl.uniform1i(places.colours, 1);
  gl.uniform3fv(places.gridLow, origin);
  gl.uniform3fv(places.gridSpan, spacing.map((one, i) => one * counts[i]));
  return chosen;
}

const fromHex = (text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16) / 255);
