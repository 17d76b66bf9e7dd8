"""The writers: one book model, set as HTML for WeasyPrint, as Typst, as a Word draft."""
