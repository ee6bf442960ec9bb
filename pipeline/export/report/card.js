// The claim card: what people say on the left, what papers say on the right.

let opener = null;

function open(...content) {
  const card = byId("card");
  if (card.hidden) opener = document.activeElement;
  card.replaceChildren(make("button", {type: "button", className: "close", onclick: close, "aria-label": "Close"}, "×"), ...content);
  card.hidden = false;
  card.scrollTop = 0;
  resize();
  card.focus({preventScroll: true});
  const {top} = card.getBoundingClientRect();
  if (top < 0 || top > innerHeight * 0.8) card.scrollIntoView();
}

function close() {
  byId("card").hidden = true;
  state.relation = state.concept = null;
  resize();
  if (opener) opener.focus();
}

function showRelation(relation) {
  state.relation = relation;
  state.concept = null;
  const claims = relation.claims.map((i) => data.claims[i]);
  open(
    make("p", {className: "title"}, make("strong", {}, `${relation.from.label} → ${relation.to.label}`)),
    make("p", {}, swatch(data.colours.statuses[relation.status], "bar"), ` ${words(relation.status)}: ${relation.description}`),
    make("p", {className: "faint"}, `Anecdotal belief ${relation.anecdotal_belief.toFixed(2)}, `
      + `literature belief ${relation.literature_belief.toFixed(2)}; ${relation.authors_with_experience} with experience of their own`
      + (relation.papers_retracted ? `; ${relation.papers_retracted} retracted, not counted` : "")),
    make("div", {className: "columns heads faint"}, make("strong", {}, "What people say"), make("strong", {}, "What papers say")),
    ...claims.map(claimRow),
  );
}

function claimRow(claim) {
  return make("div", {className: `claim columns${claim.counted ? "" : " uncounted"}`},
    make("div", {}, quote(claim), make("p", {className: "faint"}, ...origin(claim)), make("p", {}, ...flags(claim))),
    make("div", {}, ...(claim.papers.length ? claim.papers.map(paperRow) : [make("p", {className: "faint"}, "No paper is linked to this claim.")])));
}

function quote(claim) {
  if (!claim.quote) return make("p", {className: "faint"}, "The words of posts were left out of this report.");
  return make("blockquote", {}, ...claim.quote.map(([text, kind]) =>
    kind ? make("mark", {className: kind}, text) : document.createTextNode(text)));
}

const origin = (place) => [
  link(`${place.post} in ${place.thread}`, place.url),
  [place.date ? `, ${place.date.slice(0, 10)}` : "", place.trust === "board" ? "" : ` (${place.trust})`].join(""),
];

function flags(claim) {
  const said = [claim.kind, claim.negated ? "denied" : "", claim.certainty === "affirmed" ? "" : claim.certainty,
    claim.experiencer === "author" ? "" : `about: ${claim.experiencer}`, claim.phase || "",
    ...["dose", "onset", "duration"].filter((name) => claim[name]).map((name) => `${name}: ${claim[name]}`)];
  const tags = said.filter(Boolean).map((text) => tag(words(text)));
  return claim.counted ? tags : [...tags, tag(`not counted: ${words(claim.uncounted_because)}`, "bad")];
}

function paperRow(link_) {
  const paper = data.papers[link_.paper];
  const verdict = link_.verdict || paper.verdict;
  return make("div", {className: "paper"},
    make("div", {}, link(paper.label, paper.url)),
    make("div", {}, ...[
      link_.stance ? tag(link_.stance, STANCES[link_.stance]) : tag("cited"),
      verdict ? tag(words(verdict), VERDICTS[verdict]) : null,
      paper.publication_status && paper.publication_status !== "published" ? tag(paper.publication_status, "bad") : null,
      link_.basis ? tag(`${link_.basis}, ${link_.score.toFixed(2)}`) : null,
      ...(link_.mismatches || []).map((name) => tag(`differs: ${words(name)}`, "bad")),
      ...(link_.disagrees || []).map((name) => tag(`wrong: ${words(name)}`, "bad"))].filter(Boolean)),
    link_.rationale ? make("blockquote", {}, link_.rationale) : "");
}

function showConcept(concept) {
  state.concept = concept;
  state.relation = null;
  const around = data.relations.filter((r) => r.from === concept || r.to === concept);
  open(
    make("p", {className: "title"}, make("strong", {}, concept.label), " ", tag(concept.type)),
    make("p", {className: "faint"}, [concept.id, ...concept.synonyms.slice(0, 8)].join(" · ")),
    make("p", {}, `${concept.authors} independent author${concept.authors === 1 ? "" : "s"}; ${around.length} relations`),
    make("ul", {}, ...around.map((r) => make("li", {},
      make("button", {type: "button", onclick: () => showRelation(r)}, `${r.from.label} ${r.label} ${r.to.label}`),
      " ", words(r.status)))),
  );
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !byId("card").hidden) close(); });
