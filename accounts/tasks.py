"""What the worker does for accounts."""

from smtplib import SMTPException

from celery import shared_task


@shared_task(atomic=False, autoretry_for=(SMTPException, OSError), retry_backoff=5, max_retries=5)
def send_letter(sealed):
    """Send one letter of an account; a mail server that does not answer is asked again within minutes."""
    from accounts import post

    post.opened(sealed).send()
