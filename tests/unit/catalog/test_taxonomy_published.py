from __future__ import annotations

import zipfile

import pytest

from talentmap.catalog.imports import Form, read_taxonomy

ESCO = {
    "occupations_en.csv": (
        "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,description\n"
        'Occupation,http://x/o/1,7212,kiln welder,"arc joiner\nspark joiner",seam smith,released,"Joins, and seals."\n'
        "Occupation,http://x/o/2,9999,glaze taster,,,released,Tastes glaze.\n"
        "Occupation,http://x/o/3,7212,old welder,,,obsolete,Gone.\n"
    ),
    "occupations_de.csv": "conceptUri,preferredLabel\nhttp://x/o/1,Ofenschweißer\n",
    "skills_en.csv": "conceptUri,preferredLabel\nhttp://x/s/1,join seams\nhttp://x/s/2,hum quietly\n",
    "occupationSkillRelations_en.csv": (
        "occupationUri,relationType,skillType,skillUri\nhttp://x/o/1,optional,skill,http://x/s/2\n"
        "http://x/o/1,essential,skill,http://x/s/1\nhttp://x/o/9,essential,skill,http://x/s/1\n"
    ),
    "ISCOGroups_en.csv": "conceptUri,code,preferredLabel\nhttp://x/C7212,C7212,Welders of kilns\n",
}
ONET = {
    "Occupation Data.txt": (
        'O*NET-SOC Code\tTitle\tDescription\n51-9999.01\tGlaze Tasters\tTaste "glaze\n'
        "17-9999.00\tKiln Engineers\tPlan kilns.\n"
    ),
    "Alternate Titles.txt": (
        "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n51-9999.01\tGlaze Sampler (GS)\tGS\t01\n"
        "51-9999.01\tPanel Member\tn/a\t01\n99-0000.00\tNobody\tn/a\t01\n99-0000.00\tNo One\tn/a\t01\n"
    ),
    "Sample of Reported Titles.txt": (
        "O*NET-SOC Code\tReported Job Title\tShown in My Next Move\n17-9999.00\tKiln Planner\tY\n"
    ),
    "Task Statements.txt": "O*NET-SOC Code\tTask ID\tTask\tTask Type\n51-9999.01\t1\tTaste glaze, and rinse.\tCore\n",
    "Skills.txt": (
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tRecommend Suppress\n"
        "51-9999.01\t1\tSpeaking\tIM\t3.12\tN\n51-9999.01\t2\tTasting\tIM\t4.5\tN\n51-9999.01\t3\tWriting\tIM\t1.5\tN\n"
        "51-9999.01\t2\tTasting\tLV\t5.5\tN\n51-9999.01\t4\tGuessing\tIM\t4.9\tY\n51-9999.01\t5\tHumming\tIM\tn/a\tN\n"
    ),
    "Technology Skills.txt": (
        "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\n"
        "17-9999.00\tKilnCAD\t1\tDesign software\tN\n"
    ),
}


def written(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8-sig")
    return folder


def zipped(path, files, inside=""):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{inside}{name}", text)
    return path


def codes(taxonomy):
    return [problem.code.removeprefix("catalog-taxonomy-") for problem in taxonomy.problems]


@pytest.mark.parametrize("shape", ["folder", "file", "zip"])
def test_esco(tmp_path, shape):
    folder = written(tmp_path / "esco", ESCO)
    zipped(tmp_path / "esco.zip", ESCO, "ESCO dataset/")
    source = {"folder": folder, "file": folder / "occupations_en.csv", "zip": tmp_path / "esco.zip"}[shape]
    taxonomy = read_taxonomy(source)
    welder, taster = taxonomy.occupations
    assert taxonomy.form == "esco"
    assert (welder.role_id, welder.name, welder.parent) == ("http://x/o/1", "kiln welder", "Welders of kilns")
    assert welder.aliases == ("arc joiner", "spark joiner", "seam smith")
    assert (welder.definition, welder.skills) == ("Joins, and seals.", ("join seams", "hum quietly"))
    assert (taster.parent, taster.skills) == ("", ())
    (problem,) = taxonomy.problems
    assert (problem.code, problem.shown, problem.facts) == (
        "catalog-taxonomy-unknown-reference",
        "http://x/o/9",
        {"count": 1},
    )


def test_esco_in_another_language_tells_what_is_missing(tmp_path):
    taxonomy = read_taxonomy(written(tmp_path, ESCO), language="de")
    assert [occupation.name for occupation in taxonomy.occupations] == ["Ofenschweißer"]
    assert [problem.source.file for problem in taxonomy.problems] == [
        "ISCOGroups_de.csv",
        "skills_de.csv",
        "occupationSkillRelations_de.csv",
    ]
    refused = read_taxonomy(tmp_path, language="fr")
    assert codes(refused) == ["unreadable"]
    assert "languages: en, de" in refused.problems[0].wrong("en")


@pytest.mark.parametrize("shape", ["folder", "file", "zip"])
def test_onet(tmp_path, shape):
    folder = written(tmp_path / "onet", ONET)
    zipped(tmp_path / "db_99_9_text.zip", ONET, "db_99_9_text/")
    source = {"folder": folder, "file": folder / "Occupation Data.txt", "zip": tmp_path / "db_99_9_text.zip"}[shape]
    taxonomy = read_taxonomy(source)
    taster, engineer = taxonomy.occupations
    assert taxonomy.form == "onet"
    assert (taster.role_id, taster.name, taster.definition) == ("51-9999.01", "Glaze Tasters", 'Taste "glaze')
    assert taster.aliases == ("Glaze Sampler (GS)", "GS", "Panel Member")
    assert (taster.tasks, taster.skills, taster.parent) == (
        ("Taste glaze, and rinse.",),
        ("Tasting", "Speaking"),
        "Production",
    )
    assert (engineer.aliases, engineer.skills) == (("Kiln Planner",), ("Design software", "KilnCAD"))
    assert codes(taxonomy) == ["unknown-reference", "part-missing", "part-missing"]
    assert taxonomy.problems[0].facts == {"count": 2}


def test_a_file_without_its_key_column_is_told(tmp_path):
    taxonomy = read_taxonomy(written(tmp_path, {**ONET, "Occupation Data.txt": "Code\tTitle\n1\tx\n"}))
    assert codes(taxonomy) == ["unreadable"]
    assert "O*NET-SOC Code" in taxonomy.problems[0].wrong("zh")


def test_a_folder_with_several_lists_asks_for_one(tmp_path):
    written(tmp_path, {"a.csv": "id,name\n1,x\n", "b.csv": "id,name\n2,y\n"})
    assert codes(read_taxonomy(tmp_path)) == ["unreadable"]
    assert read_taxonomy(tmp_path / "b.csv").occupations[0].role_id == "2"


def test_the_only_list_of_a_folder_is_taken(tmp_path):
    written(tmp_path / "deep", {"a.csv": "id,name\n1,x\n", "readme.md": "#"})
    assert read_taxonomy(tmp_path, Form.FLAT).occupations[0].name == "x"
