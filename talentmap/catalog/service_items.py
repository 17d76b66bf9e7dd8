"""What satisfaction surveys ask about, in the order in which it is printed: `catalogs/service_items.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from talentmap.catalog.parse import Parser
from talentmap.catalog.refusal import refusal
from talentmap.model.taxonomy import Named, Stage
from talentmap.resources import catalogs_dir

FILE = "service_items.yaml"


class ServiceItem(Named):
    """One item of the satisfaction survey: a service and the stage that it belongs to."""

    stage: Stage


@cache
def service_items() -> Mapping[str, ServiceItem]:
    """Every item by its id; CatalogError names the line of the first that is faulty."""
    parser = Parser(catalogs_dir())
    items = [item for item, _ in parser.models(ServiceItem, FILE)]
    for problem in parser.problems:
        raise refusal(problem)
    return {item.id: item for item in items}
