"""The shortage grade of a role: its six indicators, its points, what kind of shortage it is, and its cut points."""
