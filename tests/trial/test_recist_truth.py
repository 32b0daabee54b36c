"""RECIST 1.1 and iRECIST as truth tables: what was written down of each lesion, and the response it gives.

A case is read as "lesion: baseline, visit, visit, ..."; before the name T target, N non-target, X new, with n
a node (short axis) and b a benign effusion; @ gives the organ. "-" is no row at that visit, "nr" a row
without a reading. Visits are 30 days apart.
"""

from __future__ import annotations

import pytest

from cartsim.trial.irecist import settled
from cartsim.trial.recist import visit_responses

KINDS = {"T": "target", "N": "nontarget", "X": "new"}


def rows(text, days):
    """The rows of lesions.csv that a case stands for."""
    found = []
    for lesion in text.split(";"):
        head, measures = lesion.split(":")
        kind, name = head.split()
        for day, measure in zip(days, measures.split(), strict=False):
            row = {"day": day, "lesion": name.split("@")[0], "type": KINDS[kind[0]], "nodal": "n" in kind}
            row |= {"organ": name.partition("@")[2], "malignant": "no" if "b" in kind else ""}
            found += [] if measure == "-" else [row | {"measure": "" if measure == "nr" else measure}]
    return found


def responses(text, days=range(0, 400, 30), **how):
    return " ".join(word for _, word in visit_responses(rows(text, days), **how))


THRESHOLDS = [
    ("T a: 90 63", "PR", "63 of 90 mm is 70 %"),
    ("T a: 90 63.01", "SD", "a hundredth above 70 %"),
    ("T a: 90 62.99", "PR", "a hundredth below"),
    ("T a: 90 63.0004", "SD", "finer than 0.01 mm stays exact"),
    ("T a: 33.333 23.3331", "PR", "exactly 70 % in four decimals"),
    ("T a: 33.333 23.33311", "SD", "a hundred-thousandth above"),
    ("T a: 50 25 30", "PR PD", "30 after 25 is 20 % and 5 mm"),
    ("T a: 50 25 29.99", "PR PR", "a hundredth short of both"),
    ("T a: 50 25 29.9999999999999999999", "PR PR", "short by less than a float can tell"),
    ("T a: 20 14 18", "PR SD", "28 % but 4 mm"),
    ("T a: 20 14 18.99", "PR SD", "4.99 mm"),
    ("T a: 20 14 19", "PR PD", "5 mm and more than 20 %"),
    ("T a: 24 28.9", "SD", "20.4 % but 4.9 mm"),
    ("T a: 20.0001 24.2", "SD", "21 % but 4.2 mm, in four decimals"),
    ("T a: 24 29", "PD", "5 mm and 20.8 % over baseline"),
    ("T a: 100 119.99", "SD", "19.99 %"),
    ("T a: 100 120", "PD", "20 % over baseline"),
    ("T a: 40 45 46 48", "SD SD PD", "creeping growth is measured from the nadir, here baseline"),
    ("T a: 100 60 66 71 72", "PR PR SD PD", "PR by baseline, PD by nadir"),
    ("T a: 100 50 55 60", "PR PR PD", "not from the visit before"),
    ("T a: 50 25 30 20", "PR PD PR", "each visit stands for itself"),
    ("T a: 10 7", "PR", "10 mm is measurable"),
    ("T a: 50 35; T b: 40 28", "PR", "63 of 90 mm over two lesions"),
    ("T a: 50 80; T b: 50 20", "SD", "the sum counts, not one lesion"),
    ("T a: 30 0; T b: 30 30", "PR", "one of two gone is half the sum"),
]
WORDS = [
    ("T a: 40 TSTM TSTM", "PR PR", "too small to measure is 5 mm"),
    ("T a: 10 TSTM 10", "PR PD", "5 mm above the 5 mm of TSTM"),
    ("T a: 10 TSTM 9.9", "PR SD", "4.9 mm above"),
    ("T a: 40 ABSENT ABSENT", "CR CR", "gone and stays gone"),
    ("T a: 40 0 1", "CR PD", "anything after CR"),
    ("T a: 40 0 TSTM", "CR PD", "so small too"),
    ("T a: 40 0 1; Nn n: 20 20 20", "PR PD", "back after the CR of the targets, whatever a node does"),
    ("T a: 40 0 PRESENT", "CR PD", "seen, without a number"),
    ("T a: 40 PRESENT", "NE", "seen without a number is unmeasured"),
    ("T a: 40 0 NE 0", "CR NE CR", "a gap leaves the CR"),
    ("T a: 40 0 nr 1", "CR ND PD", "CR is remembered over a visit not done"),
    ("T a: 40 0 3; T b: 40 0 NE", "CR PD", "back in what was read"),
    ("T a: 40 0 5; T b: 40 40 40", "PR PR", "one lesion back is no PD without a CR of all"),
    ("T a: TSTM TSTM", "NON-CR/NON-PD", "TSTM at baseline is not measurable"),
    ("T a: TSTM ABSENT", "CR", "but can vanish"),
    ("T a: 9.99 5", "NON-CR/NON-PD", "under 10 mm is non-target"),
    ("T a: 9.99 0", "CR", "under 10 mm, gone"),
    ("T a: 9.999 5", "NON-CR/NON-PD", "by a micrometre too"),
]
NODES = [
    ("Tn n: 20 9.99", "CR", "under 10 mm a node is normal"),
    ("Tn n: 20 10", "PR", "10 mm is not"),
    ("Tn n: 15 10.5", "PR", "15 mm is measurable"),
    ("Tn n: 15 10.51", "SD", "and a target like others"),
    ("Tn n: 14.99 10.5", "NON-CR/NON-PD", "14.99 mm is non-target"),
    ("Tn n: 14.99 9.99", "CR", "a non-target node under 10 mm is gone"),
    ("Tn n: 10 9.99", "CR", "10 mm is the least non-target node"),
    ("Tn n: 9.99 9.99", "NE", "a normal node is no lesion"),
    ("T a: 40 20; Tn n: 9.99 9.99", "PR", "a normal node beside a target counts for nothing"),
    ("T a: 40 0; Tn n: 9.99 9", "CR", "nor does it keep from CR"),
    ("Tn n: 20 8 12.99", "CR PR", "4.99 mm above the nadir"),
    ("Tn n: 20 8 13", "CR PD", "a node regrows by 20 % and 5 mm"),
    ("Tn n: 20 3 9", "CR CR", "5 mm more, but normal"),
    ("T a: 30 0 0; Tn n: 20 9 9.5", "CR CR", "normal nodes stay CR"),
    ("T a: 30 0 0; Tn n: 20 9 12", "CR PR", "3 mm of node after CR"),
    ("T a: 30 0 0; Tn n: 20 9 14", "CR PD", "5 mm of node after CR"),
    ("T a: 30 0 1; Tn n: 20 9 9", "CR PD", "1 mm of another lesion after CR"),
    ("T a: 30 30; Tn n: 20 8", "SD", "the short axis of a normal target stays in the sum"),
    ("T a: 40 20; Xn n: - 8", "PR", "a new node under 10 mm is normal"),
    ("T a: 40 20; Xn n: - 10", "PD", "from 10 mm it is new"),
    ("T a: 40 20; Nn n: 6 11", "PD", "a normal node grown by 5 mm to 10 mm or more is new"),
    ("T a: 40 20; Nn n: 9 11", "PR", "9 to 11 mm is no unequivocal new lesion"),
    ("T a: 40 20; Nn n: 9.9 PRESENT", "PR", "10 mm or more may be a tenth of a mm more"),
    ("T a: 40 20; Nn n: 5.01 PRESENT", "PR", "a hundredth short of 5 mm, to 10 mm"),
    ("T a: 40 20; Nn n: 5 PRESENT", "PD", "10 mm or more is 5 mm more"),
    ("T a: 40 20; Nn n: ABSENT PRESENT", "PD", "a node that was not seen at all"),
    ("T a: 40 20; Nn n: 9.9 PD", "PD", "a reader who calls it PD is believed"),
]
GAPS = [
    ("T a: 50 NE", "NE", "nothing measured"),
    ("T a: 50 nr 20", "ND PR", "nothing read is a visit not done"),
    ("T a: 50 nr; N f: PRESENT nr", "ND", "of no lesion"),
    ("T a: 50 20; T b: 50 nr", "NE", "one of two read"),
    ("T a: 50 20; T b: 50 -", "NE", "no row is unmeasured"),
    ("T a: 30 60; T b: 20 NE", "PD", "what was measured is PD already"),
    ("T a: 30 59.9; T b: 20 NE", "NE", "not yet"),
    ("T a: 50 20 50; T b: 50 - 50", "NE SD", "an incomplete visit sets no nadir"),
    ("T a: 50 20 NE 30; T b: 50 20 10 18", "PR NE PD", "nor hides one: 48 after 40"),
    ("T a: 50 25 nr 30", "PR ND PD", "the nadir is remembered"),
    ("T a: 50 NE; N f: PRESENT PD", "PD", "non-target PD beside targets NE"),
    ("T a: 50 NE; N f: PRESENT ABSENT", "NE", "non-target CR beside targets NE"),
    ("T a: 50 NE; X x: - PRESENT", "PD", "a new lesion beside targets NE"),
    ("T a: 50 -; X x: - 6", "PD", "a new lesion alone on the form"),
]
OTHERS = [
    ("T a: 40 0; N f: PRESENT ABSENT", "CR", "all gone"),
    ("T a: 40 0; N f: PRESENT PRESENT", "PR", "targets gone, others not"),
    ("T a: 40 0; N f: PRESENT NE", "PR", "others not judged"),
    ("T a: 40 0; N f: PRESENT -", "PR", "others not written down"),
    ("T a: 40 0; N f: PRESENT PD", "PD", "others worse beats CR"),
    ("T a: 40 28; N f: PRESENT NE", "PR", "PR stays"),
    ("T a: 40 40; N f: PRESENT NE", "SD", "SD stays"),
    ("T a: 40 28; N f: PRESENT PD", "PD", "others worse beats PR"),
    ("N f: PRESENT PRESENT NE ABSENT PD", "NON-CR/NON-PD NE CR PD", "non-target disease only"),
    ("N f: 8 4 1", "NON-CR/NON-PD NON-CR/NON-PD", "it has no PR, however small"),
    ("N f: 20 60", "NON-CR/NON-PD", "unequivocal progression is said, not computed"),
    ("N f: PRESENT PD; N g: PRESENT NE", "PD", "PD before NE"),
    ("N f: PRESENT ABSENT; N g: PRESENT NE", "NE", "not all judged"),
    ("N f: PRESENT ABSENT; N g: PRESENT PRESENT", "NON-CR/NON-PD", "one of two gone"),
    ("T a: 40 28; N b: 50 50", "PR", "a large non-target is not in the sum"),
    ("T a: 40 40; T b: 8 PD", "PD", "a lesion too small for a target progresses as non-target"),
    ("T a: 40 20; X x: - 12", "PD", "a new lesion beats PR"),
    ("T a: 40 0; X x: - 12", "PD", "and CR"),
    ("T a: 40 20; X x: - ABSENT", "PR", "not there"),
    ("T a: 40 20; X x: - NE", "PR", "not judged"),
    ("T a: 40 20; X x: - nr", "PR", "not read"),
    ("T a: 40 20; N f: ABSENT PRESENT", "PD", "absent at baseline, there later: new"),
    ("T a: 40 20; N f: ABSENT ABSENT", "PR", "still absent"),
]
EFFUSION = [
    ("T ascites: 60 20", "NON-CR/NON-PD", "fluid is never measurable"),
    ("T a@pleural_effusion: 60 0", "CR", "nor by its organ; it can go"),
    ("T a: 40 0; N effusion: PRESENT PRESENT", "PR", "fluid left"),
    ("T a: 40 0; T effusion: 60 60", "PR", "measured or not"),
    ("N ascites: PRESENT PD", "PD", "more malignant fluid"),
    ("Nb ascites: PRESENT PD", "NON-CR/NON-PD", "more benign fluid is no progression"),
    ("T a: 40 28; Nb effusion: PRESENT PD", "PR", "and takes no PR away"),
    ("T a: 40 0; Nb effusion: PRESENT PRESENT", "PR", "benign fluid is followed all the same"),
    ("Nb E1@pleura: PRESENT PD", "NON-CR/NON-PD", "benign fluid by any name"),
    ("T a: 40 20; Xb E2@pleura: - PRESENT", "PR", "benign fluid is no new lesion"),
    ("T a: 40 20; X E2@pleura: - PRESENT", "PD", "fluid of unknown cytology is"),
    ("Tn a: 15 3 9; Tn b: 15 1 1", "CR CR", "normal nodes that stay normal"),
    ("Tn a: 15 3 9; Tn b: 15 1 NE", "CR NE", "and with one unmeasured nothing is already PD"),
    ("Tn a: 15 3 10; Tn b: 15 1 NE", "CR PD", "but a node of 10 mm is"),
]
SELECTION = [
    ("T a@gut: 60 30; T b@gut: 50 20; T c@gut: 40 400; T d@lung: 30 15; T e@lung: 20 10; T f@skin: 10 5",
     "PR", "six in three organs: the third of the gut is non-target"),
    ("T a@liver: 60 0; T b@liver: 50 0; T c@liver: 40 40; T d@lung: 30 0; T e@lung: 20 0; T f@skin: 10 0",
     "PR", "and keeps from CR"),
    ("T 1@a: 20 14; T 2@b: 20 14; T 3@c: 20 14; T 4@d: 20 14; T 5@e: 20 14; T 6@f: 20 20", "PR",
     "five of six, ties by id"),
    ("T 2@b: 20 14; T 3@c: 20 14; T 4@d: 20 14; T 5@e: 20 14; T 9@f: 20 14; T 10@f: 20 20", "PR",
     "numbers by value: 9 before 10"),
    ("T 1: 10 20; T 2: 30 21; T 3: 30 21; T 4: 30 21; T 5: 30 21; T 6: 30 21", "PR",
     "the smallest of six, whatever its id"),
    ("Tn a@neck: 30 21; Tn b@groin: 20 14; Tn c@axilla: 16 40", "PR", "nodes of all chains are one organ"),
    ("T a@liver: 30 21; T b@Liver: 30 21; T c@LIVER: 20 90", "PR", "an organ in any case"),
]  # fmt: skip

RECIST = [*THRESHOLDS, *WORDS, *NODES, *GAPS, *OTHERS, *EFFUSION, *SELECTION]


@pytest.mark.parametrize(("lesions", "expected", "why"), RECIST, ids=[case[0] for case in RECIST])
def test_recist_by_the_rules(lesions, expected, why):
    assert responses(lesions) == expected, why


IMMUNE = [
    ("T a: 40 0 40", "iCR iUPD", "words have an i"),
    ("T a: 100 80 70", "iSD iPR", "SD and PR too"),
    ("N f: PRESENT PRESENT NE nr", "iNON-CR/NON-PD NE ND", "but not NE and ND"),
    ("T a: 50 60 65", "iUPD iCPD", "5 mm above the iUPD sum"),
    ("T a: 50 60 64.99", "iUPD iUPD", "not 5 mm"),
    ("T a: 50 60.0001 65", "iUPD iUPD", "nor finer than 0.01 mm"),
    ("T a: 50 60.0001 65.0001", "iUPD iCPD", "but to the last digit"),
    ("T a: 50 60 62 65", "iUPD iUPD iCPD", "small steps add up"),
    ("T a: 50 60 50 60 65", "iUPD iSD iUPD iCPD", "falling back resets the bar"),
    ("T a: 50 60 50 65", "iUPD iSD iUPD", "so 65 is a first iUPD again"),
    ("T a: 50 60 35", "iUPD iPR", "pseudoprogression"),
    ("T a: 50 60 NE 66", "iUPD NE iCPD", "a gap keeps the bar"),
    ("T a: 50 60 nr 66 nr 30", "iUPD ND iCPD ND iCPD", "confirmed stays confirmed"),
    ("T a: 40 0 5 10", "iCR iUPD iCPD", "back after CR, and growing"),
    ("T a: 50 50 50; X x: - 12 12; X y: - - 11", "iUPD iCPD", "another new lesion"),
    ("T a: 50 50 50; X x: - 12 12", "iUPD iUPD", "the same new lesion"),
    ("T a: 50 50 50; X x: - 12 17", "iUPD iCPD", "new lesion 5 mm larger"),
    ("T a: 50 50 50; X x: - 12 16.99", "iUPD iUPD", "4.99 mm larger"),
    ("T a: 50 50 50; X x: - PRESENT 12", "iUPD iUPD", "a number after none is no growth"),
    ("T a: 50 50 50; X x: - 12 ABSENT", "iUPD iSD", "a new lesion that goes"),
    ("T a: 50 50 50; N f: PRESENT PD PD", "iUPD iUPD", "non-target PD again is not more of it"),
    ("T a: 50 50 50; N f: PRESENT PD PD; N g: PRESENT PRESENT PD", "iUPD iCPD", "a second non-target lesion"),
    ("T a: 50 60 60; N f: PRESENT PRESENT PD", "iUPD iCPD", "PD of another kind"),
    ("T a: 25 29 30; X x: - 12 12", "iUPD iCPD", "targets reach PD after a new lesion"),
    ("T a: 30 60 60 65; T b: 20 NE 20 20", "iUPD iUPD iCPD", "the first complete sum is the bar"),
    ("T a: 50 90 94.99; T b: 20 0 NE", "iUPD iUPD", "4.99 mm above in what was measured"),
    ("T a: 50 90 95; T b: 20 0 NE", "iUPD iCPD", "5 mm above in what was measured"),
    ("T a: 50 50 50; X x: - 12 22.99; X y: - 6 ABSENT", "iUPD iUPD", "new lesions: 22.99 after 18"),
    ("T a: 50 50 50; X x: - 12 23; X y: - 6 ABSENT", "iUPD iCPD", "23 after 18"),
    ("T a: 50 50 50; N f: PRESENT PD PD; N g: 20 20 21", "iUPD iCPD", "a larger non-target lesion"),
    ("T a: 50 50 50; N f: PRESENT PD PD; N g: 20 20 20", "iUPD iUPD", "no larger one"),
    ("T a: 50 50 52; N f: PRESENT PD PD", "iUPD iUPD", "a larger target is no non-target lesion"),
]  # fmt: skip


@pytest.mark.parametrize(("lesions", "expected", "why"), IMMUNE, ids=[case[0] for case in IMMUNE])
def test_irecist_by_the_rules(lesions, expected, why):
    assert responses(lesions, criteria="iRECIST") == expected, why


@pytest.mark.parametrize(
    ("days", "expected"),
    [((0, 30, 57, 58), "iUPD iUPD iCPD"), ((0, 30, 58), "iUPD iCPD"), ((0, 30, 170), "iUPD iCPD")],
)
def test_irecist_confirms_from_four_weeks_on(days, expected):
    assert responses("T a: 50 60 66 66", days, criteria="iRECIST") == expected


@pytest.mark.parametrize(("words", "expected"), [
    ("iUPD iPR", "NE PR"), ("iUPD iUPD iCPD", "PD PD PD"), ("iSD iUPD ND", "SD PD ND"),
    ("iUPD NE iSD iUPD", "NE NE SD PD"), ("iUPD iCPD iCPD ND", "PD PD PD ND"), ("iCR NE", "CR NE"),
])  # fmt: skip
def test_progression_dates_from_the_first_iupd_that_nothing_overturned(words, expected):
    assert settled(words.split()) == expected.split()


def test_an_unread_baseline_is_passed_over():
    found = rows("T a: 50 nr 30", (-20, -3, 30))
    assert visit_responses(found) == [(30, "PR")]
