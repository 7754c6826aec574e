"""What schemathesis cannot know from the OpenAPI document."""

import json
import os
import random
import re
import time
import urllib.request

import schemathesis

FRESH_SECONDS = 1
TOKEN = os.environ.get("TACHOGRAPH_API_TOKEN")
_batches = {"read": 0.0, "ids": []}


@schemathesis.serializer("application/x-ndjson")
def json_lines(_context, value):
    lines = value if isinstance(value, list) else [value]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


@schemathesis.hook
def before_call(_context, case, _kwargs):
    """Most cases would meet no batch, and every clean a service that runs."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    chance = random.Random(case.id)
    if chance.random() < 0.3:
        return
    if case.operation.path == "/api/clean":
        ask(case, "/api/pause", "POST")
    if case.operation.path == "/assets/{name}":
        case.path_parameters["name"] = chance.choice(assets(case))
    batches = live_batches(case)
    if not batches:
        return
    generator, batch_id = chance.choice(batches)
    if case.path_parameters and "batch_id" in case.path_parameters:
        case.path_parameters.update(generator=generator, batch_id=batch_id)
    if isinstance(case.body, list):
        for verdict in case.body:
            if isinstance(verdict, dict) and "batch_id" in verdict:
                verdict.update(generator=generator, batch_id=batch_id)


@schemathesis.hook
def after_call(_context, case, _response):
    if case.operation.path in ("/api/clean", "/api/pause"):
        ask(case, "/api/resume", "POST")


def live_batches(case):
    """Generator and id of the newest batches."""
    if time.monotonic() - _batches["read"] > FRESH_SECONDS:
        listed = ask(case, "/api/batches?limit=20", "GET")["batches"]
        _batches.update(read=time.monotonic(), ids=[(each["generator"], each["batch_id"]) for each in listed])
    return _batches["ids"]


def assets(case):
    """Names of the dashboard's files."""
    return re.findall(r"/assets/([\w.-]+)", read(case, "/", "GET").decode())


def ask(case, path, method):
    return json.loads(read(case, path, method))


def read(case, path, method):
    request = urllib.request.Request(case.operation.base_url.rstrip("/") + path, method=method)
    if TOKEN:
        request.add_header("Authorization", f"Bearer {TOKEN}")
    with urllib.request.urlopen(request) as answer:
        return answer.read()
