// The tables: relations in several views, citations by verdict, the timeline, changes, the manifest.

const PAGE = 50;

// A table whose columns sort; columns are {title, value, cell, number, optional}.
function table(element, caption, columns, rows, limit = PAGE) {
  let order = null, down = false;
  const fill = () => {
    const sorted = order ? d3.sort(rows, (a, b) => (down ? -1 : 1) * d3.ascending(order.value(a), order.value(b))) : rows;
    const heads = columns.map((column) => make("th", {scope: "col", className: column.optional ? "optional" : "",
      "aria-sort": order !== column ? "none" : down ? "descending" : "ascending"},
    make("button", {type: "button", onclick: () => { down = order === column ? !down : Boolean(column.number); order = column; fill(); }}, column.title)));
    const body = sorted.slice(0, limit).map((row) => make("tr", {}, ...columns.map((column) =>
      make("td", {className: [column.number ? "number" : "", column.optional ? "optional" : ""].join(" ")},
        column.cell ? column.cell(row) : String(column.value(row) ?? "")))));
    element.replaceChildren(make("caption", {}, `${caption}: ${rows.length}`), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...body));
    element.parentElement.querySelector(".more")?.remove();
    if (rows.length > limit) {
      const more = () => { limit += 10 * PAGE; fill(); };
      element.after(make("button", {type: "button", className: "more", onclick: more}, `Show more of ${rows.length}`));
    }
  };
  fill();
}

const opens = (relation, text) => make("button", {type: "button", className: "link", onclick: () => showRelation(relation)}, text);
const RELATION_COLUMNS = [
  {title: "Subject", value: (r) => r.from.label, cell: (r) => opens(r, r.from.label)},
  {title: "Relation", value: (r) => r.label},
  {title: "Object", value: (r) => r.to.label},
  {title: "Status", value: (r) => words(r.status), cell: (r) => make("span", {className: "key"}, swatch(data.colours.statuses[r.status], "bar"), words(r.status))},
  {title: "Authors for", number: true, value: (r) => r.authors_for},
  {title: "against", number: true, value: (r) => r.authors_against},
  {title: "Papers for", number: true, value: (r) => r.papers_for},
  {title: "against", number: true, value: (r) => r.papers_against},
  {title: "Anecdotal belief", number: true, optional: true, value: (r) => r.anecdotal_belief, cell: (r) => r.anecdotal_belief.toFixed(2)},
  {title: "Literature belief", number: true, optional: true, value: (r) => r.literature_belief, cell: (r) => r.literature_belief.toFixed(2)},
  {title: "Last seen", optional: true, value: (r) => (r.last_seen || "").slice(0, 10)},
];
const VIEWS = {
  "All": [() => true, "Every relation that claims or papers speak for or against."],
  "Contradictions": [(r) => r.contested, "Authors or papers stand on both sides, or the opposite is said too."],
  "Unsupported": [(r) => r.authors_for > 0 && r.papers_for + r.papers_against === 0,
    "Authors say so, and no paper was found that supports or contradicts it."],
  "Uncited science": [(r) => r.papers_cited === 0 && r.papers_for + r.papers_against > 0,
    "Papers support or contradict these, and nobody here cites one of them."],
  "Signals": [(r) => r.ic_low > 0,
    "Told of together more often than each by itself: a signal of this forum, no rate of a population."],
  "Supported": [(r) => r.status === "both_agree", "Independent authors and papers say the same."],
};

function tabs(element, names, choose) {
  const buttons = names.map((name) => make("button", {type: "button", "aria-pressed": "false", onclick: () => pick(name)}, name));
  const pick = (name) => {
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.textContent === name)));
    choose(name);
  };
  element.replaceChildren(...buttons);
  if (names.length) pick(names[0]);
}

function relationTables() {
  tabs(byId("views"), Object.keys(VIEWS), (name) => {
    const [wanted, note] = VIEWS[name];
    byId("view-note").textContent = note;
    const rows = data.relations.filter(wanted).sort((a, b) => b.authors - a.authors || b.papers_for - a.papers_for);
    table(byId("relation-table"), name, RELATION_COLUMNS, rows);
  });
}

const CITATION_COLUMNS = [
  {title: "Verdict", value: (c) => words(c.verdict), cell: (c) => tag(words(c.verdict), VERDICTS[c.verdict])},
  {title: "As cited", value: (c) => c.quote || ""},
  {title: "Paper", value: (c) => data.papers[c.paper].label, cell: (c) => link(data.papers[c.paper].label, data.papers[c.paper].url)},
  {title: "Wrong in", value: (c) => [...(c.disagrees || []), ...(c.miscited_because || [])].map(words).join(", ")},
  {title: "Where", optional: true, value: (c) => c.post, cell: (c) => make("span", {}, ...origin(c))},
];

function citationTables() {
  const groups = d3.group(data.citations, (c) => c.verdict);
  const names = new Map([["All " + data.citations.length, data.citations], ...[...groups].map(([v, some]) => [`${words(v)} ${some.length}`, some])]);
  const miscited = data.citations.filter((c) => c.miscited_because);
  if (miscited.length) names.set(`says something else ${miscited.length}`, miscited);
  tabs(byId("verdicts"), [...names.keys()], (name) => table(byId("citation-table"), "Citations", CITATION_COLUMNS, names.get(name)));
}

// Claims a month, or a year where months would be too many: a bar each.
function timeline() {
  const dated = data.claims.filter((claim) => claim.counted && claim.date);
  if (!dated.length) { byId("bars").textContent = "No claim has a date."; return; }
  const years = new Set(dated.map((claim) => claim.date.slice(0, 4)));
  const length = years.size > 6 ? 4 : 7;
  const bars = d3.rollups(dated, (some) => some.length, (claim) => claim.date.slice(0, length)).sort();
  const step = Math.max(14, Math.min(48, 900 / bars.length)), height = 160, top = d3.max(bars, ([, n]) => n);
  const svg = d3.create("svg").attr("viewBox", [0, 0, step * bars.length + 40, height + 40]).attr("role", "img")
    .attr("width", step * bars.length + 40).attr("height", height + 40)
    .attr("aria-label", bars.map(([when, n]) => `${when}: ${n}`).join(", "));
  const scale = d3.scaleLinear([0, top], [0, height - 20]);
  const bar = svg.selectAll("g").data(bars).join("g").attr("transform", (_, i) => `translate(${30 + i * step},0)`);
  bar.append("rect").attr("y", ([, n]) => height - scale(n)).attr("width", step - 3).attr("height", ([, n]) => scale(n)).attr("fill", data.colours.types.drug);
  bar.append("text").attr("x", step / 2 - 2).attr("y", ([, n]) => height - scale(n) - 4).attr("text-anchor", "middle").text(([, n]) => n);
  const every = Math.ceil((length === 7 ? 60 : 38) / step);
  bar.filter((_, i) => i % every === 0).append("text").attr("x", 0).attr("y", height + 18).text(([when]) => when);
  svg.append("line").attr("class", "axis").attr("x1", 28).attr("x2", 30 + step * bars.length).attr("y1", height).attr("y2", height);
  byId("bars").replaceChildren(make("div", {className: "scroll"}, svg.node()), make("figcaption", {className: "faint"}, "Claims that count as evidence, by the date of their post."));
}

function changes() {
  const list = byId("change-list"), rows = data.changes;
  if (!rows) list.append(make("p", {className: "note"}, "There is no earlier run to compare with."));
  else if (!rows.length) list.append(make("p", {}, "Nothing changed."));
  else list.append(make("ul", {}, ...rows.slice(0, 500).map((row) => make("li", {}, tag(words(row.change)), " ", row.description))));
}

function manifest() {
  const show = (value) => typeof value === "object" && value !== null
    ? Object.entries(value).map(([name, item]) => Array.isArray(value) ? item : `${words(name)}: ${item}`).join(", ") : String(value);
  const rows = Object.entries(data.manifest).map(([name, value]) =>
    make("tr", {}, make("th", {scope: "row"}, words(name)), make("td", {}, show(value))));
  byId("manifest-table").append(make("tbody", {}, ...rows));
}
