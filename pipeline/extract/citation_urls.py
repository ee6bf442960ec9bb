"""Table of the URL forms of papers: host, and what its paths and queries look like.

Named groups are identifiers (or volume, issue and first page); ``nature`` and ``biorxiv`` are the last
part of a DOI, ``item`` a publisher's own number, which says that the URL is of a paper.
"""

from __future__ import annotations

import re

NCBI = r"(?:/(?:m|labs|myncbi|sites|entrez|corehtml)){0,2}"
PMID = r"(?P<pmid>[1-9]\d{3,7})(?!\d|\.\d)"
PMCID = r"(?:pmc)?(?P<pmcid>\d{5,9})(?!\d)"
PII = r"(?P<pii>[sb]?[\dx()-]{15,24})(?!\w)"
ISBN = r"(?P<isbn>[\dx-]{10,17})(?!\w)"
EARLY = r"/early/(?:\d{1,4}/){0,3}(?P<biorxiv>\d{5,8})(?!\d)"
VOLUME_PAGE = r"(?P<volume>\d{1,4})/(?P<issue>[\w-]{1,12})/(?P<pages>[a-z]?\d{1,6})(?!\w)"

HIGHWIRE = """
aacrjournals.org ahajournals.org annals.org aspetjournals.org asm.org biologists.org bjgp.org bmj.com
cmaj.ca diabetesjournals.org endojournals.org fasebj.org haematologica.org jbc.org jci.org jneurosci.org
nejm.org oxfordjournals.org physiology.org pnas.org royalsocietypublishing.org rupress.org sagepub.com
science.org sciencemag.org
"""
"""Hosts of journals whose URLs say /content/volume/issue/page."""

FORMS = {
    "ncbi.nlm.nih.gov": (
        rf"^{NCBI}/(?:pmc/)?articles/pmid/{PMID}",
        rf"^{NCBI}/(?:pmc/)?articles/{PMCID}",
        rf"^{NCBI}(?:/pubmed)?/{PMID}",
        r"[?&](?:artid|accid)=(?:pmc)?(?P<pmcid>\d{5,9})(?!\d)",
        r"[?&](?:term|list_uids|uid|from_uid|id|pmid)=(?:pmid:?|\s|\+)*" + PMID,
    ),
    "pubmedcentral.nih.gov": (r"[?&]artid=(?:pmc)?(?P<pmcid>\d{5,9})(?!\d)",),
    "pubmed.gov": (rf"^/{PMID}",),
    "pubmed.com": (rf"^/{PMID}",),
    "europepmc.org": (
        rf"/(?:med|abstract|search)/{PMID}",
        r"/(?:articles?|pmc|abstract|pdf|render)/(?:pmc/)?pmc(?P<pmcid>\d{5,9})(?!\d)",
        rf"ext_id:{PMID}",
        r"[?&](?:accid=|query=)(?:pmc)(?P<pmcid>\d{5,9})(?!\d)",
    ),
    "arxiv.org": (
        r"/(?:abs|pdf|html|ps|e-print|format|src)/(?P<arxiv>\d{4}\.\d{4,5}|[a-z-]{2,10}(?:\.[a-z]{2})?/\d{7})",
    ),
    "alphaxiv.org": (r"/(?:abs|pdf|overview)/(?P<arxiv>\d{4}\.\d{4,5})",),
    "biorxiv.org": (EARLY, r"/(?P<biorxiv>\d{6})(?:v\d{1,2})?(?:\.|$)"),
    "medrxiv.org": (EARLY,),
    "nature.com": (
        r"^/articles/(?P<nature>s\d{5}-\d{3}-\d{4,5}-[\dxyz]|[a-z]{2,12}(?:\.[a-z]{2,6})?[.\d]{2,14}\d"
        r"|\d{5,8}[a-z]\d|\d{6,8})(?!\w)",
        r"/journal/[\w./-]{1,40}/(?:full|abs|pdf)/(?P<nature>[a-z]{2,12}[.\d]{1,12}\d|\d{6,8}[a-z]?\d?)(?!\d)",
    ),
    "clinicaltrials.gov": (r"(?P<nct>nct\d{8})(?!\d)",),
    "sciencedirect.com": (rf"/pii/{PII}",),
    "linkinghub.elsevier.com": (rf"/pii/{PII}",),
    "thelancet.com": (rf"/pii[/=]?{PII}",),
    "cell.com": (rf"/(?:fulltext|abstract|pdf|article)/{PII}",),
    "jamanetwork.com": (
        r"/(?:article-abstract|fullarticle|articlepdf|article)/(?P<item>\d{4,9})(?!\d)",
        r"[?&]articleid=(?P<item>\d{4,9})",
    ),
    "academic.oup.com": (
        rf"/article(?:-abstract|-pdf)?/{VOLUME_PAGE}",
        r"/(?:advance-)?article(?:-abstract|-pdf)?/.{0,120}?/(?P<item>\d{4,9})(?!\d)",
    ),
    "researchgate.net": (r"/publication/(?P<item>\d{6,12})",),
    "semanticscholar.org": (
        r"/paper/(?:.{1,300}/)?(?P<item>[0-9a-f]{40})(?![0-9a-f])",
        r"corpusid:(?P<item>\d{4,12})",
    ),
    "amazon": (r"/(?:dp|gp/product|asin|product)/(?P<isbn>\d{9}[\dx])(?!\w)",),
    "openlibrary.org": (rf"/isbn/{ISBN}",),
    "worldcat.org": (rf"/isbn/{ISBN}",),
    "books.google": (rf"[?&](?:isbn=|vid=isbn:?){ISBN}",),
    "sci.hub": (r"^/(?:pmid:?/?)?(?P<pmid>[1-9]\d{5,7})$",),
} | dict.fromkeys(HIGHWIRE.split(), (rf"/content/(?:[a-z-]{{2,12}}/)?{VOLUME_PAGE}",))

SIZES = {
    first: sorted({host.count(".") + 1 for host in FORMS if host.split(".")[0] == first}, reverse=True)
    for first in {host.split(".")[0] for host in FORMS}
}
"""Numbers of labels of the known hosts that begin with a label."""

URL_FORMS = {host: tuple(re.compile(form, re.IGNORECASE) for form in forms) for host, forms in FORMS.items()}


def known_host(name: str) -> str | None:
    """The known host in a host name; a proxy may have put its own name around it, with hyphens for dots.

    Example:
        >>> known_host("www-ncbi-nlm-nih-gov.proxy.example.edu"), known_host("example.com")
        ('ncbi.nlm.nih.gov', None)
    """
    labels = name.lower().replace("-", ".").split(".")
    for i, label in enumerate(labels):
        for size in SIZES.get(label, ()):
            if (host := ".".join(labels[i : i + size])) in URL_FORMS:
                return host
    return None
