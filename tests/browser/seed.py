"""What a browser finds: accounts, texts, rounds. Run as a module; prints JSON."""

from __future__ import annotations

import datetime
import itertools
import json
import sys
from pathlib import Path
from typing import Any

import django

PASSWORD = "correct-horse-battery"
LAW = "中华人民共和国动物防疫法"
CHAIN = (
    ("dwfy-2015", "in_force", ""),
    ("dwfy-draft1", "draft", "（修订草案）"),
    ("dwfy-draft2", "second_draft", "（修订草案二次审议稿）"),
)


def people() -> dict[str, Any]:
    """Accounts that can sign in; the one password is known to the tests."""
    from accounts.roles import Role  # noqa: PLC0415 -- app ready
    from tests.make import make_user  # noqa: PLC0415 -- app ready

    names = {
        "staff": Role.LEGISLATIVE_STAFF,
        "reviewer": Role.LEGISLATIVE_REVIEWER,
    }
    return {
        name: make_user(role, username=name, display_name=name, password=PASSWORD)
        for name, role in names.items()
    }


def chain(laws: Path, staff: Any, reviewer: Any) -> dict[str, Any]:
    """The real law up to its second reading, with a round that is open."""
    from consultations.rounds import services as rounds  # noqa: PLC0415 -- app ready
    from drafts import services as drafting  # noqa: PLC0415 -- app ready
    from drafts.text.reading import read_file  # noqa: PLC0415 -- app ready

    regulation = drafting.create_regulation(
        by=staff, title=LAW, organiser="法制工作委员会", act_type="revise"
    )
    type(regulation).objects.filter(pk=regulation.pk).update(is_public=True)
    version = None
    for name, kind, suffix in CHAIN:
        version = drafting.import_version(
            regulation.document,
            read_file(next(laws.glob(f"{name}.*"))),
            by=staff,
            version_type=kind,
            base=version,
            title=LAW + suffix,
        )
        drafting.add_enclosure(
            version, by=staff, kind="explanation", title="说明", text="修订的说明。"
        )
        drafting.submit_version(version, by=staff)
        drafting.publish_version(
            version, by=reviewer, override_reason="与官方文本逐条核对过"
        )
        if version.base_id:
            drafting.confirm_lineage(version, by=staff)
    today = datetime.date.today()  # noqa: DTZ011 -- a day of the machine will do
    consultation = rounds.create_consultation(
        version,
        by=staff,
        opens_on=today - datetime.timedelta(days=2),
        closes_on=today + datetime.timedelta(days=40),
        organiser="法制工作委员会",
        contact_phone="0999-5550101",
    )
    rounds.submit_consultation(consultation, by=staff)
    rounds.approve_consultation(consultation, by=reviewer)
    return {
        "regulation": regulation.code,
        "round": consultation.code,
        "version": version.get_absolute_url(),
        "version_pk": version.pk,
    }


def register_host() -> None:
    """Fill in whom to call and how the site is registered, so that it all shows."""
    from wagtail.models import Site  # noqa: PLC0415 -- app ready

    from home.models import SiteSettings  # noqa: PLC0415 -- app ready

    SiteSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults={
            "host": "明川市人大常委会办公室",
            "phone": "0999-5550000",
            "phone_hours": "工作日9时至17时",
            "address": "明川市临江区人民路1号",
            "icp_number": "演示备案00000000号",
            "police_number": "演示公网安备00000000号",
            "site_code": "0000000000",
        },
    )


def shown() -> dict[str, str]:
    """Every page of a decided round, and of one that is open."""
    from django.urls import reverse  # noqa: PLC0415 -- app ready

    from feedback.reports import subscriptions  # noqa: PLC0415 -- app ready
    from feedback.reports.models import Subscription  # noqa: PLC0415 -- app ready
    from tests import make  # noqa: PLC0415 -- app ready
    from tests.reading.scene import decided_scene, tell  # noqa: PLC0415 -- app ready

    scene = tell(decided_scene(3))
    code, text = scene.draft.document.code, scene.versions[-1]
    consultation = make.make_consultation()
    version = consultation.version
    comments = [make.make_comment(consultation, targets=("3",)) for _one in range(3)]
    make.make_comment(consultation, targets=("2",), stage="submitted")
    make.make_contact_point()
    make.make_contact_point()
    lapsed = subscriptions.confirm_token(Subscription(pk=999_999))
    return {
        "home": "/",
        "regulations": reverse("reading:regulations"),
        "regulation": scene.regulation.get_absolute_url(),
        "reading": version.get_absolute_url(),
        "provision": make.provision(version, "3").get_absolute_url(),
        "comment": reverse("comments:create", args=[consultation.code]) + "?on=3",
        "lookup": reverse("comments:lookup"),
        "compare": reverse("reading:compare", args=[code, scene.draft.slug, text.slug]),
        "origins": reverse("reading:origins", args=[code]),
        "rounds": reverse("rounds:list"),
        "open": consultation.get_absolute_url(),
        "result": scene.consultation.get_absolute_url(),
        "login": reverse("account_login"),
        "search": reverse("search:search") + "?q=%E8%AF%95%E9%AA%8C",
        "points": reverse("points:list"),
        "print": reverse("reading:print", args=[code, text.slug]),
        "subscribe": reverse("subscriptions:create"),
        "poster": reverse("rounds:poster", args=[consultation.code]),
        "gone": reverse("subscriptions:confirm", args=[lapsed]),
        "changes": text.get_absolute_url() + "?only=changed",
        **desk(scene, version, consultation, comments[0].receipt_no),
    }


def desk(scene: Any, version: Any, consultation: Any, receipt: str) -> dict[str, str]:
    """The workbench about the same two rounds."""
    from django.urls import reverse  # noqa: PLC0415 -- app ready

    from feedback.dispositions.models import Disposition  # noqa: PLC0415 -- app ready

    decisions = Disposition.objects.filter(consultation=scene.consultation)
    code, text = scene.draft.document.code, scene.versions[-1]
    pages: dict[str, tuple[str, list[Any]]] = {
        "desk": ("home", []),
        "desk-regulations": ("regulations", []),
        "desk-regulation": ("regulation", [code]),
        "desk-import": ("import", [code]),
        "desk-version": ("version", [version.pk]),
        "desk-lineage": ("lineage", [text.pk]),
        "desk-explain": ("explain", [version.pk, "3"]),
        "desk-round": ("consultation", [consultation.code]),
        "desk-ask": ("consultation-create", [version.pk]),
        "desk-comments": ("comments", [consultation.code]),
        "desk-comment": ("comment", [receipt]),
        "desk-groups": ("groups", [consultation.code]),
        "desk-decide": ("decide-comment", [receipt]),
        "desk-dispositions": ("dispositions", [scene.consultation.code]),
        "desk-results": ("results", [scene.consultation.code]),
        "desk-rounds": ("consultations", []),
        "desk-articles": ("articles", [consultation.code]),
        "desk-decision": ("disposition", [decisions.earliest("pk").pk]),
        "desk-survivals": ("survivals", [scene.consultation.code]),
        "desk-keys": ("keys", []),
        "forbidden": ("consultation-edit", [consultation.code]),
        "button": ("comments-accept", [consultation.code]),
    }
    return {"desk-faults": reverse("about:faults")} | {
        name: reverse(f"desk:{address}", args=arguments)
        for name, (address, arguments) in pages.items()
    }


def prepare(laws: str = "") -> dict[str, Any]:
    """Fill an empty database; the real chains only where there are ``laws``."""
    known = people()
    register_host()
    made: dict[str, Any] = {"password": PASSWORD, "pages": shown()}
    if laws:
        for name in ("plain", "scripted"):
            made[name] = chain(Path(laws), known["staff"], known["reviewer"])
    return made


def bare() -> dict[str, Any]:
    """One open round about a small text, and nothing else."""
    from tests import make  # noqa: PLC0415 -- app ready

    return {"round": make.make_consultation().code}


def texts(folder: str, *names: str) -> dict[str, Any]:
    """Whole laws as published texts: their printed page, and every article's words."""
    from django.urls import reverse  # noqa: PLC0415 -- app ready

    from drafts import services as drafting  # noqa: PLC0415 -- app ready
    from drafts.text.reading import read_file  # noqa: PLC0415 -- app ready
    from tests import make  # noqa: PLC0415 -- app ready

    # The names of what is made count from 1 in each process, and one ran before.
    make._numbers = itertools.count(1_000)
    made = {}
    for name in names:
        parsed = read_file(next(Path(folder).glob(f"{name}.*")))
        regulation = make.make_regulation(title=parsed.title or name)
        staff = make.make_user("legislative_staff")
        version = drafting.import_version(
            regulation.document, parsed, by=staff, version_type="in_force", base=None
        )
        make.publish(version)
        made[name] = {
            "url": reverse("reading:print", args=[regulation.code, version.slug]),
            "reading": version.get_absolute_url(),
            "version": version.get_version_type_display(),
            "headings": [
                placed.node.heading for placed in parsed.placed() if not placed.path
            ],
            "articles": [
                article.label + article.body() for article in parsed.articles()
            ],
        }
    return made


def counts() -> dict[str, Any]:
    """Every receipt there is, in order, and what the ledger says of them."""
    from common import ledger  # noqa: PLC0415 -- app ready
    from common.models import LedgerEntry  # noqa: PLC0415 -- app ready
    from feedback.comments.models import Comment  # noqa: PLC0415 -- app ready

    receipts = Comment.objects.order_by("pk").values_list("receipt_no", flat=True)
    acts = LedgerEntry.objects.filter(act="comments.submit")
    return {
        "receipts": list(receipts),
        "acts": acts.count(),
        "ledger": ledger.verify().ok,
    }


def calm() -> dict[str, Any]:
    """Forget how often anybody has done anything: a matrix asks more than a reader."""
    from common.models import RateCounter  # noqa: PLC0415 -- app ready

    return {"forgotten": RateCounter.objects.all().delete()[0]}


def close(code: str) -> dict[str, Any]:
    """Let a round's last day pass."""
    from consultations.rounds.models import Consultation  # noqa: PLC0415 -- app ready

    consultation = Consultation.objects.get(code=code)
    back = datetime.timedelta(days=60)
    consultation.opens_at -= back
    consultation.closes_at -= back
    consultation.save(update_fields=["opens_at", "closes_at"])
    return {"phase": consultation.phase()}


def facts(code: str) -> dict[str, Any]:
    """What the database says in the end."""
    from common import ledger  # noqa: PLC0415 -- app ready
    from common.models import LedgerEntry  # noqa: PLC0415 -- app ready
    from consultations.rounds.models import Consultation  # noqa: PLC0415 -- app ready

    consultation = Consultation.objects.get(code=code)
    entries = LedgerEntry.objects.filter(stream=f"consultation:{consultation.pk}")
    return {
        "stage": consultation.stage,
        "acts": sorted(set(entries.values_list("act", flat=True))),
        "ledger": ledger.verify().ok,
    }


COMMANDS = {
    "prepare": prepare,
    "bare": bare,
    "counts": counts,
    "texts": texts,
    "calm": calm,
    "close": close,
    "facts": facts,
}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])))  # noqa: T201 -- its output
