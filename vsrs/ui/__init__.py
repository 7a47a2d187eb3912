"""Python behind the tags of the interface kit: icons, the sign, the map, charts."""
