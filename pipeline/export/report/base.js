"use strict";
// What all parts share: the data, one way to make elements, and what is shown at the moment.

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const WORDS = {
  anecdotal_only: "anecdotal only", literature_only: "literature only", both_agree: "both agree",
  conflicting: "conflicting", not_found: "not found", on_drug: "on it", after_stopping: "after stopping",
  literature_report: "report of literature", in_vitro: "in vitro", says_the_contrary: "says the contrary",
  about_something_else: "is about something else", older_than_retraction: "older than its retraction",
};
const words = (name) => WORDS[name] || String(name).replaceAll("_", " ");

// Makes an element. Texts are only ever set as text: what a post says cannot become markup.
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

// A link to the web, or the bare text where there is no address that is safe to follow.
function link(text, url) {
  if (!url || !/^https?:\/\//i.test(url)) return document.createTextNode(text);
  return make("a", {href: url, rel: "noopener noreferrer nofollow", target: "_blank"}, text);
}

function swatch(colour, shape = "") {
  const element = make("span", {className: `swatch ${shape}`});
  element.style.background = colour;
  return element;
}

const tag = (text, kind = "") => make("span", {className: `tag ${kind}`}, text);
const STANCES = {supports: "good", contradicts: "bad"};
const VERDICTS = {verified: "good", retracted: "bad", not_found: "bad", mismatch: "bad"};

const state = {
  text: "", authors: 0, since: "", around: null, relation: null, concept: null,
  statuses: new Set(Object.keys(data.colours.statuses)),
  types: new Set(data.concepts.map((concept) => concept.type)),
};

const named = (concept) => [concept.label, concept.id, ...concept.synonyms].join("\n").toLowerCase();
data.concepts.forEach((concept) => { concept.names = named(concept); });
data.relations.forEach((relation) => {
  relation.from = data.concepts[relation.source];
  relation.to = data.concepts[relation.target];
  relation.authors = relation.authors_for + relation.authors_against;
});

const found = (concept) => state.text !== "" && concept.names.includes(state.text);

// Whether the filters let a relation through; a search keeps what touches the concepts it finds.
function passes(relation) {
  return state.statuses.has(relation.status)
    && relation.authors >= state.authors
    && (state.since === "" || (relation.last_seen || "") >= state.since)
    && (state.around === null || relation.from === state.around || relation.to === state.around)
    && state.types.has(relation.from.type) && state.types.has(relation.to.type)
    && (state.text === "" || found(relation.from) || found(relation.to));
}
