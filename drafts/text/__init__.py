"""Pure functions over the language of statutes: no Django, no database."""
