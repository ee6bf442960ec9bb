"""Two boards on loopback, made by a seeded generator, that can be told to misbehave.

``board`` holds topics and posts and changes them; ``discourse`` and ``phpbb`` show a board as those engines
do; ``server`` answers over HTTP, remembers what it was asked, and has faults to switch on.
"""
