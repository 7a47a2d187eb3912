"""Advisory requests of organizers: the room of the network's second role."""
