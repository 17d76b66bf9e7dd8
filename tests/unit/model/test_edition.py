from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from talentmap.errors import EditionError
from talentmap.model.data_terms import LICENCES, DataTerms
from talentmap.model.edition import open_edition

GOOD = """\
id = "nowhere-2026"
region = "nowhere"
region_zh = "无名市"
region_en = "Nowhere"
year = 2026
reference_date = 2026-06-30
publisher_zh = "无名局"
publisher_en = "Bureau"
[fieldwork]
start = 2026-05-06
end = 2026-06-20
asked = 260
"""


def _write(folder, text):
    (folder / "edition.toml").write_text(text, encoding="utf-8")
    return folder


def test_an_edition_knows_its_settings_and_places(tmp_path):
    edition = open_edition(_write(tmp_path, GOOD))
    assert edition.settings.reference_date == dt.date(2026, 6, 30)
    assert edition.settings.languages == ("zh", "en")
    assert edition.settings.illustrative is False
    assert edition.surveys == tmp_path / "surveys"
    assert edition.registry == tmp_path / "registry"
    assert edition.policies == tmp_path / "policies"
    assert edition.frame == tmp_path / "frame.csv"
    assert edition.decisions == tmp_path / "decisions"
    assert (edition.region_name("zh"), edition.region_name("en")) == ("无名市", "Nowhere")
    assert (edition.publisher("zh"), edition.publisher("en")) == ("无名局", "Bureau")


def test_settings_never_change(tmp_path):
    with pytest.raises(ValidationError):
        open_edition(_write(tmp_path, GOOD)).settings.year = 2027


def test_a_folder_without_edition_toml_is_refused(tmp_path):
    with pytest.raises(EditionError) as caught:
        open_edition(tmp_path)
    assert "edition.toml" in caught.value.message
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("year = 2026", "year = 1066"), "'year'"),
        (("asked = 260", "asked = 0"), "'fieldwork.asked'"),
        (('id = "nowhere-2026"', 'id = "No Where"'), "'id'"),
        (("year = 2026", 'year = 2026\ncolour = "red"'), "'colour'"),
        (('region_zh = "无名市"\n', ""), "'region_zh'"),
        (("year = 2026", "year = "), "TOML"),
        (("year = 2026", 'year = 2026\nlanguages = ["fr"]'), "'languages.0'"),
        (("year = 2026", "year = 2026\npopulation = 0"), "'population'"),
        (("year = 2026", "year = 2026\npopulation = 99999999999"), "'population'"),
        (("year = 2026", "year = " + "9" * 5000), "TOML"),
        (("year = 2026", "year = " + "[" * 5000), "TOML"),
        (("2026-06-30", "0"), "'reference_date'"),
        (("2026-06-30", "0001-01-01"), "'reference_date'"),
        (("2026-06-20", "9999-12-31"), "'fieldwork.end'"),
        (('"nowhere"', '"../nowhere"'), "'region'"),
        (('"nowhere-2026"', '"' + "x" * 300 + '"'), "'id'"),
        (('"无名市"', '"\\u0000\\u202e"'), "'region_zh'"),
        (('"无名局"', '"' + "局" * 300 + '"'), "'publisher_zh'"),
    ],
)
def test_a_wrong_key_is_named(tmp_path, change, named):
    with pytest.raises(EditionError) as caught:
        open_edition(_write(tmp_path, GOOD.replace(*change)))
    assert named in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_file_in_another_encoding_is_an_edition_error(tmp_path, encoding):
    (tmp_path / "edition.toml").write_bytes(GOOD.encode(encoding))
    with pytest.raises(EditionError, match="not readable"):
        open_edition(tmp_path)


def test_a_byte_order_mark_does_no_harm(tmp_path):
    (tmp_path / "edition.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert open_edition(tmp_path).settings.id == "nowhere-2026"


@pytest.mark.parametrize("languages", ["[]", '["zh", "zh"]'])
def test_an_edition_is_published_in_each_language_once(tmp_path, languages):
    with pytest.raises(EditionError, match="languages"):
        open_edition(_write(tmp_path, GOOD.replace("[fieldwork]", f"languages = {languages}\n[fieldwork]")))


def test_fieldwork_cannot_end_before_it_starts(tmp_path):
    with pytest.raises(EditionError, match="fieldwork"):
        open_edition(_write(tmp_path, GOOD.replace("end = 2026-06-20", "end = 2026-05-05")))


def test_the_data_are_published_under_an_open_licence_unless_the_edition_says_otherwise():
    assert DataTerms().terms == LICENCES["CC-BY-4.0"]
    own = DataTerms(licence="LicenseRef-city", licence_url="https://example.org/licence", licence_title="City licence")
    assert own.terms == ("LicenseRef-city", "City licence", "https://example.org/licence")


@pytest.mark.parametrize(
    "wrong",
    [
        {"licence": "LicenseRef-city"},
        {"licence": "CC BY"},
        {"email": "nobody"},
        {"homepage": "javascript:alert(1)"},
        {"licence_url": "https://example.org/<script>"},
        {"licnece": "CC0-1.0"},
    ],
)
def test_terms_that_nobody_could_use_are_refused(wrong):
    with pytest.raises(ValidationError):
        DataTerms.model_validate(wrong)
