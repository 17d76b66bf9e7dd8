"""Job titles as firms write them: a wording that means a role, and then what people do to it.

First a core is chosen: the role's name, one of its aliases, an English name, a paraphrase that the catalog does not
list (about 35% of all titles), a generic word (技术员, 普工) that only the skills can settle, or two posts in one.
Posts outside the catalog (财务会计, 司机) mean NONE. Then habits are laid over it: level words, a recruiter's prefix,
brackets, pay or heads in the title, traditional or full-width characters, a slip of the pen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from examples.generator.chance import Dice
from examples.generator.chinese import full_width, slip, traditional
from examples.generator.paraphrases import Paraphrase, paraphrases
from talentmap.model.taxonomy import Catalog, Role, Tier
from talentmap.text import compact

NONE = "NONE"
CORES = {
    "alias": 0.395,
    "name": 0.125,
    "english": 0.03,
    "paraphrase": 0.385,
    "generic": 0.04,
    "double": 0.025,
}
OUTSIDE_SHARE = 0.07
_GENERIC = {
    Tier.SCIENTIST: ("研发人员", "技术专家", "科研人员"),
    Tier.ENGINEER: ("技术员", "工程师", "技术人员", "工艺员"),
    Tier.TECHNICIAN: ("普工", "操作工", "技工", "技术工人", "生产员工"),
    Tier.YOUTH: ("实习生", "储备干部", "应届毕业生", "学徒工"),
}
_OUTSIDE = (
    "财务会计", "出纳", "行政文员", "货车司机", "小车司机", "保安", "厨师", "销售内勤", "人事专员", "前台文员",
    "保洁员", "法务专员", "总经理助理", "食堂帮厨", "绿化工", "招聘专员", "成本会计", "税务会计", "档案管理员",
    "宿舍管理员", "行政主管", "驾驶员", "报关员", "平面设计", "网络管理员", "党务专员", "车队队长", "幼教老师",
    "叉车司机", "搬运工",
)  # fmt: skip
OUTSIDE_SKILLS = ("财务软件", "税务申报", "公文写作", "C1驾照", "档案整理", "接待礼仪", "劳动法规", "消防常识")
_LEVEL_PREFIXES = {
    Tier.SCIENTIST: ("首席", "资深", "高级"),
    Tier.ENGINEER: ("高级", "资深", "中级", "初级", "高级", "助理"),
    Tier.TECHNICIAN: ("高级", "中级", "熟练", "初级", "资深"),
    Tier.YOUTH: ("应届", "2026届"),
}
_LEVEL_SUFFIXES = {
    Tier.SCIENTIST: ("（正高级）", "（博士）"),
    Tier.ENGINEER: ("主管", "（高级工程师）", "（中级职称）", "组长"),
    Tier.TECHNICIAN: ("（技师）", "（高级工）", "班长", "组长", "（高级技师）", "（中级工）"),
    Tier.YOUTH: ("（应届）", "（2026届）"),
}
_QUALIFIERS = ("包吃住", "倒班", "长白班", "急聘", "五险一金", "有经验优先", "可接受应届", "双休")


@dataclass(frozen=True, slots=True)
class Titled:
    """A title, the role it means (NONE, or `a|b` for two posts in one) and how it was made."""

    text: str
    role_id: str
    recipe: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What a title may mention of its surroundings."""

    firm: str
    segment: str
    pay_low: int
    headcount: int


Habit = Callable[[str, Role, Scene, Dice], str]


@dataclass(frozen=True, slots=True)
class Wording:
    """The titles that a catalog's roles may go by."""

    catalog: Catalog
    paraphrases: Mapping[str, tuple[Paraphrase, ...]]
    known: frozenset[str]

    def title(self, role: Role, scene: Scene, dice: Dice) -> Titled:
        """A title that means `role`."""
        core = self._core(role, dice)
        text, habits = _with_habits(core.text, role, scene, dice)
        return Titled(text, core.role_id, "+".join((core.recipe, *habits)))

    def own_title(self, role: Role, scene: Scene, dice: Dice) -> str:
        """What a person in `role` is called in a department's list: one post, no habits of advertisements."""
        kind = dice.pick({"alias": 0.5, "name": 0.14, "paraphrase": 0.36})
        if kind == "paraphrase":
            text = self._paraphrase(role, dice).text
        else:
            text = dice.choice(role.aliases) if kind == "alias" else role.zh
        return levelled(text, role, scene, dice) if dice.chance(0.2) else text

    def outside(self, scene: Scene, dice: Dice) -> Titled:
        """A title of a post that the catalog does not hold."""
        text = dice.choice([title for title in _OUTSIDE if compact(title) not in self.known])
        return Titled(f"{text}（{dice.choice(_QUALIFIERS)}）" if dice.chance(0.12) else text, NONE, "outside")

    def _core(self, role: Role, dice: Dice) -> Titled:
        kind = dice.pick(CORES)
        if kind == "paraphrase":
            return self._paraphrase(role, dice)
        if kind == "double":
            return self._double(role, dice)
        if kind == "generic":
            words = [word for word in _GENERIC[role.tier] if compact(word) not in self.known]
            return Titled(dice.choice(words), role.id, kind) if words else Titled(role.zh, role.id, "name")
        listed = {"alias": role.aliases, "english": role.aliases_en}.get(kind, ())
        return Titled(dice.choice(listed or (role.zh,)), role.id, kind)

    def _paraphrase(self, role: Role, dice: Dice) -> Titled:
        made = self.paraphrases[role.id]
        recipe = dice.choice(sorted({paraphrase.recipe for paraphrase in made}))
        text = dice.choice([paraphrase.text for paraphrase in made if paraphrase.recipe == recipe])
        return Titled(text, role.id, recipe)

    def _double(self, role: Role, dice: Dice) -> Titled:
        beside = [
            other
            for other in self.catalog.roles_of(role.chain_id)
            if other.id != role.id and other.tier == role.tier and other.segment == role.segment
        ]
        if not beside:
            return Titled(role.zh, role.id, "name")
        other = dice.choice(beside)
        text = f"{dice.choice(role.aliases)}{dice.choice('/、&')}{dice.choice(other.aliases)}"
        return Titled(text, f"{role.id}|{other.id}", "double")


def build_wording(catalog: Catalog) -> Wording:
    """The wordings of every role of `catalog`."""
    known = frozenset(compact(title) for role in catalog.roles.values() for title in role.titles())
    return Wording(catalog, paraphrases(catalog), known)


def levelled(text: str, role: Role, scene: Scene, dice: Dice) -> str:
    """A level word before, inside or after the title."""
    if text.endswith("工程师") and role.tier is Tier.ENGINEER and dice.chance(0.5):
        return f"{text.removesuffix('工程师')}{dice.choice(('高级', '高级', '助理'))}工程师"
    if dice.chance(0.6):
        return dice.choice(_LEVEL_PREFIXES[role.tier]) + text
    suffix = dice.choice(_LEVEL_SUFFIXES[role.tier])
    return text if text.endswith(suffix) else text + suffix


def recruited(text: str, role: Role, scene: Scene, dice: Dice) -> str:
    """The recruiter's name before the title."""
    return dice.choice((f"{scene.firm}招聘{text}", f"{scene.firm}诚聘{text}", f"招聘{text}", f"高薪诚聘：{text}"))


def qualified(text: str, role: Role, scene: Scene, dice: Dice) -> str:
    """A qualifier in brackets: where in the chain, or what else the post offers."""
    word = scene.segment[:6].rstrip("与和、") if dice.chance(0.55) else dice.choice(_QUALIFIERS)
    return dice.choice((f"{text}（{word}）", f"{text}({word})", f"【{word}】{text}"))


def priced(text: str, role: Role, scene: Scene, dice: Dice) -> str:
    """The pay in the title."""
    return dice.choice((f"{text} {scene.pay_low}元/月起", f"{text}（{scene.pay_low // 1000}k起）"))


def counted(text: str, role: Role, scene: Scene, dice: Dice) -> str:
    """The heads in the title."""
    return dice.choice(
        (f"{text}{scene.headcount}名", f"{text}（{scene.headcount}人）", f"急招{text}{scene.headcount}人")
    )


def in_traditional(text: str, role: Role, scene: Scene, dice: Dice) -> str:
    """The title in traditional characters."""
    return traditional(text)


def in_full_width(text: str, role: Role, scene: Scene, dice: Dice) -> str:
    """Latin letters and digits in full width."""
    return full_width(text)


def blanked(text: str, role: Role, scene: Scene, dice: Dice) -> str:
    """A blank before, behind or inside."""
    place = dice.choice((0, len(text), max(1, len(text) // 2)))
    return text[:place] + dice.choice((" ", "\u3000")) + text[place:]


def misspelt(text: str, role: Role, scene: Scene, dice: Dice) -> str:
    """One slip of the pen."""
    return slip(text)


HABITS: Sequence[tuple[Habit, float]] = (
    (levelled, 0.27),
    (qualified, 0.09),
    (recruited, 0.06),
    (priced, 0.025),
    (counted, 0.025),
    (misspelt, 0.02),
    (in_traditional, 0.02),
    (in_full_width, 0.025),
    (blanked, 0.03),
)


def _with_habits(text: str, role: Role, scene: Scene, dice: Dice) -> tuple[str, list[str]]:
    applied: list[str] = []
    for habit, probability in HABITS:
        if len(applied) < 2 and dice.chance(probability):
            changed = habit(text, role, scene, dice)
            if changed != text:
                text, applied = changed, [*applied, habit.__name__]
    return text, applied
