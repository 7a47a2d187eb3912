"""The people who log in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vsrs.ui.writing import written


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).casefold(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """E-mail is the login. What a person may do lies in memberships and representations."""

    email = models.EmailField(_("E-mail"), unique=True)
    full_name = models.CharField(_("Full name"), max_length=150, blank=True)
    language = models.CharField(
        _("Language and script"),
        max_length=10,
        default="sr-latn",
        choices=[("sr-latn", "Srpski (latinica)"), ("sr", "Српски (ћирилица)"), ("en", "English")],
    )
    keyboard_shortcuts = models.BooleanField(_("Keyboard shortcuts"), default=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]

    def __str__(self):
        return self.full_name or self.email

    @property
    def is_staff(self):
        # Django asks for it; the portal knows no staff flag, only memberships.
        return self.is_superuser

    def get_short_name(self):
        """“Jelena M.”, as the header shows it, in the reader's script: of a lone “I.” nobody could tell
        whether it is an initial."""
        first, *rest = written(self.full_name).split() or [self.email]
        return f"{first} {rest[-1][0]}." if rest else first
