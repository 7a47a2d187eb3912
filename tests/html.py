"""Just enough reading of HTML for tests of whole pages: its words, its links, how many elements it has."""

from html.parser import HTMLParser

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Not words of the page: what people typed is shown for correction as it is stored.
SILENT = {"script", "style", "title", "textarea"}
READ_ALOUD = ("aria-label", "placeholder", "alt", "title")


class Page(HTMLParser):
    """`lang`: words inside elements of another language, or with translate="no", are left out."""

    def __init__(self, html, lang=None):
        super().__init__()
        self.lang = lang
        self.elements = 0
        self.links, self.words = [], []
        self._open = []  # (tag, whether its words count)
        self.feed(html)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.elements += 1
        counts = (not self._open or self._open[-1][1]) and tag not in SILENT
        if attrs.get("translate") == "no" or attrs.get("lang", self.lang) != self.lang:
            counts = False
        if counts:
            self.words += [attrs[name] for name in READ_ALOUD if attrs.get(name)]
        if tag == "a" and attrs.get("href"):
            self.links.append(attrs["href"])
        if tag not in VOID:
            self._open.append((tag, counts))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        # A closing tag that was left out (</li>, </p>) ends with its parent.
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data):
        if not self._open or self._open[-1][1]:
            self.words.append(data)
