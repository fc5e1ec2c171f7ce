# Two stages: the first installs, the second only runs. The lock file comes first, the source last, so
# that a change in the code does not install everything anew.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY summarizer summarizer
RUN /venv/bin/pip install --no-deps --no-build-isolation -e .

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 kurir && install -d -o kurir -g kurir -m 700 /data
ENV PATH=/venv/bin:$PATH KURIR_DATA=/data PYTHONUNBUFFERED=1
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY config config
COPY seeds seeds
USER kurir
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["kurir", "doctor", "--quick"]
ENTRYPOINT ["kurir"]
CMD ["run"]
