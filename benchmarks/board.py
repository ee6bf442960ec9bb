"""A board as it would be found on disk: phpBB pages, posts of about 150 words, the same for the same seed.

A fifth of the sentences speak of drugs and what they did, a twentieth of the posts cite a paper; threads are
of lognormal length, a few authors write most posts, and one post in seven quotes the one before it. All
text is put together from templates written for this file.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

from tests.site.templates import fill

PER_PAGE = 15
WORDS = 150
HEALTH = 0.2
START = datetime(2023, 1, 1, tzinfo=UTC)
SLOTS = {
    "drug": "finasteride,dutasteride,isotretinoin,Accutane,sertraline,Lexapro,fluoxetine,minoxidil,bupropion,"
    "tamoxifen,prednisone,metformin,spironolactone,ibuprofen,mirtazapine,gabapentin,propranolol,omeprazole",
    "effect": "low libido,brain fog,anxiety,insomnia,dry eyes,joint pain,depression,fatigue,hair loss,nausea,"
    "headaches,tinnitus,dizziness,weight gain,muscle weakness,panic attacks,dry skin,palpitations,numbness",
    "hormone": "testosterone,estradiol,DHT,cortisol,prolactin,progesterone,allopregnanolone,insulin",
    "dose": "1 mg,0.5 mg,5 mg,10 mg,20 mg,25 mg,40 mg,50 mg,100 mg,a low dose",
    "time": "two weeks,a month,six weeks,three months,half a year,two years,ten days,a few days",
    "who": "my doctor,a urologist,my GP,a friend,my sister,the pharmacist,my husband,somebody here",
    "feel": "tired,hopeful,frustrated,much better,awful,confused,calm,angry,all right,lost",
    "thing": "diet,gym routine,job,sleep schedule,garden,commute,kitchen,old car,phone,weekend,book,family",
    "place": "at home,at work,in town,on holiday,at the clinic,in the evening,before breakfast,on Sundays",
}
SAID = """I took {drug} at {dose} for {time} and got {effect}.
After {time} on {drug} my {effect} went away.
I never had {effect} before {drug}.
The {effect} began {time} after I stopped {drug}.
No {effect} for me on {drug}, {dose} a day.
Could {drug} cause {effect}?
I think {drug} lowers {hormone} and that is why we get {effect}.
My {hormone} was low when I was on {drug}.
{who} says {drug} does not cause {effect}.
{drug} helped with my {effect} within {time}.
Has anybody tried {drug} for {effect}?
{who} had {effect} from {drug} and it lasted {time}.
I still have {effect}, {time} after quitting {drug}.
Blood tests showed raised {hormone} after {time}.
You should ask {who} about {dose} of {drug} for the {effect}.""".splitlines()
CHAT = """Thanks to everybody who answered, it means a lot to read this {place}.
I was {feel} most of the week and did not do much {place}.
{who} told me to be patient and I suppose that is fair.
We changed the {thing} and after {time} it felt normal again.
Does anyone else sit {place} and wonder about the {thing}?
I wrote about this in my first thread, so I will keep it short.
My {thing} keeps me busy and that is good.
Sorry for the long post, I needed to get it out.
It took {time} until I could talk about it {place}.
I read the whole thread and I am {feel} now.
{who} and I went for a walk {place} and talked about the {thing}.
Keep us posted, I hope you feel {feel} soon.
There is no need to hurry, give it {time} and see.
I made a list of everything I did {place} last month.
Nobody believed me at first, not even {who}.
Some days are {feel}, others are just ordinary.
This is only my story, yours may go another way.
The {thing} was the first thing I noticed, then the rest came back.
I will come back in {time} and tell you how it went.
Honestly the waiting is the hardest part of it.""".splitlines()
SYLLABLES = tuple(a + b for a in "bdfghklmnprstvz" for b in "aeiou")
JOURNALS = ("Journal of Sexual Medicine", "Psychopharmacology", "Endocrine Reviews", "Brain Research")


def write(folder: Path, posts: int, seed: int = 0) -> int:
    """Write the pages of a board of so many posts; return the number of pages."""
    choose = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    count = topic = 0
    while posts > 0:
        size = min(posts, max(1, int(choose.lognormvariate(2.2, 0.9))))
        topic, posts = topic + 1, posts - size
        for number, page in enumerate(pages(topic, size, random.Random(f"{seed}/{topic}"))):
            (folder / f"t{topic:07}-{number:04}.html").write_text(page, encoding="utf-8")
            count += 1
    return count


def change(folder: Path, share: float, seed: int = 1) -> int:
    """Rewrite one post on so many pages that ``share`` of all posts is other; return how many."""
    choose = random.Random(seed)
    files = sorted(folder.glob("*.html"))
    total = sum(file.read_text(encoding="utf-8").count('<div class="content">') for file in files)
    chosen = choose.sample(files, min(len(files), max(1, round(total * share))))
    for file in chosen:
        head, mark, rest = file.read_text(encoding="utf-8").partition('<div class="content">')
        file.write_text(head + mark + escape(words(choose, 20)) + " " + rest, encoding="utf-8")
    return len(chosen)


def pages(topic: int, size: int, choose: random.Random) -> Iterator[str]:
    """The pages of one topic."""
    title = f"{sentence(choose, SAID)[:60]} ({topic})"
    quoted, numbers = "", range(1, size + 1)
    posts = []
    for number in numbers:
        text, user = body(choose), author(choose)
        quote = f"<blockquote><div><cite>{user} wrote:</cite>{quoted}</div></blockquote>" if quoted else ""
        posts.append(post(topic, number, user, title, quote + text, choose))
        quoted = text[:120].partition("<")[0] if choose.random() < 1 / 7 else ""
    for start in range(0, size, PER_PAGE):
        shown = "".join(posts[start : start + PER_PAGE])
        thread = fill("phpbb_thread", html={"pager": "", "posts": shown}, id=topic, title=title)
        yield fill("phpbb_page", html={"body": thread}, title=title)


def post(topic: int, number: int, user: str, title: str, text: str, choose: random.Random) -> str:
    """One post as HTML."""
    created = START + timedelta(minutes=topic * 7 + number * choose.randint(1, 90))
    return fill(
        "phpbb_post",
        html={"text": text},
        id=f"{topic}{number:04}",
        background=f"bg{number % 2 + 1}",
        user=sum(user.encode()),
        author=user,
        title=title,
        created=created.isoformat(),
        shown=f"{created:%a %b %d, %Y %I:%M %p}",
    )


def author(choose: random.Random) -> str:
    """A name; low numbers write most."""
    number = int(choose.paretovariate(0.8))
    picked = random.Random(number)
    return "".join(picked.choice(SYLLABLES) for _ in range(3)).capitalize() + str(number % 97)


def body(choose: random.Random) -> str:
    """Paragraphs of about `WORDS` words, now and then with a reference."""
    text = "<br>\n".join(escape(words(choose, WORDS // 3)) for _ in range(3))
    return f"{text}<br>\n{reference(choose)}" if choose.random() < 1 / 20 else text


def words(choose: random.Random, least: int) -> str:
    """Sentences that hold at least so many words."""
    said: list[str] = []
    count = 0
    while count < least:
        said.append(sentence(choose, SAID if choose.random() < HEALTH else CHAT))
        count += said[-1].count(" ") + 1
    return " ".join(said)


def sentence(choose: random.Random, templates: list[str]) -> str:
    """One sentence."""
    filled = choose.choice(templates).format(**{k: choose.choice(v.split(",")) for k, v in SLOTS.items()})
    return filled[0].upper() + filled[1:]


def reference(choose: random.Random) -> str:
    """A reference to a paper that does not exist; a few are cited often."""
    paper = random.Random(int(choose.paretovariate(0.7)))
    name = "".join(paper.choice(SYLLABLES) for _ in range(2)).capitalize()
    about = (
        f"Effects of {paper.choice(SLOTS['drug'].split(','))} on {paper.choice(SLOTS['hormone'].split(','))}"
    )
    first = paper.randint(100, 900)
    where = f"{paper.choice(JOURNALS)}, {paper.randint(1, 60)}({paper.randint(1, 12)}), {first}-{first + 9}"
    doi = f" https://doi.org/10.5555/{paper.randint(10_000, 99_999)}" if paper.random() < 0.5 else ""
    return f"{name}, A. ({paper.randint(1995, 2023)}). {about}. {where}.{doi}"
