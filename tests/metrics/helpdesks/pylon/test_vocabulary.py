import pytest

from metrics.helpdesks.pylon import vocabulary
from metrics.tickets.records import Removal, Status


def test_every_status_of_pylons_own_is_known_and_one_alone_is_solved() -> None:
    assert set(vocabulary.CATEGORIES) == {
        *("new", "waiting_on_you", "waiting_on_customer", "on_hold", "closed")
    }
    solved = {slug for slug, status in vocabulary.CATEGORIES.items() if not status.unsolved}
    assert solved == {"closed"}
    assert vocabulary.CATEGORIES["waiting_on_customer"] is Status.PENDING


def test_every_channel_that_pylon_documents_is_known() -> None:
    documented = (
        "slack microsoft_teams microsoft_teams_chat chat_widget email manual form discord "
        "whatsapp sms telegram phone"
    )
    assert set(documented.split()) == set(vocabulary.CHANNELS)


@pytest.mark.parametrize(
    ("tag", "removal"),
    [
        ("latest", Removal.SPAM),
        ("attestation", Removal.SPAM),
        ("emerged", Removal.SPAM),
        ("load-testing", Removal.TEST),
        ("internal test", Removal.TEST),
        ("merged_into_other", Removal.MERGED),
        ("duplicates", Removal.MERGED),
    ],
)
def test_a_tag_says_why_by_whole_words_alone(tag: str, removal: Removal) -> None:
    assert vocabulary.removal(tag) is removal
