import pytest
import yaml

from talentmap.registry.identity.identity_number import with_check_digit
from talentmap.tables.registry import EVENTS

ZHANG = with_check_digit("99180119900503001")
LI = with_check_digit("99180219851112002")


@pytest.fixture
def with_events(registry, tmp_path):
    registry.csv("a.csv", [{"id_number": ZHANG, "name": "张三丰"}])

    def write(*lines, header="id_number,event,date,tier,chain_id,district_id,programme,detail", **mapping):
        registry.events = tmp_path / "events.csv"
        registry.events.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
        if mapping:
            (tmp_path / "events.mapping.yaml").write_text(yaml.safe_dump(mapping, allow_unicode=True), "utf-8")
        return registry.build()

    return write


def codes(report):
    return [problem.code for problem in report.problems]


def test_events_join_people_by_pseudonym(registry, with_events):
    report = with_events(
        f"{ZHANG},inflow,2024-03-01,,new-materials,qingcheng,工程师引进,市外引进",
        f"{ZHANG.lower()},培训,2025/5/6,,,,,",
        f"{ZHANG},outflow,20260105,,,,,珠三角",
    )
    assert (report.problems, report.events.rows_in, report.events.used) == ((), 3, 3)
    person = registry.people()[0]["person_id"]
    events = sorted(registry.read(EVENTS), key=lambda event: event["date"])
    assert [(event["event"], str(event["date"]), event["person_id"], event["known"]) for event in events] == [
        ("inflow", "2024-03-01", person, 1),
        ("training", "2025-05-06", person, 1),
        ("outflow", "2026-01-05", person, 1),
    ]
    assert (events[0]["chain_id"], events[0]["district_id"], events[0]["detail"]) == (
        "new-materials",
        "qingcheng",
        "市外引进",
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"{ZHANG},inflow,2026-13-01", "registry-event-date"),
        (f"{ZHANG},inflow,2026-07-01", "registry-event-future"),
        (f"{ZHANG},award,1999-01-01", "registry-event-early"),
        (f"{ZHANG},holiday,2025-01-01", "registry-event-unknown"),
        (",award,2025-01-01", "registry-event-nobody"),
        (f"{ZHANG[:17]}{'1' if ZHANG[17] != '1' else '2'},award,2025-01-01", "registry-id-check-digit"),
    ],
)
def test_what_cannot_be_is_rejected(registry, with_events, line, code):
    report = with_events(line, f"{ZHANG},award,2025-01-01", header="id_number,event,date")
    assert (report.events.rows_in, report.events.used, report.events.rejected) == (2, 1, 1)
    assert codes(report) == [code]
    assert ZHANG not in repr(report)


def test_leaving_before_coming_and_strangers_are_told_and_counted(registry, with_events):
    report = with_events(
        f"{ZHANG},outflow,2023-01-01,,,,,",
        f"{ZHANG},inflow,2024-01-01,,,,,",
        f"{LI},inflow,2024-01-01,,,,,",
        f"{LI},inflow,2024-01-01,,,,,",
    )
    assert codes(report) == ["registry-event-order", "registry-event-stranger"]
    assert report.problems[1].wrong("en").startswith("1 events concern 1 people whom no department knows")
    assert (report.events.used, report.events.duplicate) == (3, 1)
    assert sum(event["known"] for event in registry.read(EVENTS)) == 2


def test_personal_values_and_unknown_words_stay_out(registry, with_events):
    report = with_events(f"{ZHANG},award,2025-01-01,hero,no-chain,,,联系13800138000")
    assert codes(report) == ["registry-words-rare", "registry-words-rare", "registry-personal-value"]
    event = registry.read(EVENTS)[0]
    assert (event["tier"], event["chain_id"], event["detail"]) == ("", "", "")


def test_a_mapping_file_names_headers_and_words(registry, with_events):
    report = with_events(
        f"{ZHANG},调入,2025-01-01",
        header="证件号码,事由,日子",
        columns={"id_number": "证件号码", "event": "事由", "date": "日子"},
        codes={"event": {"调入": "inflow"}},
    )
    assert (report.problems, report.events.used) == ((), 1)


def test_a_missing_column_is_a_problem(registry, with_events):
    report = with_events("x,y", header="id_number,event")
    assert codes(report) == ["registry-event-columns"]
    assert report.events.used == 0
    assert registry.read(EVENTS) == []


@pytest.mark.parametrize(
    "text",
    ["", "- a", "codes: {event: {a: 2026-13-01}}", "columns: {id_number: 2026-02-30}", "x: " + "9" * 5000, "[" * 3000],
)
def test_a_mapping_that_cannot_be_read_is_a_problem(registry, with_events, tmp_path, text):
    (tmp_path / "events.mapping.yaml").write_text(text, encoding="utf-8")
    assert "registry-mapping-invalid" in codes(with_events(f"{ZHANG},inflow,2024-03-01,,,,,"))


@pytest.mark.parametrize("encoding", ["base64", "rot13", "undefined"])
def test_a_mapping_must_name_an_encoding_of_text(with_events, encoding):
    assert "registry-encoding" in codes(with_events(f"{ZHANG},inflow,2024-03-01,,,,,", encoding=encoding))
