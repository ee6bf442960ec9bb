"""Import of PubMed XML: records a second of a core, and memory, beside Biopython's and a bare XML parse.

Run as ``python -m benchmarks.literature [RECORDS]`` (300,000 by default; the file is made by a seeded
generator and takes the shape of NLM's update files).
"""

from __future__ import annotations

import gzip
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.literature.importer import import_file
from pipeline.literature.index import Index

RECORDS = 300_000
PEER_RECORDS = 3_000
SYLLABLES = "ra ne ti so lu mi ka do vi pe cho ster gen in al for tra phy mo ni ble con".split()  # noqa: SIM905


def words(seed: int, count: int) -> list[str]:
    """Made-up words, the first the shortest and, by `draw`, the most frequent."""
    chance = random.Random(seed)
    made = {"".join(chance.choices(SYLLABLES, k=1 + rank % 5)) + str(rank % 7 or "") for rank in range(count)}
    return sorted(made, key=lambda word: (len(word), word))


def draw(vocabulary: list[str], chance: random.Random, count: int) -> str:
    """Words of a text, their frequencies falling off as in a language."""
    size = len(vocabulary)
    return " ".join(vocabulary[int(size ** chance.random()) - 1] for _ in range(count))


HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet PUBLIC '
    '"-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n'
)
ARTICLE = """<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<Article PubModel="Print"><Journal><ISSN IssnType="Print">1234-5678</ISSN><JournalIssue CitedMedium="Print">
<Volume>{volume}</Volume><Issue>{issue}</Issue><PubDate><Year>{year}</Year></PubDate></JournalIssue>
<Title>Journal of {journal}</Title><ISOAbbreviation>J {journal}</ISOAbbreviation></Journal>
<ArticleTitle>{title}.</ArticleTitle><Pagination><MedlinePgn>{page}-9</MedlinePgn></Pagination>
<Abstract><AbstractText>{abstract}</AbstractText></Abstract>
<AuthorList CompleteYN="Y">{authors}</AuthorList><Language>eng</Language><PublicationTypeList>
<PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>J {journal}</MedlineTA></MedlineJournalInfo>
<MeshHeadingList>{mesh}</MeshHeadingList></MedlineCitation><PubmedData>
<PublicationStatus>ppublish</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId>
<ArticleId IdType="doi">10.5555/x.{pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>
"""
AUTHOR = '<Author ValidYN="Y"><LastName>{}</LastName><ForeName>{} J</ForeName><Initials>J</Initials></Author>'
MESH = '<MeshHeading><DescriptorName UI="D000001" MajorTopicYN="N">{}</DescriptorName></MeshHeading>'


def article(pmid: int, vocabulary: list[str], chance: random.Random) -> str:
    """One PubmedArticle."""
    names = (draw(vocabulary, chance, 2).title().split() for _ in range(4))
    return ARTICLE.format(
        pmid=pmid,
        volume=chance.randint(1, 400),
        issue=chance.randint(1, 12),
        year=chance.randint(1980, 2025),
        journal=draw(vocabulary, chance, 2),
        title=draw(vocabulary, chance, 12),
        page=chance.randint(1, 3000),
        abstract=draw(vocabulary, chance, 180),
        authors="".join(AUTHOR.format(*name) for name in names),
        mesh="".join(MESH.format(draw(vocabulary, chance, 2)) for _ in range(8)),
    )


def write_pubmed(path: Path, count: int, seed: int = 7) -> None:
    """A valid, packed PubMed XML file of so many records."""
    vocabulary, chance = words(seed, 60_000), random.Random(seed)
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(article(pmid, vocabulary, chance) for pmid in range(1, count + 1))
        file.write("</PubmedArticleSet>\n")


def megabytes() -> float:
    """Memory of this process at its highest, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(work: Iterator[Any]) -> float:
    """Seconds of a core that it takes to run through an iterator."""
    start = time.process_time()
    for _ in work:
        pass
    return time.process_time() - start


def bare(path: Path) -> Iterator[Any]:
    """The file's records, parsed and thrown away: what no import can do without."""
    with gzip.open(path) as file:
        for _, element in etree.iterparse(file, tag="PubmedArticle"):
            yield element.clear()


def biopython(path: Path) -> Iterator[Any]:
    """The file's records as Biopython's parser gives them."""
    from Bio import Entrez

    with gzip.open(path) as file:
        yield from Entrez.read(file)["PubmedArticle"]


def run(records: int = RECORDS) -> dict[str, float]:
    """Records a second of a core, and memory, of an import; the peers parse the first records only."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.xml.gz", Path(folder) / "large.xml.gz"
        write_pubmed(small, PEER_RECORDS)
        write_pubmed(large, records)
        peers = {
            "bare_parse": PEER_RECORDS / timed(bare(small)),
            "biopython": PEER_RECORDS / timed(biopython(small)),
        }
        with Index(Path(folder) / "warm.db") as index:
            import_file(small, index)
        before = megabytes()
        with Index(Path(folder) / "index.db") as index:
            start = time.process_time()
            done = import_file(large, index)
            rate = done.changed / (time.process_time() - start)
            start = time.process_time()
            again = import_file(small, index)
            again_rate = again.papers / (time.process_time() - start)
        size = (Path(folder) / "index.db").stat().st_size
    return {
        "records": float(done.changed),
        "records_per_second": rate,
        "again_records_per_second": again_rate,
        "again_changed": float(again.changed),
        "memory_grown_mb": megabytes() - before,
        "index_bytes_per_record": size / done.changed,
        **{f"ratio_to_{name}": rate / peer for name, peer in peers.items()},
    }


if __name__ == "__main__":
    for name, value in run(*map(int, sys.argv[1:])).items():
        print(f"{name:32} {value:14.2f}")
