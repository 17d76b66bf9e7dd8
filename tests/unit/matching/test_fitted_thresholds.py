import yaml

from benchmarks.train_matcher import written
from talentmap.resources import catalogs_dir


def test_fitted_thresholds_replace_those_of_matching_and_no_others(catalog):
    text = (catalogs_dir() / "rules.yaml").read_text(encoding="utf-8")
    rules = catalog.rules.matching
    assert written(rules, text) == text
    other = {"accept": 0.61, "review": 0.12, "margin": 0.34}
    before, after = map(yaml.safe_load, (text, written(rules.model_copy(update=other), text)))
    assert after == {**before, "matching": {**before["matching"], **other}}
