"""Where the towns stand: on the sign (42 × 48 units) and on the map (percent of its box).

Both are plain linear projections, so a twelfth service finds its place by itself.
"""

from math import cos, hypot, radians

# The thread as it was drawn by hand. A town that is not in it is tied to its nearest neighbour, and
# when a service closes the thread closes over the gap.
THREAD = (
    ("novi-grad", "banja-luka"),
    ("mrkonjic-grad", "banja-luka"),
    ("banja-luka", "laktasi"),
    ("laktasi", "gradiska"),
    ("gradiska", "srbac"),
    ("srbac", "derventa"),
    ("derventa", "doboj"),
    ("doboj", "bijeljina"),
    ("bijeljina", "srebrenica"),
    ("srebrenica", "trebinje"),
)
EAST_TO_NORTH = cos(radians(44.4))


def on_sign(place):
    x = 4.0 + (place.lon - 16.3781) * 11.745
    y = 4.0 + (45.1458 - place.lat) * 16.433
    return round(min(max(x, 3.0), 39.0), 1), round(min(max(y, 3.0), 45.0), 1)


def on_map(place):
    x = 36.23 + (place.lon - 17.191) * 24.63
    y = 22.34 + (44.7722 - place.lat) * 34.482
    return round(min(max(x, 2.0), 98.0), 2), round(min(max(y, 2.0), 98.0), 2)


def thread(places):
    """Pairs of places that the thread joins: all of them hang together, none in a ring."""
    places = list(places)
    by_slug = {place.slug: place for place in places}
    drawn = [(by_slug[a], by_slug[b]) for a, b in THREAD if a in by_slug and b in by_slug]
    others = [(a, b) for i, a in enumerate(places) for b in places[i + 1 :]]
    others.sort(
        key=lambda pair: hypot((pair[0].lon - pair[1].lon) * EAST_TO_NORTH, pair[0].lat - pair[1].lat)
    )
    group = {place.slug: place.slug for place in places}

    def end(slug):
        while group[slug] != slug:
            slug = group[slug]
        return slug

    joined = []
    for a, b in drawn + others:
        if end(a.slug) != end(b.slug):
            group[end(a.slug)] = end(b.slug)
            joined.append((a, b))
    return joined
