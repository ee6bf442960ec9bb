"""Log lines as JSON, for machines: when, what, of which run, source and thread, and no words of posts.

The library configures no logging. The command line names this formatter to Prefect, which hands it on to
every process of a run.
"""

from __future__ import annotations

import json
import logging
import os
import traceback
from datetime import UTC, datetime
from typing import Any

FIELDS = {
    "flow_run_id": "run",
    "flow_run_name": "run_name",
    "task_run_name": "task",
    "source": "source",
    "thread_id": "thread",
}
"""Attributes of a log record that are shown, and the names of their fields."""

ENVIRONMENT = {
    "PREFECT_LOGGING_FORMATTERS_JSON_CLASS": "pipeline.logs.JsonLines",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_FORMATTER": "json",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "pipeline",
    "PREFECT_LOGGING_COLORS": "false",
    "PREFECT_LOGGING_MARKUP": "false",
}


class JsonLines(logging.Formatter):
    """One JSON object a line.

    An error is told by its type and the places it went through, never by its message or values: a message of
    a validation error repeats what it could not validate, and that may be a post.
    """

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__()  # Prefect's configuration gives the format of its own formatter

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: str(value) for key, name in FIELDS.items() if (value := getattr(record, key, None))}
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            line["message"] = record.getMessage().split(":")[0]
            line["error"] = record.exc_info[0].__name__
            line["at"] = [f"{frame.filename}:{frame.lineno}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


def as_json() -> None:
    """Let Prefect, imported after this, log as JSON; what the user has set stays."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
