// Joins the parts: summary, filters, the first drawing.

const COUNTED = {thread: "threads", post: "posts", author: "authors", claim: "claims", paper: "papers"};
byId("summary").textContent = Object.entries(COUNTED).map(([type, name]) => `${data.counts[type] || 0} ${name}`).join(" · ")
  + ` · ${data.concepts.length} concepts · ${data.relations.length} relations`;

function boxes(fieldset, names, colours, shape, chosen) {
  names.forEach((name) => byId(fieldset).append(make("label", {className: "key"},
    make("input", {type: "checkbox", checked: true, value: name, onchange: (event) => {
      if (event.target.checked) chosen.add(name); else chosen.delete(name);
      prepare();
    }}), swatch(colours[name], shape), words(name))));
}
boxes("statuses", Object.keys(data.colours.statuses), data.colours.statuses, "bar", state.statuses);
boxes("types", Object.keys(data.colours.types).filter((type) => state.types.has(type)), data.colours.types, "", state.types);
byId("names").append(...data.concepts.slice(0, 2000).map((concept) => make("option", {value: concept.label})));

byId("search").addEventListener("input", (event) => {
  state.text = event.target.value.trim().toLowerCase();
  prepare();
  fit();
});
byId("authors").addEventListener("input", (event) => { state.authors = Number(event.target.value) || 0; prepare(); });
byId("since").addEventListener("input", (event) => { state.since = event.target.value; prepare(); });
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("search").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const concept = drawn.find(found);
  if (concept) showConcept(concept);
});
byId("closer").addEventListener("click", () => stage.call(zoom.scaleBy, 1.4));
byId("farther").addEventListener("click", () => stage.call(zoom.scaleBy, 1 / 1.4));
byId("fit").addEventListener("click", () => fit());
new ResizeObserver(resize).observe(canvas);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
addEventListener("beforeprint", () => { printing = true; paint(); });
addEventListener("afterprint", () => { printing = false; paint(); });

prepare();
resize();
fit();
relationTables();
citationTables();
timeline();
changes();
manifest();
document.body.dataset.ready = "yes";
