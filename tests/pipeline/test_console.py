import io
import json

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.console import Problems, echo_json, lines, objects, printable, without_surrogates


def run(body):
    return CliRunner().invoke(click.command()(body))


@given(st.text())
def test_printed_json_is_one_line_without_controls_and_means_the_same(text):
    printed = run(lambda: echo_json({"text": text.encode("utf-8", "replace").decode()})).stdout
    assert printed.count("\n") == 1
    assert all(c.isprintable() or c in "\n " or ord(c) > 0x9F for c in printed)
    assert json.loads(printed)["text"] == text.encode("utf-8", "replace").decode()


@given(st.text())
def test_printable_text_holds_no_control_but_line_breaks(text):
    assert all(c.isprintable() or c in "\n" for c in printable(text))


def test_empty_lines_are_passed_over_and_numbers_are_of_the_file():
    assert list(lines(io.BytesIO(b"\xef\xbb\xbfone\r\n\n \ntwo"))) == [("line 1", "one"), ("line 4", "two")]


@pytest.mark.parametrize(
    ("line", "reason"), [("{", "not JSON"), ("[1]", "a list, not an object"), ("[" * 99999, "not JSON")]
)
def test_line_that_is_no_object_is_named_and_stops_nothing(line, reason):
    def body():
        problems = Problems()
        for place, row in objects(io.BytesIO(f'{line}\n{{"id": 1}}'.encode()), problems):
            click.echo(f"{place} {row}")
        problems.finish()

    result = run(body)
    assert result.exit_code == 1
    assert result.stdout == "line 2 {'id': 1}\n"
    assert f"line 1: {reason}" in result.stderr


def test_no_problem_is_a_good_end():
    assert run(lambda: Problems().finish()).exit_code == 0


def test_lone_surrogate_becomes_a_mark_of_the_same_length():
    assert without_surrogates("a\ud800b😀") == "a�b😀"
