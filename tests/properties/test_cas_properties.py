from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core.export.cas import SPAN, CasOptions, cas_of, type_system
from glossator.core.export.safe_text import whole, xml_id, xml_safe
from glossator.core.model.bundle import Bundle
from strange_bundles import places, strange

cassis = pytest.importorskip("cassis")


def spans(cas: Any) -> list[tuple[int, int, str]]:
    return sorted((one.begin, one.end, one.label) for one in cas.select(SPAN))


@settings(max_examples=60)
@given(strange(controls=True))
def test_xmi_gives_the_same_spans(made: Bundle) -> None:
    types = type_system()
    written = cas_of(made, CasOptions(), types, xml_safe).to_xmi()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cas = cassis.load_cas_from_xmi(written, typesystem=cassis.load_typesystem(types.to_xml()))
    assert cas.sofa_string == xml_safe(made.article.text)
    assert spans(cas) == places(made)


@settings(max_examples=60)
@given(strange(controls=True))
def test_cas_json_gives_the_same_text_and_spans(made: Bundle) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cas = cassis.load_cas_from_json(cas_of(made, CasOptions(), type_system(), whole).to_json())
    assert cas.sofa_string == made.article.text
    assert spans(cas) == places(made)


@given(st.text(), st.text())
def test_xml_ids_are_names_and_stay_apart(one: str, other: str) -> None:
    assert (xml_id("s", one) == xml_id("s", other)) == (one == other)
    assert xml_id("s", one).isascii()
    assert len(xml_safe(one)) == len(one)
