# One image for the web, the worker, beat and the migration step; docker-compose.yml says which is which.
FROM python:3.12-slim-bookworm AS packages
COPY requirements-production.txt ./
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements-production.txt

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/vsrs vsrs
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VSRS_VAR_DIR=/var/lib/vsrs \
    VSRS_STATIC_ROOT=/srv/static
WORKDIR /srv/portal
COPY . .
RUN python manage.py collectstatic --no-input --verbosity 0
# From here on nothing is started without its secret key and its host names.
ENV VSRS_PRODUCTION=1
USER 10001
VOLUME /var/lib/vsrs
EXPOSE 8000
CMD ["gunicorn", "vsrs.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--graceful-timeout", "20", "--worker-tmp-dir", "/dev/shm"]
