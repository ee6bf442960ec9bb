"""The extractor: one spaCy pipeline, run over posts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract import document
from pipeline.extract.claim_topic import topic_of
from pipeline.extract.model import choose_model, component_version, load_base
from pipeline.records import Findings, Hyperlink, Mention

if TYPE_CHECKING:
    from scispacy.abbreviation import AbbreviationDetector

COMPONENTS = (
    "threadgraph_sentences",
    "threadgraph_citations",
    "abbreviation_detector",
    "threadgraph_mentions",
    "threadgraph_linker",
    "threadgraph_quantities",
    "threadgraph_context",
    "threadgraph_claims",
)
"""Factory names, in the order in which they run."""

FINDERS = ("threadgraph_mentions", "threadgraph_linker")
"""Those that look for mentions; of given mentions they only look up the concepts."""

OVERLONG = re.compile(r"\S{500}")
PIECE = re.compile(r"(?s).{1,400}(?:\s+|$)|.{1,400}")
"""A text with a run of 500 characters without a space is tokenized in pieces: spaCy is quadratic in them."""

BY_PROFILE = ("threadgraph_mentions", "threadgraph_claims")
"""Those that read posts and abstracts differently."""

NAMES_IN = "threadgraph_mentions"
"""The one that takes all names of the terminology in papers held beside posts."""

Profile = Literal["post", "abstract", "paper"]


class Extractor:
    """Finds mentions, quantities, citations and claims in a text.

    Args:
        model: "auto", "default", or the name of an installed spaCy model.
        profile: "post" for what patients write, "abstract" for what papers say, "paper" for abstracts that
            are held beside posts: the same with all that patients have names for.
        components: factories of installed packages whose components run after ours, such as a local language
            model's; they may change ``doc._.claims`` and whatever else ours wrote.

    Raises:
        SettingsError: the named model, or a component, is not installed.

    Example:
        >>> findings = Extractor(model="default").extract("Finasteride killed my libido.")
        >>> [(m.text, m.type) for m in findings.mentions]
        [('Finasteride', 'drug'), ('libido', 'symptom')]
    """

    def __init__(
        self, model: str = "auto", profile: Profile = "post", components: Sequence[str] = ()
    ) -> None:
        self.choice = choose_model(model)
        self.profile = profile
        self.nlp: Language = load_base(self.choice)
        for name in COMPONENTS:
            kind = "post" if profile == "post" else "abstract"
            config: dict[str, object] = {"profile": kind} if name in BY_PROFILE else {}
            if name == NAMES_IN and profile == "paper":
                config["names"] = True
            # a parser of the base model keeps sentence boundaries that are there before it
            self.nlp.add_pipe(name, config=config, first=name == COMPONENTS[0] or None)
        for name in components:
            component_version(name)
            self.nlp.add_pipe(name)
        bound(self.nlp.get_pipe("abbreviation_detector"))

    def extract(
        self,
        text: str,
        *,
        id: str = "",
        links: Sequence[Hyperlink] = (),
        mentions: Sequence[Mention] | None = None,
        topic: str | None = None,
    ) -> Findings:
        """Findings of one text.

        Args:
            text: any text; offsets of the findings are code points of it.
            id: id of the post.
            links: hyperlinks of the post; those to papers are citations.
            mentions: taken as given instead of detected, when not None.
            topic: title of the text's thread, or the name of its drug: whom "the drug" stands for in a text
                that names none.

        Returns:
            The findings, each with ``text[start:end]`` equal to its own text.
        """
        return findings(self.read(text, links=links, mentions=mentions, topic=topic), id)

    def read(
        self,
        text: str,
        *,
        links: Sequence[Hyperlink] = (),
        mentions: Sequence[Mention] | None = None,
        topic: str | None = None,
    ) -> Doc:
        """The Doc of one text with all that was found written on it; arguments as in `extract`."""
        doc = self._doc(text, links)
        doc._.mentions = tuple(mentions or ())
        doc._.topic = topic_of(topic) if topic else None
        skipped = FINDERS if mentions == () else ()
        for name, component in self.nlp.pipeline:
            if name not in skipped:
                doc = component(doc)
        return doc

    def pipe(self, posts: Iterable[tuple[str, str, Sequence[Hyperlink]]]) -> Iterator[Findings]:
        """Findings of many posts, each given as id, text and hyperlinks."""
        for id, text, links in posts:
            yield self.extract(text, id=id, links=links)

    def _doc(self, text: str, links: Sequence[Hyperlink]) -> Doc:
        self.nlp.max_length = max(self.nlp.max_length, len(text) + 1)
        pieces = (
            [text[m.start() : m.end()] for m in PIECE.finditer(text)] if OVERLONG.search(text) else [text]
        )
        docs = [self.nlp.make_doc(piece) for piece in pieces]
        doc = docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)
        doc._.links = tuple(links)
        return doc


def bound(detector: AbbreviationDetector) -> None:
    """Let scispaCy's detector look eight words behind a bracket, which is all it uses, and no farther."""
    detector.matcher.remove("parenthesis")
    detector.matcher.add("parenthesis", [[{"ORTH": "("}, {"OP": "{1,8}"}, {"ORTH": ")"}]])
    # without a rule spaCy warns (W036) at each text that defines no short form; this one matches nothing
    detector.global_matcher.add("no rule", [[{"ORTH": ""}]])


def findings(doc: Doc, id: str) -> Findings:
    """What the components wrote on a Doc, as a record."""
    found = {field: getattr(doc._, field) for field in document.FIELDS if field != "links"}
    return Findings(**found, id="").with_id(id)
