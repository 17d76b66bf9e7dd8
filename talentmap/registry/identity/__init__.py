"""Who is who: identity numbers, pseudonyms and their key, records without an ID, what people decided."""
