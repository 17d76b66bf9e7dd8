"""Records merged into people: what each keeps of several values, and how far the departments see."""
