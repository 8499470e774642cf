"""Many hands at one instant (I5, P6), over real connections."""

from __future__ import annotations

from accounts.models import User
from accounts.roles import Role
from common import idempotency, ledger
from common.models import IdempotencyKey, LedgerEntry
from common.moves import IllegalMove
from consultations.rounds.models import Consultation
from feedback.comments import services
from feedback.comments.models import Comment, Screening
from tests.comments.making import hand_in, words
from tests.make import make_consultation, make_user

THREADS = 50
WRITERS = 20


def new_round():
    return make_consultation().pk


def test_fifty_posts_of_one_key_leave_one_comment_and_one_receipt(private_site):
    pk = private_site.call(new_round)
    key = idempotency.new_key()

    def post(_number):
        receipt = hand_in(Consultation.objects.get(pk=pk), key=key)
        return receipt.comment.receipt_no, receipt.code, receipt.is_replay

    def counts():
        acts = LedgerEntry.objects.filter(act="comments.submit")
        return Comment.objects.count(), IdempotencyKey.objects.count(), acts.count()

    results = private_site.together(post, THREADS)

    assert len({(number, code) for number, code, _replay in results}) == 1
    assert sum(not is_replay for _n, _c, is_replay in results) == 1
    assert private_site.call(counts) == (1, 1, 1)


def test_parallel_authors_get_gapless_numbers_and_a_whole_chain(private_site):
    pk = private_site.call(new_round)

    def post(number):
        consultation = Consultation.objects.get(pk=pk)
        said = words(f"第{number}个人的话。")
        return hand_in(consultation, said).comment.receipt_no[-6:]

    numbers = private_site.together(post, WRITERS)

    assert sorted(numbers) == [f"{n:06d}" for n in range(1, WRITERS + 1)]
    verified = private_site.call(ledger.verify)
    assert (verified.ok, verified.broken) == (True, None)


def test_of_two_screeners_at_one_instant_one_decides(private_site):
    def prepare():
        comment = hand_in(make_consultation()).comment
        users = [make_user(Role.CONTENT_MODERATOR).pk for _n in range(2)]
        return comment.pk, users

    pk, users = private_site.call(prepare)

    def decide(number):
        by = User.objects.get(pk=users[number])
        try:
            services.screen_comment(Comment.objects.get(pk=pk), "accept", by=by)
        except IllegalMove:
            return "refused"
        return "accepted"

    assert sorted(private_site.together(decide, 2)) == ["accepted", "refused"]
    assert private_site.call(Screening.objects.count) == 1
