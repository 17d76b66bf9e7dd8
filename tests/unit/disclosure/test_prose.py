"""A hidden number near a name: how near, beside which word, printed how, and what makes it a coincidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.disclosure_attack import FRAMES, RULES, data_of, frames_of
from talentmap.disclosure.attack.check import named
from talentmap.disclosure.attack.prose import Betrayals
from talentmap.disclosure.attack.readings import Names, Passage, Read
from talentmap.disclosure.attack.truth import Truth, Value
from talentmap.disclosure.figures import Figures, Item
from talentmap.disclosure.lattice import Lattice
from talentmap.tables.cuts import CUTS
from talentmap.tables.policy import ITEM_REACH

LINES = [(f"{role}{k}", "c0", role, "t", "d0", heads, 0)
         for role, heads in (("weld", 40.0), ("lathe", 25.0), ("grind", 137.0)) for k in range(3)]  # fmt: skip
NAMES = Names(
    {
        "role_id": {"磨工": "grind", "Grinder": "grind", "焊工": "weld", "磨工长": "lathe"},
        "chain_id": {"装备": "c0", "Equipment": "c0"},
        "tier": {"技工": "t", "Technicians": "t"},
        "district_id": {"清城": "d0", "Qingcheng": "d0"},
        "segment_id": {"热处理": "s"},
        "item_id": {"安家补贴": "p1"},
    }
)
FILLER = "。" * 200


def column(frame, name):
    table = CUTS[frame].table if frame in CUTS else ITEM_REACH
    return next(one for one in table.columns if one.name == name)


@pytest.fixture(scope="module")
def plain():
    """An edition in which nothing is hidden and no value is known."""
    frames, data = frames_of(LINES), data_of(LINES)
    figures = Figures(frames, Lattice(tuple(CUTS[name] for name in FRAMES), frames, data), data, RULES)
    keys = {name: frames[name][list(CUTS[name].keys)].to_dict("records") for name in FRAMES}
    return Truth(figures, frozenset(), {**keys, "item_reach": [{"item_id": "p1"}]}, ())


def row(truth, frame, **keys):
    return next(at for at, own in enumerate(truth.keys[frame]) if own.items() >= keys.items())


@pytest.fixture(scope="module")
def hides(plain):
    """The edition with the grinders' need hidden, and with these values of it."""

    def made(*, shown=(), **values):
        at = row(plain, "roles", role_id="grind")
        known = [Value("roles", at, column("roles", name), value) for name, value in {**values, **dict(shown)}.items()]
        return replace(plain, hidden=frozenset({Item("roles", at, "need")}), values=tuple(known))

    return made


def found(truth, text, pages=()):
    """Columns of the values that the text betrays, with whether a word says so."""
    look = Betrayals(truth, NAMES, {"f": list(pages)}).look([Passage("f", "p", text)])
    return [(one.value.column.name, one.is_told) for one in look]


NEED, NEAR = [("need", True)], [("need", False)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("磨工137", NEAR),
        ("磨工137人，磨工137人", NEAR),
        ("磨工137人，焊工120人", NEAR),
        ("磨工需求137", NEED),
        ("需求：磨工137", NEED),
        ("磨工137人的招聘", NEED),
        ("磨工可供137", []),
        ("磨工可供和需求137", NEED),
        ("磨工需求和可供137", []),
        ("焊工，137人是磨工", NEAR),
        ("焊工，137是磨工", []),
        ("磨工，焊工137人", []),
        ("磨工长137人", []),
        ("磨工，清城137人", []),
        ("磨工 装备 137", NEAR),
        ("磨工 137.0", NEAR),
        ("GRINDER 137", NEAR),
    ],
)
def test_a_number_belongs_to_the_name_before_it(hides, text, what):
    assert found(hides(need=137.0), text) == what


@pytest.mark.parametrize(("between", "what"), [(77, NEAR), (78, [])])
def test_eighty_characters_behind_a_name_are_read(hides, between, what):
    assert found(hides(need=137.0), "磨工" + FILLER[:between] + "137") == what


@pytest.mark.parametrize(("between", "what"), [(20, NEAR), (21, [])])
def test_twenty_four_characters_before_a_name_are_read(hides, between, what):
    assert found(hides(need=137.0), "。137人" + FILLER[:between] + "磨工") == what


def test_of_two_words_that_end_together_the_longer_speaks(hides):
    assert found(hides(need=137.0), "磨工137人的空缺") == [("need", True)]
    assert found(hides(gap=137.0), "磨工137人的空缺") == []
    assert found(hides(gap=137.0), "磨工缺137人") == [("gap", True)]


@pytest.mark.parametrize(("between", "what"), [(10, [("need", True)]), (11, [])])
def test_a_word_may_stand_twelve_characters_behind_the_number(plain, between, what):
    item = replace(plain, values=(Value("item_reach", 0, column("item_reach", "need"), 62.0),),
                   masks=frozenset({("item_reach", 0, "need")}))  # fmt: skip
    assert found(item, "安家补贴62" + FILLER[:between] + "需求") == what
    assert found(item, "安家补贴需求62") == [("need", True)]
    assert found(item, "安家补贴62") == []


@pytest.mark.parametrize(
    ("name", "value", "printed"),
    [
        ("need", 137.26, ("135人", "137人", "137.3人", "137.30")),
        ("need", 1371.0, ("1,371人", "1,370人", "1370")),
        ("gap", -137.0, ("137", "缺137人", "-137")),
        ("pay_mid", 8456.4, ("8456", "月薪8460", "8500")),
        ("accepted_share", 0.37524, ("38%", "37.5%", "37.52 %")),
        ("tightness", 12.346, ("12.3", "12.35")),
    ],
)
def test_a_value_is_known_in_every_usual_form_of_print(hides, name, value, printed):
    truth = hides(**{name: value})
    assert [[one for one, _ in found(truth, f"磨工：{text}")] for text in printed] == [[name]] * len(printed)


@pytest.mark.parametrize(
    ("name", "value", "printed"),
    [
        ("need", 137.26, ("136人", "140人", "130人", "138人", "137.2人", "137.26人", "137%", "100人")),
        ("pay_mid", 8456.4, ("8455", "8456.4", "8457", "8450", "8400", "8000", "9000")),
        ("accepted_share", 0.37524, ("37%", "40%", "37.6%", "37.524%", "37.5", "38")),
        ("tightness", 12.346, ("12", "12.346", "12.34", "12.4", "12.3%")),
    ],
)
def test_other_numbers_are_not_the_value(hides, name, value, printed):
    truth = hides(**{name: value})
    assert [text for text in printed if found(truth, f"磨工：{text}")] == []


@pytest.mark.parametrize(("amount", "what"), [(9, []), (10, []), (11, NEAR)])
def test_numbers_up_to_ten_mean_nothing_without_a_word(hides, amount, what):
    assert found(hides(need=float(amount)), f"磨工 {amount}") == what
    assert found(hides(need=float(amount)), f"磨工需求 {amount}") == NEED


@pytest.mark.parametrize("percent", [0, 25, 50, 75, 100])
def test_round_shares_mean_nothing(hides, percent):
    assert found(hides(accepted_share=percent / 100), f"磨工 {percent}%") == []
    assert found(hides(accepted_share=percent / 100 + 0.01), f"磨工 {percent + 1}%") == [("accepted_share", False)]


def test_a_number_that_the_cell_also_shows_is_told_only_by_a_word(hides):
    truth = hides(need=137.0, shown={"supply": 136.0})
    assert found(truth, "磨工 137") == NEAR
    assert found(truth, "磨工 135") == []
    assert found(truth, "磨工需求 135") == NEED


def test_the_page_of_an_index_is_no_amount(hides):
    truth, blank = hides(need=137.0), ["…"]
    assert found(truth, "磨工 137", blank * 136 + ["磨工 …"]) == []
    assert found(truth, "磨工 137", [*blank * 135, "磨工", "…", "磨工", "磨工"]) == NEAR
    assert found(truth, "磨工 137", blank * 200) == NEAR
    assert found(truth, "磨工 137", ["磨工"] * 136) == NEAR
    assert found(hides(need=137.3), "磨工 137.3", ["磨工"] * 200) == NEAR
    assert found(hides(accepted_share=0.38), "磨工 38%", ["磨工"] * 200) == [("accepted_share", False)]


@pytest.fixture(scope="module")
def group(plain):
    """The edition with the need of the chain's technicians hidden."""
    rows = [row(plain, "groups", chain_id="c0", tier=tier) for tier in ("t", "")]
    values = tuple(
        Value("groups", at, column("groups", "need"), amount) for at, amount in zip(rows, (444.0, 555.0), strict=True)
    )
    return replace(plain, hidden=frozenset(Item("groups", at, "need") for at in rows), values=values)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("装备技工需求444人", NEED),
        ("Equipment: Technicians 444", NEAR),
        ("可供：装备技工444", NEAR),
        ("装备444", []),
        ("技工444", []),
        ("技工444人，装备", []),
        ("装备 Technicians 444", []),
        ("装备" + FILLER[:58] + "技工444", NEAR),
        ("装备" + FILLER[:59] + "技工444", []),
        ("装备需求555人", []),
    ],
)
def test_two_names_together_name_a_cell_and_one_alone_does_not(group, text, what):
    assert found(group, text) == what


def test_what_no_text_could_name_is_not_looked_for(plain):
    """A chain in a district may be any of its roles there; a cell one of whose keys has no name has none itself."""
    at = row(plain, "districts", district_id="d0", tier="t")
    hidden = replace(plain, hidden=frozenset({Item("districts", at, "need")}),
                     values=(Value("districts", at, column("districts", "need"), 444.0),))  # fmt: skip
    assert found(hidden, "清城技工444") == NEAR
    nameless = Names({**NAMES.by_name, "tier": {}})
    assert list(Betrayals(hidden, nameless, {}).look([Passage("f", "p", "清城技工444")])) == []
    place = replace(plain, keys={**plain.keys, "location_quotients": [{"chain_id": "c0", "district_id": "d0"}]},
                    hidden=frozenset({Item("location_quotients", 0, "need")}),
                    values=(Value("location_quotients", 0, column("location_quotients", "need"), 444.0),))  # fmt: skip
    assert found(place, "装备清城444") == []


def test_the_sum_of_a_segment_gives_its_hidden_roles_away(plain, hides):
    """Welders 120 and turners 75 are shown, grinders 411 are not: 606 less 195 would tell."""
    truth = hides(need=411.0)
    for text, what in (("热处理需求606人", NEED), ("热处理605", NEAR), ("热处理 195", []), ("热处理需求195人", [])):
        assert found(truth, text) == what
    whole = replace(truth, hidden=frozenset(Item("roles", at, "need") for at in range(3)))
    assert found(whole, "热处理需求606人") == []
    assert found(plain, "热处理需求606人") == []


def test_a_leak_names_the_cell(plain, hides):
    truth = hides(need=411.0)
    read = Read(passages=[Passage("f", "p", "热处理606"), Passage("f", "p", "磨工需求411")])
    leaks = list(named(read, truth, NAMES))
    assert [leak.kind for leak in leaks] == ["beside", "named"]
    assert [leak.cell for leak in leaks] == [
        truth.cell("roles", 0),
        truth.cell("roles", row(plain, "roles", role_id="grind")),
    ]
    group_leak = named(Read(passages=[Passage("f", "p", "装备技工444")]), _hidden_group(plain), NAMES)
    assert [leak.cell for leak in group_leak] == ["chain_id=c0;tier=t"]


def _hidden_group(plain):
    at = row(plain, "groups", chain_id="c0", tier="t")
    return replace(plain, hidden=frozenset({Item("groups", at, "need")}),
                   values=(Value("groups", at, column("groups", "need"), 444.0),))  # fmt: skip


def test_a_sum_that_prints_as_what_is_shown_tells_nothing(plain):
    """Of 195 two belong to a hidden role: 195 is what the others print, 197 is not."""
    lines = [line for line in LINES if line[2] != "grind"] + [("x", "c0", "grind", "t", "d0", 2.0, 0)]
    frames, data = frames_of(lines), data_of(lines)
    figures = Figures(frames, Lattice(tuple(CUTS[name] for name in FRAMES), frames, data), data, RULES)
    at = row(plain, "roles", role_id="grind")
    truth = replace(plain, figures=figures, hidden=frozenset({Item("roles", at, "need")}))
    assert found(truth, "热处理需求195人") == []
    assert found(truth, "热处理需求197人") == NEED


def test_names_of_cells_that_hide_nothing_do_not_end_a_stretch(hides, plain):
    at = row(plain, "groups", chain_id="c0", tier="t")
    truth = hides(need=137.0)
    truth = replace(truth, values=(*truth.values, Value("groups", at, column("groups", "need"), 444.0)))
    assert found(truth, "磨工，技工，137") == NEAR
