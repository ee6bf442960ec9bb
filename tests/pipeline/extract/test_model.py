import pytest
import spacy

from pipeline.errors import SettingsError
from pipeline.extract import model
from pipeline.extract.model import choose_model, load_base


@pytest.fixture
def packaged(tmp_path, monkeypatch):
    """A real spaCy model package of the given name and version, on the path."""

    def make(name, version):
        package = tmp_path / name
        package.mkdir()
        (package / "__init__.py").write_text(
            "from pathlib import Path\nfrom spacy.util import load_model_from_init_py\n"
            f"__version__ = '{version}'\n"
            "def load(**overrides):\n    return load_model_from_init_py(__file__, **overrides)\n"
        )
        meta = {"lang": "en", "name": name.removeprefix("en_"), "version": version}
        nlp = spacy.blank("en", meta=meta)
        nlp.add_pipe("entity_ruler").add_patterns([{"label": "CHEMICAL", "pattern": "zinc"}])
        nlp.to_disk(package / f"{name}-{version}")
        (package / "meta.json").write_text((package / f"{name}-{version}" / "meta.json").read_text())
        info = tmp_path / f"{name}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        monkeypatch.syspath_prepend(str(tmp_path))

    return make


@pytest.fixture(autouse=True)
def none_installed(monkeypatch):
    monkeypatch.setattr(model, "PREFERRED", ("en_test_best", "en_test_good"))


def test_embedded_default_when_nothing_is_installed():
    choice = choose_model("auto")
    assert choice.name is None
    assert "none of en_test_best, en_test_good is installed" in choice.reason


def test_installed_model_is_used(packaged):
    packaged("en_test_good", "1.2.3")
    choice = choose_model("auto")
    assert (choice.name, choice.version) == ("en_test_good", "1.2.3")
    assert [e.text for e in load_base(choice)("took zinc").ents] == ["zinc"]


def test_better_model_comes_first(packaged):
    packaged("en_test_good", "1.0")
    packaged("en_test_best", "1.0")
    assert choose_model("auto").name == "en_test_best"


def test_empty_placeholder_is_passed_over(packaged):
    packaged("en_test_best", "999.9.9")
    assert choose_model("auto").name is None


def test_model_by_name_must_be_installed():
    with pytest.raises(SettingsError, match="'en_nowhere' is not installed"):
        choose_model("en_nowhere")


def test_default_can_be_asked_for(packaged):
    packaged("en_test_best", "1.0")
    assert choose_model("default").name is None
