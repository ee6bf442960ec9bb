"""Topics and posts from a seed, and a day's changes to them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

START = datetime(2024, 1, 1, tzinfo=UTC)
DRUGS = ("isotretinoin", "Accutane", "tane", "finasteride", "fin", "dutasteride", "sertraline")
EFFECTS = ("low libido", "anxiety", "depression", "anhedonia", "dry lips", "insomnia", "brain fog")
SENTENCES = (
    "I took {drug} {dose} mg daily and got {effect}.",
    "No {effect} on {drug} for me, {dose} mg for months.",
    "{effect} began {weeks} weeks after I stopped {drug}.",
    "Could {drug} cause {effect}? My doctor says no.",
    "My brother had {effect} from {drug} and it went away.",
)
NAMES = (
    "ash",
    "birch",
    "cedar",
    "dogwood",
    "elm",
    "fir",
    "gorse",
    "hazel",
    "ivy",
    "juniper",
    "kapok",
    "larch",
)


@dataclass
class BoardPost:
    """A post; a deleted one keeps its number, and is shown nowhere."""

    id: int
    number: int
    author: str
    text: str
    created: datetime
    version: int = 1
    deleted: bool = False


@dataclass
class Topic:
    """A thread of the board; ``state`` is None, "gone", "forbidden", or the id of the topic it moved into."""

    id: int
    title: str
    posts: list[BoardPost] = field(default_factory=list)
    state: str | int | None = None
    views: int = 0

    @property
    def slug(self) -> str:
        return self.title.lower().replace(" ", "-")

    @property
    def active(self) -> datetime:
        """When the last post that is shown was written."""
        return max((post.created for post in self.shown()), default=START)

    def shown(self) -> list[BoardPost]:
        return [post for post in self.posts if not post.deleted]


class Board:
    """A board of so many topics and posts, the same for the same seed."""

    def __init__(self, topics: int, posts: int, seed: int = 0) -> None:
        self.random = random.Random(seed)
        self.topics = {
            id: Topic(id, f"Topic {id} about {self.random.choice(DRUGS)}") for id in range(1, topics + 1)
        }
        self._next_id = 1
        for topic in self.topics.values():
            self.reply(topic)
        for _ in range(posts - topics):
            self.reply(self.random.choice(list(self.topics.values())))

    def reply(self, topic: Topic) -> BoardPost:
        created = START + timedelta(minutes=self._next_id)
        author = self.random.choice(NAMES)
        post = BoardPost(self._next_id, len(topic.posts) + 1, author, self.sentence(), created)
        topic.posts.append(post)
        self._next_id += 1
        return post

    def sentence(self) -> str:
        pick = self.random.choice
        words = {
            "drug": pick(DRUGS),
            "effect": pick(EFFECTS),
            "dose": pick((1, 5, 20)),
            "weeks": pick((2, 3, 6)),
        }
        return pick(SENTENCES).format(**words)

    def listed(self) -> list[Topic]:
        """Topics as every forum lists them: the one that was posted in last stands first."""
        open = [topic for topic in self.topics.values() if topic.state is None]
        return sorted(open, key=lambda topic: (topic.active, topic.id), reverse=True)

    def shown(self) -> list[BoardPost]:
        return [post for topic in self.topics.values() if topic.state is None for post in topic.shown()]

    def move(self, topic: Topic, into: Topic) -> None:
        """Merge a topic into another one, as moderators do."""
        for post in topic.posts:
            into.posts.append(replace(post, number=len(into.posts) + 1))
        topic.state, topic.posts = into.id, []

    def change(self, edited: float, deleted: float, new: float) -> None:
        """A day passes: these fractions of the posts are edited, deleted (openers aside) and added."""
        posts = self.shown()
        for post in self.random.sample(posts, int(edited * len(posts))):
            post.text, post.version = f"{self.sentence()} (edited)", post.version + 1
        replies = [post for post in posts if post.number > 1]
        for post in self.random.sample(replies, int(deleted * len(posts))):
            post.deleted = True
        for _ in range(int(new * len(posts))):
            self.reply(self.random.choice(list(self.topics.values())))
