import sqlite3

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from pipeline.errors import SettingsError
from pipeline.migrations import HEAD, run_alembic, version_of
from pipeline.records import Findings, Post
from pipeline.store import Store, text_hash
from pipeline.store_tables import METADATA

OLD_POST = Post(id="1", author="user_a", text="Finasteride lowered my libido.")
FIRST = """
CREATE TABLE threads (id TEXT NOT NULL PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE posts (id TEXT NOT NULL PRIMARY KEY, thread_id TEXT NOT NULL, position INTEGER NOT NULL,
                    author TEXT, text_hash TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX ix_posts_thread_id ON posts (thread_id);
CREATE INDEX ix_posts_author ON posts (author);
CREATE INDEX ix_posts_text_hash ON posts (text_hash);
CREATE TABLE sources (source TEXT NOT NULL, thread_id TEXT NOT NULL, PRIMARY KEY (source, thread_id));
CREATE TABLE findings (text_hash TEXT NOT NULL, fingerprint TEXT NOT NULL, record TEXT NOT NULL,
                       PRIMARY KEY (text_hash, fingerprint));
CREATE TABLE resolutions (citation TEXT NOT NULL, sources TEXT NOT NULL, record TEXT NOT NULL,
                          PRIMARY KEY (citation, sources));
CREATE TABLE answers (source TEXT NOT NULL, question TEXT NOT NULL, answered_at TEXT NOT NULL,
                      answer TEXT NOT NULL, PRIMARY KEY (source, question));
CREATE TABLE forgotten (kind TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, value));
"""


@pytest.fixture
def old(tmp_path):
    """URL of a store as 0.1.0 made it, with a thread."""
    with sqlite3.connect(tmp_path / "old.db") as database:
        database.executescript(FIRST)
        thread = '{"id":"t","path":"t.txt","kind":"thread","engine":"text"}'
        database.execute("INSERT INTO threads VALUES ('t', ?)", [thread])
        row = ("1", "t", 0, "user_a", text_hash(OLD_POST), OLD_POST.model_dump_json())
        database.execute("INSERT INTO posts VALUES (?, ?, ?, ?, ?, ?)", row)
        database.execute("INSERT INTO sources VALUES ('s', 't')")
        found = (text_hash(OLD_POST), "f", Findings(id="").model_dump_json())
        database.execute("INSERT INTO findings VALUES (?, ?, ?)", found)
    database.close()
    return f"sqlite:///{tmp_path}/old.db"


def differences(engine):
    with engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), METADATA)


def test_old_store_keeps_its_threads_and_findings(old):
    with Store(old) as store:
        assert [thread.posts for thread in store.threads(store.thread_ids(["s"]))] == [(OLD_POST,)]
        assert [found.id for found in store.findings([OLD_POST], "f")] == ["1"]


def test_old_store_gets_the_tables_of_a_new_one(old):
    with Store(old) as store:
        assert differences(store.engine) == []


def test_migrations_from_the_first_make_the_tables_that_the_store_uses():
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        from alembic import command
        from alembic.config import Config

        from pipeline.migrations import FOLDER

        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    assert differences(engine) == [], "the tables changed: add a migration, see CONTRIBUTING.md"
    engine.dispose()


def test_new_store_is_of_the_newest_version(tmp_path):
    with Store(f"sqlite:///{tmp_path}/new.db") as store, store.engine.connect() as connection:
        assert version_of(connection) == HEAD


def test_store_of_a_later_release_is_refused(tmp_path):
    url = f"sqlite:///{tmp_path}/new.db"
    with Store(url) as store, store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SettingsError, match="upgrade threadgraph"):
        Store(url)


def test_failed_migration_leaves_the_store_as_it_was(old, monkeypatch):
    def fail(connection, version):
        run_alembic(connection, version)
        raise sa.exc.OperationalError("", {}, Exception("disk full"))

    monkeypatch.setattr("pipeline.migrations.run_alembic", fail)
    with pytest.raises(SettingsError, match="disk full"):
        Store(old)
    monkeypatch.undo()
    with Store(old) as store:
        assert store.thread_ids(["s"]) == ["t"]
