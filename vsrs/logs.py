"""Log lines that carry the number of the request they belong to; error pages show the same number."""

import contextvars
import json
import logging
import re

request_number = contextvars.ContextVar("request_number", default="-")


class RequestNumberFilter(logging.Filter):
    def filter(self, record):
        record.request_number = request_number.get()
        return True


# What follows is a secret that opens something without signing in.
SECRET = re.compile(r"(/(?:kalendar|poziv|zastupanje)/)[^/\s?]+")


class SecretPathFilter(logging.Filter):
    """Lines about requests name their address; a key in it stays out of the log."""

    def filter(self, record):
        message = record.getMessage()
        if SECRET.search(message):
            record.msg, record.args = SECRET.sub(r"\1…", message), ()
        return True


class PlainFormatter(logging.Formatter):
    def __init__(self):
        super().__init__("%(levelname)s %(request_number)s %(name)s: %(message)s")


class JSONFormatter(logging.Formatter):
    """One JSON object a line: what log collectors read without being told how."""

    def format(self, record):
        entry = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "request": record.request_number,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)
