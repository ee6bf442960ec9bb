import pytest
from prefect.blocks.system import Secret

from flows.key import BLOCK, keyed
from pipeline.pseudonyms import load_key
from pipeline.settings import Settings

pytestmark = pytest.mark.usefixtures("prefect_server")


def test_key_is_read_from_the_secret_block_unless_one_is_given(tmp_path):
    settings = Settings(key_file=tmp_path / "key")
    assert keyed(settings).key is None
    Secret(value="kept by Prefect").save(BLOCK)
    try:
        assert load_key(keyed(settings)) == b"kept by Prefect"
        assert load_key(keyed(settings.model_copy(update={"key": Settings(key="mine").key}))) == b"mine"
        assert "kept by Prefect" not in repr(keyed(settings))
    finally:
        Secret.delete(BLOCK)
