"""Times in prose: what is one, where it ends, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.prose.moments import begins_moment, moments_in, read_moment


def times(text: str) -> list[str]:
    """Return the times that are read in *text*."""
    return [text[m.start : m.end] for m in moments_in(text, 0, len(text))]


def parts(text: str) -> tuple[str, dict[str, str]]:
    """Return the kind of the one time in *text*, and its parts."""
    (moment,) = moments_in(text, 0, len(text))
    return moment.kind, moment.parts


# -- days ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It fell early Friday.", "early Friday"),
        ("It fell on Friday morning.", "Friday morning"),
        ("It fell early morning on Friday, Dec.20.", "early morning on Friday, Dec.20"),
        ("It fell in the early hours of Wednesday.", "early hours of Wednesday"),
        ("It came in the night of 24 April.", "night of 24 April"),
        ("It went on overnight into Saturday.", "overnight into Saturday"),
        ("It fell last Friday.", "last Friday"),
        ("After Friday\u2019s raid they left.", "Friday\u2019s"),
        ("After Friday night's raid they left.", "Friday night's"),
        ("The raid of Nov. 19 was the first.", "Nov. 19"),
        ("The raid of 20 December 2024 was worse.", "20 December 2024"),
        ("It was the 20th of December.", "20th of December"),
        ("It was December the 20th.", "December the 20th"),
        ("Sat Jan 24, 2026 it came out.", "Sat Jan 24, 2026"),
        ("On 2024-12-20 it came out.", "2024-12-20"),
        ("On 20/12/2024 it came out.", "20/12/2024"),
        ("On 20.12.2024 it came out.", "20.12.2024"),
        ("BOGOTA, 3 JAN 90 -- [TEXT] A BOMB", "3 JAN 90"),
        ("THEY LEFT YESTERDAY MORNING.", "YESTERDAY MORNING"),
        ("They left last night.", "last night"),
        ("They left late this evening.", "late this evening"),
        ("They left two days ago.", "two days ago"),
        ("It was 18 a day earlier.", "a day earlier"),
        ("They left earlier this week.", "earlier this week"),
    ],
)
def test_days_are_read_with_the_part_of_the_day(text: str, said: str) -> None:
    assert times(text) == [said]


def test_two_days_of_one_month_are_two_times() -> None:
    text = "Rain on 15 and 16 February flooded the road."

    assert times(text) == ["15", "16 February"]
    assert next(moments_in(text, 0, len(text))).parts["month"] == "february"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("In March 2023 it burned.", "March 2023"),
        ("It burned in July last year.", "July last year"),
        ("It has burned since late January.", "late January"),
        ("Notices came in January and March.", "January March"),
        ("Notices came from January to March 2024.", "January March 2024"),
        ("In 2019 it burned.", "2019"),
        ("By mid-2019 it burned.", "mid-2019"),
        ("The 2017 Hill Fire was worse.", "2017"),
        ("Floods from 2020 to 2024 cost more.", "2020 2024"),
        ("It ended in the summer of 2014.", "2014"),
    ],
)
def test_months_and_years_need_words_that_tell_them(text: str, said: str) -> None:
    assert " ".join(times(text)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It burned on 15 and 16 February.", "15"),
        ("It burned on 15 or 16 February.", "15"),
        ("It burned on 15 to 16 February.", "15"),
        ("It burned on 15-16 February.", "15"),
        ("It burned on 5 of May.", "5 of May"),
        ("It burned 12 days ago.", "12 days ago"),
        ("It burned two weeks ago.", "two weeks ago"),
    ],
)
def test_what_goes_on_from_digits_tells_a_time(text: str, said: str) -> None:
    assert times(text)[0] == said


# -- clock times ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It hit at 8:30 a.m. on the hill.", "8:30 a.m."),
        ("It hit at 8.30am.", "8.30am"),
        ("It hit at 10 pm.", "10 pm"),
        ("It hit at 14:05 GMT.", "14:05 GMT"),
        ("It hit at 04:00 Moscow time.", "04:00 Moscow time"),
        ("It hit at 2345 GMT.", "2345 GMT"),
        ("It hit at 14.05 GMT.", "14.05 GMT"),
        ("It hit at 0630 hours.", "0630 hours"),
        ("It hit at 23h30.", "23h30"),
        ("It hit at 6:40 local time.", "6:40 local time"),
        ("It hit at 5 p.m. (ET).", "5 p.m. (ET)"),
        ("It hit at noon.", "noon"),
        ("It hit at 12 noon.", "12 noon"),
        ("It hit at 19.40, they said.", "19.40"),
        ("It hit at 9 o'clock.", "9 o'clock"),
        ("It hit at six in the evening.", "six in the evening"),
        ("It hit at 6 in the evening.", "6 in the evening"),
        ("It hit at 11 at night.", "11 at night"),
        ("It hit at eleven at night.", "eleven at night"),
        ("It hit at five o\u2019clock.", "five o\u2019clock"),
        ("At 2024-12-20T10:05+02:00 it hit.", "2024-12-20T10:05+02:00"),
    ],
)
def test_clock_times_are_read_with_their_zone(text: str, said: str) -> None:
    assert times(text) == [said]


def test_a_clock_time_and_its_day_are_two_times() -> None:
    assert times("By 7 a.m. Tuesday it was over.") == ["7 a.m.", "Tuesday"]
    assert times("At 10.48 p.m. (1948GMT) it hit.") == ["10.48 p.m.", "1948GMT"]


def test_vague_times_are_times_too() -> None:
    assert times("It came shortly before sunrise.") == ["shortly before sunrise"]
    assert times("It came overnight, and at dawn.") == ["overnight", "dawn"]


# -- what is none --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "May 5 people fit in?",
        "They killed 2015 people.",
        "The 2015 people there left.",
        "Power is out in 2000 homes.",
        "A silver 2016 sedan was found.",
        "It was in the 2000 block of Hill Road.",
        "The count rose to 2015.",
        "They meet every Sunday.",
        "Every June 17 the bell is rung.",
        "A man known as Sunday told us.",
        "Bloody Sunday was long ago.",
        "The Sunday Times has it.",
        "They lost 3-1.",
        "Call 614-555-2014.",
        "An overnight train left the rails.",
        "Dawn has more.",
        "He may go; they march on.",
        "They sat in the sun.",
        "It took three weeks later to be known.",
        "The ratio was 45:12.",
        "It rose to 19.40 then.",
        "It traded at 19.40 euros.",
        "The 35th floor, 0 May, 12 noons.",
        "She counted 6 in the morning rush.",
        "We said two o'clock or so.",
        "It is 40 o'clock nowhere.",
        "Between 15 and 16 people left.",
    ],
)
def test_what_counts_or_names_is_no_time(text: str) -> None:
    assert times(text) == []


def test_in_march_21_people_names_the_month_only() -> None:
    assert times("In March 21 people died.") == ["March"]
    assert times("On March 21 people gathered.") == ["March 21"]


def test_a_number_before_a_month_is_a_day_only_where_a_day_can_be() -> None:
    assert times("They shot 15 and 16 March came.") == ["16 March"]
    assert times("They march on 15 and 16 march home.") == []


# -- where it ends -------------------------------------------------------------------


def test_no_time_goes_over_the_end_of_what_is_read() -> None:
    text = "It fell on Friday morning."

    moment = read_moment(text, text.index("Friday"), text.index(" morning"))

    assert moment is not None
    assert text[moment.start : moment.end] == "Friday"


def test_no_time_goes_over_a_blank_line() -> None:
    assert times("It fell on Friday\n\nMorning came.") == ["Friday"]
    assert times("It fell on Friday\nmorning.") == ["Friday\nmorning"]


def test_nothing_is_read_where_no_word_begins() -> None:
    assert read_moment("Friday (early)", 7) is None
    assert read_moment("Friday", 6) is None
    assert not begins_moment("raid")
    assert begins_moment("friday")


# -- laws ----------------------------------------------------------------------------

SAID = st.sampled_from(
    (
        "early Friday",
        "Friday night\u2019s",
        "early morning on Friday, Dec. 20",
        "20 December 2024",
        "14:05 GMT",
        "04:00 Moscow time",
        "2345 GMT",
        "8:30 a.m.",
        "last week",
        "shortly before dawn",
        "December 2022",
    )
)


@given(SAID, st.sampled_from((" ", "\u00a0", "\n", "\r\n", "  ")))
def test_law_blanks_and_quotes_change_nothing(said: str, blank: str) -> None:
    written = said.replace(" ", blank)

    one, other = (f"It hit {words} and left." for words in (said, written))

    assert parts(one) == parts(other)
    assert parts(one) == parts(one.replace("\u2019", "'"))
    assert times(other) == [written]


@given(st.text(alphabet="0123456789:./- FridayMr.am", max_size=60))
def test_law_times_lie_in_the_text_in_order(text: str) -> None:
    ends = [0]
    for moment in moments_in(text, 0, len(text)):
        assert ends[-1] <= moment.start < moment.end <= len(text)
        ends.append(moment.end)


@pytest.mark.parametrize(
    "piece",
    ["early ", " ", "1 ", "12:", "May ", "last ", "\u00a0\n", "Friday, ", "a day "],
)
def test_law_nonsense_is_read_to_its_end(piece: str) -> None:
    text = f"early{piece * 20_000}"

    assert len(list(moments_in(text, 0, len(text)))) <= 20_001
