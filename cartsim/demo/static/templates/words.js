// Numbers and days as people say them; three digits, as the grid holds them.
const WORDS = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];

function three(value) { return Number(Number(value).toPrecision(3)); }

function say(value) {
  if (Number.isNaN(value)) return "–";
  const number = three(value);
  for (const [size, word] of WORDS) if (number >= size) return `${three(number / size)} ${word}`;
  if (number >= 10000) return String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  if (number !== 0 && number < 0.001) return "under 0.001";
  return String(number);
}

function scientific(value) {
  const exponent = Math.floor(Math.log10(value) + 1e-9), sign = exponent < 0 ? "⁻" : "";
  const digits = [...String(Math.abs(exponent))].map(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");
  return exponent >= 0 && exponent <= 2 ? String(10 ** exponent) : exponent === -1 ? "0.1" : `10${sign}${digits}`;
}

function dayWords(time) {
  if (time < 1) return time === 0 ? "the moment of infusion" : `${three(time * 24)} hours`;
  return `day ${three(time)}`;
}

// A place on an axis as a value: on a mark the value itself, between marks on the way in the logarithm.
function valueAt(axis, place) {
  if (!axis.values.length) return NaN;
  const below = Math.min(Math.floor(place), axis.values.length - 1), share = place - below;
  if (!share) return axis.values[below];
  const [low, high] = [axis.values[below], axis.values[below + 1]];
  return low > 0 ? low * (high / low) ** share : low + share * (high - low);
}

function settingWords(axis, place) {
  if (axis.names.length) return axis.names[Math.round(place)];
  const near = Object.entries(axis.marks).find(([, value]) => Math.abs(Math.log(valueAt(axis, place) / value)) < 0.05);
  return `${say(valueAt(axis, place))} ${axis.unit}${near ? ` (${near[0]})` : ""}`;
}

function compared(first, second) {
  const ratio = second / first;
  if (!(first > 0) || !Number.isFinite(ratio)) return "";
  if (ratio >= 1.1) return `, ${two(ratio)} times as many`;
  if (ratio <= 1 / 1.1) return `, ${two(1 / ratio)} times fewer`;
  return ", about as many";
}

function two(value) { return Number(value.toPrecision(2)); }

function limitsOf(meta, count) {
  const below = meta.intervals[Math.floor(count)], above = meta.intervals[Math.ceil(count)];
  const share = count - Math.floor(count);
  return [0, 1].map(end => Math.round(100 * (below[end] + share * (above[end] - below[end]))));
}

function atMoment(meta, found, t) {
  const [first, second] = meta.arms.map(arm => arm.name), [a, b] = found.series;
  const percent = arm => `${say(arm.size.median[t])} %`;
  const moment = dayWords(meta.times[t]);
  const start = moment[0].toUpperCase() + moment.slice(1);
  const cells = compared(a.tumour.median[t], b.tumour.median[t]);
  const parts = [];
  if (meta.times[t] === 0) {
    parts.push(`${start}. ${meta.begin}`);
  } else {
    parts.push(`${start}. The median tumour holds ${say(a.tumour.median[t])} CAR-T cells (${first}) and ` +
      `${say(b.tumour.median[t])} (${second})${cells}; it measures ${percent(a)} and ${percent(b)} of its start.`);
    parts.push(`Blood holds ${say(a.blood.median[t])} and ${say(b.blood.median[t])} CAR-T cells per µL.`);
    const fold = [a, b].map(arm => arm.pdl1.median[t] / arm.pdl1.median[0]);
    if (Math.max(...fold) > 1.5) parts.push(`The attack has raised PD-L1 ${two(fold[0])}-fold (${first}) and ${two(fold[1])}-fold (${second}).`);
    const fever = found.crs.map(levels => levels[0][t]);
    if (Math.max(...fever) >= 1) parts.push(`${round(fever[0])} and ${round(fever[1])} of ${meta.patients} have CRS at this moment.`);
  }
  const pair = found.ends.pair;
  parts.push(`Confirmed response by month ${meta.visits.at(-1).month}: ${round(pair.both + pair.first)} of ${meta.patients} patients (${first}) and ` +
    `${round(pair.both + pair.second)} (${second}), ${round(pair.both)} of them either way.`);
  return parts.join(" ");
}

function round(count) { return Math.round(count); }
