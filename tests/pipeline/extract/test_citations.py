"""Citations of posts: made-up papers in all usual styles and places."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.citations import find_citations
from pipeline.records import Citation, Hyperlink

STYLES = {
    "ieee": "M. J. Harlow, T. Okafor, and L. van Dijk, “Low dose retinoids and hippocampal growth in"
    " mice,” J. Neurochem., vol. 94, no. 3, pp. 1104–16, Aug. 2011.",
    "apa": "Harlow, M. J., Okafor, T., & van Dijk, L. (2011). Low dose retinoids and hippocampal growth in"
    " mice. Journal of Neurochemistry, 94(3), 1104–1116. https://doi.org/10.1000/jnc.2011.94",
    "vancouver": "Harlow MJ, Okafor T, van Dijk L. Low dose retinoids and hippocampal growth in mice."
    " J Neurochem. 2011 Aug;94(3):1104-16.",
    "harvard": "Harlow, M.J., Okafor, T. and van Dijk, L., 2011. Low dose retinoids and hippocampal growth in"
    " mice. Journal of Neurochemistry, 94(3), pp.1104-1116.",
    "mdpi": "Harlow, M.J.; Okafor, T.; van Dijk, L. Low Dose Retinoids and Hippocampal Growth in Mice."
    " J. Neurochem. 2011, 94, 1104–1116.",
    "nature": "Harlow, M. J., Okafor, T. & van Dijk, L. Low dose retinoids and hippocampal growth in mice. J."
    " Neurochem. 94, 1104–1116 (2011).",
    "ama": "Harlow MJ, Okafor T, van Dijk L. Low dose retinoids and hippocampal growth in mice. J Neurochem."
    " 2011;94(3):1104-1116. doi:10.1000/jnc.2011.94",
    "chicago": "Harlow, Mary J., Tunde Okafor, and Leo van Dijk. “Low Dose Retinoids and Hippocampal Growth"
    " in Mice.” Journal of Neurochemistry 94, no. 3 (2011): 1104–16.",
    "mla": "Harlow, Mary J., et al. “Low Dose Retinoids and Hippocampal Growth in Mice.” Journal of"
    " Neurochemistry, vol. 94, no. 3, 2011, pp. 1104-16.",
    "springer": "Harlow MJ, Okafor T, van Dijk L (2011) Low dose retinoids and hippocampal growth in mice."
    " J Neurochem 94:1104–1116",
}
PLACES = {
    "alone": "{}",
    "in a paragraph": "So I kept reading about it and found {} which I think explains a lot of my problems.",
    "in a list": "My reading list:\n- {}\n- the other one\n",
    "numbered": "1) {}\n2) nothing",
    "behind a colon": "Here is the source: {}",
    "in brackets": "It was shown before ({}), as you know.",
    "between sentences": "Vitamin A is odd. {} That is what they say.",
    "quoted": "> {}\n\nIs that so?",
}
OTHER = "Brandt K, Osei P. Androgen receptors after finasteride in rats. Endocrinology. 2014;155(2):576-91."


def only(text: str, kind: str, *, links: tuple[Hyperlink, ...] = ()) -> Citation:
    """The one citation of a text, which must be of the kind."""
    (citation,) = find_citations(text, links)
    assert citation.kind == kind
    return citation


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("style", STYLES)
def test_reference_is_found_where_it_stands(style: str, place: str) -> None:
    reference = STYLES[style]
    text = PLACES[place].format(reference)
    citation = only(text, "reference")
    assert citation.text in (reference, reference.rstrip("."))
    assert text[citation.start : citation.end] == citation.text


@pytest.mark.parametrize("style", STYLES)
def test_reference_is_parsed(style: str) -> None:
    citation = only(STYLES[style], "reference")
    assert citation.authors[0].family == "Harlow"
    assert (citation.title or "").lower() == "low dose retinoids and hippocampal growth in mice"
    assert (citation.container, citation.year) == ("Journal of Neurochemistry", 2011)
    assert (citation.volume, citation.pages) == ("94", "1104–1116")


@pytest.mark.parametrize(
    "text",
    [
        STYLES["ieee"].replace("“", "").replace(",” ", ","),
        STYLES["ieee"].replace(", “", ",").replace(",” ", ","),
        STYLES["ieee"].replace("”", "").replace("J. Neurochem., vol", "J. Neurochem. , vol"),
        STYLES["vancouver"].replace(". J", ".\nJ"),
        STYLES["vancouver"].replace("hippocampal growth", "hippo-\ncampal growth"),
        STYLES["vancouver"].replace("growth in", "growth \n in"),
        STYLES["apa"].replace("&", "&amp;"),
        STYLES["apa"].replace("–", "&ndash;").replace(", ", " , "),
        STYLES["mdpi"].replace("–", "&#8211;"),
        STYLES["nature"].replace(" ", "\u200b "),
        STYLES["vancouver"].replace("Low", "low"),
        STYLES["chicago"].replace("“", "").replace("”", ""),
        STYLES["mla"].replace(", ", ","),
        STYLES["springer"].replace(") Low", ")Low"),
    ],
)
def test_reference_survives_pasting(text: str) -> None:
    citation = only(text, "reference")
    assert citation.authors[0].family == "Harlow"
    assert (citation.year, citation.volume, citation.pages) == (2011, "94", "1104–1116")
    assert (citation.title or "").lower() == "low dose retinoids and hippocampal growth in mice"


def test_each_line_of_a_list_is_a_reference() -> None:
    text = f"Refs:\n1. {STYLES['vancouver']}\n2. {OTHER}\n3. {STYLES['springer'].replace('2011', '2017')}"
    assert [c.start for c in find_citations(text)][:2] == [text.index("Harlow"), text.index("Brandt")]


@pytest.mark.parametrize(
    "text",
    [
        STYLES["vancouver"].replace("van Dijk L", "Ten \nBerge IJ"),
        STYLES["springer"].replace("Okafor T", "RECIO-SPINOSO A, VAN DIJK P"),
        STYLES["vancouver"].replace("in mice", "in 1, 125 patients and 2:30 mice"),
        STYLES["nature"].replace("hippocampal growth in mice. J.", "growth in mice. \nJ."),
        STYLES["vancouver"] + " author reply 1120",
        "Harlow MJ, Okafor T, van Dijk L (2011) Low dose retinoids and hippocampal growth in mice.",
        "Low dose retinoids and hippocampal \ngrowth in mice. J Neurochem 94, 1104-1116.",
    ],
)
def test_reference_is_found_whole(text: str) -> None:
    assert only(f"Look at this:\n\n{text}\n\nWell?", "reference").text.rstrip(".") == text.rstrip(".")


def test_entities_are_undone_and_places_are_of_the_post() -> None:
    post = "Tom &amp; I read Smith &amp; Jones (2019) &ndash; see [this](x)."
    link = Hyperlink(start=post.index("[this"), end=post.index("(x)"), url="https://pubmed.gov/39162085")
    found = find_citations(post, (link,))
    assert [c.text for c in found] == ["Smith &amp; Jones (2019)", "[this]"]
    assert all(post[s.start : s.end] == s.text for c in found for s in c.spans)


def test_glued_references_are_two() -> None:
    found = find_citations(STYLES["vancouver"] + OTHER)
    assert [c.authors[0].family for c in found] == ["Harlow", "Brandt"]


def test_reference_without_authors_on_its_own_line() -> None:
    line = "Androgen receptors after finasteride in rats. Endocrinology. 2014;155(2):576-91."
    assert only(f"Look at this\n\n{line}\n\nWell?", "reference").text == line


def test_journal_and_pages_alone_are_a_reference() -> None:
    line = "J Neurochem. 2011 Aug;94(3):1104-16."
    assert only(f"{line}\n\nLow dose retinoids, what a find.", "reference").text == line


def test_abstract_below_belongs_to_the_reference() -> None:
    abstract = (
        "These results suggest that low concentrations enhance growth in vitro, while high ones inhibit it."
    )
    citation = only(f"{OTHER}\n\n{abstract}\n\nWhat do you make of it?", "reference")
    assert citation.quoted is not None
    assert citation.quoted.text == abstract


@pytest.mark.parametrize(
    "below",
    ["I think this shows that my results were significantly increased in vivo.", OTHER, "^note the dose"],
)
def test_own_words_below_are_no_abstract(below: str) -> None:
    assert find_citations(f"{STYLES['vancouver']}\n\n{below}")[0].quoted is None


def test_numbers_in_the_text_are_places_of_the_listed_reference() -> None:
    text = f"It grows [1] and shrinks [1, 2].\n\n[1] {STYLES['vancouver']}\n[2] {OTHER}"
    first, second = find_citations(text)
    assert [s.text for s in first.spans[1:]] == ["[1]", "[1, 2]"]
    assert [s.text for s in second.spans[1:]] == ["[1, 2]"]


def test_numbered_links_are_a_list_too() -> None:
    citation = only("It grows [1].\n\n[1] https://pubmed.ncbi.nlm.nih.gov/39162085/", "url")
    assert [s.text for s in citation.spans][1:] == ["[1]"]


def test_number_range() -> None:
    refs = "\n".join(f"[{i}] https://pubmed.ncbi.nlm.nih.gov/3916208{i}" for i in (1, 2, 3))
    assert [len(c.spans) for c in find_citations(f"All agree [1-3].\n\n{refs}")] == [2, 2, 2]


def test_table_row_gives_participants_and_findings() -> None:
    text = (
        "| Study | Participants | Findings |\n|---|---|---|\n"
        "| Okoro et al. (2018) | 412 patients | 7% had low mood |\n| Lindqvist, 2020 | 1,150 men | none |"
    )
    found = find_citations(text)
    assert [(c.authors[0].family, c.participants, c.findings) for c in found] == [
        ("Okoro", "412 patients", "7% had low mood"),
        ("Lindqvist", "1,150 men", "none"),
    ]


def test_table_without_studies_gives_nothing() -> None:
    assert find_citations("| Drug | Dose |\n|---|---|\n| Finasteride | 1 mg |") == ()


def test_hyperlink_is_a_citation_at_its_anchor() -> None:
    link = Hyperlink(url="https://doi.org/10.1000/abc.1", start=5, end=15)
    citation = only("Read this paper now", "url", links=(link,))
    assert (citation.text, citation.doi, citation.url) == ("this paper", "10.1000/abc.1", link.url)


def test_hyperlink_elsewhere_is_none() -> None:
    assert find_citations("Read this", (Hyperlink(url="https://example.com/a", start=0, end=4),)) == ()


def test_hyperlink_beyond_the_text_is_ignored() -> None:
    assert find_citations("Read", (Hyperlink(url="https://doi.org/10.1000/abc", start=2, end=40),)) == ()


def test_link_on_an_author_year_mention_identifies_it() -> None:
    link = Hyperlink(url="https://pubmed.ncbi.nlm.nih.gov/39162085", start=4, end=23)
    citation = only("See Okoro et al. (2018).", "author_year", links=(link,))
    assert (citation.pmid, citation.year, len(citation.spans)) == ("39162085", 2018, 1)


def test_identifier_behind_a_reference_is_its_own() -> None:
    citation = only(f"{OTHER}\nhttps://pubmed.ncbi.nlm.nih.gov/39162085", "reference")
    assert citation.pmid == "39162085"


def test_forms_of_one_paper_are_one_citation() -> None:
    text = f"As Harlow et al. (2011) say, it grows. doi:10.1000/jnc.2011.94!\n\n{STYLES['apa']}"
    citation = only(text, "reference")
    assert [s.text for s in citation.spans][1:] == ["Harlow et al. (2011)", "doi:10.1000/jnc.2011.94"]
    assert (citation.spans[0].start, citation.spans[0].end) == (citation.start, citation.end)


def test_letters_keep_papers_of_one_year_apart() -> None:
    assert len(find_citations("Okoro et al., 2018a, and later Okoro et al., 2018b.")) == 2


def test_different_identifiers_are_different_papers() -> None:
    assert len(find_citations("PMID: 39162085 and PMID: 39162086")) == 2


def test_trial_number_becomes_a_url() -> None:
    assert only("NCT09234567", "identifier").url == "https://clinicaltrials.gov/study/NCT09234567"


ORDINARY = [
    "I took 20 mg for 12 weeks (2011-2012) and it was fine.",
    "Vol. 3 is out in May 2023, vol. 4, 2025!",
    "We met at 12:30-14:00 on 3 May 2019, room 4(2): 100.",
    "Smith and Jones 4:2. J. Smith scored in 2019.",
    "Windows (2019) and iPhone 7 (2016), see Berlin, 2018.",
    "John 3:16-18 and Mark 4(2):3 are verses.",
    "My GPU: RTX 3080, 12 GB, 350 W (2020). I have to study. He does research at Yale.",
    "Call me 555-1234-5678 or mail a.b@c.org, room 10.12/5.",
    "In March and April 2019 I felt good, unlike May and June (2020).",
    "[quote=Dr. A. Miller, 2019] thanks! [/quote]",
    "Toyota Corolla 2018, 1.8L, 12,000-15,000 miles.",
    "Dosage: 1:10-20 dilution. pp. 12",
    "Joined:\n 4. Jul 2012, 16:09\nPosts: 12",
    "Edited by A. Smith, B. Jones on 14. Sep 2019, 16:51-17:20",
    "J. Brandt and K. Osei, Vol. 3, 2010 was the best of Guardians, don't you think?",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_talk_is_no_citation(text: str) -> None:
    assert find_citations(text) == ()


UNITS = [
    "A. B. ",
    "Smith J, ",
    "Smith, J., ",
    "(2011) ",
    "1104-16 ",
    "| a ",
    "vol. 3, ",
    "\n1. ",
    "a study in ",
]
UNITS += ["Smith et al. ", "2011;1:2-", "“", "van ", "A-", "[1]", "von der ", "Smith & ", "PMID: 39162085 "]


@pytest.mark.parametrize("unit", UNITS)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    started = time.perf_counter()
    find_citations(unit * (15_000 // len(unit)))
    assert time.perf_counter() - started < 10


PIECES = [*STYLES.values(), OTHER, "👩‍🔬 é ", "\n", "\n\n", " see ", "Okoro et al. (2018)", "PMID: 39162085"]
pieces = st.lists(st.sampled_from([*PIECES, "\u202e", "[1] "]) | st.text(max_size=20), max_size=6)


@given(pieces)
@settings(max_examples=60, deadline=None)
def test_every_span_quotes_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    for citation in find_citations(text):
        quoted = (citation.quoted,) if citation.quoted else ()
        for span in (citation, *citation.spans, *quoted):
            assert text[span.start : span.end] == span.text != ""


def test_component_writes_the_citations() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("threadgraph_citations")
    doc = nlp.make_doc("Read this now")
    doc._.links = (Hyperlink(url="https://doi.org/10.1000/abc", start=5, end=9),)
    assert [c.doi for c in nlp(doc)._.citations] == ["10.1000/abc"]


def test_thread_with_eleven_references(shared: Path) -> None:
    page = shared / "seeds" / "accutane_hormesis_thread.txt"
    found = [c for c in find_citations(page.read_text(encoding="utf-8")) if c.kind == "reference"]
    facts = [(c.authors[0].family, c.year, c.volume, c.pages) for c in found]
    assert facts == [
        ("O’Reilly", 2009, "605", "68–77"),
        ("Hu", 2016, None, None),
        ("Liu", 2008, "106", "1104–1116"),
        ("Munetsuna", 2009, "150", "4260–4269"),
        ("Kushida", 2009, "146", "917–923"),
        ("Manna", 2014, "155", "576–591"),
        ("Bonnet", 2008, "3", "e3487"),
        ("Bagavandoss", 1988, "43", "1607–1614"),
        ("Minegishi", 2000, "373", "203–210"),
        ("Cho", 2001, "87", "204–213"),
        ("Zouboulis", 1993, "101", "628–633"),
    ]
    titles = [c.title or "" for c in found]
    assert [t.split()[0] for t in titles] == (
        [
            "Chronic",
            "Chronic",
            "Effects",
            "Retinoic",
            "Retinoic",
            "Synergistic",
            "Retinoic",
            "Biphasic",
            "Retinoic",
            "A",
            "Altered",
        ]
    )
    assert titles[1].endswith("behavior")
    assert sum(c.quoted is not None for c in found) == 3


def test_page_with_a_table_of_two_studies(shared: Path) -> None:
    page = shared / "seeds" / "isotroin_pharmacy_page.txt"
    found = [c for c in find_citations(page.read_text(encoding="utf-8")) if c.kind == "author_year"]
    assert [(c.text, c.participants, c.findings) for c in found] == [
        ("Bradford et al. (2018)", "500 patients", "6% reported depressive symptoms"),
        ("Smith et al. (2020)", "1,200 patients", "10% experienced mood changes"),
    ]
