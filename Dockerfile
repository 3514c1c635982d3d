# Build the environment from the lock: every file is checked against its hash.
FROM python:3.13-slim AS environment
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv /opt/deskpulse \
    && /opt/deskpulse/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r /tmp/requirements.lock
# The script that installing the package would write, without a build tool in the image.
RUN printf '#!/opt/deskpulse/bin/python\nfrom bot.cli import main\n\nmain()\n' \
        > /opt/deskpulse/bin/deskpulse \
    && chmod +x /opt/deskpulse/bin/deskpulse

# Run: no compiler, no pip cache, no root. Only /data is written to.
FROM python:3.13-slim
# Letters for the names in pictures, whatever script they are written in.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-core fonts-wqy-microhei \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /data --create-home deskpulse
COPY --from=environment /opt/deskpulse /opt/deskpulse
COPY bot /opt/app/bot
COPY metrics /opt/app/metrics
ENV PATH=/opt/deskpulse/bin:$PATH \
    PYTHONPATH=/opt/app \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib
USER 10001
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.getenv('DESKPULSE_PORT', '3000') + '/healthz', timeout=4)"]
ENTRYPOINT ["deskpulse"]
CMD ["serve"]
