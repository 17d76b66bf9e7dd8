"""The industry classes (GB/T 4754) of the example's enterprises, with the trade word each lends to a firm's name.

The table is only a source of examples: a class that the catalog gives to another chain is left out, and a chain that
the table does not know draws on the classes of its own `industries`.
"""

from __future__ import annotations

from dataclasses import dataclass

from talentmap.model.taxonomy import Catalog, Chain


@dataclass(frozen=True, slots=True)
class Industry:
    """A class of GB/T 4754 and how a firm of that class calls its trade."""

    code: str
    trade: str


def _industries(text: str) -> tuple[Industry, ...]:
    return tuple(Industry(*entry.split(":")) for entry in text.split())


BY_CHAIN = {
    "new-materials": _industries(
        "3252:铝业 3985:铜箔科技 2651:高分子材料 2929:塑胶科技 2641:涂料 3073:精密陶瓷 3091:碳材料 2669:新材料"
    ),
    "recycled-metals": _industries("4210:再生资源 3211:铜业 3216:再生铝业 3251:铜材 3240:合金材料 3831:电线电缆"),
    "ceramics-building-materials": _industries(
        "3071:陶瓷 3072:卫浴 3021:水泥制品 3031:新型建材 3034:防水材料 3042:玻璃 3099:岩板"
    ),
    "advanced-equipment": _industries(
        "3421:数控机床 3491:机器人 3516:冶金设备 3484:精密机械 3591:环保设备 3821:电气 3532:食品机械 3391:铸造"
    ),
    "auto-parts": _industries("3670:汽车零部件 3660:车身部件 3392:压铸 3962:汽车电子 3670:线束科技 3841:动力电池"),
    "electronic-information": _industries("3982:电路科技 3981:电子元件 3976:光电 3972:半导体 3921:通信设备 3989:电子"),
    "biomedicine": _industries(
        "2720:制药 2740:中药 2730:中药饮片 2761:生物制品 2710:原料药 3581:医疗设备 2770:卫生材料"
    ),
    "specialty-food": _industries(
        "0321:清远鸡养殖 1530:茶业 1371:蔬菜食品 1311:米业 1353:肉制品 1432:预制菜食品 1469:调味食品 0141:菜心种植"
    ),
}

OUTSIDE = _industries("8336:职业技术学校 8341:学院 8411:医院 5212:超市 7320:研究院 4813:建筑工程 5430:运输 6110:酒店")


def industries_of(chain: Chain, catalog: Catalog) -> tuple[Industry, ...]:
    """The classes that firms of `chain` carry: always ones that the catalog leads back to the same chain."""
    listed = BY_CHAIN.get(chain.id, ())
    agreeing = tuple(entry for entry in listed if catalog.chain_of_industry(entry.code) in ("", chain.id))
    if not chain.industries:
        return agreeing or (Industry("3990", chain.zh),)
    covered = tuple(entry for entry in agreeing if catalog.chain_of_industry(entry.code) == chain.id)
    return covered or tuple(Industry(code.ljust(4, "0"), chain.zh) for code in chain.industries)
