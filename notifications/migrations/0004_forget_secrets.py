from django.db import migrations
from django.db.models import Q

from services.tenancy import Actor, acting_as


def forget_secrets(apps, schema_editor):
    """Links that open something stood in the rows; now they are worked out when a letter is written.

    A booking's link comes from its booking. The token of an earlier invitation cannot be worked out, so
    one that still waits to be sent keeps its link.
    """
    notices = apps.get_model("notifications", "Notice").objects
    with acting_as(Actor.worker()):
        for notice in notices.filter(data__manage__icontains="?t=").iterator():
            notice.data["manage"] = notice.data["manage"].partition("?")[0]
            notice.save(update_fields=["data"])
        done = ~Q(state="waiting")
        for notice in notices.filter(done, kind="services.invitation", data__has_key="accept_path"):
            del notice.data["accept_path"]
            notice.save(update_fields=["data"])
        notices.filter(done, kind="organizers.invited").update(url="")


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_digests_and_groups")]

    operations = [migrations.RunPython(forget_secrets, migrations.RunPython.noop)]
