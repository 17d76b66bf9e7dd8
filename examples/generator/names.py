"""Made-up names of people and firms."""

from __future__ import annotations

from examples.generator.chance import Dice

MARK = "（示例）"

_SURNAMES = (
    "陈李黄张梁林刘吴罗何邓曾谢周朱杨郑温赖钟廖冯叶潘欧卢江邹莫蓝彭蔡胡徐王赵孙马高郭许韩唐曹曾董袁于余范"
    "房盘邵石谭雷汤丘成沈卓简龚骆禤植阮"
)
_DOUBLE_SURNAMES = ("欧阳", "司徒", "上官")
_FEMALE = "丽芳敏静秀娟霞燕玲慧婷雪琳颖洁怡欣瑶梦诗雅倩莹彤蕾萍晓嘉思佩银凤清"
_MALE = "伟强军杰涛明超勇鹏辉斌波宇浩俊志文建国华平东海林峰宏亮飞健龙锋权锦培耀炳贤荣添"
_MIDDLE = "小志文建国海晓嘉思子家俊永春金玉明德庆秋冬立少伟雨天一启泽宇晨"

_BRANDS = """
恒泰 粤兴 北江 飞霞 鼎盛 金辉 华信 盛源 凤城 新力 嘉益 宏图 瑞丰 中拓 银盏 天安河
汇锋 德诚 正源 启航 远拓 格林 百创 凯旋 润泽 鸿业 同创 三江源 信达 泰和 群力 广晟达
佳腾 优科 英红 笔架 太和洞 龙塘 石角 源潭 雄兴 博雅 精锐 力合 先导 东升 万邦 永固
聚能 和美 康源 绿野 山水 粤北 清新源 南岭
"""
_FORMS = {"有限公司": 12, "科技有限公司": 5, "实业有限公司": 3, "股份有限公司": 1, "（清远）有限公司": 2}


def person_name(dice: Dice, female: bool) -> str:
    """A family name and one or two given characters."""
    surname = dice.choice(_DOUBLE_SURNAMES) if dice.chance(0.006) else dice.choice(_SURNAMES)
    last = dice.choice(_FEMALE if female else _MALE)
    return surname + (dice.choice(_MIDDLE) if dice.chance(0.82) else "") + last


def minority_name(dice: Dice) -> str:
    """A name written with a middle dot, as of people from the south-western and north-western provinces."""
    first = dice.choice(("阿依古丽", "买买提", "阿卜杜拉", "扎西", "卓玛", "古丽娜尔"))
    return f"{first}·{dice.choice(('艾山', '吐尔逊', '热合曼', '次仁', '木合塔尔', '尼玛'))}"


def brands() -> tuple[str, ...]:
    """The words firms are called by."""
    return tuple(dict.fromkeys(_BRANDS.split()))


def firm_name(place: str, brand: str, trade: str, dice: Dice) -> str:
    """A firm's registered name, ending with the mark of an example."""
    form = dice.pick(_FORMS)
    if trade.endswith("科技") and form.startswith("科技"):
        form = "有限公司"
    return f"{place}{brand}{trade}{form}{MARK}"


def short_name(name: str) -> str:
    """The name as people say it: without place and legal form."""
    text = name.removesuffix(MARK)
    for ending in sorted(_FORMS, key=len, reverse=True):
        text = text.removesuffix(ending)
    for start in ("清远市", "广东", "清远"):
        text = text.removeprefix(start)
    return text
