"""What a reader sees of the map."""

SETTLED = """() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(
    () => setTimeout(done)))))"""


def settled(page):
    """The page, once it has drawn the state that its address tells."""
    page.evaluate(SETTLED)
    return page


def rows(page):
    """How many roles the table shows."""
    return settled(page).locator("#rows th").count()


def names(page):
    """The names of the roles in the table, in order."""
    return settled(page).locator("#rows th a").all_inner_texts()


def count(page):
    """The line above the table."""
    return settled(page).locator("#count").inner_text()


def facet(page, key, choice):
    """The check box of a filter, by its name."""
    return page.locator(f"#facet-{key} label").filter(has=page.get_by_text(choice, exact=True)).locator("input")


def told(page, key):
    """The counts of a filter by choice."""
    labels = settled(page).locator(f"#facet-{key} label")
    pairs = (labels.nth(at).locator("span").all_inner_texts() for at in range(labels.count()))
    return {name: int(number) for name, number in pairs}
