"""What an advertisement wraps around a title: recruiters, pay, heads, codes, benefits, brackets, separators."""

from __future__ import annotations

import re
from collections.abc import Iterable

from talentmap.text import fold

_ENGLISH_FIRM = re.compile(r"^[^:|]{2,40}?[, ](?:ltd|inc|llc|gmbh|plc|corp|limited)\b\.?\s*[-–—:|]\s*")
_BRACKETS = re.compile(r"[(\[{【《<「〔]([^()\[\]{}【】《》<>「」〔〕]*)[)\]}】》>」〕]")
_RECRUITER = re.compile(
    r"^(?:[(\[{【《<「〔][^)\]}】》>」〕]{0,24}[)\]}】》>」〕])?[^(\[{【《<「〔]{0,24}?(?:\([\u4e00-\u9fff]{2,8}\)[^(\[{【《<「〔]{0,12}?)?"
    r"(?:招聘(?!专员|助理|主管|经理|顾问|文员|方向|岗|/|、|\+|$)|诚聘|急聘|诚招|急招|高薪聘请|直招|聘请|招募|(?:公司|企业|集团)聘)"
    r"(?![)\]】》>」〕}])[: ]*"
)
_NUMBERED = re.compile(r"[a-z]{0,5}[-_.]?\d{3,}").fullmatch
_CALL = re.compile(r"^聘(?=[^用任书])")
_ENGLISH_RECRUITER = re.compile(
    r"^.{0,60}?\b(?:is|are) (?:now )?hiring(?: (?:for|a|an))?\s*:?\s*|^(?:now |urgently )?hiring(?![a-z])\s*:?\s*"
    r"|^urgent\s*:\s*"
    r"|\s+at .{2,60}\b(?:ltd|inc|llc|gmbh|plc|corp|limited)\b\.?$"
    r"|\s+at (?:(?!\b(?:home|night|sea|height|scale)\b)[^,;|()]){2,60}$"
)
_PAY = re.compile(
    r"(?:底薪|月薪|年薪|薪资|月入|月均|税后|保底)?\s*\d+(?:\.\d+)?\s*(?:[-~至到]\s*\d+(?:\.\d+)?)?\s*(?:k|w|千|万|元)"
    r"\s*(?:[-~至到]\s*\d+(?:\.\d+)?\s*(?:k|w|千|万|元))?\s*(?:[/每]?(?:月|年|天|日))?(?:\s*[·*x×]\s*\d+薪)?起?"
    r"|(?:底薪|月薪|年薪|薪资|月入|月均|税后|保底)\s*\d+(?:\s*[-~至到]\s*\d+)?起?"
)
_HEADS = re.compile(
    r"招?\s*\d+\s*(?:名|人|位)|[×*]\s*\d+(?!\d*\s*薪)$"
    r"|(?<=[\s\u4e00-\u9fff)])x\s*\d+$|[(\[]?\b\d+ (?:positions?|openings?|vacancies|heads?)\b[)\]]?"
)
_SOME_HEADS = re.compile(r"(?:招(?:聘)?)?(?:若干|多|数)(?:名|人|位)")
_CODE = re.compile(
    r"(?:职位|岗位)?编号[: ]*[\w\[\].-]*|^\d+[.、)]\s*"
    r"|(?<=[\u4e00-\u9fff])[a-z]{1,3}\d{3,}$"
    r"|(?:^|[\s_#-])(?:[a-z]{1,5}[-_]?\d{2,}|no\.?\s*\d+|\d{3,})(?=$|[\s_#-])"
)
_EXTRAS = re.compile(
    # What any of them begins with: other places are passed over at once.
    r"(?=[+\d五六周大双上做朝提免包食吃住工班交通餐饮饭补津话房车带年全绩月高奖节季急诚长可有应接薪待无底])(?:"
    r"[五六]险[一二两]金|(?:周末|大小)?双休|(?:[做上]五休二|朝九晚[五六])|(?:提供|免费|包)?(?:食宿|吃住|住宿|工作餐|班车接送|班车)"
    r"|包[吃住]|(?:交通|通话|食宿|住房|餐饮|饭)?(?:补贴|津贴)|[餐房车话饭](?:补|贴)|(?:带薪)?年假|(?:年终|全勤|绩效|月度|高额)+奖金?|年底双薪|(?:年终)?\d+薪|节日福利|季度旅游|免费培训"
    r"|急(?:招|聘)|^急(?=[!:,\s])|(?<=[(\[【])急(?=[)\]】])|高薪|诚[招聘]|长白班|可培训|有经验优先|(?:可接受)?应届(?:毕业)?生?(?:可|均可|优先)|(?:可?接受)应届(?:毕业)?生?"
    r"|薪资?面议|(?:待遇|工资)面议|年薪|月薪|薪资|无责|底薪|待遇优厚?|\+(?:奖金|提成|补贴|社保))"
)
_ENGLISH_EXTRAS = re.compile(
    r"[(\[]?\s*(?<![a-z])(?:[mwfdx](?:\s*/\s*(?:[mwfdx]|div))+|all genders)(?![a-z/])\s*[)\]]?"
    r"|\+ ?(?:bonus|commission|benefits)\b"
    r"|\b(?:urgent(?:ly)?(?: (?:hiring|required|needed))?|now hiring|we are hiring|hiring(?: now)?"
    r"|wanted|vacancy(?: for)?"
    r"|(?:full|part)[- ]?time|(?:fully )?remote|hybrid|on[- ]?site|work from home|wfh|permanent|temporary|fixed[- ]term"
    r"|(?:day|night|evening|weekend|rotating|1st|2nd|3rd) shifts?|immediate start"
    r"|competitive (?:salary|pay|package)|(?:with )?housing allowance|no experience(?: required)?"
    r"|(?:sign[- ]?on|signing) bonus|visa sponsorship|job id|req(?:uisition)?(?:\.| id| no\.?)?(?=\W*\w*\d))\b"
)
_ENDS_OF_FIRMS = frozenset("司团业厂所院行abcdefghijklmnopqrstuvwxyz")
_FIRM = re.compile(
    r"(?:某|知名|大型|上市|外资|国有|央企|国企|世界500强)*(?:.{2,16})?(?:有限公司|股份公司|公司|集团|企业|工厂|事务所|研究院|分行)"
    r"|.{2,40}\b(?:ltd|gmbh|inc|llc|plc|corp|corporation|company|group|holdings)"
).fullmatch
_SPLIT = re.compile(r"\s*(?:/|、|,|;|\||(?<!\+)\+(?!\+)|&|或者?|兼| and | or )\s*")
_JOINTS = re.compile(r"\s*(?:[\-_:·.。!?*~|]|(?<![a-z])#)(?:[\s\-_:·.。!?*~|]|(?<![a-z])#)*")
_WITHIN_WORDS = re.compile(r"(?<=[a-z])[-_.·](?=[a-z])")
_ENGLISH_SPLIT = re.compile(r"\s*[/&]\s*| and | or ")
_ENGLISH_SIDES = re.compile(r"\s*[,;|]\s*")
_PARTS_SIDES = re.compile("[,;|]").search
_INNER_BLANK = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])")
_DIGIT = re.compile(r"\d")
_RECRUITERS = 2  # an agency may call for a firm that calls
_DEEPEST = 3  # brackets within brackets
_EDGES = " /、,;|+&!?~*"

_MAY_CALL = re.compile("[聘招]")
_MAY_BE_EXTRA = re.compile("[若数多面提社险休宿吃住餐班补贴假奖薪利旅训急诚验届责优晚]")
_ENGLISH_WORDS = re.compile("[a-z]+").findall
_MARKS_OF_EXTRAS = re.compile(r"[/+\d]").search  # m/f/d, + benefits, req 4711
_MAY_BE_ENGLISH = re.compile(r"[a-z]{2}|\bm\b")
_PLAIN = re.compile(r"[\u4e00-\u9fff]{1,40}").fullmatch
_PLAIN_ENGLISH = re.compile(r"[a-z]+(?: [a-z]+)*").fullmatch
# One of these stands in all mere words that an English title can be rid of, and between two posts.
_SIGNS_OF_NOISE = frozenset(
    {"all", "and", "are", "at", "bonus", "company", "competitive", "corp", "corporation", "fixed", "from", "full",
     "fulltime", "fully", "genders", "gmbh", "group", "hiring", "holdings", "housing", "hybrid", "id", "immediate",
     "inc", "is", "limited", "llc", "ltd", "no", "now", "on", "onsite", "or", "part", "parttime", "permanent", "plc",
     "remote", "shift", "shifts", "temporary", "urgent", "urgently", "vacancy", "visa", "wanted", "wfh"}
)  # fmt: skip
_MAY_BE_NOISE = re.compile(f"[聘招或兼]|{_MAY_BE_EXTRA.pattern}|编号").search
_OPENS = re.compile(r"[(\[{【《<「〔]")
_SEPARATES = re.compile(r"[/、,;|+&或兼]| and | or ")
_MAY_JOIN_POSTS = re.compile(r"[/／、,，;；|｜+＋&＆或兼]|\s(?i:and|or)\s").search
_JOINS = re.compile(r"[\-_:·.。!?*~|]|(?<![a-z])#")


def is_plain(text: str) -> bool:
    """Whether a title is Chinese characters alone, with none that noise could begin with: most titles are."""
    return bool(_PLAIN(text)) and not _MAY_BE_NOISE(text)


def is_plain_english(folded: str, telling: frozenset[str]) -> bool:
    """Whether a folded title is English words alone, none of them a sign of noise or one of the `telling`."""
    if not (folded.isascii() and folded.replace(" ", "").isalpha()):
        return False
    words = folded.split()
    return _SIGNS_OF_NOISE.isdisjoint(words) and telling.isdisjoint(words)


def is_one_post(text: str) -> bool:
    """Whether a title without noise is Chinese or English words alone, with none that could stand between two posts."""
    return bool(_PLAIN(text) or _PLAIN_ENGLISH(text)) and not _SEPARATES.search(text)


def denoised(text: str) -> str:
    """A folded title without recruiter, pay, number of heads, benefits and codes; nothing that names a post is lost."""
    for _ in range(_RECRUITERS):
        if _MAY_CALL.search(text):
            text = _RECRUITER.sub("", text) or text
    if _DIGIT.search(text):
        text = _HEADS.sub(" ", _PAY.sub(" ", text))
    if _MAY_BE_EXTRA.search(text):
        text = _EXTRAS.sub(" ", _SOME_HEADS.sub(" ", text))
    if len(text) > 3 and _MAY_BE_ENGLISH.search(text):
        if not _SIGNS_OF_NOISE.isdisjoint(_ENGLISH_WORDS(text)):
            text = _ENGLISH_EXTRAS.sub(" ", _ENGLISH_FIRM.sub("", _ENGLISH_RECRUITER.sub("", text)) or text)
        elif _MARKS_OF_EXTRAS(text):
            text = _ENGLISH_EXTRAS.sub(" ", text)
    if _DIGIT.search(text) or "编号" in text:
        text = _CODE.sub(" ", text)
    return _CALL.sub("", text.strip())


def unbracketed(text: str, surroundings: Surroundings) -> tuple[str, str]:
    """The title without its brackets, and what stood in them but where and at whose; all brackets: what they hold."""
    if not _OPENS.search(text):
        return text, ""
    held: list[str] = []
    for _ in range(_DEEPEST):
        held += map(joined, _BRACKETS.findall(text))
        text = _BRACKETS.sub(" ", text)
    bracket = joined(" ".join(one for one in held if not surroundings.are(one)))
    return text.strip() or bracket, bracket


def may_join_posts(raw: str) -> bool:
    """Whether a title as written holds anything that could stand between two posts."""
    return bool(_MAY_JOIN_POSTS(raw))


def split_posts(plain: str) -> list[str]:
    """The posts that one title names: 钳工/焊工 are two; in English a comma begins a qualification."""
    if not _SEPARATES.search(plain):
        return [joined(plain)]
    if plain.isascii():
        return [joined(_ENGLISH_SIDES.sub(" ", part)) for part in _ENGLISH_SPLIT.split(plain)]
    return [joined(part) for part in _SPLIT.split(plain)]


def sides(plain: str, surroundings: Surroundings) -> list[str]:
    """What stands left and right of dashes and dots, but where and at whose; at least one side, which may be empty."""
    if plain.isascii() and _PARTS_SIDES(plain):
        plain = _ENGLISH_SIDES.sub(" - ", plain)
    if not _JOINS.search(plain):
        return [joined(plain)]
    parted = [side for side in map(joined, _JOINTS.split(_WITHIN_WORDS.sub(" ", plain))) if side]
    return [side for side in parted if not surroundings.are(side)] or parted[:1] or [""]


def words(plain: str) -> list[str]:
    """The words of a Chinese title with blanks (配电值班 有高压证); none where the blanks part single characters."""
    if " " not in plain or plain.isascii():
        return []
    found = plain.split()
    return [joined(word) for word in found] if len(found) > 1 and min(map(len, found)) > 1 else []


class Surroundings:
    """Words beside a title that say where the post is or whose it is: they name no post."""

    def __init__(self, places: Iterable[str]) -> None:
        known = sorted(map(fold, places), key=lambda word: (-len(word), word))
        self.english_words = frozenset(part for word in known if word.isascii() for part in word.split())
        here = _any_of(word for word in known if not word.isascii())
        abroad = _any_of(word for word in known if word.isascii())
        part = "[\u4e00-\u9fff]{0,2}(?:新区|开发区|高新区|工业园|园区|光谷)?"
        firm = "[\u4e00-\u9fff]{2,8}(?<![工师员岗长手类向])"
        chinese = rf"(?:工作)?(?:地点?|地址)?[: ]*{here}(?:(?:市|区|县|省)?{part}|{firm})"
        names_no_post = r"(?!.*\b\w+(?:er|or|ist|ian|ant|ent)\b)"
        english = rf"(?:{names_no_post}.{{2,40}}\s)?{abroad}(?:\s+(?:{abroad}|area|office|site|plant|city))*"
        self._place = re.compile(f"{chinese}|{english}").fullmatch
        self._begins = frozenset("工地: ").union(word[0] for word in known if not word.isascii())

    def are(self, words: str) -> bool:
        """Whether `words` are nothing but a place, a firm or a number; first and last character rule most out."""
        if not words:
            return False
        first, last = words[0], words[-1]
        return bool(
            ((first in self._begins or last.isascii()) and self._place(words))
            or (last in _ENDS_OF_FIRMS and _FIRM(words))
            or (last.isdigit() and _NUMBERED(words))
        )


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of these words, the first that fits; one that never fits where there is none."""
    return f"(?:{'|'.join(map(re.escape, words)) or '(?!)'})"


def tight(text: str) -> str:
    """`text` without blanks between Chinese characters, where people put them to fill a cell."""
    return text if " " not in text or text.isascii() else _INNER_BLANK.sub("", text)


def joined(text: str) -> str:
    """`text` without separators at its ends, and without blanks between Chinese characters."""
    if _JOINS.search(text):
        text = _JOINTS.sub(" ", text)
    return tight(text).strip(_EDGES)
