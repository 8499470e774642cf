"""What the site says of itself: access, privacy, its map, and faults reported."""
