"""The server against the contract file, by schemathesis."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.sandbox.conftest import client_of
from tests.sandbox_process import SandboxProcess

# positive_data_acceptance is left out: ranges, cursors and If-Match are rules that a schema can't say.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "ignored_auth",
    "unsupported_method",
)
SETTINGS = """
[auth.openapi.bearer]
bearer = "${SANDBOX_TOKEN}"

[generation]
deterministic = true
max-examples = 8

[phases.stateful]
enabled = false

# An existing key, so that bodies are looked at.
[[operations]]
include-name = "PATCH /v1/keys/{keyId}"
parameters = { keyId = "${SANDBOX_KEY}" }
"""


def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    settings = tmp_path / "schemathesis.toml"
    settings.write_text(SETTINGS)
    with SandboxProcess("--history", "500") as server, client_of(server) as client:
        key = next(item for item in client.get("/v1/keys").json()["items"] if item["description"] == "Notebook")
        environment = {**os.environ, "SANDBOX_TOKEN": server.token, "SANDBOX_KEY": key["id"]}
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings), "run"]
        command += [f"{server.url}/openapi.yaml", "--url", server.url, "--no-color"]
        command += ["--checks", ",".join(CHECKS), "--phases", "coverage,fuzzing"]
        result = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=170
        )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "12 passed" in result.stdout
