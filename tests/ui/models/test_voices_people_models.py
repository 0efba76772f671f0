"""The models of voices, passages and the ledger."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from glossator.core.model.span import State
from glossator.core.service.people import Entry, Form
from glossator.core.service.voices import Said, Voice
from glossator.ui.hues import HUES, hues_of
from glossator.ui.models.people import FormsModel, PeopleModel
from glossator.ui.models.voices import SaidModel, VoicesModel, percent

Role = Qt.ItemDataRole


def row_texts(model, row):
    return [model.index(row, column).data(Role.DisplayRole) for column in range(model.columnCount())]


def test_voices_show_numbers_and_shares(qtmodeltester):
    model = VoicesModel()
    model.set_rows([Voice("Ada\nMoreau", 4, 1200, 3, 0, 1, 2), Voice("<b>Ben</b>", 2, 10, 0, 2, 0, 1)])
    assert row_texts(model, 0) == ["Ada Moreau", "4", "1,200", "75 %", "25 %", "2"]
    assert row_texts(model, 1)[3:5] == ["–", "–"]
    assert "&lt;b&gt;" in model.index(1, 0).data(Role.ToolTipRole)
    model.hues = {"Ada\nMoreau": 214}
    assert model.index(0, 0).data(Role.DecorationRole).alpha() == 255
    assert model.index(1, 0).data(Role.DecorationRole) == QColor(0, 0, 0, 0)
    model.sort(2, Qt.SortOrder.AscendingOrder)
    assert row_texts(model, 0)[0] == "<b>Ben</b>"
    model.set_filter("moreau ada")
    assert model.rowCount() == 1
    qtmodeltester.check(model)
    assert percent(1, 3) == "33 %"


def test_a_passage_knows_where_the_quotation_is(qtmodeltester):
    model = SaidModel()
    said = Said(
        "q", "a", "Harbour\nnews", "2026-01-07", "Ada", "mixed", State.SUGGESTED, 0, 9, "“a” … “b”", 2, "said",
        ((0, 3), (6, 9)), "“a” x “b”", ((0, 3), (6, 9)),
    )  # fmt: skip
    model.set_rows([said])
    index = model.index(0, 0)
    assert index.data() == "Harbour news · 2026-01-07 · said · mixed"
    assert (index.data(SaidModel.SNIPPET), index.data(SaidModel.RANGES)) == ("“a” x “b”", ((0, 3), (6, 9)))
    assert index.data(Role.AccessibleTextRole).startswith("“a” … “b”")
    qtmodeltester.check(model)


def test_the_ledger_is_filtered_by_any_name_kind_and_rules(qtmodeltester):
    model = PeopleModel()
    forms = (Form("Moreau", 5, 2), Form("Ada Moreau", 2, 1))
    model.set_rows(
        [
            Entry("p1", "Ada Moreau", "PERSON", forms, 7, 2, 3),
            Entry("", "Harbour Board", "ORG", (Form("Harbour Board", 9, 4),), 9, 4, 0),
        ]
    )
    assert row_texts(model, 0) == ["Ada Moreau", "Moreau", "Person", "7", "3", "2"]
    for wanted, count in ((("moreau",), 1), (("", "ORG"), 1), (("", "", True), 1), (("harb", "PERSON"), 0), (("",), 2)):
        model.set_filter(*wanted)
        assert model.rowCount() == count
    model.sort(3, Qt.SortOrder.DescendingOrder)
    assert row_texts(model, 0)[0] == "Harbour Board"
    qtmodeltester.check(model)
    names = FormsModel()
    names.set_rows(forms)
    assert names.index(0, 0).data() == "Moreau   5×"
    qtmodeltester.check(names)


def test_hues_stay_when_names_are_added_and_differ_while_they_can():
    names = [f"name {number}" for number in range(len(HUES))]
    hues = hues_of(names)
    assert sorted(hues.values()) == sorted(HUES)
    assert hues_of([*names[:3], "later"])[names[0]] == hues[names[0]]
    assert hues_of(["", "Zoë", "Zoë"]) == {"Zoë": hues_of(["zoe"])["zoe"]}
    assert len(hues_of([str(n) for n in range(40)])) == 40
