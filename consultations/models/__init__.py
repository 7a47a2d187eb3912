"""Advice: what organizers ask, what is answered, and what the network learns from it."""

from consultations.models.facts import CaseFact, GivenScore, Support
from consultations.models.knowledge import Article, ArticleReview, ArticleSource, ArticleVersion
from consultations.models.request import Draft, Pause, Referral, Request
from consultations.models.steps import DeadlineWarning, NextStep, Rating, TimeOffer
from consultations.models.targets import AnswerTemplate, TopicTarget
from consultations.models.thread import Attachment, Message
from consultations.models.topics import Topic
from consultations.models.use import ArticleVote, Deflection, PublicText

__all__ = [
    "AnswerTemplate",
    "Article",
    "ArticleReview",
    "ArticleSource",
    "ArticleVersion",
    "ArticleVote",
    "Attachment",
    "CaseFact",
    "DeadlineWarning",
    "Deflection",
    "Draft",
    "GivenScore",
    "Message",
    "NextStep",
    "Pause",
    "PublicText",
    "Rating",
    "Referral",
    "Request",
    "Support",
    "TimeOffer",
    "Topic",
    "TopicTarget",
]
