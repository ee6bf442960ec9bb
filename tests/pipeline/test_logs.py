import json
import logging
import sys

from pydantic import BaseModel

from pipeline.logs import JsonLines


def line(message="read", **attributes):
    record = logging.LogRecord(
        "pipeline", logging.INFO, "f.py", 1, message, (), attributes.pop("exc_info", None)
    )
    record.__dict__.update(attributes)
    return json.loads(JsonLines("default").format(record))


def test_line_says_of_which_run_source_and_thread_it_is():
    said = line(flow_run_id="1-2", source="https://forum.example/t/1", thread_id="t1", author="Anna Ford")
    assert {"run": "1-2", "source": "https://forum.example/t/1", "thread": "t1"}.items() <= said.items()
    assert "Anna Ford" not in json.dumps(said)


def test_error_is_told_without_the_values_it_repeats():
    class Post(BaseModel):
        number: int

    try:
        Post(number="Anna Ford took 1 mg")
    except ValueError:
        said = line("Encountered an exception: Anna Ford took 1 mg", exc_info=sys.exc_info())
    assert said["error"] == "ValidationError"
    assert "test_logs.py" in said["at"][0]
    assert "Anna" not in json.dumps(said)
