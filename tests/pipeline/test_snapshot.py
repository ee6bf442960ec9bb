import errno

import pytest

from pipeline.errors import ExportError
from pipeline.snapshot import Manifest, current, file_hashes, go_back, publishing, snapshots, verify


def manifest(**given):
    empty = dict.fromkeys(Manifest.model_fields, "")
    empty |= {"name": "g", "sources": (), "offline": True, "quotes": True, "literature": ()}
    return Manifest(**empty | {"new": {}, "seconds": {}, "counts": {}, "verdicts": {}, "files": {}} | given)


def write(out, text, keep=5):
    with publishing(out, "g", keep) as folder:
        (folder / "file").write_text(text)


def fail(out, error):
    with publishing(out, "g", 5) as folder:
        (folder / "file").write_text("half")
        raise error


def test_snapshot_appears_under_its_name(tmp_path):
    write(tmp_path, "one")
    assert (tmp_path / "g" / "file").read_text() == "one"


def test_new_snapshot_replaces_the_old_one_which_is_kept(tmp_path):
    write(tmp_path, "one")
    write(tmp_path, "two")
    assert (tmp_path / "g" / "file").read_text() == "two"
    assert [(s / "file").read_text() for s in snapshots(tmp_path, "g")] == ["one", "two"]


def test_only_the_newest_snapshots_are_kept(tmp_path):
    for text in ("one", "two", "three"):
        write(tmp_path, text, keep=2)
    assert [(s / "file").read_text() for s in snapshots(tmp_path, "g")] == ["two", "three"]


def test_full_disk_leaves_the_old_snapshot(tmp_path):
    write(tmp_path, "one")
    with pytest.raises(ExportError, match=r"No space left.*the snapshot before it stays"):
        fail(tmp_path, OSError(errno.ENOSPC, "No space left on device"))
    assert (tmp_path / "g" / "file").read_text() == "one"
    assert len(snapshots(tmp_path, "g")) == 1


def test_interrupted_run_leaves_the_old_snapshot(tmp_path):
    write(tmp_path, "one")
    with pytest.raises(KeyboardInterrupt):
        fail(tmp_path, KeyboardInterrupt())
    assert (tmp_path / "g" / "file").read_text() == "one"


def test_real_folder_of_that_name_is_kept_as_a_snapshot(tmp_path):
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / "file").write_text("by hand")
    write(tmp_path, "one")
    assert [(s / "file").read_text() for s in snapshots(tmp_path, "g")] == ["by hand", "one"]


def test_snapshot_is_taken_back(tmp_path):
    write(tmp_path, "one")
    before = current(tmp_path, "g")
    write(tmp_path, "two")
    go_back(tmp_path, "g", before)
    assert (tmp_path / "g" / "file").read_text() == "one"
    assert len(snapshots(tmp_path, "g")) == 1


def test_first_snapshot_is_taken_back(tmp_path):
    write(tmp_path, "one")
    go_back(tmp_path, "g", None)
    assert not (tmp_path / "g").exists()
    assert snapshots(tmp_path, "g") == []


def test_file_that_is_not_as_it_was_written_is_named(tmp_path):
    write(tmp_path, "one")
    (tmp_path / "g" / "manifest.json").write_text(
        manifest(files=file_hashes(tmp_path / "g")).model_dump_json()
    )
    verify(tmp_path / "g")
    (tmp_path / "g" / "file").write_text("half")
    with pytest.raises(ExportError, match="does not read back as it was written: file"):
        verify(tmp_path / "g")
