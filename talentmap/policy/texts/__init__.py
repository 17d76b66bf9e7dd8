"""Policy texts: files of any usual kind into paragraphs, paragraphs into clauses."""
