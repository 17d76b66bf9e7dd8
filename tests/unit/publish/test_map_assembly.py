import pytest

from talentmap.errors import EnvironmentFault
from talentmap.publish.map.assembly import joined, script, style
from talentmap.resources import templates_dir

NEEDS_OTHER = 'import { a } from "./other.js";\n'
RISKY = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch(", "Storage")


def test_modules_stand_after_what_they_need_and_once():
    modules = {
        "main": 'import { b } from "./left.js";\nimport { c } from "./right.js";\nb(c);\n',
        "left": 'import { a } from "./base.js";\nexport const b = (x) => a + x;\n',
        "right": 'import { a } from "./base.js";\nconst own = 1;\nexport const c = a + own;\n',
        "base": "export const a = 1;\n",
    }
    text = joined(modules, "main")
    assert text.count("const a = 1;") == 1
    places = [text.index(part) for part in ("const a", "const b", "const c", "b(c);")]
    assert places == sorted(places)
    assert "import" not in text and "export" not in text
    assert text.startswith('"use strict";\n(() => {\n') and text.endswith("})();\n")


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        ({"main": NEEDS_OTHER, "other": "const a = 1;\n"}, "main.js imports a from other.js"),
        ({"main": 'import { a } from "./gone.js";\n'}, "main.js imports a from gone.js"),
        ({"main": f"{NEEDS_OTHER}const b = 2;\n", "other": "export const a = 1;\nconst b = 1;\n"}, "both declare b"),
        (
            {
                "main": f"{NEEDS_OTHER}export const b = 1;\n",
                "other": 'import { b } from "./main.js";\nexport const a = 1;\n',
            },
            "ring: main > other > main",
        ),
    ],
)
def test_modules_that_do_not_fit_are_refused(modules, said):
    with pytest.raises(EnvironmentFault, match=said):
        joined(modules, "main")


def test_every_script_and_style_of_the_folder_is_in_the_page():
    folder = templates_dir() / "map"
    for path in folder.glob("*.js"):
        assert path.read_text(encoding="utf-8").splitlines()[0] in script()
    for path in folder.glob("*.css"):
        assert path.read_text(encoding="utf-8") in style()
    assert "import {" not in script()


def test_nothing_in_the_script_writes_markup_or_runs_text():
    for risky in RISKY:
        assert risky not in script()
