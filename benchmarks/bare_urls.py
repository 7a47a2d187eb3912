"""One page, and one form that takes a seat by the same conditional update as the portal."""

from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from benchmarks.models import Town


def bare_page(request):
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    rows = Town.objects.order_by("sort")[:25]
    return render(request, "bare.html", {"rows": rows})


@csrf_exempt
def bare_booking(request):
    """What a booking costs at the very least: the conditional update and one inserted row."""
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update bare_training set taken = taken + 1 where id = 1 and taken + 1 <= seats")
        if cursor.rowcount == 0:
            return HttpResponse("full", status=422)
        cursor.execute("insert into bare_booking (training_id, user_id) values (1, %s)", [request.user.pk])
    return redirect("/bare/")


urlpatterns = [path("bare/", bare_page), path("bare/booking/", bare_booking)]
