"""The reference case Hegang: the figures of one published paper, and what must come out of them."""
