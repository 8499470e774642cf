"""The search page: one question asked of every room, and only of what one may see."""
