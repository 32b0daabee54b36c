"""What must fit together across the parts of a scenario.

The same checks judge a whole scenario and, so that one reading finds every problem, whichever parts of a
broken file are sound.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cartsim.scenario import known, nodules
from cartsim.scenario.doses import Lymphodepletion
from cartsim.scenario.mistakes import Mistake, Path, number_text, shown
from cartsim.scenario.parts import Parts
from cartsim.scenario.planned import ON_DAY
from cartsim.scenario.rescue import RescueRule


def mistakes(parts: Parts) -> list[Mistake]:
    """Everything that does not fit."""
    return [mistake for check in CHECKS for mistake in check(parts)]


def arms_have_names_of_their_own(parts: Parts) -> Iterator[Mistake]:
    """Arms are told apart by their names."""
    first: dict[str, int] = {}
    for place, arm in parts.arms.items():
        if first.setdefault(arm.name, place) != place:
            yield Mistake(
                f"{shown(arm.name)} is the name of another arm too",
                "give every arm its own name",
                ("trial", "arms", place, "name"),
            )


def horizon_covers_the_trial(parts: Parts) -> Iterator[Mistake]:
    """The simulation ends after the last visit's window, the last dose and the toxicity window."""
    if parts.run is None:
        return
    horizon, at = parts.run.horizon, ("run", "horizon")
    if parts.visits and horizon < (end := parts.visits.response[-1] + parts.visits.window):
        yield Mistake(
            f"the simulation ends on day {horizon:g}, before the last visit's window closes on day {end:g}",
            f"write {end:g} days or more",
            at,
        )
    rules = ("window", "haematological_until") if parts.dlt else ()
    late = [(name, day) for name in rules if horizon < (day := getattr(parts.dlt, name))]
    for name, until in late[:1]:
        yield Mistake(
            f"the simulation ends on day {horizon:g}, inside the {until:g} days of dlt.{name}",
            f"write {until:g} days or more",
            at,
        )
    for place, arm in parts.arms.items():
        if horizon < (last := arm.doses[-1].day):
            yield Mistake(
                f"the simulation ends on day {horizon:g}, before the dose of day {last:g}",
                "give the dose earlier or simulate for longer",
                ("trial", "arms", place, "doses"),
            )


def stable_disease_can_be_seen(parts: Parts) -> Iterator[Mistake]:
    """The first response visit, at its earliest, may already count as stable disease; by the scheduled day,
    some visit may."""
    if not (parts.visits and parts.response):
        return
    day, days = parts.response.stable_disease_from, parts.visits.response
    at = ("trial", "response", "stable_disease_from")
    first = days[0] - parts.visits.window
    if parts.response.sd_by == "actual" and day > first > 0.0:
        yield Mistake(
            f"day {day:g} is later than the first visit may be, day {first:g}",
            f"write {first:g} days or less, or sd_by: nominal to go by the scheduled day",
            at,
        )
    if parts.response.sd_by == "nominal" and day > days[-1]:
        yield Mistake(
            f"day {day:g} is later than the last visit, day {days[-1]:g}, so that nobody can be stable",
            f"write {days[-1]:g} days or less",
            at,
        )


def responses_can_be_confirmed(parts: Parts) -> Iterator[Mistake]:
    """A later visit comes long enough after the first, and by the primary day there was a visit."""
    if not (parts.visits and parts.response):
        return
    days, primary = parts.visits.response, parts.response.primary
    if primary.confirmed and days[-1] - days[0] < parts.response.confirmation:
        yield Mistake(
            f"no visit comes {parts.response.confirmation:g} days after the first one",
            "add a later visit, shorten it, or write primary: {confirmed: false}",
            ("trial", "response", "confirmation"),
        )
    if primary.by + parts.visits.window < days[0]:
        yield Mistake(
            f"no visit has taken place by day {primary.by:g}",
            f"write {days[0]} days or more",
            ("trial", "response", "primary", "by"),
        )


def visit_windows_are_apart(parts: Parts) -> Iterator[Mistake]:
    """A scan belongs to one visit only, and none to the baseline."""
    if parts.visits is None:
        return
    days, window = parts.visits.response, parts.visits.window
    at = ("trial", "visits", "window")
    if window >= days[0]:
        yield Mistake(
            f"the window of day {days[0]} reaches the first infusion", f"write less than {days[0]}", at
        )
    for before, after in pairwise(days):
        if after - before <= 2 * window:
            half = number_text((after - before) / 2)
            yield Mistake(f"the windows of days {before} and {after} meet", f"write less than {half}", at)
            return


def routes_fit_the_disease(parts: Parts) -> Iterator[Mistake]:
    """Cells go into the cavity that the disease has filled."""
    if parts.disease is None:
        return
    kinds = known.diseases()
    sites = {
        name: parts.disease.site or kinds[name].site.value
        for name, share in parts.disease.kinds.items()
        if share > 0.0
    }
    for place, arm in parts.arms.items():
        for number, dose in enumerate(arm.doses):
            misfit = sorted(name for name, site in sites.items() if dose.route == f"intra{OTHER_SITE[site]}")
            if misfit:
                yield Mistake(
                    f"an {dose.route} dose cannot be given in {', '.join(misfit)} cancer, "
                    f"which is {sites[misfit[0]]} here",
                    "write intracavitary: into the cavity that the disease has",
                    ("trial", "arms", place, "doses", number, "route"),
                )


OTHER_SITE = {"pleural": "peritoneal", "peritoneal": "pleural"}


def chemotherapy_lies_inside(parts: Parts) -> Iterator[Mistake]:
    """Lymphodepletion is over before the simulation is."""
    courses: dict[Path, Lymphodepletion | None] = {("trial", "lymphodepletion"): parts.lymphodepletion}
    for place, arm in parts.arms.items():
        courses["trial", "arms", place, "lymphodepletion"] = arm.lymphodepletion
    for at, given in courses.items():
        if parts.run and given and given.days and given.days[-1] >= parts.run.horizon:
            yield Mistake(
                f"day {given.days[-1]:g} lies behind the end of the simulation on day {parts.run.horizon:g}",
                "give it earlier or simulate for longer",
                (*at, "days"),
            )


def rules_watch_what_is_measured(parts: Parts) -> Iterator[Mistake]:
    """IL-6 is no bedside observation unless the trial says that it is measured."""
    rules: dict[Path, RescueRule] = {("trial", "rescue", place): rule for place, rule in parts.rescue.items()}
    for place, arm in parts.arms.items():
        rules |= {
            ("trial", "arms", place, "rescue", number): rule for number, rule in enumerate(arm.rescue or ())
        }
    for at, rule in rules.items():
        for key, condition in (("when", rule.when), ("until", rule.until)):
            if condition and condition.observable == "il6" and not parts.il6_visible:
                yield Mistake(
                    "il6 is not seen at the bedside",
                    "watch crs_grade, or write il6_visible: true in the trial",
                    (*at, key),
                )


def arms_move_what_is_there(parts: Parts) -> Iterator[Mistake]:
    """An arm moves every patient's value by a ratio, which there is none to 0."""
    for place, arm in parts.arms.items():
        for symbol in arm.parameters:
            if symbol in parts.parameters and parts.parameters[symbol].value == 0.0:
                yield Mistake(
                    f"{symbol} is 0 in this scenario and cannot differ between arms",
                    f"give {symbol} a value above 0 under parameters",
                    ("trial", "arms", place, "parameters", symbol),
                )


def escalation_has_one_dose(parts: Parts) -> Iterator[Mistake]:
    """A level replaces the one dose of an arm."""
    for place, arm in parts.arms.items():
        if parts.design and len(arm.doses) > 1:
            yield Mistake(
                f"the design's levels would replace {len(arm.doses)} doses",
                "give the arm one dose",
                ("trial", "arms", place, "doses"),
            )


def planned_trial_can_be_sampled(parts: Parts) -> Iterator[Mistake]:
    """The visits it tests exist, and there are virtual patients for both of its arms."""
    planned, at = parts.planned, ("trial", "planned")
    if planned is None:
        return
    days = [f"{ON_DAY}{day}" for day in (parts.visits.response if parts.visits else ())]
    for place, name in enumerate(planned.hierarchy):
        if parts.visits and name.startswith(ON_DAY) and name not in days:
            yield Mistake(
                f"there is no visit for {shown(name)}",
                f"write one of {', '.join(days)}",
                (*at, "hierarchy", place),
            )
    needed = 2 * planned.patients_per_arm
    if parts.run and len(parts.arms) > 1 and parts.run.patients < needed:
        yield Mistake(
            f"two arms of {planned.patients_per_arm} different patients need {needed} virtual ones",
            f"simulate {needed} patients or more (run.patients), ten times as many for a sound sample",
            (*at, "patients_per_arm"),
        )


CHECKS = (
    arms_have_names_of_their_own,
    horizon_covers_the_trial,
    stable_disease_can_be_seen,
    responses_can_be_confirmed,
    visit_windows_are_apart,
    routes_fit_the_disease,
    chemotherapy_lies_inside,
    rules_watch_what_is_measured,
    arms_move_what_is_there,
    escalation_has_one_dose,
    planned_trial_can_be_sampled,
    nodules.nodules_fit_into_their_domain,
    nodules.cells_can_be_counted,
    nodules.everything_happens_within_the_run,
    nodules.pictures_can_be_kept,
    nodules.an_organoid_is_as_published,
    nodules.cells_hang_together,
    nodules.a_coupled_nodule_is_the_patients,
)
