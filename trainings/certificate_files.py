"""All certificates of a training in one file, drawn in the background when they are many."""

from notifications.prepared import Maker, register
from trainings.access import get_training_to_run
from trainings.certificate_pdf import pdf_of
from trainings.certificates import standing_of

CERTIFICATES = "certificates"
# As many as are drawn while somebody waits.
AT_ONCE = 20


def make(user, service, given, step):
    training = get_training_to_run(user, service.slug, given["training"])
    return pdf_of(standing_of(user, training), title=f"sertifikati-{training.slug}", step=step)


def register_files():
    register(CERTIFICATES, Maker(make, "pdf", "application/pdf"))
