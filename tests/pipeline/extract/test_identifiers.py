"""Identifiers in URLs and in text: a table of their forms, with made-up numbers."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.identifiers import find_identifiers, identify_url, untrailed

URLS: list[tuple[str, dict[str, str]]] = [
    ("https://doi.org/10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("http://doi.org/10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("http://dx.doi.org/10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://dx.doi.org/10.1016/j.ejphar.2031.12.034.", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("doi.org/10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://www.doi.org/10.1016/j.ejphar.2031.12.034,", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://doi.org/10.1016/j.ejphar.2031.12.034)", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://doi.org/10.1016/j.ejphar.2031.12.034]", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://doi.org/10.1016/j.ejphar.2031.12.034>", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://doi.org/10.1016/j.ejphar.2031.12.034…", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("HTTPS://DOI.ORG/10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://doi.org/10.1016/j.ejphar.2031.12.034?nosfx=y", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://doi.org/10.1016/j.ejphar.2031.12.034#sec2", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://doi.org/10.1016/j.ejphar.2031.12.034&domain=pdf", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://doi.org/10.1016%2Fj.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://doi.org/10.1016%252Fj.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://oadoi.org/10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://api.crossref.org/works/10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    (
        "https://api.unpaywall.org/v2/10.1016/j.ejphar.2031.12.034?email=a@b.example",
        {"doi": "10.1016/j.ejphar.2031.12.034"},
    ),
    (
        "https://www.example.edu/login?url=https://doi.org/10.1016/j.ejphar.2031.12.034",
        {"doi": "10.1016/j.ejphar.2031.12.034"},
    ),
    (
        "https://doi-org.ezproxy.lib.example.edu/10.1016/j.ejphar.2031.12.034",
        {"doi": "10.1016/j.ejphar.2031.12.034"},
    ),
    (
        "https://search.example.org/?q=doi%3A10.1016/j.ejphar.2031.12.034&lang=en",
        {"doi": "10.1016/j.ejphar.2031.12.034"},
    ),
    (
        "https://scholar.archive.org/search?q=doi:10.1016/j.ejphar.2031.12.034",
        {"doi": "10.1016/j.ejphar.2031.12.034"},
    ),
    ("https://hdl.handle.net/10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://plu.mx/plum/a/?doi=10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    (
        "https://www.altmetric.com/details.php?doi=10.1016/j.ejphar.2031.12.034",
        {"doi": "10.1016/j.ejphar.2031.12.034"},
    ),
    ("https://doi.org/10.1016/j.ejphar.2031.12.034*", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://doi.org/10.1016/j.ejphar.2031.12.034’", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://doi.org/10.1016/S0140-6736(25)17789-5", {"doi": "10.1016/s0140-6736(25)17789-5"}),
    ("(https://doi.org/10.1016/S0140-6736(25)17789-5)", {"doi": "10.1016/s0140-6736(25)17789-5"}),
    (
        "https://onlinelibrary.wiley.com/doi/10.1002/(SICI)1097-4679(199901)55:1%3C1::AID-JCLP1%3E3.0.CO;2-Z/abstract",
        {"doi": "10.1002/(sici)1097-4679(199901)55:1<1::aid-jclp1>3.0.co;2-z"},
    ),
    ("https://onlinelibrary.wiley.com/doi/10.1002/hipo.99579", {"doi": "10.1002/hipo.99579"}),
    ("https://onlinelibrary.wiley.com/doi/full/10.1002/hipo.99579", {"doi": "10.1002/hipo.99579"}),
    ("https://onlinelibrary.wiley.com/doi/abs/10.1002/hipo.99579", {"doi": "10.1002/hipo.99579"}),
    ("https://onlinelibrary.wiley.com/doi/pdf/10.1002/hipo.99579", {"doi": "10.1002/hipo.99579"}),
    ("https://onlinelibrary.wiley.com/doi/epdf/10.1002/hipo.99579", {"doi": "10.1002/hipo.99579"}),
    (
        "https://onlinelibrary.wiley.com/doi/pdfdirect/10.1002/hipo.99579?download=true",
        {"doi": "10.1002/hipo.99579"},
    ),
    ("http://onlinelibrary.wiley.com/doi/10.1002/hipo.99579/abstract", {"doi": "10.1002/hipo.99579"}),
    ("http://onlinelibrary.wiley.com/doi/10.1002/hipo.99579/full", {"doi": "10.1002/hipo.99579"}),
    ("http://onlinelibrary.wiley.com/doi/10.1002/hipo.99579/pdf", {"doi": "10.1002/hipo.99579"}),
    ("https://onlinelibrary.wiley.com/resolve/doi?DOI=10.1002/hipo.99579", {"doi": "10.1002/hipo.99579"}),
    ("https://bpspubs.onlinelibrary.wiley.com/doi/10.1002/hipo.99579/epdf", {"doi": "10.1002/hipo.99579"}),
    (
        "https://onlinelibrary-wiley-com.proxy.example.edu/doi/full/10.1002/hipo.99579",
        {"doi": "10.1002/hipo.99579"},
    ),
    ("https://link.springer.com/article/10.1007/s00213-031-1234-5", {"doi": "10.1007/s00213-031-1234-5"}),
    (
        "https://link.springer.com/article/10.1007/s00213-031-1234-5/fulltext.html",
        {"doi": "10.1007/s00213-031-1234-5"},
    ),
    (
        "https://link.springer.com/content/pdf/10.1007/s00213-031-1234-5.pdf",
        {"doi": "10.1007/s00213-031-1234-5"},
    ),
    (
        "https://link.springer.com/content/pdf/10.1007%2Fs00213-031-1234-5.pdf",
        {"doi": "10.1007/s00213-031-1234-5"},
    ),
    ("https://link.springer.com/article/10.1007%2Fs00213-031-1234-5", {"doi": "10.1007/s00213-031-1234-5"}),
    ("https://link.springer.com/chapter/10.1007/s00213-031-1234-5", {"doi": "10.1007/s00213-031-1234-5"}),
    (
        "https://link.springer.com/article/10.1007/s00213-031-1234-5#Sec3",
        {"doi": "10.1007/s00213-031-1234-5"},
    ),
    (
        "https://static-content.springer.com/esm/art%3A10.1007%2Fs00213-031-1234-5",
        {"doi": "10.1007/s00213-031-1234-5"},
    ),
    ("https://rd.springer.com/article/10.1007/s00213-031-1234-5", {"doi": "10.1007/s00213-031-1234-5"}),
    (
        "https://www.tandfonline.com/doi/full/10.1080/00325481.2031.1732065",
        {"doi": "10.1080/00325481.2031.1732065"},
    ),
    (
        "https://www.tandfonline.com/doi/abs/10.1080/00325481.2031.1732065?journalCode=ipgm20",
        {"doi": "10.1080/00325481.2031.1732065"},
    ),
    (
        "https://www.tandfonline.com/doi/pdf/10.1080/00325481.2031.1732065?needAccess=true",
        {"doi": "10.1080/00325481.2031.1732065"},
    ),
    (
        "https://www.frontiersin.org/articles/10.3389/fendo.2031.00123/full",
        {"doi": "10.3389/fendo.2031.00123"},
    ),
    (
        "https://www.frontiersin.org/journals/endocrinology/articles/10.3389/fendo.2031.00123/abstract",
        {"doi": "10.3389/fendo.2031.00123"},
    ),
    ("https://www.frontiersin.org/article/10.3389/fendo.2031.00123/pdf", {"doi": "10.3389/fendo.2031.00123"}),
    (
        "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0993487",
        {"doi": "10.1371/journal.pone.0993487"},
    ),
    (
        "https://journals.plos.org/plosone/article/file?id=10.1371/journal.pone.0993487&type=printable",
        {"doi": "10.1371/journal.pone.0993487"},
    ),
    (
        "http://www.plosone.org/article/info%3Adoi%2F10.1371%2Fjournal.pone.0993487",
        {"doi": "10.1371/journal.pone.0993487"},
    ),
    (
        "https://academic.oup.com/endo/article-lookup/doi/10.1210/en.2031-1644",
        {"doi": "10.1210/en.2031-1644"},
    ),
    (
        "https://academic.oup.com/jcem/article/doi/10.1210/clinem/dgz999/5999999",
        {"doi": "10.1210/clinem/dgz999/5999999"},
    ),
    (
        "https://jamanetwork.com/journals/jama/fullarticle/10.1001/jama.2031.1234",
        {"doi": "10.1001/jama.2031.1234"},
    ),
    ("https://www.nejm.org/doi/full/10.1056/NEJMoa9934577", {"doi": "10.1056/nejmoa9934577"}),
    ("https://www.nejm.org/doi/pdf/10.1056/NEJMoa9934577", {"doi": "10.1056/nejmoa9934577"}),
    ("https://pubs.acs.org/doi/abs/10.1021/jm99999a", {"doi": "10.1021/jm99999a"}),
    ("https://pubs.acs.org/doi/10.1021/acs.jmedchem.9b99999", {"doi": "10.1021/acs.jmedchem.9b99999"}),
    ("https://www.science.org/doi/10.1126/science.9951234", {"doi": "10.1126/science.9951234"}),
    ("https://journals.sagepub.com/doi/full/10.1177/0269881199999999", {"doi": "10.1177/0269881199999999"}),
    (
        "https://www.annualreviews.org/doi/10.1146/annurev-med-999999-011111",
        {"doi": "10.1146/annurev-med-999999-011111"},
    ),
    ("https://www.pnas.org/doi/full/10.1073/pnas.9912345678", {"doi": "10.1073/pnas.9912345678"}),
    ("https://www.pnas.org/doi/abs/10.1073/pnas.9912345678", {"doi": "10.1073/pnas.9912345678"}),
    (
        "https://www.ahajournals.org/doi/10.1161/CIRCULATIONAHA.199.999999",
        {"doi": "10.1161/circulationaha.199.999999"},
    ),
    ("https://www.karger.com/Article/Abstract/999999?doi=10.1159/000999999", {"doi": "10.1159/000999999"}),
    ("https://karger.com/nen/article/doi/10.1159/000999999", {"doi": "10.1159/000999999"}),
    ("https://www.liebertpub.com/doi/abs/10.1089/cap.2031.0099", {"doi": "10.1089/cap.2031.0099"}),
    (
        "https://journals.physiology.org/doi/full/10.1152/ajpendo.00999.2031",
        {"doi": "10.1152/ajpendo.00999.2031"},
    ),
    ("https://www.mdpi.com/resolver?doi=10.3390/ijms99010123", {"doi": "10.3390/ijms99010123"}),
    (
        "https://bmcmedicine.biomedcentral.com/articles/10.1186/s12916-031-0999-9",
        {"doi": "10.1186/s12916-031-0999-9"},
    ),
    (
        "https://www.cochranelibrary.com/cdsr/doi/10.1002/14651858.CD999999.pub2/full",
        {"doi": "10.1002/14651858.cd999999.pub2"},
    ),
    ("https://ascopubs.org/doi/pdfdirect/10.1200/JCO.2031.99.9999", {"doi": "10.1200/jco.2031.99.9999"}),
    (
        "https://www.thieme-connect.com/products/ejournals/abstract/10.1055/s-2031-1017118",
        {"doi": "10.1055/s-2031-1017118"},
    ),
    (
        "https://www.researchgate.net/publication/399999999_A_title?doi=10.1016/j.a.2031.01.001",
        {"doi": "10.1016/j.a.2031.01.001"},
    ),
    ("https://www.nature.com/articles/s41586-031-2012-7", {"doi": "10.1038/s41586-031-2012-7"}),
    ("https://www.nature.com/articles/s41586-031-2012-7.pdf", {"doi": "10.1038/s41586-031-2012-7"}),
    ("https://www.nature.com/articles/s41398-031-0712-x?error=cookies", {"doi": "10.1038/s41398-031-0712-x"}),
    ("https://www.nature.com/articles/nature99373", {"doi": "10.1038/nature99373"}),
    ("https://www.nature.com/articles/npp2031123", {"doi": "10.1038/npp2031123"}),
    ("https://www.nature.com/articles/sj.bjp.0799999", {"doi": "10.1038/sj.bjp.0799999"}),
    ("https://www.nature.com/articles/1399570", {"doi": "10.1038/1399570"}),
    ("https://www.nature.com/mp/journal/v36/n5/full/mp2031129a.html", {"doi": "10.1038/mp2031129"}),
    ("https://www.nature.com/articles/s41467-031-99999-1#Abs1", {"doi": "10.1038/s41467-031-99999-1"}),
    ("https://sci-hub.se/10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    (
        "https://sci-hub.st/https://doi.org/10.1016/j.ejphar.2031.12.034",
        {"doi": "10.1016/j.ejphar.2031.12.034"},
    ),
    ("http://sci-hub.tw/10.1016/j.ejphar.2031.12.034.", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://www.sci-hub.ren/10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    (
        "https://sci-hub.ru/http://dx.doi.org/10.1016/j.ejphar.2031.12.034",
        {"doi": "10.1016/j.ejphar.2031.12.034"},
    ),
    ("https://libgen.example/scimag/10.1016%2Fj.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("https://www.biorxiv.org/content/10.1101/2031.01.02.123456v2", {"doi": "10.1101/2031.01.02.123456"}),
    (
        "https://www.biorxiv.org/content/10.1101/2031.01.02.123456v2.full",
        {"doi": "10.1101/2031.01.02.123456"},
    ),
    (
        "https://www.biorxiv.org/content/10.1101/2031.01.02.123456v1.full.pdf+html",
        {"doi": "10.1101/2031.01.02.123456"},
    ),
    ("https://www.biorxiv.org/content/biorxiv/early/2031/01/02/934567.full.pdf", {"doi": "10.1101/934567"}),
    ("https://www.biorxiv.org/content/early/2031/01/02/934567", {"doi": "10.1101/934567"}),
    ("https://www.biorxiv.org/content/10.1101/934567v1.abstract", {"doi": "10.1101/934567"}),
    ("https://www.medrxiv.org/content/10.1101/2031.04.01.20099999v1", {"doi": "10.1101/2031.04.01.20099999"}),
    (
        "https://www.medrxiv.org/content/10.1101/2031.04.01.20099999v3.full-text",
        {"doi": "10.1101/2031.04.01.20099999"},
    ),
    (
        "https://www.sciencedirect.com/science/article/pii/S0014299999000012",
        {"doi": "10.1016/s0014-2999(99)00001-2", "pii": "S0014299999000012"},
    ),
    (
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fdoi.org%2F10.1016%2Fj.ejphar.2031.12.034&h=AT0",
        {"doi": "10.1016/j.ejphar.2031.12.034"},
    ),
    ("https://pubmed.ncbi.nlm.nih.gov/39162085", {"pmid": "39162085"}),
    ("https://pubmed.ncbi.nlm.nih.gov/39162085/", {"pmid": "39162085"}),
    ("https://pubmed.ncbi.nlm.nih.gov/39162085/?from_term=isotretinoin", {"pmid": "39162085"}),
    ("pubmed.ncbi.nlm.nih.gov/39162085", {"pmid": "39162085"}),
    ("https://pubmed.ncbi.nlm.nih.gov/?term=39162085", {"pmid": "39162085"}),
    ("https://pubmed.ncbi.nlm.nih.gov/39162085/#affiliation-1", {"pmid": "39162085"}),
    ("https://www.ncbi.nlm.nih.gov/pubmed/39162085", {"pmid": "39162085"}),
    ("http://www.ncbi.nlm.nih.gov/pubmed/39162085?dopt=Abstract", {"pmid": "39162085"}),
    ("https://www.ncbi.nlm.nih.gov/m/pubmed/39162085/", {"pmid": "39162085"}),
    ("https://www.ncbi.nlm.nih.gov/pubmed/?term=39162085", {"pmid": "39162085"}),
    ("https://www.ncbi.nlm.nih.gov/pubmed?term=39162085[uid]", {"pmid": "39162085"}),
    ("ncbi.nlm.nih.gov/pubmed/39162085.", {"pmid": "39162085"}),
    (
        "http://www.ncbi.nlm.nih.gov/sites/entrez?cmd=Retrieve&db=pubmed&list_uids=39162085",
        {"pmid": "39162085"},
    ),
    (
        "http://www.ncbi.nlm.nih.gov/entrez/query.fcgi?cmd=Retrieve&db=PubMed&list_uids=39162085&dopt=Citation",
        {"pmid": "39162085"},
    ),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/pmid/39162085/", {"pmid": "39162085"}),
    ("https://www-ncbi-nlm-nih-gov.ezproxy.lib.example.edu/pubmed/39162085", {"pmid": "39162085"}),
    ("http://www.ncbi.nlm.nih.gov.proxy.example.org/pubmed/39162085", {"pmid": "39162085"}),
    ("https://pubmed.gov/39162085", {"pmid": "39162085"}),
    ("http://pubmed.com/39162085", {"pmid": "39162085"}),
    ("https://europepmc.org/article/MED/39162085", {"pmid": "39162085"}),
    ("https://europepmc.org/article/med/39162085#abstract", {"pmid": "39162085"}),
    ("http://europepmc.org/abstract/MED/39162085", {"pmid": "39162085"}),
    (
        "https://www.google.com/url?q=https%3A%2F%2Fpubmed.ncbi.nlm.nih.gov%2F39162085%2F&sa=D",
        {"pmid": "39162085"},
    ),
    (
        "https://web.archive.org/web/20310101000000/https://www.ncbi.nlm.nih.gov/pubmed/39162085",
        {"pmid": "39162085"},
    ),
    (
        "https://out.example.com/t3?url=http://www.ncbi.nlm.nih.gov/pubmed/39162085&token=x",
        {"pmid": "39162085"},
    ),
    ("https://sci-hub.se/39162085", {"pmid": "39162085"}),
    ("https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?db=pubmed&id=39162085", {"pmid": "39162085"}),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC9567033/", {"pmcid": "PMC9567033"}),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC9567033/pdf/nihms-9.pdf", {"pmcid": "PMC9567033"}),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC9567033/?report=classic", {"pmcid": "PMC9567033"}),
    ("http://www.ncbi.nlm.nih.gov/labs/pmc/articles/PMC9567033/", {"pmcid": "PMC9567033"}),
    ("https://pmc.ncbi.nlm.nih.gov/articles/PMC9567033/", {"pmcid": "PMC9567033"}),
    ("https://pmc.ncbi.nlm.nih.gov/articles/PMC9567033/#sec2", {"pmcid": "PMC9567033"}),
    ("pmc.ncbi.nlm.nih.gov/articles/PMC9567033", {"pmcid": "PMC9567033"}),
    ("https://europepmc.org/articles/PMC9567033", {"pmcid": "PMC9567033"}),
    ("https://europepmc.org/article/PMC/PMC9567033", {"pmcid": "PMC9567033"}),
    ("https://europepmc.org/articles/PMC9567033?pdf=render", {"pmcid": "PMC9567033"}),
    ("https://www-ncbi-nlm-nih-gov.proxy.example.edu/pmc/articles/PMC9567033/", {"pmcid": "PMC9567033"}),
    ("http://www.pubmedcentral.nih.gov/articlerender.fcgi?artid=9567033", {"pmcid": "PMC9567033"}),
    ("https://www.ncbi.nlm.nih.gov/pmc/articlerender.fcgi?artid=9567033", {"pmcid": "PMC9567033"}),
    ("https://arxiv.org/abs/3101.00001", {"arxiv": "3101.00001"}),
    ("https://arxiv.org/abs/3101.00001v2", {"arxiv": "3101.00001"}),
    ("https://arxiv.org/pdf/3101.00001.pdf", {"arxiv": "3101.00001"}),
    ("https://arxiv.org/pdf/3101.00001v3", {"arxiv": "3101.00001"}),
    ("http://arxiv.org/abs/q-bio/9901001", {"arxiv": "q-bio/9901001"}),
    ("https://arxiv.org/html/3101.00001v1", {"arxiv": "3101.00001"}),
    ("https://export.arxiv.org/abs/3101.00001", {"arxiv": "3101.00001"}),
    ("https://www.alphaxiv.org/abs/3101.00001", {"arxiv": "3101.00001"}),
    ("https://ar5iv.labs.arxiv.org/html/3101.00001", {"arxiv": "3101.00001"}),
    (
        "https://doi.org/10.48550/arXiv.3101.00001",
        {"doi": "10.48550/arxiv.3101.00001", "arxiv": "3101.00001"},
    ),
    ("https://clinicaltrials.gov/ct2/show/NCT09234567", {"nct": "NCT09234567"}),
    ("https://clinicaltrials.gov/study/NCT09234567", {"nct": "NCT09234567"}),
    ("https://www.clinicaltrials.gov/ct2/show/record/NCT09234567?term=x", {"nct": "NCT09234567"}),
    ("https://classic.clinicaltrials.gov/ct2/show/results/NCT09234567", {"nct": "NCT09234567"}),
    ("clinicaltrials.gov/show/nct09234567", {"nct": "NCT09234567"}),
    ("https://www.sciencedirect.com/science/article/pii/S0014299931012211", {"pii": "S0014299931012211"}),
    ("https://www.sciencedirect.com/science/article/abs/pii/S0014299931012211", {"pii": "S0014299931012211"}),
    (
        "https://www.sciencedirect.com/science/article/pii/S0014299931012211?via%3Dihub",
        {"pii": "S0014299931012211"},
    ),
    ("https://linkinghub.elsevier.com/retrieve/pii/S0014299931012211", {"pii": "S0014299931012211"}),
    (
        "https://sci-hub.se/https://www.sciencedirect.com/science/article/pii/S0014299931012211",
        {"pii": "S0014299931012211"},
    ),
    ("https://www.cell.com/cell/fulltext/S0092-8674(31)80108-3", {"pii": "S0092867431801083"}),
    (
        "https://www.thelancet.com/journals/lancet/article/PIIS0140-6736(31)17789-5/fulltext",
        {"pii": "S0140673631177895"},
    ),
    (
        "https://www.sciencedirect.com/science/article/pii/B9780123838643000071",
        {"pii": "B9780123838643000071"},
    ),
    (
        "https://academic.oup.com/jcem/article/99/5/1234/2599999",
        {"volume": "99", "issue": "5", "pages": "1234"},
    ),
    (
        "https://academic.oup.com/jcem/article-abstract/99/5/1234/2599999",
        {"volume": "99", "issue": "5", "pages": "1234"},
    ),
    ("https://jnnp.bmj.com/content/99/3/415", {"volume": "99", "issue": "3", "pages": "415"}),
    (
        "https://www.jneurosci.org/content/99/12/3222.full.pdf",
        {"volume": "99", "issue": "12", "pages": "3222"},
    ),
    ("https://www.bmj.com/content/bmj/399/8119/e1234", {"volume": "399", "issue": "8119", "pages": "e1234"}),
    ("https://jamanetwork.com/journals/jamadermatology/fullarticle/2999130", {"item": "2999130"}),
    ("https://jamanetwork.com/journals/jamapsychiatry/article-abstract/299913", {"item": "299913"}),
    ("https://www.researchgate.net/publication/396543219_Retinoids_and_mood", {"item": "396543219"}),
    (
        "https://www.semanticscholar.org/paper/Some-Title-Smith/0123456789abcdef0123456789abcdef01234567",
        {"item": "0123456789abcdef0123456789abcdef01234567"},
    ),
    ("https://www.amazon.com/Some-Book/dp/0306406152/ref=sr_1_1", {"isbn": "0306406152"}),
    ("https://openlibrary.org/isbn/9780306406157", {"isbn": "9780306406157"}),
    ("https://books.google.com/books?isbn=9780306406157", {"isbn": "9780306406157"}),
    ("https://search.worldcat.org/isbn/9780306406157", {"isbn": "9780306406157"}),
]

TEXTS: list[tuple[str, dict[str, str]]] = [
    ("doi:10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("doi: 10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("DOI 10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("DOI: 10.1016/j.ejphar.2031.12.034.", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("(doi: 10.1016/j.ejphar.2031.12.034)", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("[doi:10.1016/j.ejphar.2031.12.034]", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("see 10.1016/j.ejphar.2031.12.034, and", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("10.1016/j.ejphar.2031.12.034;", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("“10.1016/j.ejphar.2031.12.034”", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("doi.10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("Doi :10.1016/j.ejphar.2031.12.034", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("doi:10.1016/j.ejphar.2031.12.034)", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("<10.1016/j.ejphar.2031.12.034>", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("|10.1016/j.ejphar.2031.12.034|", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("doi:10.1016/j.ejphar.2031.12.034\nnext", {"doi": "10.1016/j.ejphar.2031.12.034"}),
    ("10.1016/S0140-6736(25)17789-5).", {"doi": "10.1016/s0140-6736(25)17789-5"}),
    (
        "10.1002/(SICI)1097-4679(199901)55:1<1::AID-JCLP1>3.0.CO;2-Z.",
        {"doi": "10.1002/(sici)1097-4679(199901)55:1<1::aid-jclp1>3.0.co;2-z"},
    ),
    ("doi:10.1101/2031.01.02.123456", {"doi": "10.1101/2031.01.02.123456"}),
    ("doi:10.1093/nar/gkz999", {"doi": "10.1093/nar/gkz999"}),
    ("PMID: 39162085", {"pmid": "39162085"}),
    ("PMID:39162085", {"pmid": "39162085"}),
    ("PMID 39162085", {"pmid": "39162085"}),
    ("pmid39162085", {"pmid": "39162085"}),
    ("PMID: 39162085.", {"pmid": "39162085"}),
    ("(PMID: 39162085)", {"pmid": "39162085"}),
    ("[PMID 39162085]", {"pmid": "39162085"}),
    ("PubMed ID: 39162085", {"pmid": "39162085"}),
    ("PubMed PMID: 39162085", {"pmid": "39162085"}),
    ("pubmed 39162085", {"pmid": "39162085"}),
    ("PMID#39162085", {"pmid": "39162085"}),
    ("PMC9567033", {"pmcid": "PMC9567033"}),
    ("PMCID: PMC9567033", {"pmcid": "PMC9567033"}),
    ("PMCID PMC9567033", {"pmcid": "PMC9567033"}),
    ("(PMC9567033).", {"pmcid": "PMC9567033"}),
    ("PMC 9567033", {"pmcid": "PMC9567033"}),
    ("PubMed Central PMCID: PMC9567033", {"pmcid": "PMC9567033"}),
    ("pmcid:pmc9567033", {"pmcid": "PMC9567033"}),
    ("arXiv:3101.00001", {"arxiv": "3101.00001"}),
    ("arXiv: 3101.00001", {"arxiv": "3101.00001"}),
    ("arXiv:3101.00001v2 [q-bio.NC]", {"arxiv": "3101.00001"}),
    ("arxiv 3101.00001", {"arxiv": "3101.00001"}),
    ("arXiv:q-bio/9901001", {"arxiv": "q-bio/9901001"}),
    ("bioRxiv 934567", {"doi": "10.1101/934567"}),
    ("bioRxiv: 2031.01.02.123456v1", {"doi": "10.1101/2031.01.02.123456"}),
    ("medRxiv 2031.04.01.20099999", {"doi": "10.1101/2031.04.01.20099999"}),
    ("ISBN 978-0-306-40615-7", {"isbn": "9780306406157"}),
    ("ISBN: 9780306406157", {"isbn": "9780306406157"}),
    ("ISBN-13: 978-0-306-40615-7", {"isbn": "9780306406157"}),
    ("isbn 978 0 306 40615 7", {"isbn": "9780306406157"}),
    ("ISBN-13 978–0–306–40615–7", {"isbn": "9780306406157"}),
    ("ISBN 0-306-40615-2", {"isbn": "0306406152"}),
    ("ISBN-10: 0306406152", {"isbn": "0306406152"}),
    ("ISBN 0 306 40615 2.", {"isbn": "0306406152"}),
    ("ISBN 0-8044-2957-X", {"isbn": "080442957X"}),
    ("NCT09234567", {"nct": "NCT09234567"}),
    ("(NCT09234567)", {"nct": "NCT09234567"}),
    ("NCT 09234567", {"nct": "NCT09234567"}),
    ("ClinicalTrials.gov Identifier: NCT09234567.", {"nct": "NCT09234567"}),
    ("nct09234567", {"nct": "NCT09234567"}),
]

NO_URLS = [
    "https://example.com/a/b",
    "https://www.reddit.com/r/x/comments/abc123/title/",
    "https://en.wikipedia.org/wiki/Isotretinoin",
    "https://www.ncbi.nlm.nih.gov/",
    "https://pubmed.ncbi.nlm.nih.gov/?term=isotretinoin",
    "https://www.nature.com/",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://www.ncbi.nlm.nih.gov/books/NBK299999/",
    "https://arxiv.org/list/q-bio/new",
    "https://www.amazon.com/dp/B07FZ8S74R",
    "https://doi.org/",
    "https://sci-hub.se/",
    "https://www.sciencedirect.com/journal/life-sciences",
]

NO_TEXTS = [
    "ISBN 978-0-306-40615-8",
    "version 10.1234",
    "PMID: 12",
    "call 555-1234",
    "10.5/10",
    "PMC",
    "ratio 10.1/2",
    "NCT123",
    "page 10.2031/",
    "192.168.10.1234/x",
]


@pytest.mark.parametrize(("url", "fields"), URLS)
def test_url_form(url: str, fields: dict[str, str]) -> None:
    assert identify_url(url) == fields


@pytest.mark.parametrize(("text", "fields"), TEXTS)
def test_text_form(text: str, fields: dict[str, str]) -> None:
    assert [found.fields for found in find_identifiers(text)] == [fields]


def test_table_holds_200_forms() -> None:
    assert len({form for form, _ in URLS + TEXTS}) >= 200


@pytest.mark.parametrize("url", NO_URLS)
def test_url_without_identifier(url: str) -> None:
    assert identify_url(url) == {}


@pytest.mark.parametrize("text", NO_TEXTS)
def test_text_without_identifier(text: str) -> None:
    assert list(find_identifiers(text)) == []


@pytest.mark.parametrize(("url", "fields"), [row for row in URLS if row[0].startswith("http")])
def test_url_in_a_sentence_is_found_with_its_fields(url: str, fields: dict[str, str]) -> None:
    text = f"I read this: {url} and more."
    found = next(find_identifiers(text))
    assert found.fields == fields
    assert url.startswith(text[found.start : found.end])


def test_trailing_marks_are_no_part_of_the_place() -> None:
    text = "(see https://doi.org/10.1000/abc.1)."
    found = next(find_identifiers(text))
    assert text[found.start : found.end] == "https://doi.org/10.1000/abc.1"
    assert found.url == "https://doi.org/10.1000/abc.1"


def test_several_identifiers_in_one_line() -> None:
    found = list(find_identifiers("PMID: 39162085; PMC9567033; doi:10.1000/xyz. Thanks"))
    assert [name for one in found for name in one.fields] == ["pmid", "pmcid", "doi"]


def test_untrailed_keeps_paired_brackets() -> None:
    assert untrailed("10.1/a(b)c).") == "10.1/a(b)c"


@given(st.text(max_size=300))
def test_places_quote_the_text(text: str) -> None:
    for found in find_identifiers(text + " PMID: 39162085"):
        assert 0 <= found.start < found.end <= len(text) + 15
        assert found.fields


@pytest.mark.parametrize(
    "unit",
    ["a.", "10.1234/", "http://", "www.", "10.1234567", "(", ")", "doi ", "%25", "PMID: ", "10.1234/)"],
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    started = time.perf_counter()
    list(find_identifiers(unit * (300_000 // len(unit))))
    assert time.perf_counter() - started < 5
