"""One page, and one form that takes a seat by the same conditional update as the portal."""

from django import forms
from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.urls import path

from benchmarks.models import Town


def bare_page(request):
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    rows = Town.objects.order_by("sort")[:25]
    return render(request, "bare.html", {"rows": rows})


class SeatsForm(forms.Form):
    seats = forms.IntegerField(min_value=1, max_value=20)


def bare_booking(request):
    """What a booking costs at the very least: a form, the conditional update and one inserted row."""
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    form = SeatsForm(request.POST)
    if not form.is_valid():
        return HttpResponse("seats", status=422)
    count = form.cleaned_data["seats"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "update bare_training set taken = taken + %s where id = 1 and taken + %s <= seats", [count, count]
        )
        if cursor.rowcount == 0:
            return HttpResponse("full", status=422)
        cursor.execute("insert into bare_booking (training_id, user_id) values (1, %s)", [request.user.pk])
    return redirect("/bare/")


urlpatterns = [path("bare/", bare_page), path("bare/booking/", bare_booking)]
