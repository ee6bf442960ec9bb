"""Question2Answer."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="q2a",
    clues={
        "qa-body-wrapper": 0.6,
        "qa-q-view": 0.5,
        "qa-a-list": 0.4,
        "qa-template-question": 0.5,
    },
    layout=Layout(
        post=".qa-q-view, .qa-a-list-item",
        author=(
            ".qa-q-view-main > .qa-q-view-avatar-meta .qa-q-view-who-data .qa-user-link",
            ".qa-a-item-main > .qa-a-item-avatar-meta .qa-a-item-who-data .qa-user-link",
            ".qa-q-view-who-data",
            ".qa-a-item-who-data",
        ),
        date=(
            ".qa-q-view-when time@datetime",
            ".qa-a-item-when time@datetime",
            ".qa-q-view-when-data",
            ".qa-a-item-when-data",
        ),
        body=(".qa-q-view-content", ".qa-a-item-content"),
        key=("@id",),
        title=(".qa-main-heading h1", "h1"),
        drop=(".qa-a-selection",),
    ),
    topics=".qa-q-item-title a",
)
