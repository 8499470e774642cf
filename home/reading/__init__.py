"""Public pages composed out of several rooms; no rows of its own."""
