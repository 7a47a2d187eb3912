"""Django's own `translate` and `url` with less work at each drawing, and `kept` for parts that repeat.

A page has dozens of them, and each of Django's costs as much as a small query.
"""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Variable
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.template.loader_tags import BlockNode, ExtendsNode, do_extends
from django.templatetags.i18n import do_translate
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, pgettext

register = template.Library()


# --- a template upon another --------------------------------------------------------------------
class Extends(ExtendsNode):
    """Looks for the blocks of the template above once, not at each drawing."""

    def get_parent(self, context):
        parent = super().get_parent(context)
        if not isinstance(parent.nodelist, Nodes):
            parent.nodelist = Nodes(parent.nodelist)
        return parent


class Nodes(NodeList):
    """The nodes of a whole template; which of them are blocks does not change."""

    def get_nodes_by_type(self, nodetype):
        if nodetype is not BlockNode:
            return super().get_nodes_by_type(nodetype)
        if not hasattr(self, "blocks"):
            self.blocks = super().get_nodes_by_type(nodetype)
        return self.blocks


@register.tag("extends")
def extends(parser, token):
    node = do_extends(parser, token)
    return Extends(node.nodelist, node.parent_name)


# --- words --------------------------------------------------------------------------------------
class Words(template.Node):
    """A sentence of the template itself: needs no variable, no lazy text, no escaping."""

    def __init__(self, message, context, name):
        self.message = message.replace("%", "%%")  # as Django writes it into the catalogue
        self.context = context
        self.name = name

    def render(self, context):
        words = pgettext(self.context, self.message) if self.context else gettext(self.message)
        words = mark_safe(words.replace("%%", "%"))  # noqa: S308 - of a template or its translator
        if self.name:
            context[self.name] = words
            return ""
        return words


@register.tag("translate")
@register.tag("trans")
def translate(parser, token):
    node = do_translate(parser, token)
    message, about = _literal(node.filter_expression), node.message_context and _literal(node.message_context)
    if node.noop or message is None or (node.message_context and about is None):
        return node
    return Words(message, about, node.asvar)


def _literal(expression):
    """The text of an expression that is nothing but text, or None."""
    if not isinstance(expression, FilterExpression) or expression.filters:
        return None
    value = expression.var.literal if isinstance(expression.var, Variable) else expression.var
    return value if isinstance(value, str) else None


# --- addresses ----------------------------------------------------------------------------------
class Address(URLNode):
    def render(self, context):
        if self.kwargs:
            return super().render(context)
        args = tuple(arg.resolve(context) for arg in self.args)
        try:
            url = address(self.view_name.resolve(context), *args)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            url = ""
        if self.asvar:
            context[self.asvar] = url
            return ""
        return conditional_escape(url) if context.autoescape else url


@register.tag
def url(parser, token):
    node = django_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)


def address(name, *args):
    """`reverse`, remembered: an address depends on nothing but these."""
    return _address(get_language(), urlconf(), get_script_prefix(), name, args)


@lru_cache(maxsize=8192)
def _address(_language, urlconf, _prefix, name, args):
    return reverse(name, urlconf, args)


def urlconf():
    return get_urlconf(settings.ROOT_URLCONF)


# --- parts that repeat --------------------------------------------------------------------------
class Kept(template.Node):
    MOST = 300

    def __init__(self, nodelist, values):
        self.nodelist = nodelist
        self.values = values
        self.drawings = {}

    def render(self, context):
        key = (get_language(), urlconf(), *(value.resolve(context) for value in self.values))
        drawing = self.drawings.get(key)
        if drawing is None:
            if len(self.drawings) >= self.MOST:
                self.drawings.clear()
            drawing = self.drawings[key] = self.nodelist.render(context)
        return drawing


@register.tag
def kept(parser, token):
    """`{% kept a b %}…{% endkept %}`: drawn once for each language and each value of `a` and `b`.

    The content must depend on nothing else, so whatever it shows of the database or of a person stands
    among the values: texts, numbers and tuples of them, never records (two readings of a record are
    equal although its columns differ). No form that is posted: its token is of one person.
    """
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(["endkept"])
    parser.delete_first_token()
    return Kept(nodelist, values)
