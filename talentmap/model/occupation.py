"""An entry of any occupational classification: what an imported taxonomy says of one occupation."""

from __future__ import annotations

from talentmap.model.frozen import Frozen


class Occupation(Frozen):
    """An occupation of a flat taxonomy; only its id and its name are sure to be there."""

    role_id: str
    name: str
    aliases: tuple[str, ...] = ()
    parent: str = ""
    definition: str = ""
    tasks: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
