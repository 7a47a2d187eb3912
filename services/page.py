"""What stands on a service's public page: blocks that rooms above register; none is known here by name.

A provider(request, service) gives the context of its template, or None to show nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    template: str
    provider: Callable
    order: int


_blocks: list[Block] = []


def register(template, provider, *, order=50):
    """Called once by a room's AppConfig.ready(); a second call changes nothing."""
    if not any(block.template == template for block in _blocks):
        _blocks.append(Block(template, provider, order))
        _blocks.sort(key=lambda block: block.order)


def blocks_for(request, service):
    """[(template, context)] of what has something to show."""
    found = ((block.template, block.provider(request, service)) for block in _blocks)
    return [{"template": template, "context": context} for template, context in found if context is not None]
