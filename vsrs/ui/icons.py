"""The icons: a 24-grid, one path each, 1.75 stroke from the stylesheet. Always beside a word."""

from functools import cache

from django.utils.html import format_html

PATHS = {
    "arrow-down": "M12 5v13M6 13l6 6 6-6",
    "arrow-left": "M19 12H6M11 6l-6 6 6 6",
    "arrow-right": "M5 12h13M13 6l6 6-6 6",
    "arrow-up": "M12 19V6M6 11l6-6 6 6",
    "bell": "M6 17V11a6 6 0 1 1 12 0v6l1.5 1.5h-15zM10 21h4",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
    "certificate": "M5 4h14v11H5zM9 8h6M9 11h3M15 15v6l-2-1.5L11 21v-6",
    "chart": "M4 20V4M4 20h16M8 16v-5M12 16V8M16 16v-7",
    "chat": "M4 5h16v11h-9l-4 4v-4H4z",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
    "close": "M6 6l12 12M18 6L6 18",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "download": "M12 4v11M7 11l5 5 5-5M4 20h16",
    "edit": "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "flag": "M6 21V4h11l-2 4 2 4H6",
    "handshake": "M3 12l4-4 5 4 5-4 4 4-9 8z",
    "history": "M4 12a8 8 0 1 0 2.5-5.8M4 4v4h4M12 8v4.5l3 1.8",
    "home": "M4 11l8-7 8 7v9h-6v-6h-4v6H4z",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8v.3",
    "key": "M14.5 13.5a4.5 4.5 0 1 0-4-4L4 16v4h4v-2.5h2.5V15z",
    "link": "M9 15l6-6M8 12l-2 2a3.5 3.5 0 0 0 5 5l2-2M16 12l2-2a3.5 3.5 0 0 0-5-5l-2 2",
    "lock": "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
    "mail": "M4 6h16v12H4zM4 7l8 6 8-6",
    "minus": "M6 12h12",
    "people": (
        "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6"
        "M16 4.5a3.5 3.5 0 0 1 0 6M18 14.5c2 .8 3.2 2.6 3.5 5.5"
    ),
    "person": "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.7-4.3 3.5-6.5 7.5-6.5s6.8 2.2 7.5 6.5",
    "phone": (
        "M6 4h4l1.5 4.5L9 10.5a10 10 0 0 0 4.5 4.5l2-2.5L20 14v4a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z"
    ),
    "pin": "M12 21c4-5 7-8 7-11a7 7 0 1 0-14 0c0 3 3 6 7 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 8V4h10v4M5 8h14v8h-3M8 16H5M8 13h8v7H8z",
    "screen": "M4 5h16v10H4zM9 19h6M12 15v4",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16.5 16.5L21 21",
    "settings": "M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1M15 5v4M9 10v4M17 15v4",
    "sign-out": "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
    "target": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z",
    "undo": "M9 8L4 12.5 9 17M4.5 12.5H15a5 5 0 0 0 0-10h-2",
    "warning": "M12 4l9 16H3zM12 10v4M12 17v.5",
}


@cache
def icon(name):
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        PATHS[name],
    )
