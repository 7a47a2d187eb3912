"""What must be right before the portal starts. `manage.py check --database default` says it in sentences."""

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connections, transaction

ISOLATION = "read committed"


@checks.register(checks.Tags.database)
def database_keeps_the_walls(app_configs, databases=None, **kwargs):
    """The role must not be able to look over the second wall, and row locks must mean what we think."""
    found = []
    for alias in databases or []:
        try:
            found += _look_at(connections[alias])
        except DatabaseError as error:
            found.append(
                checks.Error(
                    f"The database does not answer: {str(error).strip()}",
                    hint="Check DATABASE_URL (docs/settings.md) and that PostgreSQL runs.",
                    id="vsrs.E001",
                )
            )
    return found


def _look_at(connection):
    # The level is a property of transactions; outside of one PostgreSQL tells the server's default.
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute(
            "select rolname, rolsuper, rolbypassrls, current_setting('transaction_isolation'), "
            "current_setting('server_version_num')::int from pg_roles where rolname = current_user"
        )
        role, superuser, bypasses, isolation, version = cursor.fetchone()
    if superuser or bypasses:
        yield checks.Error(
            f"The database role “{role}” passes through row-level security.",
            hint=f"As the administrator: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS; see docs/operations.md.",
            id="vsrs.E002",
        )
    if isolation != ISOLATION:
        yield checks.Error(
            f"Transactions run at “{isolation}”; seats are safe from overselling at “{ISOLATION}” only.",
            hint="Remove isolation_level from the database options in vsrs/settings.py.",
            id="vsrs.E003",
        )
    if version < 160000:
        yield checks.Error(
            f"PostgreSQL {version // 10000} is too old.", hint="Use PostgreSQL 16 or newer.", id="vsrs.E004"
        )


@checks.register(checks.Tags.security)
def production_is_complete(app_configs, **kwargs):
    if not settings.PRODUCTION:
        return []
    return [error for wrong, error in _production_faults() if wrong]


def _production_faults():
    yield (
        not settings.ALLOWED_HOSTS,
        checks.Error(
            "In production the portal must know its own names.",
            hint="Set VSRS_HOSTS, for example VSRS_HOSTS=portal.example.org",
            id="vsrs.E010",
        ),
    )
    yield (
        len(settings.SECRET_KEY) < 40,
        checks.Error(
            "The secret key is too short to be one.",
            hint="Set VSRS_SECRET_KEY to at least 40 random characters (how: docs/settings.md).",
            id="vsrs.E011",
        ),
    )
    yield (
        settings.DEBUG,
        checks.Error("VSRS_DEBUG shows strangers the inside.", hint="Remove VSRS_DEBUG.", id="vsrs.E012"),
    )
    yield (
        not settings.SITE_URL.startswith("https://"),
        checks.Warning(
            "Links in e-mails do not begin with https://.",
            hint="Set VSRS_SITE_URL, for example VSRS_SITE_URL=https://portal.example.org",
            id="vsrs.W013",
        ),
    )
    yield (
        "smtp" not in settings.EMAIL_BACKEND,
        checks.Warning(
            "No e-mail leaves this machine.",
            hint="Set VSRS_EMAIL_BACKEND=django.core.mail.backends.smtp.EmailBackend and VSRS_EMAIL_HOST.",
            id="vsrs.W014",
        ),
    )
