"""What follows a training that was held: certificates, evaluation."""

from django.urls import path

from trainings.views import certificates, desk_certificates, desk_evaluation, evaluation, own_certificates

DESK = "<service:service_slug>/rad"
OF_TRAINING = f"{DESK}/obuke/<int:pk>/sertifikati/"
ONE = f"{DESK}/sertifikati/<int:pk>/"

urlpatterns = [
    # checking one, without an account
    path("sertifikati/", certificates.check, name="check_certificate"),
    path("sertifikati/<str:certificate_key>/", certificates.certificate, name="certificate"),
    path(
        "sertifikati/<str:certificate_key>/sertifikat.pdf",
        certificates.certificate_pdf,
        name="certificate_pdf",
    ),
    # the organizer's people
    path("nalog/sertifikati/", own_certificates.my_certificates, name="my_certificates"),
    # the desk of a service
    path(OF_TRAINING, desk_certificates.certificates_of_training, name="desk_training_certificates"),
    path(f"{OF_TRAINING}izdavanje/", desk_certificates.issue, name="desk_issue_certificates"),
    path(f"{OF_TRAINING}sertifikati.pdf", desk_certificates.file_of_training, name="desk_certificates_file"),
    path(f"{DESK}/sertifikati/", desk_certificates.certificates, name="desk_certificates"),
    path(ONE, desk_certificates.certificate, name="desk_certificate"),
    path(f"{ONE}povlacenje/", desk_certificates.withdraw, name="desk_withdraw_certificate"),
    path(f"{ONE}ispravka/", desk_certificates.correct, name="desk_correct_certificate"),
    # what people thought
    path("evaluacija/<str:token>/", evaluation.evaluate, name="evaluate"),
    path(f"{DESK}/obuke/<int:pk>/evaluacija/", desk_evaluation.evaluation, name="desk_evaluation"),
    path(
        f"{DESK}/programi/<int:pk>/evaluacija/",
        desk_evaluation.programme_evaluation,
        name="desk_programme_evaluation",
    ),
]
