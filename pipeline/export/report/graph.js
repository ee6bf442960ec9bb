// The picture: a canvas in world coordinates, panned and zoomed by d3.zoom, edges in few batched paths.

const STYLES = {
  anecdotal_only: [6, 4], literature_only: [2, 3], both_agree: [], conflicting: [10, 3, 2, 3],
};
const canvas = byId("canvas");
const brush = canvas.getContext("2d");
const MANY = 1500; // relations beyond which a moving picture is drawn plainly
const PAPER = {color: "#1d1f21", backgroundColor: "#ffffff"};
let printing = false; // then it is drawn in dark on white, whatever the screen has
let view = d3.zoomIdentity, paths = [], discs = [], drawn = [], near = null, hover = null, waiting = false, moving = false;

// Bends parallel edges apart; a single edge stays straight.
function bend(relations) {
  const pairs = d3.group(relations, (r) => Math.min(r.source, r.target) + "-" + Math.max(r.source, r.target));
  for (const group of pairs.values()) {
    group.forEach((relation, i) => {
      const way = relation.source < relation.target ? 1 : -1;
      relation.bend = way * (i - (group.length - 1) / 2) * 0.35;
    });
  }
}

// The middle point of a relation's curve.
function middle(relation) {
  const {from, to, bend: share} = relation;
  return [(from.x + to.x) / 2 - (to.y - from.y) * share / 2, (from.y + to.y) / 2 + (to.x - from.x) * share / 2];
}

function curve(path, relation) {
  const {from, to} = relation, [x, y] = middle(relation);
  path.moveTo(from.x, from.y);
  if (relation.source === relation.target) path.arc(from.x, from.y - from.r, from.r, 0.5 * Math.PI, 2.5 * Math.PI);
  else path.quadraticCurveTo(2 * x - (from.x + to.x) / 2, 2 * y - (from.y + to.y) / 2, to.x, to.y);
}

// One path a status and thickness, made anew only when the filters change.
function prepare() {
  const relations = data.relations.filter(passes);
  const shown = new Set(relations.flatMap((r) => [r.from, r.to]));
  drawn = data.concepts.filter((c) => state.types.has(c.type) && (shown.has(c) || found(c)))
    .sort((a, b) => b.authors - a.authors);
  bend(relations);
  const belief = (r) => Math.max(r.anecdotal_belief, r.literature_belief);
  const batches = d3.group(relations, (r) => r.status, (r) => Math.round(belief(r) * 4));
  paths = [...batches].flatMap(([status, steps]) => [...steps].map(([step, some]) => {
    const path = new Path2D();
    some.forEach((relation) => curve(path, relation));
    return {status, width: 1 + step, path};
  }));
  discs = d3.rollups(drawn, disc, (c) => c.type);
  near = {nodes: d3.quadtree(drawn, (c) => c.x, (c) => c.y), relations};
  byId("shown").textContent = `${drawn.length} of ${data.concepts.length} concepts, `
    + `${relations.length} of ${data.relations.length} relations`;
  redraw();
}

function redraw() {
  if (!waiting) requestAnimationFrame(() => { waiting = false; paint(); });
  waiting = true;
}

function paint() {
  const ratio = devicePixelRatio || 1, {width, height} = size(), style = printing ? PAPER : getComputedStyle(document.body);
  brush.setTransform(1, 0, 0, 1, 0, 0);
  brush.clearRect(0, 0, canvas.width, canvas.height);
  brush.setTransform(ratio * view.k, 0, 0, ratio * view.k, ratio * view.x, ratio * view.y);
  brush.globalAlpha = state.relation || state.concept ? 0.25 : 0.8;
  for (const {status, width: thick, path} of paths) stroke(path, data.colours.statuses[status], thick, STYLES[status]);
  brush.globalAlpha = 1;
  for (const relation of chosen()) {
    const path = new Path2D();
    curve(path, relation);
    stroke(path, data.colours.statuses[relation.status], 4, STYLES[relation.status]);
  }
  for (const [type, path] of discs) {
    brush.fillStyle = data.colours.types[type];
    brush.fill(path);
  }
  brush.lineWidth = 3 / view.k;
  brush.strokeStyle = style.color;
  for (const concept of marked()) brush.stroke(disc([concept]));
  labels(style, ratio, width, height);
}

function chosen() {
  if (state.relation) return [state.relation];
  return state.concept ? near.relations.filter((r) => r.from === state.concept || r.to === state.concept) : [];
}

function stroke(path, colour, thick, dashes) {
  const many = near.relations.length > MANY, plain = moving && many;
  brush.lineWidth = (many ? 0.7 : thick) / view.k;
  brush.strokeStyle = colour;
  brush.setLineDash(plain ? [] : dashes.map((dash) => dash * thick / 2 / view.k));
  brush.stroke(path);
  brush.setLineDash([]);
}

// All dots of a type as one path.
function disc(concepts) {
  const path = new Path2D();
  for (const {x, y, r} of concepts) {
    path.moveTo(x + r, y);
    path.arc(x, y, r, 0, 2 * Math.PI);
  }
  return path;
}

const marked = () => drawn.filter((c) => found(c) || c === hover || c === state.concept);

// Where the dot of a concept stands on the screen.
function spot(concept) {
  const [x, y] = view.apply([concept.x, concept.y]), r = concept.r * view.k;
  return [x - r, y - r, x + r, y + r];
}

// Names, those of most authors first, each at the first place beside its dot where nothing stands yet.
function labels(style, ratio, width, height) {
  brush.setTransform(ratio, 0, 0, ratio, 0, 0);
  brush.font = "13px system-ui, sans-serif";
  brush.textBaseline = "middle";
  brush.lineJoin = "round";
  brush.lineWidth = 4;
  const taken = [], others = drawn.length <= FEW ? drawn.map((c) => [c, spot(c)]) : [];
  for (const concept of new Set([...marked(), ...drawn.slice(0, MOST)])) {
    const dot = spot(concept);
    if (!meet(dot, [0, 0, width, height])) continue;
    concept.wide ||= brush.measureText(concept.label).width;
    const box = places(dot, concept.wide).find((b) => b[0] > 0 && b[2] < width
      && !taken.some((t) => meet(t, b)) && !others.some(([c, d]) => c !== concept && meet(d, b)));
    if (!box) continue;
    taken.push(box);
    brush.strokeStyle = style.backgroundColor;
    brush.strokeText(concept.label, box[0], box[1] + 8);
    brush.fillStyle = style.color;
    brush.fillText(concept.label, box[0], box[1] + 8);
    if (taken.length > (moving ? 60 : 250)) break;
  }
}

const FEW = 400; // concepts up to which a name keeps off the dots of others
const MOST = 3000; // concepts that may get a name
const meet = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

// Where a name may stand: below its dot, above, to the right, to the left.
function places([left, top, right, bottom], wide) {
  const x = (left + right - wide) / 2, y = (top + bottom) / 2 - 8;
  return [[x, bottom + 1], [x, top - 17], [right + 4, y], [left - 4 - wide, y]]
    .map(([l, t]) => [l, t, l + wide, t + 16]);
}

const size = () => ({width: canvas.clientWidth, height: canvas.clientHeight});

// Fits the canvas to its place on the page; what was in the middle stays there.
function resize() {
  const {width, height} = size(), ratio = devicePixelRatio || 1;
  stage.call(zoom.translateBy, (width - canvas.width / ratio) / 2 / view.k, (height - canvas.height / ratio) / 2 / view.k);
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  if (touched) redraw(); else fit();
}

let still = null, touched = false; // whether the reader has moved the picture
const zoom = d3.zoom().scaleExtent([0.02, 12]).on("zoom", (event) => {
  view = event.transform;
  touched ||= Boolean(event.sourceEvent);
  moving = true;
  clearTimeout(still);
  still = setTimeout(() => { moving = false; redraw(); }, 150);
  redraw();
});
const stage = d3.select(canvas).call(zoom).on("dblclick.zoom", null);

function fit(some = drawn) {
  if (!some.length) return;
  const {width, height} = size(), [left, right] = d3.extent(some, (c) => c.x), [top, bottom] = d3.extent(some, (c) => c.y);
  const side = Math.min(90, width / 5), k = Math.min(2, (width - 2 * side) / (right - left || 1), (height - 80) / (bottom - top || 1));
  stage.call(zoom.transform, d3.zoomIdentity
    .translate(width / 2 - k * (left + right) / 2, height / 2 - k * (top + bottom) / 2).scale(k));
}

// The concept under a point of the screen, else the nearest relation within a few pixels.
function under(x, y) {
  const [wx, wy] = view.invert([x, y]);
  const concept = near.nodes.find(wx, wy, 40 / view.k + 20);
  if (concept && Math.hypot(concept.x - wx, concept.y - wy) <= concept.r + 4 / view.k) return {concept};
  const reach = 7 / view.k;
  const relation = d3.least(near.relations, (r) => distance(r, wx, wy));
  return relation && distance(relation, wx, wy) <= reach ? {relation} : {};
}

function distance(relation, x, y) {
  const {from, to} = relation, [mx, my] = middle(relation);
  return Math.min(segment(from.x, from.y, mx, my, x, y), segment(mx, my, to.x, to.y, x, y));
}

function segment(ax, ay, bx, by, x, y) {
  const dx = bx - ax, dy = by - ay, share = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.max(0, Math.min(1, share));
  return Math.hypot(ax + t * dx - x, ay + t * dy - y);
}

canvas.addEventListener("click", (event) => {
  const {concept, relation} = under(event.offsetX, event.offsetY);
  if (concept) showConcept(concept);
  else if (relation) showRelation(relation);
});
canvas.addEventListener("pointermove", (event) => {
  if (event.buttons) return;
  const [x, y] = view.invert([event.offsetX, event.offsetY]), concept = near.nodes.find(x, y, 30 / view.k);
  if (concept !== hover) { hover = concept; redraw(); }
});
const MOVES = {ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60]};
canvas.addEventListener("keydown", (event) => {
  if (event.key in MOVES) stage.call(zoom.translateBy, ...MOVES[event.key].map((step) => step / view.k));
  else if (event.key === "+" || event.key === "=") stage.call(zoom.scaleBy, 1.3);
  else if (event.key === "-") stage.call(zoom.scaleBy, 1 / 1.3);
  else return;
  event.preventDefault();
});
