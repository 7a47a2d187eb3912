"""Partners, agreements, international projects: the room of the fifth and sixth roles."""
