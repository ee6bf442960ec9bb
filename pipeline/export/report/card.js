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
  const claims = relation.claims.map((i) => data.claims[i]), rows = make("div", {}, ...claims.slice(0, FIRST).map(claimRow));
  const rest = () => { more.remove(); rows.append(...claims.slice(FIRST).map(claimRow)); };
  const more = make("button", {type: "button", className: "more", onclick: rest}, `Show ${claims.length - FIRST} more claims`);
  open(
    make("p", {className: "title"}, make("strong", {}, `${relation.from.label} → ${relation.to.label}`)),
    make("p", {}, swatch(data.colours.statuses[relation.status], "bar"), ` ${words(relation.status)}: ${relation.description}`),
    make("p", {className: "faint"}, `${relation.contested ? "Contested: authors or papers stand on both sides, or the opposite is said too. " : ""}`
      + `Anecdotal belief ${relation.anecdotal_belief.toFixed(2)}, `
      + `literature belief ${relation.literature_belief.toFixed(2)}; ${relation.authors_with_experience} with experience of their own`
      + (relation.doses?.length ? `; doses: ${relation.doses.join(", ")}` : "")
      + (relation.papers_retracted ? `; ${relation.papers_retracted} retracted, not counted` : "")),
    signal(relation),
    make("div", {className: "columns heads faint"}, make("strong", {}, "What people say"), make("strong", {}, "What papers say")),
    rows,
    claims.length > FIRST ? more : "",
  );
}

const FIRST = 40; // claims that a card shows at once

// How much more often the two are told of together than each by itself; of this forum only.
function signal(relation) {
  if (relation.ic === undefined) return "";
  const value = (name) => `${relation[name].toFixed(2)} (95 %: ${relation[name + "_low"].toFixed(2)} to ${relation[name + "_high"].toFixed(2)})`;
  return make("p", {className: "faint"}, `Signal of this forum, no rate of a population: proportional reporting ratio ${value("prr")}, `
    + `information component ${value("ic")}, ${relation.signal_authors} authors.`);
}

function claimRow(claim) {
  return make("div", {className: `claim columns${claim.counted ? "" : " uncounted"}`},
    make("div", {}, quote(claim), make("p", {className: "said"}, `Read as: ${claim.description || claim.label}`), make("p", {className: "faint"}, ...origin(claim)), make("p", {}, ...flags(claim))),
    make("div", {}, ...(claim.papers.length ? claim.papers.map(paperRow) : [make("p", {className: "faint"}, "No paper is linked to this claim.")])));
}

function quote(claim) {
  if (!claim.quote) return make("p", {className: "faint"}, "The words of posts were left out of this report.");
  return make("blockquote", {}, ...claim.quote.map(([text, kind]) =>
    kind ? make("mark", {className: kind}, text) : document.createTextNode(text)));
}

const origin = (place) => [
  link([place.post, place.thread].filter(Boolean).join(" in "), place.url),
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
  const paper = data.papers[link_.paper], verdict = link_.verdict || paper.verdict;
  return make("div", {className: "paper"},
    make("div", {}, link(paper.label, paper.url)),
    make("div", {}, ...[
      link_.stance ? tag(link_.stance, STANCES[link_.stance]) : tag("cited"),
      verdict ? tag(words(verdict), VERDICTS[verdict]) : null,
      paper.publication_status && paper.publication_status !== "published"
        ? tag([paper.publication_status, paper.publication_status_date].filter(Boolean).join(" "), "bad") : null,
      link_.miscited_because ? tag(words(link_.miscited_because), "bad") : null,
      ...(link_.disagrees || []).map((name) => tag(`wrong: ${words(name)}`, "bad")),
      ...(link_.objections ? [] : link_.mismatches || []).map((name) => tag(`differs: ${words(name)}`, "bad")),
    ].filter(Boolean)),
    link_.rationale ? make("blockquote", {}, link_.rationale) : "",
    link_.objections ? make("ul", {className: "bad"}, ...link_.objections.map((text) => make("li", {}, text))) : "",
    make("p", {className: "faint"}, [...study(paper), ...reading(link_)].join("; ")));
}

// How a study was made, as far as it is known.
const study = (paper) => [
  paper.design && words(paper.design), (paper.species || []).join(" and "), (paper.population || []).join(", "),
  paper.participant_count && `${paper.participant_count} participants`].filter(Boolean);

// How the paper came beside the claim, and what its score is made of.
const reading = (link_) => !link_.basis ? [] : [
  link_.basis === "retrieved" ? "retrieved: candidate evidence" : link_.basis,
  `score ${link_.score.toFixed(2)}${link_.parts ? ` (${link_.parts.join(", ")})` : ""}`];

function showConcept(concept) {
  state.concept = concept;
  state.relation = null;
  const around = data.relations.filter((r) => r.from === concept || r.to === concept);
  open(
    make("p", {className: "title"}, make("strong", {}, concept.label), " ", tag(concept.type)),
    make("p", {className: "faint"}, [concept.id, ...concept.synonyms.slice(0, 8)].join(" · ")),
    make("p", {}, `${concept.authors} independent author${concept.authors === 1 ? "" : "s"}; ${around.length} relations `,
      make("button", {type: "button", "aria-pressed": String(state.around === concept), onclick: () => only(concept)}, "Only around this")),
    make("ul", {}, ...around.map((r) => make("li", {},
      make("button", {type: "button", onclick: () => showRelation(r)}, `${r.from.label} ${r.label} ${r.to.label}`),
      " ", words(r.status)))),
  );
}

// Leaves only the relations of a concept in the picture, or shows all again.
function only(concept) {
  state.around = state.around === concept ? null : concept;
  prepare();
  fit();
  showConcept(concept);
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !byId("card").hidden) close(); });
