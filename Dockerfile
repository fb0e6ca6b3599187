# One image for the web process, the worker and the migrations; the command says which.
# What pages run in the browser is built apart: neither Node nor its packages are in the image.
FROM node:24-slim AS frontend
WORKDIR /srv/clause/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY frontend ./
RUN node build.mjs

FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/srv/clause PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

RUN useradd --system --uid 10001 --home-dir /data --create-home clause
WORKDIR /srv/clause

# The libraries first: they change less often than the code.
COPY requirements/run.txt requirements/run.txt
RUN pip install --require-hashes -r requirements/run.txt

COPY piccolo_conf.py ./
COPY docker/healthy.py docker/healthy.py
COPY piccolo_migrations piccolo_migrations
COPY clause clause
COPY --from=frontend /srv/clause/clause/web/static/built clause/web/static/built
RUN python -m compileall -q clause piccolo_migrations

USER clause
VOLUME /data
ENV CLAUSE_DATA_DIR=/data CLAUSE_HOST=0.0.0.0 CLAUSE_PORT=8000 CLAUSE_LOG_FORMAT=json
EXPOSE 8000
CMD ["python", "-m", "clause", "web"]
