from datetime import date

from network.periods import one_month, same_months_of, whole_year, year_to_date


def test_the_current_year_ends_with_the_current_month():
    period = year_to_date(2026, today=date(2026, 11, 22))

    assert (period.start, period.end) == (date(2026, 1, 1), date(2026, 12, 1))
    assert [month.month for month in period.months] == list(range(1, 12))
    assert year_to_date(2026, today=date(2026, 12, 31)) == whole_year(2026)


def test_a_past_year_is_whole():
    assert year_to_date(2025, today=date(2026, 2, 1)) == whole_year(2025)
    assert len(whole_year(2025).months) == 12


def test_the_same_months_are_compared():
    period = year_to_date(2026, today=date(2026, 11, 22))

    assert same_months_of(period, 2025).months == [m.replace(year=2025) for m in period.months]
    assert same_months_of(whole_year(2026), 2025) == whole_year(2025)


def test_december_ends_with_the_next_year():
    assert one_month(2026, 12).end == date(2027, 1, 1)
