"""Settings: dev (default), test, production; base is what they share."""
