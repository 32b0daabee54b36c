// Cells are squares that face whoever looks, on each of which the ball is found pixel by pixel; parallel rays.

const COMMON = `#version 300 es
precision highp float;
precision highp int;
uniform mat3 turn;          // rows: right, up, towards whoever looks
uniform vec3 middle;
uniform vec2 pan, scale;    // um; of the picture's half width and height for each um
uniform float depth, reach;
uniform vec4 cut;           // normal towards whoever looks, place along it
uniform bool isOpen, hasField;
uniform vec3 paper;
`;

const FIELD = `
uniform highp sampler3D field;
uniform sampler2D colours;
uniform vec3 gridLow, gridSpan;
bool within(vec3 point) {
  vec3 share = (point - gridLow) / gridSpan;
  return all(greaterThanEqual(share, vec3(0.0))) && all(lessThanEqual(share, vec3(1.0)));
}
vec3 fieldColour(vec3 point) {
  float level = texture(field, (point - gridLow) / gridSpan).r;
  return texture(colours, vec2((level * 255.0 + 0.5) / 256.0, 0.25)).rgb;
}
vec3 faded(vec3 colour, float z) {
  return mix(colour, paper, 0.38 * clamp(0.5 - z / (2.0 * reach), 0.0, 1.0));
}
`;

const CELL_CORNERS = `${COMMON}
layout(location = 0) in vec4 place;
layout(location = 1) in vec2 levels;
layout(location = 2) in uvec2 state;
uniform vec4 low, span;
uniform float sizes[${STATES.length}];
flat out vec3 centre, inside;
flat out float radius, side, level, lift;
flat out uint what;
out vec2 corner;
uniform float slab;         // um: CAR-T cells so near the cut, or all before it, are whole
uniform bool keepT;
uniform int tint;
uniform vec2 tintRange;
void main() {
  vec4 own = low + span * place;
  what = state.x;
  radius = own.w * sizes[what];
  inside = own.xyz;
  centre = turn * (own.xyz - middle);
  side = dot(cut.xyz, own.xyz) - cut.w;
  level = clamp(((tint == 1 ? levels.x : levels.y) - tintRange.x) / (tintRange.y - tintRange.x), 0.0, 1.0);
  corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  bool whole = what >= 4u && isOpen && (abs(side) < slab || (keepT && side > 0.0));
  lift = whole && side < slab ? slab - side : 0.0;
  side = whole || !isOpen ? -1e9 : side;
  bool gone = radius <= 0.0 || side >= radius;
  vec2 at = (centre.xy + corner * radius - pan) * scale;
  gl_Position = gone ? vec4(2.0, 2.0, 2.0, 1.0) : vec4(at, 0.0, 1.0);
}`;

const CELL_PIXELS = `${COMMON}${FIELD}
flat in vec3 centre, inside;
flat in float radius, side, level, lift;
flat in uint what;
in vec2 corner;
uniform vec3 palette[${STATES.length}];
uniform int tint;
uniform float pixel, line_;  // um: a pixel, a fine line
out vec4 colour;
void main() {
  float far = dot(corner, corner);
  float soft = max(2.0 * pixel / radius, 1e-4);
  float cover = 1.0 - smoothstep(1.0 - soft, 1.0, far);
  if (far >= 1.0) discard;
  float front = sqrt(1.0 - far), z = front;
  vec3 normal = turn * cut.xyz;
  bool capped = false;
  if (side + radius * dot(normal, vec3(corner, front)) > 0.0) {
    z = -(side / radius + dot(normal.xy, corner)) / max(normal.z, 1e-4);
    if (abs(z) > front) discard;
    capped = true;
  }
  bool tCell = what >= 4u;
  vec3 own = tint > 0 && what < 2u ? texture(colours, vec2((level * 255.0 + 0.5) / 256.0, 0.75)).rgb
                                   : palette[what];
  vec3 ink = what == 1u ? vec3(0.93, 0.85, 0.9) : vec3(0.08, 0.1, 0.12);
  float edge = max((what == 6u ? 2.4 : 1.3) * line_, (what == 6u ? 0.2 : 0.07) * radius) / radius;
  vec3 shown;
  if (capped) {
    float ring = sqrt(max(1.0 - side * side / (radius * radius), 0.0));
    vec3 point = vec3(corner, z);
    float out_ = length(point + normal * -dot(point, normal));
    vec3 world = inside + radius * (point * turn);
    bool plain = hasField && what < 2u && within(world);
    shown = plain ? fieldColour(world) : own;
    if (plain && what == 0u && dot(shown, vec3(0.3, 0.59, 0.11)) < 0.35) ink = vec3(0.85, 0.88, 0.92);
    vec3 line = plain ? mix(shown, what == 1u ? own : ink, what == 1u ? 0.9 : 0.45) : mix(own, ink, 0.75);
    if (plain && what == 1u) edge *= 1.6;
    shown = mix(shown, line, smoothstep(ring - edge, ring - 0.5 * edge, out_));
    cover = 1.0;
  } else {
    vec3 surface = vec3(corner, front);
    float light = 0.62 + 0.42 * max(dot(surface, vec3(-0.42, 0.52, 0.74)), 0.0);
    shown = own * light;
    float rim = smoothstep(1.0 - edge, 1.0 - 0.4 * edge, sqrt(far));
    shown = mix(shown, ink, rim * (tCell ? 0.85 : 0.5));
    shown = faded(shown, centre.z + radius * z);
  }
  colour = vec4(shown, cover);
  gl_FragDepth = clamp(0.5 - 0.5 * (centre.z + radius * z + lift) / depth, 0.0, 1.0);
}`;

// A flat square in the nodule: the field on the cut, or the wall.
const SHEET_CORNERS = `${COMMON}
uniform vec3 sheetMiddle, sheetAcross, sheetUp;
out vec3 point;
out float z;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  point = sheetMiddle + sheetAcross * corner.x + sheetUp * corner.y;
  vec3 seen = turn * (point - middle);
  z = seen.z;
  gl_Position = vec4((seen.xy - pan) * scale, 0.0, 1.0);
}`;

const SHEET_PIXELS = `${COMMON}${FIELD}
in vec3 point;
in float z;
uniform vec3 sheetMiddle;
uniform vec4 flatColour;    // alpha 0: the field
out vec4 colour;
void main() {
  bool plain = flatColour.a == 0.0;
  if (plain && (!within(point) || distance(point, sheetMiddle) > reach)) discard;
  if (!plain && isOpen && dot(cut.xyz, point) - cut.w > 0.0) discard;
  colour = plain ? vec4(fieldColour(point), 1.0) : flatColour;
  gl_FragDepth = clamp(0.5 - 0.5 * (z - (plain ? 0.05 : 0.0)) / depth, 0.0, 1.0);
}`;
