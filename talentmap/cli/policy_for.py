"""`talentmap policy for`: what an enterprise or a talent could claim, and what is missing for the rest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from talentmap.bilingual import both, said
from talentmap.cli.console import Lang, default_lang, say, stdout
from talentmap.errors import EditionError

if TYPE_CHECKING:
    from talentmap.catalog.policies import PolicyRegister
    from talentmap.model.edition import Edition
    from talentmap.model.rule import Clause
    from talentmap.model.taxonomy import Catalog
    from talentmap.policy.claims import Claim
    from talentmap.policy.profiles import Profiles

_ASKS = {
    "zh": {"post": "岗位要求", "role": "岗位一般要求", "person": "登记情况不符"},
    "en": {"post": "the post asks", "role": "the role asks", "person": "what is registered does not meet it"},
}
_HEADS = {
    "zh": {"eligible": "可以申请", "unknown": "补充说明后可能可以申请", "refused": "只差一项条件"},
    "en": {
        "eligible": "Can be claimed",
        "unknown": "Might be claimed, if more were known",
        "refused": "Lacks one condition",
    },
}


def policy_for(
    subject: Annotated[
        str, typer.Argument(help="Role id, demand line id or person pseudonym. 岗位、需求条目或人才假名。")
    ],
    edition: Annotated[Path, typer.Option("--edition", "-e", help="Folder of the edition. 年度版文件夹。")] = Path(),
    output: Annotated[Path, typer.Option("--output", help="Where editions were built. 编制结果的位置。")] = Path(
        "output"
    ),
    know: Annotated[
        list[str] | None, typer.Option("--know", "-k", help="What is known besides, e.g. age=34. 另外知道的情况。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead. 输出 JSON。")] = False,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the console. 界面语言。")] = None,
) -> None:
    """What could be claimed for a role, an open post or a person, and what is missing. 能享受哪些政策，还缺什么。

    Roles need no build; posts and people are those of a built edition. Exit code 0: answered. 3: the edition, the
    subject or what is told of it cannot be used.
    """
    from talentmap.catalog.policies import read_policies
    from talentmap.catalog.read import read_edition_catalog
    from talentmap.model.edition import open_edition
    from talentmap.model.rule import RuleFault
    from talentmap.policy.claims import claims, with_known

    opened = open_edition(edition)
    catalog = read_edition_catalog(opened)
    register = read_policies(opened.policies, catalog)
    kind, profile = _profile(subject, opened, catalog, output / opened.settings.id / "internal" / "tables")
    try:
        profile = with_known(profile, know or ())
    except RuleFault as fault:
        raise EditionError(
            both(f"--know: {fault}.", f"--know 写法有误：{said(fault.args[0], 'zh')}。"),
            both("Write it like education=master or age=34.", "请写成 education=master 或 age=34 的样子。"),
        ) from fault
    found = claims(register.in_force(opened.settings.reference_date), profile)
    chosen = (lang or default_lang()).value
    teller = _Teller(catalog, register, kind, profile, chosen)
    if as_json:
        typer.echo(json.dumps(teller.as_json(found), ensure_ascii=False, indent=2))
    else:
        teller.show(found)


def _profile(subject: str, edition: Edition, catalog: Catalog, tables: Path) -> tuple[str, Profiles]:
    """`role`, `post` or `person`, and the subject as rules see it; EditionError where it is none of them."""
    from talentmap.policy.claims import role_profile

    if subject in catalog.roles:
        return "role", role_profile(catalog.roles[subject])
    if not tables.is_dir():
        raise EditionError(
            both(
                f"'{subject}' is no role, and there is no built edition at {tables.parent.parent} to look it up in.",
                f"“{subject}”不是岗位标识，{tables.parent.parent} 也没有可供查找的编制结果。",
            ),
            both(
                "Name a role id of the catalog, or build the edition first and name its --output.",
                "请写目录中的岗位标识，或先编制并写明 --output。",
            ),
        )
    found = _of_build(subject, edition, tables)
    if found is None:
        raise EditionError(
            both(
                f"'{subject}' is no role, demand line or person of {edition.settings.id}.",
                f"“{subject}”不是 {edition.settings.id} 的岗位、需求记录或人员。",
            ),
            both(
                "Role ids stand in catalogs/, line ids in internal/tables/posts.parquet, pseudonyms in people.parquet.",
                "岗位标识见 catalogs/，需求记录见 internal/tables/posts.parquet，人员假名见 people.parquet。",
            ),
        )
    return found


def _of_build(subject: str, edition: Edition, tables: Path) -> tuple[str, Profiles] | None:
    import narwhals as nw

    from talentmap.analysis.policy.subjects import person_profile, post_profiles
    from talentmap.engine import EmbeddedEngine
    from talentmap.tables.analysis import POSTS
    from talentmap.tables.matching import PERSON_ROLES
    from talentmap.tables.registry import PEOPLE

    with EmbeddedEngine(tables) as engine:
        posts = engine.collect(engine.scan(POSTS).filter(nw.col("line_id") == subject), ("line_id",))
        if posts.num_rows:
            return "post", post_profiles(posts.to_pandas())
        people = engine.collect(engine.scan(PEOPLE).filter(nw.col("person_id") == subject), ("person_id",))
        if not people.num_rows:
            return None
        roles = engine.scan(PERSON_ROLES).filter(nw.col("person_id") == subject)
        likely = engine.collect(roles, ("probability", "tier")).to_pylist()
    tier = max(likely, key=lambda role: (role["probability"], role["tier"]))["tier"] if likely else ""
    return "person", person_profile(people.to_pylist()[0], tier, edition.settings.reference_date)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells claims in one language. Of a person it tells which condition is missing, never what is registered."""

    catalog: Catalog
    register: PolicyRegister
    kind: str
    profile: Profiles
    lang: str

    def show(self, found: Sequence[Claim]) -> None:
        """Print what can be claimed, what cannot be told, what lacks one condition, and how many lack more."""
        from talentmap.policy.eligibility import Verdict

        near = [claim for claim in found if claim.verdict is Verdict.REFUSED and _lacks_one(claim)]
        parts = {
            "eligible": [claim for claim in found if claim.verdict is Verdict.ELIGIBLE],
            "unknown": [claim for claim in found if claim.verdict is Verdict.UNKNOWN],
            "refused": near,
        }
        for name, part in parts.items():
            stdout.print(f"[bold]{_HEADS[self.lang][name]}[/] ({len(part)})", highlight=False)
            for claim in part:
                self._show(claim)
        rest = len(found) - sum(map(len, parts.values()))
        told = f"另有 {rest} 条缺少两项以上条件。" if self.lang == "zh" else f"{rest} more lack two conditions or more."
        say(told)

    def _show(self, claim: Claim) -> None:
        told = [
            self._title(claim),
            self._amount(claim),
            *self._missing(claim),
            *self._to_show(claim),
            self._apply(claim),
        ]
        stdout.print(f"  • {escape(told[0])}", highlight=False, soft_wrap=True)
        for line in filter(None, told[1:]):
            stdout.print(f"      {escape(line)}", highlight=False, soft_wrap=True)

    def _title(self, claim: Claim) -> str:
        stage = self.catalog.stages[claim.item.stage.value]
        name = stage.long_name(self.lang)
        return f"{claim.item.item_id}  {claim.item.title(self.lang)} ({name})"

    def _amount(self, claim: Claim) -> str:
        from talentmap.publish.numbers import Numbers
        from talentmap.publish.terms import term

        item = claim.item
        ends = sorted(each for each in (item.amount_low, item.amount_high) if each is not None)
        basis = term("bases", item.amount_basis).name(self.lang)
        if not ends:
            return basis or ("金额未写明" if self.lang == "zh" else "amount not stated")
        told = Numbers(self.lang).amount(ends[0], ends[-1])
        return f"{basis}{told}" if self.lang == "zh" else f"{told} {basis}".strip()

    def _missing(self, claim: Claim) -> list[str]:
        from talentmap.policy.claims import value_of
        from talentmap.policy.eligibility import Verdict
        from talentmap.publish.conditions import clause_words

        told = []
        for clause, verdict in claim.open_clauses:
            needs = clause_words(clause, self.catalog, self.lang)
            if verdict is Verdict.UNKNOWN:
                told.append(f"不清楚：{needs}" if self.lang == "zh" else f"not known: {needs}")
                continue
            asks = _ASKS[self.lang][self.kind]
            value = value_of(self.profile, clause.field)
            if self.kind != "person" and value is not None:
                asks = f"{asks}{'：' if self.lang == 'zh' else ' '}{self._named(clause, value)}"
            told.append(f"需要{needs}；{asks}" if self.lang == "zh" else f"needs {needs}; {asks}")
        return told

    def _named(self, clause: Clause, value: str | float) -> str:
        from talentmap.model.rule import LADDERS
        from talentmap.publish.conditions import member_name, number_words, step_words

        if isinstance(value, float):
            return number_words(clause.field, value, self.lang)
        if clause.field in LADDERS:
            return step_words(clause.field, value, self.catalog, self.lang)
        return member_name(clause.field, value, self.catalog, self.lang)

    def _to_show(self, claim: Claim) -> list[str]:
        from talentmap.publish.conditions import clause_words

        if not claim.undertakings:
            return []
        told = [clause_words(clause, self.catalog, self.lang) for clause in claim.undertakings]
        return [f"申请时须证明：{'，'.join(told)}" if self.lang == "zh" else f"to be shown: {'; '.join(told)}"]

    def _apply(self, claim: Claim) -> str:
        from talentmap.publish.terms import term

        document = self.register.documents[claim.item.doc_id]
        if self.lang == "zh":
            return f"向{document.department}申请：《{document.title_zh}》（{document.number}）{claim.item.clause}"
        department = term("departments", document.department_id)
        name = document.department if department.en == document.department_id else department.en
        return f"Apply to {name}: {document.title_en} ({document.number}), {claim.item.clause}"

    def as_json(self, found: Sequence[Claim]) -> dict[str, Any]:
        """Every item with its verdict, the clauses in the way, and where to apply."""
        from talentmap.model.rule import clause_text

        return {
            "kind": self.kind,
            "items": [
                {
                    "item_id": claim.item.item_id,
                    "title": claim.item.title(self.lang),
                    "verdict": claim.verdict.value,
                    "amount": self._amount(claim),
                    "missing": [
                        {"clause": clause_text(clause), "verdict": verdict.value, "words": words}
                        for (clause, verdict), words in zip(claim.open_clauses, self._missing(claim), strict=True)
                    ],
                    "to_be_shown": [clause_text(clause) for clause in claim.undertakings],
                    "apply": self._apply(claim),
                }
                for claim in found
            ],
        }


def _lacks_one(claim: Claim) -> bool:
    """Whether one condition stands in the way that is not the tier itself: nobody changes tier to claim an item."""
    return len(claim.open_clauses) == 1 and claim.open_clauses[0][0].field != "tier"
