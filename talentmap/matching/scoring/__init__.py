"""Which roles a title may mean and what speaks for each: n-grams, readings, skills, decisions, one logit."""
