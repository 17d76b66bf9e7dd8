"""Which encoding a text file is in, told by evidence: a mark, strict UTF-8, then the likelier of GB18030 and Big5.

Almost any bytes are valid in GB18030, and most of them in Big5; what tells them apart is that the right reading is made
of everyday characters and a wrong one scatters over the whole table. Where neither reading is likely, none is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MARKED = ((BOMS[0], "utf-8-sig"), (BOMS[1], "utf-16"), (BOMS[2], "utf-16"))
_LOCAL = (("gb18030", "gb18030"), ("cp950", "big5"), ("big5", "big5"), ("big5hkscs", "big5"))
_PLAUSIBLE_FROM = 0.75
_FREQUENT_FROM = 1.5
_CLEAR_FROM = 2.5
_JUDGED, _ENOUGH = 20_000, 500
_HAS_LONG_LETTERS = re.compile("[\u0800-\U0010ffff]").search  # of three bytes and more in UTF-8
# The 900 characters that job advertisements and these catalogs use most, and what they look like in traditional script.
_FREQUENT = (
    "一万三上下不与专业东丝严丨个中丰为主之乐九习书了事二于云互五交产享京亲人从仓他付代以仪们件价任份企休优会传伤估位低住体佛作你佳使例供促保信修候值假偏做健傅储元充先光免入全公六共关其具养兽内冈册再写农冲"
    "决况冶冷冻净准减凝出刀分切划列则创初判利别到制券刻剂前副割力办功加务动助励劳勤包化北区医千升午半协单南博印危即厂历压厚原去县参及双反发取受变叠口可台叶号司吃各合同名后向含听告员周味和咨品售商善喷器四回"
    "因团园困围固国图土在地圳场址坯型城域培基塑塔填境增墨士处备复外多够大天失头夹奖套女好如妆娱媒子孔字存学它守安完定宜宝实审客室宰家容宿密富对导封射将小少尘就尺层届展属屠山岁岗岩嵌州巡工巧差已市布师带常干"
    "平年并广床序库应底店废度康建开异式引弹强归当录形影待律徐徒得循微德心快态思急性总息悉您情意感愿戏成我或战户房所手才打执批找承技把投抗抛护报担拆拉拓招拟括持指按挖挤换据捷授掌排掘接控推描提握播撰操支收改"
    "放政故效敏教敬数整文料断新方施旅无日早时明易是晋晚普景晰智更最月有服朗望朝期未末本术机杂权杆材束条来杭板极构析果架柜查标树校样核根格案档械检棒植楼模橡次欢欧款正步殖段每比毕毛民气氛氧水求汇江池汽沉沟没"
    "河油治法泥注洁活派流浇测济浦海涂消液淀淘深混清渠渣温游源溶满激火灭灰炉炒炮点炼烘烟烧热烹焊照熔熟燃燥爱片版牌牧物特状独率环现班球理瓷生用田申电留畜略疗疫病痛登白的监盖盘目直相省看真督知短石矿码砂研砖破"
    "础硕硫硬确碎碳磁磨示礼社神票福离禽秀种科秘租积称移程税稳究空突窑立站竞章端竹笋符等筑答策签简箔算管箱米类粉粒粮精系素索紧红约级纪纯纳线练组细织终经结给络统绩续维综编缩缺罐网置美群老考者耐耗职联聘聚肉股"
    "育胞胶能脂脑脱自至致舍良色艺节花苗苦英范茶草药菌菜营落薪藏虑蚀融行补表装西要覆见观规视觉解言警计订认训议讯记设访证评识诉试诚话询语说请读课调谈谨谱象负财责账货质购贴贷贸费赁资起足跟路踏踪身车轧转轮软轻"
    "较辆辊辑输边达过迎运近进远连述追退送适选递通速造逻遇道邮部都配酬酵采釉重量金鉴钣钳铁铜铝银铸铺链销锂锭锻镀长门问间队防阳际降限院除险陶陷障难集零需青非靠面项顾预领频题额风飞食餐饮饰饲馈首验骨高鲜鸡麻龄"
)
_FREQUENT_TRADITIONAL = (
    "並來倉個們備傳傷價儀優儲內冊凍別則創劃劑動務勞勵匯區協參員問喫單噴嚴國圍園圖團執報場塗塵壓夠夾妝娛學實審寫寶將專對導屆層屬岡崗巖師帶幹庫廠廢廣強彈後從復愛態慮應戰戲戶拋採換擔據擠擬數斷於時晉書會東條業"
    "極構樂樓標樣樹機檔檢櫃權歐歡歲歷歸氣決沒況淨減測準溝溫滅滿潔澆澱濟為無煉煙熱燒營爐爲牀狀獎獨獸現環產畢異當疊療發監盤碩確碼磚礎礦祕禮稅種稱積穩窯競筍節範築簡籤糧紀約紅納純級細終組結絡給統絲經綜維網緊線"
    "編練縣縮總績織續羣習聯職聽脫腦膠臺與萬葉蓋藝藥處號蝕術衝補裝見規視親覺觀訂計訊訓記訪設訴評詢試話認語誠說課調談請諮謹證識譜議護讀變豐負財貨責貸費貼貿賃資質賬購蹤車軋軟較輕輛輥輪輯輸轉辦農連進遊運過達遞"
    "遠適選邊邏郵醫鈑鉗銀銅銷鋁鋪鋰錄錠鍍鍛鏈鐵鑄鑑長門開間關陽隊際險雙雜雞離難雲電項預領頭頻題額願類顧風飛飲飼飾養饋驗體鮮點齡"
)


class UnknownEncoding(Exception):
    """No encoding makes sense of the bytes, or two make equal sense."""


def decode(content: bytes) -> tuple[str, str]:
    """The text of `content` and the name of the encoding used. UnknownEncoding where that would be a guess."""
    for mark, codec in _MARKED:
        if content.startswith(mark):
            return _marked(content, codec), codec
    if b"\x00" in content:
        return _unmarked_utf_16(content)
    text = _strict(content, "utf-8")
    if text is None:
        return _likeliest(content)
    return _gb_that_passes_for_utf_8(content, text) or (text, "utf-8")


def looks_like_utf_16(content: bytes) -> bool:
    """True where bytes without a mark can only be UTF-16: every other byte of what is ASCII in them is zero."""
    try:
        _unmarked_utf_16(content[: 1 << 16])
    except UnknownEncoding:
        return False
    return True


def plausibility(text: str) -> float:
    """How likely the text beyond ASCII is Chinese as people write it.

    About 2 for everyday text, 0 for rare characters, less for what belongs into no text.
    """
    judged = _sample(text)
    beyond = _beyond_ascii(judged)
    return sum(map(_weights().__getitem__, judged)) / (100 * beyond) if beyond else 0.0


def _sample(text: str) -> str:
    """Of the text's beginning every so manieth character, so that enough are beyond ASCII to judge it by."""
    head = text[:_JUDGED]
    return head[:: max(_beyond_ascii(head) // _ENOUGH, 1)]


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _marked(content: bytes, codec: str) -> str:
    text = _strict(content, codec)
    if text is None or "\x00" in text:
        raise UnknownEncoding
    return text


def _unmarked_utf_16(content: bytes) -> tuple[str, str]:
    """The byte order under which the zeros are the upper halves of ASCII characters and the rest reads as Chinese."""
    content = content[: len(content) // 2 * 2] if len(content) == 1 << 16 else content
    readings = []
    for codec in ("utf-16-le", "utf-16-be"):
        text = _strict(content, codec)
        if text is not None and text and "\x00" not in text and _is_printable(text):
            readings.append((plausibility(text) if any(c > "\x7f" for c in text) else 2.0, text, codec))
    if b"\x00" not in content or not readings or max(readings)[0] < _PLAUSIBLE_FROM:
        raise UnknownEncoding
    return max(readings)[1:]


def _is_printable(text: str) -> bool:
    return not any(character < " " and character not in "\t\r\n\f" for character in text[:_JUDGED])


def _gb_that_passes_for_utf_8(content: bytes, text: str) -> tuple[str, str] | None:
    """The GB reading of bytes that are UTF-8 by chance: letters of two bytes only, which Chinese text never has alone.

    Frequent characters are enough; plain everyday ones where the letters are not part of words in Latin script.
    """
    if _HAS_LONG_LETTERS(text):
        return None
    judged = _sample(text)
    beyond = [character for character in judged if character > "\x7f"]
    if not beyond:
        return None
    other = _strict(content, "gb18030")
    latin = sum(character.isascii() and character.isalpha() for character in judged)
    enough = _PLAUSIBLE_FROM if latin < len(beyond) or min(beyond) >= "\u0400" else _FREQUENT_FROM
    return (other, "gb18030") if other is not None and plausibility(other) >= enough else None


def _likeliest(content: bytes) -> tuple[str, str]:
    """The local encoding under which the text is plausible, and more so than under the other by a clear margin."""
    best: dict[str, tuple[float, str]] = {}
    for codec, label in _LOCAL:
        text = _strict(content, codec)
        if text is not None:
            best[label] = max(best.get(label, (0.0, "")), (plausibility(text), text))
    ranked = sorted(((score, label, text) for label, (score, text) in best.items()), reverse=True)
    if not ranked or ranked[0][0] < _PLAUSIBLE_FROM or not _is_clear(ranked):
        raise UnknownEncoding
    return ranked[0][2], ranked[0][1]


def _is_clear(ranked: Sequence[tuple[float, str, str]]) -> bool:
    """Two characters can make sense in both encodings: the fewer there are, the more must speak for one."""
    if len(ranked) == 1:
        return True
    characters = _beyond_ascii(_sample(ranked[0][2]))
    return (ranked[0][0] - ranked[1][0]) * characters >= _CLEAR_FROM


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


class _Weights(dict[str, int]):
    """Weights by character, in hundredths; what is not listed weighs by its block."""

    def __missing__(self, character: str) -> int:
        return self.setdefault(character, _weight(character))


@cache
def _weights() -> _Weights:
    """Everyday characters with their weights: GB 2312 and Big5 put theirs first; the frequent ones count double."""
    everyday = _table("gb2312", 0xB0, 0xD7) + _table("big5", 0xA4, 0xC6)
    return _Weights(dict.fromkeys(everyday, 100) | dict.fromkeys(_FREQUENT + _FREQUENT_TRADITIONAL, 200))


def _table(codec: str, first: int, last: int) -> str:
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    pairs = b"".join(bytes((lead, trail)) for lead in range(first, last + 1) for trail in trails)
    return "".join(character for character in pairs.decode(codec, "ignore") if character > "\x7f")


def _weight(character: str) -> int:
    """The weight of a character that is not everyday, by its block; ASCII has none."""
    code = ord(character)
    if code < 0x80:
        return 0
    if 0x3000 <= code <= 0x303F or 0xFF00 <= code <= 0xFFEF or 0x2010 <= code <= 0x2027:
        return 75  # CJK and general punctuation, full-width letters
    if 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x323AF:
        return 1  # a rare character is no evidence either way
    if 0xE000 <= code <= 0xF8FF or code >= 0xF0000:
        return -200  # private use
    return -50
