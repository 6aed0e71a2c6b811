"""Two long walks, one on each face, told once per run: many rules are read off one story with few requests."""
