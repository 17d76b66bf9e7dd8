from collections import Counter

import pytest

from examples.generator.chance import Dice
from examples.generator.chinese import full_width, slip, traditional
from examples.generator.paraphrases import paraphrases, split_head, telling_skills
from examples.generator.titles import NONE, Scene, build_wording
from talentmap.text import compact

SCENE = Scene("恒泰铝业", "铝型材挤压与表面处理", 6500, 3)


@pytest.fixture(scope="module")
def wording(catalog):
    return build_wording(catalog)


@pytest.fixture(scope="module")
def titles(catalog, wording):
    dice = Dice(1, "titles")
    roles = list(catalog.roles.values())
    return [wording.title(dice.choice(roles), SCENE, dice) for _ in range(3000)]


def test_no_paraphrase_stands_in_the_catalog(catalog):
    known = {compact(title) for role in catalog.roles.values() for title in role.titles()}
    made = [wording.text for wordings in paraphrases(catalog).values() for wording in wordings]
    assert not known & {compact(text) for text in made}


def test_a_paraphrase_means_one_role_of_its_chain(catalog):
    owners = Counter(
        (catalog.roles[role_id].chain_id, wording.text)
        for role_id, wordings in paraphrases(catalog).items()
        for wording in wordings
    )
    assert set(owners.values()) == {1}


def test_every_role_has_paraphrases(catalog):
    assert min(len(wordings) for wordings in paraphrases(catalog).values()) >= 5


def test_a_telling_skill_is_the_roles_own(catalog):
    for role in catalog.roles.values():
        for skill in telling_skills(role, catalog):
            rivals = [r for r in catalog.roles_of(role.chain_id) if r.id != role.id and skill.id in r.skills]
            assert all(rival.skills[skill.id] < role.skills[skill.id] for rival in rivals)


def test_more_than_a_third_of_titles_are_unlisted_paraphrases(titles, wording):
    recipes = {"swapped_head", "synonyms", "reordered", "shortened", "skilled", "dutied"}
    unlisted = [titled for titled in titles if titled.recipe.split("+")[0] in recipes]
    assert 0.33 < len(unlisted) / len(titles) < 0.45
    assert not [
        titled.text for titled in unlisted if compact(titled.text) in wording.known and "+" not in titled.recipe
    ]


@pytest.mark.parametrize(
    "habit", ["levelled", "qualified", "recruited", "priced", "counted", "misspelt", "in_traditional", "in_full_width"]
)
def test_every_habit_occurs(titles, habit):
    assert any(habit in titled.recipe.split("+") for titled in titles)


def test_two_posts_in_one_name_both_roles_of_one_segment(titles, catalog):
    doubles = [titled for titled in titles if titled.recipe.startswith("double")]
    assert doubles
    for titled in doubles:
        first, second = (catalog.roles[role_id] for role_id in titled.role_id.split("|"))
        assert (first.chain_id, first.segment, first.tier) == (second.chain_id, second.segment, second.tier)


def test_outside_titles_mean_none_and_are_no_alias(wording):
    dice = Dice(2, "outside")
    made = [wording.outside(SCENE, dice) for _ in range(300)]
    assert {titled.role_id for titled in made} == {NONE}
    assert not {compact(titled.text) for titled in made} & wording.known


def test_split_head_takes_the_longest_closing_noun():
    assert split_head("铝加工储备工程师") == ("铝加工", "储备工程师")
    assert split_head("维修电工") == ("维修", "电工")
    assert split_head("机房运维") == ("机房运维", "")


def test_rewriting():
    assert traditional("设备维修员") == "設備維修員"
    assert full_width("PLC编程") == "ＰＬＣ编程"
    assert slip("焊接师傅") == "焊接师父"
    assert slip("炉长") == "炉长"
