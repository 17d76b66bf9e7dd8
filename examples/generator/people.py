"""The people behind the registry: 30,000 who never lived, with what they do and which departments know them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from examples.generator.chance import Dice
from examples.generator.demand import Surroundings
from examples.generator.enterprises import Firm, district_weights
from examples.generator.identifiers import credit_code, phone, resident_id
from examples.generator.industries import OUTSIDE
from examples.generator.market import Trade
from examples.generator.names import MARK, minority_name, person_name
from examples.generator.scale import Scale
from examples.generator.titles import NONE, Scene
from talentmap.model.taxonomy import Catalog, Education, Tier

REFERENCE = date(2026, 6, 30)
INSURANCE, EXPERTS, GRADUATES, CERTIFICATES = "insurance", "experts", "graduates", "certificates"

# Out of 30,000: which extracts know how many people of each status. The sums are 18,850 / 1,580 / 9,130 / 8,460.
MEMBERSHIPS: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (11_000, "employed", (INSURANCE,)),
    (640, "employed", (INSURANCE, EXPERTS)),
    (60, "employed", (INSURANCE, EXPERTS, CERTIFICATES)),
    (3_850, "employed", (INSURANCE, CERTIFICATES)),
    (150, "employed", (INSURANCE, GRADUATES, CERTIFICATES)),
    (2_250, "employed", (INSURANCE, GRADUATES)),
    (2_990, "employed", (CERTIFICATES,)),
    (650, "employed", (EXPERTS,)),
    (40, "employed", (EXPERTS, GRADUATES)),
    (870, "employed", (GRADUATES,)),
    (700, "seeking", (INSURANCE,)),
    (150, "seeking", (INSURANCE, GRADUATES)),
    (550, "seeking", (CERTIFICATES,)),
    (130, "seeking", (EXPERTS,)),
    (700, "seeking", (GRADUATES,)),
    (470, "seeking", (GRADUATES, CERTIFICATES)),
    (4_000, "student", (GRADUATES,)),
    (200, "student", (GRADUATES, CERTIFICATES)),
    (50, "returning", (INSURANCE,)),
    (60, "returning", (EXPERTS,)),
    (300, "returning", (GRADUATES,)),
    (190, "returning", (CERTIFICATES,)),
)
_TIERS: Mapping[str, Mapping[str, float]] = {
    "employed": {"scientist": 0.02, "engineer": 0.33, "technician": 0.38, "youth": 0.06, NONE: 0.21},
    "seeking": {"scientist": 0.14, "engineer": 0.24, "technician": 0.19, "youth": 0.21, NONE: 0.22},
    "student": {"youth": 0.85, NONE: 0.15},
    "returning": {"scientist": 0.26, "engineer": 0.30, "technician": 0.12, "youth": 0.22, NONE: 0.10},
}
_AGES = {Tier.SCIENTIST: (29, 58), Tier.ENGINEER: (24, 57), Tier.TECHNICIAN: (20, 58), Tier.YOUTH: (19, 26)}
SCHOOLS = {
    Education.SECONDARY: ("清远市示例技师学院", "示例职业技术学校", "粤北示例技工学校"),
    Education.ASSOCIATE: (
        "清远示例职业技术学院",
        "广东示例轻工职业学院",
        "广州示例铁路职业学院",
        "清远示例科贸学院",
    ),
    Education.BACHELOR: (
        "广东示例工业大学",
        "广州示例大学",
        "韶关示例学院",
        "湖南示例科技大学",
        "广西示例大学",
        "南方示例农业大学",
    ),
    Education.MASTER: ("华南示例理工大学", "中南示例大学", "广东示例工业大学", "南方示例农业大学"),
    Education.DOCTORATE: ("华南示例理工大学", "中南示例大学", "北方示例科技大学", "海外示例大学"),
}
_TITLES = ("none", "assistant", "intermediate", "associate_senior", "full_senior")
_SKILL_LEVELS = (
    "none", "junior_worker", "intermediate_worker", "senior_worker", "technician", "senior_technician",
)  # fmt: skip
OTHER_MAJORS = ("会计学", "行政管理", "市场营销", "汉语言文学", "工商企业管理", "学前教育", "法学")


@dataclass(frozen=True, slots=True)
class Employer:
    """Where somebody works: a firm of the population or an institution outside the chains."""

    name: str
    code: str
    industry: str
    district_id: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person as they are in truth; `second_title` is how another department words the same post."""

    number: int
    name: str
    female: bool
    birth: date
    id_number: str
    phone: str
    status: str
    role_id: str
    tier: str
    chain_id: str
    job_title: str
    second_title: str
    education: str
    school: str
    major: str
    graduation_year: int
    professional_title: str
    skill_level: str
    certificates: tuple[str, ...]
    employer: Employer | None
    former_employer: Employer | None
    district_id: str
    pay_month: int
    known_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labour:
    """What people are drawn from."""

    surroundings: Surroundings
    firms: Mapping[str, Sequence[Firm]]
    outside: Sequence[Employer]
    seed: int


def draw_people(firms: Sequence[Firm], surroundings: Surroundings, scale: Scale, seed: int) -> tuple[Person, ...]:
    """Everybody whom at least one department knows, in a seeded order."""
    labour = Labour(surroundings, _by_chain(firms), _outside_employers(surroundings.catalog, seed), seed)
    places = [(status, known) for count, status, known in MEMBERSHIPS for _ in range(scale.part(count))]
    Dice(seed, "people").shuffle(places)
    return tuple(_person(number, status, known, labour) for number, (status, known) in enumerate(places, start=1))


def _by_chain(firms: Sequence[Firm]) -> dict[str, list[Firm]]:
    grouped: dict[str, list[Firm]] = {}
    for firm in firms:
        grouped.setdefault(firm.chain_id, []).append(firm)
    return grouped


def _outside_employers(catalog: Catalog, seed: int) -> list[Employer]:
    dice = Dice(seed, "outside")
    weights = district_weights(catalog)
    return [
        Employer(
            f"清远示例第{place}{kind.trade}{MARK}",
            credit_code(800_000 + place),
            kind.code,
            dice.pick(weights),
        )
        for place, kind in enumerate(OUTSIDE * 5, start=1)
    ]


def _person(number: int, status: str, known: tuple[str, ...], labour: Labour) -> Person:
    dice = Dice(labour.seed, "person", number)
    female = dice.chance(0.4)
    tier = _tier(status, known, dice)
    trade = _trade(tier, labour, dice)
    education = _education(tier, trade, dice)
    birth, graduated = _dates(tier, status, known, education, dice)
    employer = _employer(status, trade, known, labour, dice)
    return Person(
        number=number,
        name=minority_name(dice) if dice.chance(0.006) else person_name(dice, female),
        female=female,
        birth=birth,
        id_number=resident_id(number, birth, female),
        phone=phone(10_000_000 + number * 37),
        status=status,
        role_id=trade.role.id if trade else NONE,
        tier=tier if trade else "",
        chain_id=trade.role.chain_id if trade else "",
        job_title=_job_title(trade, status, labour, dice),
        second_title=_job_title(trade, "employed", labour, dice),
        education=education,
        school=dice.choice(SCHOOLS[Education(education)]),
        major=dice.choice(trade.role.majors if trade and trade.role.majors else OTHER_MAJORS),
        graduation_year=graduated,
        professional_title=_professional_title(tier, birth, dice),
        skill_level=_skill_level(tier, known, birth, dice),
        certificates=_certificates(trade, known, dice),
        employer=employer,
        former_employer=_employer(status, trade, known, labour, dice),
        district_id=employer.district_id if employer else dice.pick(district_weights(labour.surroundings.catalog)),
        pay_month=_pay(trade, status, dice),
        known_to=known,
    )


def _tier(status: str, known: tuple[str, ...], dice: Dice) -> str:
    if EXPERTS in known:
        return dice.pick({"scientist": 0.42, "engineer": 0.53, NONE: 0.05})
    if CERTIFICATES in known and status == "employed":
        return dice.pick({"technician": 0.78, "engineer": 0.14, NONE: 0.08})
    if GRADUATES in known and status != "student":
        return dice.pick({"youth": 0.48, "engineer": 0.22, "technician": 0.1, NONE: 0.2})
    return dice.pick(_TIERS[status])


def _trade(tier: str, labour: Labour, dice: Dice) -> Trade | None:
    if tier == NONE:
        return None
    chain_id = dice.pick({chain: len(firms) for chain, firms in labour.firms.items()})
    return labour.surroundings.market.held(chain_id, {Tier(tier): 1.0}, dice)


def _education(tier: str, trade: Trade | None, dice: Dice) -> str:
    if trade is None:
        return dice.pick({"secondary": 0.15, "associate": 0.4, "bachelor": 0.42, "master": 0.03})
    if tier == Tier.SCIENTIST:
        return dice.pick({"doctorate": 0.62, "master": 0.35, "bachelor": 0.03})
    floor = max(Education.SECONDARY.rank, trade.role.education.rank)
    step = dice.pick({0: 0.66, 1: 0.22, -1: 0.12})
    return list(Education)[max(1, min(4, floor + step))]


def _dates(tier: str, status: str, known: tuple[str, ...], education: str, dice: Dice) -> tuple[date, int]:
    """Birth and year of graduation: students finish in 2026 or later, the graduates' list goes back five years."""
    at_graduation = {"secondary": 18, "associate": 21, "bachelor": 22, "master": 25, "doctorate": 29}[education]
    if status == "student":
        graduated = dice.pick({2026: 0.5, 2027: 0.34, 2028: 0.16})
    elif GRADUATES in known:
        graduated = dice.randint(2021, 2025)
    else:
        low, high = _AGES[Tier(tier)] if tier != NONE else (22, 58)
        age = max(dice.randint(low, high), at_graduation + 1)
        graduated = REFERENCE.year - age + at_graduation
    born = graduated - at_graduation - dice.pick({0: 0.8, 1: 0.2})
    return date(born, 1, 1) + timedelta(days=dice.randrange(365)), graduated


def _employer(status: str, trade: Trade | None, known: tuple[str, ...], labour: Labour, dice: Dice) -> Employer | None:
    if status != "employed":
        return None
    if (trade is None and dice.chance(0.5)) or (EXPERTS in known and dice.chance(0.4)):
        return dice.choice(labour.outside)
    chain_id = trade.role.chain_id if trade else dice.choice(sorted(labour.firms))
    firm = dice.pick({firm: firm.employees for firm in labour.firms[chain_id]})
    return Employer(firm.name, firm.credit_code, firm.industry, firm.district_id)


def _job_title(trade: Trade | None, status: str, labour: Labour, dice: Dice) -> str:
    wording, catalog = labour.surroundings.wording, labour.surroundings.catalog
    if trade is None:
        return wording.outside(Scene("", "", 6000, 1), dice).text
    if status == "student" and dice.chance(0.35):
        return ""
    segment = catalog.chains[trade.role.chain_id].segment(trade.role.segment).zh
    return wording.own_title(trade.role, Scene("", segment, trade.pay_month, 1), dice)


def _professional_title(tier: str, birth: date, dice: Dice) -> str:
    years = REFERENCE.year - birth.year - 22
    if tier == Tier.SCIENTIST:
        return _TITLES[min(4, max(1, 2 + years // 9 + dice.randint(-1, 1)))]
    if tier == Tier.ENGINEER:
        return _TITLES[min(3, max(0, years // 6 + dice.randint(-1, 1)))]
    return _TITLES[1] if tier == Tier.YOUTH and dice.chance(0.1) else "none"


def _skill_level(tier: str, known: tuple[str, ...], birth: date, dice: Dice) -> str:
    if CERTIFICATES not in known and not (tier == Tier.TECHNICIAN and dice.chance(0.3)):
        return "none"
    years = REFERENCE.year - birth.year - 19
    return _SKILL_LEVELS[min(5, max(1, 1 + years // 7 + dice.randint(-1, 1)))]


def _certificates(trade: Trade | None, known: tuple[str, ...], dice: Dice) -> tuple[str, ...]:
    if trade is None or CERTIFICATES not in known:
        return ()
    return tuple(dice.some(trade.role.certificates, 0, 2))


def _pay(trade: Trade | None, status: str, dice: Dice) -> int:
    if status != "employed":
        return 0
    usual = trade.pay_month if trade else 5600
    return int(round(usual * dice.uniform(0.72, 1.12), -1))
