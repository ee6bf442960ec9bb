import pytest
import sqlalchemy as sa

from flows import run as flow
from flows.runners import RUNNERS
from pipeline import run as steps
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store_tables import FINDINGS
from pipeline.web import Web

pytestmark = pytest.mark.cluster


@pytest.fixture(scope="module")
def settings(tmp_path_factory, examples):
    """The bundled example in a store of its own, read and not yet extracted."""

    def make(name, **changes):
        folder = tmp_path_factory.mktemp(name)
        given = {"sources": (str(examples),), "offline": True, "key": "k" * 32, "out": folder}
        made = Settings(**given, store=f"sqlite:///{folder}/store.db", **changes)
        with Web(made) as web:
            steps.read(str(examples), made, web)
        return made

    return make


@pytest.fixture(scope="module")
def expected(settings):
    alone = settings("alone")
    steps.extract(alone)
    return findings(alone)


def findings(settings):
    with Store(settings.store) as store, store.engine.connect() as connection:
        return sorted(map(tuple, connection.execute(sa.select(FINDINGS))))


@pytest.mark.filterwarnings("ignore")  # of Dask's and Ray's own threads, when a cluster ends
@pytest.mark.parametrize("runner", RUNNERS)
def test_two_workers_find_the_same_bytes_as_one_process(runner, settings, expected, prefect_server):
    shared = settings(runner, runner=runner, workers=2)
    step = flow.extract(shared)
    assert step.new == len(expected) > 40
    assert findings(shared) == expected
