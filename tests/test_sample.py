from pathlib import Path

import networkx as nx
import pytest

from pipeline import KnowledgeGraph

SAMPLE = Path(__file__).parent.parent / "graph_exports" / "sample"


@pytest.mark.parametrize("name", ["concepts", "evidence"])
def test_kept_graph_opens_in_networkx(name):
    assert nx.read_gexf(SAMPLE / f"{name}.gexf").number_of_edges() > 0


def test_kept_graph_answers():
    claims = KnowledgeGraph.open(SAMPLE).claims(subject="Accutane")
    assert all(claim.quote for claim in claims)
    assert len(claims) > 0
