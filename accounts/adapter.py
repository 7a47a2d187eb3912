"""What allauth asks the portal."""

import logging
from smtplib import SMTPException

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import languages, letters, post, secrets_at_rest
from accounts.models import User
from vsrs.text import normalise_email

EMAIL_LENGTH = User._meta.get_field("email").max_length
logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is not right."),
        "incorrect_code": gettext_lazy("This is not the code we sent. Check it, or ask for a new one."),
        "too_many_login_attempts": gettext_lazy(
            "Too many attempts to sign in. Wait five minutes, or sign in with a code by e-mail."
        ),
    }

    def clean_email(self, email):
        # allauth would cut a longer one without a word.
        if len(email) > EMAIL_LENGTH:
            raise ValidationError(_("Enter an address of at most %d characters.") % EMAIL_LENGTH)
        return normalise_email(email)

    def send_mail(self, template_prefix, email, context):
        """In the person's language; what cannot be sent is said on the page and does not break it."""
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        language = user.language if user else translation.get_language()
        with translation.override(language):
            message = self.render_mail(template_prefix, email, context | {"email": email, "user": user})
        try:
            post.hand_over(message)
        except (SMTPException, OSError):
            logger.exception("An e-mail of the account could not be sent")
            messages.error(self.request, _("The e-mail could not be sent. Try again in a few minutes."))

    def render_mail(self, template_prefix, email, context, headers=None):
        context = context | {"name": getattr(context.get("user"), "full_name", ""), "site": settings.SITE_URL}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        text = render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n"
        to = [email] if isinstance(email, str) else email
        message = EmailMultiAlternatives(subject, text, self.get_from_email(), to, headers=headers)
        message.attach_alternative(letters.as_html(subject, text), "text/html")
        return message

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        super().send_notification_mail(template_prefix, user, {"user": user} | (context or {}), email)

    def post_login(self, request, user, **named):
        # From here on the person reads in their own language, the message of success included.
        with translation.override(languages.after_sign_in(request, user)):
            response = super().post_login(request, user, **named)
        if response.status_code == 302:
            response["Location"] = languages.in_language(response["Location"], user.language)
        return response

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:profile")

    def is_safe_url(self, url):
        # After signing in nobody is led out of this portal.
        hosts = {self.request.get_host()}
        return url_has_allowed_host_and_scheme(url, hosts, require_https=self.request.is_secure())


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text):
        return secrets_at_rest.encrypt(text)

    def decrypt(self, encrypted_text):
        return secrets_at_rest.decrypt(encrypted_text)

    def build_totp_svg(self, url):
        # Stands in the page itself: the content policy allows no `data:` images.
        return segno.make(url, error="m").svg_inline(
            scale=5, dark="#000", light="#fff", border=4, svgclass=None, lineclass=None
        )
