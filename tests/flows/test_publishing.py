import pytest

from flows import run as flow
from pipeline.errors import ExportError
from pipeline.settings import Settings

pytestmark = pytest.mark.cluster


def test_snapshot_that_does_not_read_back_is_taken_back(prefect_server, tmp_path, monkeypatch):
    page = tmp_path / "a.txt"
    page.write_text("Subject: a\n\nFrom: Jo\nDate: 2024-01-02\n\nNo acne on finasteride.\n")
    store, out = f"sqlite:///{tmp_path}/store.db", tmp_path / "out"
    settings = Settings(sources=(str(page),), name="g", out=out, store=store, key="k" * 32, offline=True)
    before = flow.threadgraph(settings)
    page.write_text(page.read_text() + "\nFrom: Bo\nDate: 2024-01-03\n\nAcne came back.\n")

    def broken(folder):
        raise ExportError(f"{folder} does not read back as it was written")

    monkeypatch.setattr(flow.snapshot, "verify", broken)
    with pytest.raises(ExportError, match="does not read back"):
        flow.threadgraph(settings)
    assert f'"state": "{before.state}"' in (out / "g" / "manifest.json").read_text()
    assert len(flow.snapshot.snapshots(out, "g")) == 1
