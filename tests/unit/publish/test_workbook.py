from dataclasses import replace
from zipfile import ZipFile

import openpyxl
import pytest

from talentmap.publish.sheets import Sheets
from talentmap.publish.workbook import write_workbook

FORMULA = '=HYPERLINK("http://example.invalid","click")'


@pytest.fixture(scope="module")
def zh(tmp_path_factory, edition, catalog, register, shown):
    path = tmp_path_factory.mktemp("books") / "catalog.zh.xlsx"
    write_workbook(path, edition, catalog, register, shown, "zh")
    return openpyxl.load_workbook(path)


def rows_of(page):
    heads, *rows = page.iter_rows(min_row=4, values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_same_input_gives_the_same_bytes(tmp_path, edition, catalog, register, shown, lang):
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, edition, catalog, register, shown, lang)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_date_is_the_editions(zh, edition):
    assert zh.properties.created.date() == edition.settings.reference_date


def test_every_sheet_is_in_the_contents_and_is_a_table(zh):
    cover, contents, *pages = zh.worksheets
    assert (cover.title, contents.title) == ("封面", "目录")
    links = [cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{page.title}'!A1" for page in pages]
    for page in pages:
        (table,) = page.tables.values()
        assert table.ref.startswith("A4:")
        assert page.freeze_panes is not None
        assert page.print_title_rows == "$4:$4"


def test_illustrative_stands_on_the_cover_and_every_printed_page(zh, edition, catalog, register, shown, tmp_path):
    texts = [cell.value for row in zh["封面"].iter_rows() for cell in row if cell.value]
    assert "示例数据，不代表真实情况 / Illustrative data: not real figures" in texts
    assert all("示例数据" in page.oddHeader.left.text for page in zh.worksheets)
    real = edition.model_copy(update={"settings": edition.settings.model_copy(update={"illustrative": False})})
    write_workbook(tmp_path / "real.xlsx", real, catalog, register, shown, "zh")
    plain = openpyxl.load_workbook(tmp_path / "real.xlsx")
    assert not [c.value for row in plain["封面"].iter_rows() for c in row if c.value and "示例数据" in str(c.value)]


def test_role_sheet_says_what_the_tables_say(zh, catalog, register, shown):
    rows = rows_of(zh["岗位目录"])
    assert [row["岗位"] for row in rows] == [role.zh for role in catalog.roles.values()]
    by_role = {row["role_id"]: row for row in shown.roles.to_dict("records")}
    for role, row in zip(catalog.roles.values(), rows, strict=True):
        told = by_role.get(role.id)
        if told is None:
            assert row["需求（人）"] == "–"
        else:
            assert row["需求（人）"] == ("c" if told["need_status"] == "c" else told["need"])
            assert row["可供人才（人）"] == ("c" if told["supply_status"] == "c" else told["supply"])


def test_stars_agree_with_the_grade(zh):
    seen = {(row["星级"], row["紧缺等级"]) for row in rows_of(zh["岗位目录"])}
    assert ("★★★★★", "严重紧缺") in seen
    assert ("–", "不予评定") in seen
    assert ("c", "c") in seen
    assert {stars for stars, grade in seen if grade == "紧缺"} == {"★★★★"}


def rules_of(page):
    """The conditions of a sheet: (area, formula)."""
    return {(str(area.sqref), rule.formula[0]) for area in page.conditional_formatting for rule in area.rules}


def test_grades_are_coloured(zh):
    page = zh["岗位目录"]
    stars = next(cell.column_letter for cell in page[4] if cell.value == "星级")
    told = {formula for area, formula in rules_of(page) if area.startswith(f"{stars}5:")}
    assert told == {f'"{"★" * n}"' for n in (5, 4, 3, 1)}


def test_a_need_of_low_quality_bears_stars_by_its_letter(zh):
    page = zh["产业链与人才类别"]
    place = {cell.value: cell.column_letter for cell in page[4]}
    need, quality = place["需求（人）"], place["质量等级"]
    told = {formula for area, formula in rules_of(page) if area.startswith(f"{need}5:")}
    assert told == {f'${quality}5="{letter}"' for letter in "EF"}


def test_a_share_with_a_wide_interval_bears_stars(zh):
    page = zh["企业痛点"]
    value, low, high = (
        next(cell.column_letter for cell in page[4] if cell.value == head)
        for head in ("占比（%）", "占比下限（%）", "占比上限（%）")
    )
    told = {formula for area, formula in rules_of(page) if area.startswith(f"{value}5:")}
    for width in ("1.372", "0.980"):  # 2 x 1.96 x 35% and 25%
        assert f"AND(COUNT(${value}5,${low}5,${high}5)=3,${high}5-${low}5>{width}*ABS(${value}5))" in told


def test_stars_stand_behind_the_number_in_its_own_format(tmp_path, edition, catalog, register, shown):
    write_workbook(tmp_path / "a.xlsx", edition, catalog, register, shown, "en")
    styles = ZipFile(tmp_path / "a.xlsx").read("xl/styles.xml").decode("utf-8")
    assert 'formatCode="#,##0&quot;*&quot;"' in styles
    assert 'formatCode="0.0%&quot;**&quot;"' in styles


def test_headlines_have_their_own_formats(zh):
    values = {row[0].value: row[1] for row in zh["总体指标"].iter_rows(min_row=5)}
    assert (values["人才需求"].value, values["人才需求"].number_format) == (23455, "#,##0")
    assert values["政策未覆盖需求"].number_format == "0.0%"


def test_a_district_that_is_not_stated_comes_last_and_says_so(zh):
    rows = rows_of(zh["县（市、区）"])
    assert rows[-1]["县（市、区）"] == rows[-1]["人才类别"] == "未注明"
    assert "全部" not in {row["人才类别"] for row in rows}


def test_what_stays_in_the_bureau_is_in_no_sheet(catalog, register, shown):
    titles = {head.title for sheet in Sheets(catalog, register, shown, "en").all() for head in sheet.heads}
    assert not [title for title in titles if "largest" in title.lower() or "employment" in title.lower()]


def test_heads_are_unique_in_each_sheet(catalog, register, shown):
    for lang in ("zh", "en"):
        for sheet in Sheets(catalog, register, shown, lang).all():
            titles = [head.title for head in sheet.heads]
            assert len(titles) == len(set(titles)), sheet.key


def test_text_never_becomes_a_formula(tmp_path, edition, catalog, register, shown):
    role = next(iter(catalog.roles.values()))
    poisoned = role.model_copy(update={"zh": FORMULA, "en": "@SUM(1)", "majors": ("+1", "-2"), "certificates": ()})
    hostile = catalog.model_copy(update={"roles": {**catalog.roles, role.id: poisoned}})
    settings = edition.settings.model_copy(update={"publisher_zh": "=1+1", "region_zh": "&L&G=cmd"})
    path = tmp_path / "hostile.xlsx"
    write_workbook(path, edition.model_copy(update={"settings": settings}), hostile, register, shown, "zh")
    book = openpyxl.load_workbook(path)
    assert book["岗位目录"]["A5"].value == FORMULA
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)
    parts = [name for name in ZipFile(path).namelist() if name.startswith("xl/worksheets/sheet")]
    assert not [name for name in parts if b"<f>" in ZipFile(path).read(name)]


def test_an_empty_edition_has_a_workbook(tmp_path, edition, catalog, register, shown):
    given = {name: getattr(shown, name) for name in shown.__dataclass_fields__}
    frames = {name: frame.iloc[:0] for name, frame in given.items() if frame is not None}
    write_workbook(tmp_path / "empty.xlsx", edition, catalog, register, replace(shown, **frames), "en")
    book = openpyxl.load_workbook(tmp_path / "empty.xlsx")
    assert len(rows_of(book["Role catalog"])) == len(catalog.roles)
    assert len(rows_of(book["Districts"])) <= 1
