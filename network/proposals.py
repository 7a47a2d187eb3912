"""What the work of rooms says should be taught: a room that notices it registers a provider, the page of
demand draws what they give. Neither knows the other."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Proposal:
    """`count` cases of one kind in one service say that a training on `subject` would help."""

    subject: str  # code of a subject of trainings
    about: str  # in words: what was asked
    service: object
    count: int
    reason: str  # "4 advisory requests in three months"


# provider(user, service or None) -> Proposals
_providers: list = []


def register(provider):
    """Called once by a room's AppConfig.ready(); a second call changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def proposals_for(user, service=None):
    """Those with the most cases first."""
    found = [proposal for provider in _providers for proposal in provider(user, service)]
    return sorted(found, key=lambda proposal: (-proposal.count, proposal.service.sort, str(proposal.about)))
