"""The coding assistant: proposes for each clause what it is, with the words that say so and a score."""
