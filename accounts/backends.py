"""Who signs in: allauth decides; the person of each request is read by a statement composed once."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigIntegerField

from accounts.models import User
from vsrs.postgresql.prepared import Given, Prepared

PERSON = Prepared(lambda: User.objects.filter(pk=Given("user", BigIntegerField())))


class Backend(AuthenticationBackend):
    def get_user(self, user_id):
        for user in PERSON.objects(user=user_id):
            return user if self.user_can_authenticate(user) else None
        return None
