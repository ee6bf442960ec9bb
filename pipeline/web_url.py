"""URLs as they may be shown, and the place that a URL leads to."""

from __future__ import annotations

import logging

import httpx

_SECRET_PARAMS = frozenset(
    {"access_token", "api_key", "apikey", "auth", "email", "key", "mailto", "password", "sid", "token"}
)


def public_url(url: str | httpx.URL) -> str:
    """The URL without user name, password and the values of secret-bearing parameters.

    Example:
        >>> public_url("https://ann:pw@example.org/t/1?api_key=s3cret&page=2")
        'https://example.org/t/1?api_key=***&page=2'
    """
    try:
        url = httpx.URL(url).copy_with(username=None, password=None, fragment=None)
    except httpx.InvalidURL:
        return str(url).rpartition("@")[2]
    secret = [name for name in url.params if name.lower() in _SECRET_PARAMS]
    if secret:
        url = url.copy_with(params=url.params.merge(dict.fromkeys(secret, "***")))
    return str(url).replace("%2A%2A%2A", "***")


def place(url: httpx.URL) -> str:
    """The host of a URL, and the port where it is not the usual one.

    Example:
        >>> place(httpx.URL("https://forum.example:443/t/1")), place(httpx.URL("http://[::1]:8000/"))
        ('forum.example', '::1:8000')
    """
    return url.host if url.port is None else f"{url.host}:{url.port}"


def hide_secrets(record: logging.LogRecord) -> bool:
    """A filter of the log of httpx, which names each URL that it asks for."""
    if isinstance(record.args, tuple):
        record.args = tuple(public_url(arg) if isinstance(arg, httpx.URL) else arg for arg in record.args)
    return True
