"""Questionnaires, returns, statistics: the room of the network's third role."""
