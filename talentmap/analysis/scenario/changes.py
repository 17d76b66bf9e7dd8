"""The register after a scenario."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from talentmap.catalog.policies import PolicyRegister
from talentmap.model.policy import PolicyDocument, PolicyItem
from talentmap.model.scenario import NewItem, Scenario


def changed_register(register: PolicyRegister, scenario: Scenario, day: dt.date) -> PolicyRegister:
    """The items in force on `day` with the scenario's changes; a new item stands in a document of its department.

    A KeyError means that the scenario was not checked against this register.
    """
    items = {item.item_id: item for item in register.in_force(day)}
    for change in scenario.changes:
        if change.retire:
            del items[change.item]
        else:
            items[change.item] = _changed(items[change.item], change.changed)
    documents = dict(register.documents)
    for new in scenario.new_items:
        document = _document(new, register, day)
        documents[document.doc_id] = document
        items[new.item_id] = new.as_item(document.doc_id)
    return replace(register, documents=documents, items=items)


def _changed(item: PolicyItem, changed: dict[str, object]) -> PolicyItem:
    """A copy with other values, checked like any item."""
    return PolicyItem.model_validate({**item.model_dump(), **changed})


def _document(new: NewItem, register: PolicyRegister, day: dt.date) -> PolicyDocument:
    departments = {document.department_id: document.department for document in register.documents.values()}
    return PolicyDocument(
        doc_id=f"scenario-{new.department_id}",
        title_zh="情景条目",
        title_en="Items of the scenario",
        department_id=new.department_id,
        department=departments.get(new.department_id, new.department_id),
        number="-",
        issued=day,
    )
