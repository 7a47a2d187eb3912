"""The few pages that belong to no room because they show several."""
