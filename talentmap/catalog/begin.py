"""A new edition's folder: empty but for its settings, or next year's, with what carries over from this one."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from talentmap.bilingual import both
from talentmap.errors import EditionError
from talentmap.model.edition import Edition, open_edition
from talentmap.resources import catalogs_dir, templates_dir

_FOLDERS = ("surveys", "registry", "policies", "decisions")
_CARRIED = ("policies", "decisions", "scenarios", "loop.csv")
_MAPPINGS = "*.mapping.yaml"
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_OWN_CATALOG = 'catalog = "catalogs"           # 自有目录 · a catalog of its own\n'


def begin(folder: Path, region: str, year: int) -> tuple[Path, ...]:
    """What was written of a new edition of `region`: its settings, and a catalog of its own where none is shipped.

    EditionError where `folder` holds anything, or where `region` cannot name a file.
    """
    if not _ID.fullmatch(region):
        raise EditionError(
            both(f"'{region}' cannot name a region.", f"“{region}”不能用作地区代号。"),
            both("Use lower-case letters, digits and hyphens: mycity.", "只用小写字母、数字和连字符，例如 mycity。"),
        )
    _make(folder)
    shipped = (catalogs_dir() / "districts" / f"{region}.yaml").is_file()
    names = {"region_zh": "清远市", "region_en": "Qingyuan"} if region == "qingyuan" else _named_after(region)
    facts = {"id": f"{region}-{year}", "region": region, "year": year, "before": year - 1, **names}
    written = [folder / "edition.toml"]
    catalog = "" if shipped else _OWN_CATALOG
    written[0].write_text(_text("edition.toml").format(catalog=catalog, **facts), encoding="utf-8")
    if not shipped:
        shutil.copytree(catalogs_dir(), folder / "catalogs")
        written.append(folder / "catalogs" / "districts" / f"{region}.yaml")
        written[1].write_text(_text("districts.yaml").format(**facts), encoding="utf-8")
    open_edition(folder)
    return tuple(written)


def begin_after(folder: Path, former: Edition) -> tuple[Path, ...]:
    """What was written of the edition of the year after `former`.

    Its settings are a year on and name `former` as the edition before. A catalog of its own, the policy register,
    decisions, scenarios, the journal of signals and the mapping files are carried over, surveys and extracts are not.
    EditionError where `folder` holds anything.
    """
    _make(folder)
    settings = folder / "edition.toml"
    settings.write_text(_a_year_on(former, folder), encoding="utf-8")
    names = [name for name in (*_CARRIED, *_own_catalog(former)) if (former.folder / name).exists()]
    for name in names:
        if (former.folder / name).is_dir():
            shutil.copytree(former.folder / name, folder / name, dirs_exist_ok=True)
        else:
            shutil.copyfile(former.folder / name, folder / name)
    mappings = sorted(former.registry.glob(_MAPPINGS))
    for path in mappings:
        shutil.copyfile(path, folder / "registry" / path.name)
    open_edition(folder)
    return (settings, *(folder / name for name in names), *(folder / "registry" / p.name for p in mappings))


def _own_catalog(former: Edition) -> tuple[str, ...]:
    """The name of the catalogs folder that lies in an edition; what lies elsewhere is shared from year to year."""
    catalog, home = (former.folder / (former.settings.catalog or "")).resolve(), former.folder.resolve()
    return (catalog.relative_to(home).as_posix(),) if catalog != home and catalog.is_relative_to(home) else ()


def _make(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EditionError(
            both(f"{folder} is there already and not empty.", f"{folder} 已经存在，而且不是空文件夹。"),
            both("Name a folder that is new or empty.", "请换一个新的或空的文件夹。"),
        )
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True)


def _text(name: str) -> str:
    return (templates_dir() / "edition" / name).read_text(encoding="utf-8")


def _named_after(region: str) -> dict[str, str]:
    return {"region_zh": "（请填地区名）", "region_en": region.replace("-", " ").title()}


def _a_year_on(former: Edition, folder: Path) -> str:
    """The words of `edition.toml`, comments and all: years and dates a year later, paths seen from `folder`."""
    settings = former.settings
    year = settings.year
    text = (former.folder / "edition.toml").read_text(encoding="utf-8-sig")
    text = re.sub(rf"(?m)^(\w+ *= *){year}(?=-\d\d-\d\d)", rf"\g<1>{year + 1}", text)
    text = re.sub(rf"(?m)^(year *= *){year}\b", rf"\g<1>{year + 1}", text)
    stem = settings.id.replace(str(year), str(year + 1))
    name = stem if stem != settings.id else f"{settings.id}-{year + 1}"
    text = re.sub(r'(?m)^(id *= *)"[^"]*"', rf'\g<1>"{name}"', text)
    return "\n".join(_with_paths(text.splitlines(), former, folder)) + "\n"


def _with_paths(lines: list[str], former: Edition, folder: Path) -> Iterator[str]:
    named = {"previous": former.folder}
    if former.settings.catalog:
        own = _own_catalog(former)
        named["catalog"] = folder / own[0] if own else former.folder / former.settings.catalog
    paths = {key: Path(os.path.relpath(path, folder)).as_posix() for key, path in named.items()}
    replaced = "|".join(named)
    for line in lines:
        if line.startswith("["):
            yield from (f'{key} = "{path}"' for key, path in paths.items())
            paths = {}
        if not re.match(rf"(?:{replaced}) *=", line):
            yield line
