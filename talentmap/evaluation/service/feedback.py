"""`feedback.csv`: one answer a row: scores 1 to 5 by item, an overall score, and what else was said.

```csv
response_id,tier,district_id,attract_information,retain_housing,overall,comment
F0001,engineer,qingcheng,4,2,3,人才公寓太少
```

An item that somebody did not use is left empty. The items stand in `catalogs/service_items.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping

from talentmap.catalog.service_items import ServiceItem
from talentmap.evaluation.columns import district_column, tier_column
from talentmap.evaluation.files import FileReading, Wanted, number_from, read_file, text
from talentmap.evaluation.service.satisfaction import OVERALL
from talentmap.model.edition import Edition
from talentmap.model.taxonomy import Catalog
from talentmap.text import compact

FILE = "feedback.csv"
COMMENT = "comment"


def read_feedback(edition: Edition, catalog: Catalog, items: Mapping[str, ServiceItem]) -> FileReading:
    """The answers; an item column that the catalog does not know is not read."""
    score = number_from(1, 5, whole=True)
    words = {compact(word): item.id for item in items.values() for word in (item.id, item.zh, item.en)}
    columns = (
        Wanted("response_id", text, ("答卷编号",)),
        tier_column(catalog),
        district_column(catalog),
        Wanted(OVERALL, score, ("总体满意度",), may_be_blank=True),
        Wanted(COMMENT, text, ("意见建议", "意见"), False, True, ""),
    )

    def item_column(header: str) -> Wanted | None:
        item = words.get(compact(header))
        return Wanted(item, score, may_be_blank=True) if item else None

    return read_file(edition.folder / FILE, columns, ("response_id",), more=item_column)
