"""The key of the pseudonyms from a secret block of Prefect."""

from __future__ import annotations

from prefect.blocks.system import Secret
from pydantic import SecretStr

from pipeline.settings import Settings

BLOCK = "threadgraph-key"
"""The block's name: ``prefect block create secret`` asks for it."""


def keyed(settings: Settings) -> Settings:
    """Settings with the key that Prefect keeps, where there is one and none was given.

    Example:
        >>> keyed(Settings(key="mine")).key.get_secret_value()
        'mine'
    """
    if settings.key is not None:
        return settings
    try:
        secret = Secret.load(BLOCK)
    except ValueError:  # there is no such block: the key is in a file
        return settings
    return settings.model_copy(update={"key": SecretStr(str(secret.get()))})  # type: ignore[union-attr]
