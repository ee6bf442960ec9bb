from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings import load_settings


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_arguments_outrank_environment_which_outranks_file(tmp_path, monkeypatch):
    Path("threadgraph.toml").write_text('store = "sqlite:///file.db"\nname = "file"\ntimeout = 3')
    monkeypatch.setenv("THREADGRAPH_STORE", "sqlite:///env.db")
    monkeypatch.setenv("THREADGRAPH_NAME", "env")
    settings = load_settings(store="sqlite:///argument.db")
    assert (settings.store, settings.name, settings.timeout) == ("sqlite:///argument.db", "env", 3)


def test_config_argument_names_another_file(tmp_path):
    Path("mine.toml").write_text('name = "mine"')
    assert load_settings(Path("mine.toml")).name == "mine"


def test_missing_config_file_is_named():
    with pytest.raises(SettingsError, match=r"no settings file nowhere\.toml"):
        load_settings(Path("nowhere.toml"))


def test_broken_toml_is_named():
    Path("threadgraph.toml").write_text("name = ")
    with pytest.raises(SettingsError, match=r"threadgraph\.toml is not TOML"):
        load_settings()


def test_unknown_field_lists_the_valid_ones():
    with pytest.raises(SettingsError, match=r"sorces: Extra inputs.*valid: sources"):
        load_settings(sorces=("x",))


def test_name_cannot_leave_the_folder():
    with pytest.raises(SettingsError, match="name"):
        load_settings(name="../elsewhere")


def test_key_is_not_shown():
    assert "secret" not in repr(load_settings(key="secret"))
