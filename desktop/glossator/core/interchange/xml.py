"""XML from strangers: no entities, no DTD, no network, and no element deeper or longer than lxml's own limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from glossator.core.interchange.base import unreadable


def parsed(path: Path, data: bytes) -> Any:
    """The root element of ``data``; UserError annotations-unreadable for anything else, and for any DOCTYPE."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise unreadable(path, "it is no well-formed XML") from error
    if root is None:
        raise unreadable(path, "it is no well-formed XML")
    if root.getroottree().docinfo.internalDTD is not None:
        raise unreadable(path, "it declares a document type, which is not allowed here")
    return root
