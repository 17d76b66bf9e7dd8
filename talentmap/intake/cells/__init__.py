"""From cells to typed values: numbers, pay, codes, words of the catalog, and the rules across them."""
