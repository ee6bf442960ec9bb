"""XML from strangers: no entities, no network, no document type."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.errors import FetchError

Element = etree._Element


def parse(content: bytes) -> Element:
    """The root of an XML document.

    Raises:
        FetchError: it is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise FetchError(f"the XML is broken ({error.msg}); open the URL in a browser to see it") from error
    return root


def named(root: Element, *names: str) -> Iterator[Element]:
    """Elements below ``root`` by their names, whatever their namespace."""
    yield from root.iter(*(f"{{*}}{name}" for name in names))


def text(element: Element | None) -> str:
    """The text of an element without the space around it."""
    return (element.text or "").strip() if element is not None else ""
