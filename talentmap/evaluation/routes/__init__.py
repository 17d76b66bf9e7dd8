"""Reskilling routes: from roles with people to spare to roles with open posts, by the skills they share."""
