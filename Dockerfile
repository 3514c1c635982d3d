# The base is pinned by its version, and Debian mends its Python with each build. To pin its bytes too,
# add the digest that `docker buildx imagetools inspect debian:13.8-slim` prints:
# `docker build --build-arg BASE=debian:13.8-slim@sha256:... -t deskpulse .`
ARG BASE=debian:13.8-slim

# Build the environment from the lock: every file is checked against its hash.
FROM ${BASE} AS environment
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3 python3-venv ca-certificates \
    && rm -rf /var/lib/apt/lists/*
COPY requirements.lock /tmp/requirements.lock
RUN python3 -m venv /opt/deskpulse \
    && /opt/deskpulse/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r /tmp/requirements.lock \
    && /opt/deskpulse/bin/pip uninstall --yes --quiet pip
# The script that installing the package would write, without a build tool in the image. The bot's
# second process reads it too, and must not start a third.
RUN printf '#!/opt/deskpulse/bin/python\nfrom bot.cli import main\n\nif __name__ == "__main__":\n    main()\n' \
        > /opt/deskpulse/bin/deskpulse \
    && chmod +x /opt/deskpulse/bin/deskpulse
COPY bot /opt/app/bot
COPY metrics /opt/app/metrics
COPY manifest.yml manifest-http.yml /opt/app/
# Compiled here, since nothing can be written there later.
RUN /opt/deskpulse/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/app

# Run: no compiler, no pip, no root. Only /data and /tmp are written to.
FROM ${BASE}
LABEL org.opencontainers.image.title="Deskpulse" \
    org.opencontainers.image.description="How a support team is doing, asked from Slack" \
    org.opencontainers.image.licenses="MIT" \
    org.opencontainers.image.version="0.1.0"
# Letters for the names in pictures, whatever script they are written in. Emoji that these lack are
# named in words: what draws the pictures cannot draw fonts in colours.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        python3 ca-certificates fonts-noto-core fonts-wqy-microhei \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /data --create-home deskpulse
COPY --from=environment /opt /opt
ENV PATH=/opt/deskpulse/bin:$PATH \
    PYTHONPATH=/opt/app \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib
USER 10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.getenv('DESKPULSE_PORT', '3000') + '/healthz', timeout=4)"]
ENTRYPOINT ["deskpulse"]
CMD ["serve"]
