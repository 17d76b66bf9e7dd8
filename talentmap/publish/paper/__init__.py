"""The white paper as a document: facts with their source, markup parsed into a frozen model, numbers and references."""
