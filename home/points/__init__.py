"""The public directory of contact points, and the one a reader keeps as their own."""
