"""Blocks of an organizer's record at the desk: rooms above register what they know about it."""

# block(user, organizer) -> {"template": …, context …}, or None when there is nothing to show
_blocks: list = []


def register(block):
    """Called once by a room's AppConfig.ready(); a second call changes nothing."""
    if block not in _blocks:
        _blocks.append(block)


def blocks_for(user, organizer):
    return [part for block in _blocks if (part := block(user, organizer))]
