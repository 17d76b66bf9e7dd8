"""How people fare over the years: who came and stayed, graduates, projects, programmes."""
