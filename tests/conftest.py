import os
from pathlib import Path

import pytest
from hypothesis import settings

# a busy machine is no failure
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared():
    """Folder of real pages and labelled data; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("THREADGRAPH_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no labelled data at {folder}; set THREADGRAPH_SHARED")
    return folder


@pytest.fixture(scope="session")
def examples():
    """Folder of the bundled example."""
    return ROOT / "examples" / "threads"


@pytest.fixture(autouse=True, scope="session")
def pace_of_its_own(tmp_path_factory):
    """No test waits for the turn of another run on this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THREADGRAPH_PACE_FOLDER", str(tmp_path_factory.mktemp("pace")))
        yield
