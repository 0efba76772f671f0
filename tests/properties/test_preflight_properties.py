"""Mending comes to an end, and then a format loses nothing that a check could have told."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core.export import EXPORTERS
from glossator.core.export.checks import check_article, flat_groups
from glossator.core.export.losses import BLANK, GROWN, OVERLAPS
from glossator.core.model.overlap import trimmed
from glossator.core.service.preflight import after, mended
from strange_bundles import strange

FLAT = ("conll", "conllu", "docbin", "prodigy")


@given(strange(), st.sampled_from(FLAT))
@settings(max_examples=150)
def test_what_is_mended_is_whole(bundle, name):
    exporter = EXPORTERS.get(name)
    options = exporter.options()
    groups = flat_groups(name, options)
    for _ in range(6):
        found = [one for one in check_article(bundle, options, groups) if one.fixable]
        if not found:
            break
        change = mended(bundle, found)
        assert change, [one.key for one in found]
        back = after(after(bundle, change), change.inverse)
        assert sorted(back.spans, key=lambda s: s.id) == sorted(bundle.spans, key=lambda s: s.id)
        assert set(back.links) == set(bundle.links) and set(back.notes) == set(bundle.notes)
        bundle = after(bundle, change)
        ids = {span.id for span in bundle.spans}
        assert all(link.head in ids and link.tail in ids for link in bundle.links)
        assert all(not note.span or note.span in ids for note in bundle.notes)
    assert not [one for one in check_article(bundle, options, groups) if one.fixable]
    assert {GROWN, BLANK, OVERLAPS}.isdisjoint(exporter.losses(bundle, options))
    text = bundle.article.text
    assert all(trimmed(text, span.start, span.end) == (span.start, span.end) for span in bundle.spans)
    assert all(text[span.start : span.end] == span.text for span in bundle.spans)
