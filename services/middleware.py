"""Wraps the whole response, rendering included, in one transaction that knows who is asking."""

from django.db import transaction

from services.tenancy import acting_as, actor_of

READING = {"GET", "HEAD", "OPTIONS"}
# Answered without the database's help, or before anybody can be known.
UNSCOPED = ("/zdravlje/", "/static/")


class TenancyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(UNSCOPED):
            return self.get_response(request)
        # Reading the person needs its own tiny scope; everything after it is one transaction.
        with transaction.atomic():
            request.actor = actor = actor_of(request.user)
            request.tenant_scope = lambda: acting_as(actor)
            with acting_as(actor):
                return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method not in READING and hasattr(request, "actor"):
            request.undo_point = transaction.savepoint()

    def process_exception(self, request, exception):
        # Django turns a view's exception into a page further in than this middleware stands, so
        # without this a failed POST would be committed half done. The page itself can still read.
        if (undo_point := getattr(request, "undo_point", None)) is not None:
            # A failed save has marked the whole transaction as broken; from here on it is sound again.
            transaction.set_rollback(False)
            transaction.savepoint_rollback(undo_point)
