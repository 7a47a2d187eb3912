"""Serbian, both scripts. The spaces inside a date do not break."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j.\u00a0n.\u00a0Y."
TIME_FORMAT = "G.i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j.\u00a0n.\u00a0Y. G.i"
YEAR_MONTH_FORMAT = "F\u00a0Y."
MONTH_DAY_FORMAT = "j.\u00a0n."
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
DATE_INPUT_FORMATS = [
    *("%d.%m.%Y.", "%d.%m.%Y", "%d. %m. %Y.", "%d. %m. %Y", "%d/%m/%Y"),
    *("%d.%m.%y.", "%d.%m.%y", "%d. %m. %y.", "%d. %m. %y", "%d/%m/%y"),
]
TIME_INPUT_FORMATS = ["%H.%M", "%H:%M", "%H:%M:%S", "%H"]
DATETIME_INPUT_FORMATS = [f"{day} {time}" for day in DATE_INPUT_FORMATS for time in TIME_INPUT_FORMATS[:3]]
