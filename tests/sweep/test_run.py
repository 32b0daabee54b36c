"""Running: what is there is not computed again, what is not there is, on whatever workers."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from sweep.conftest import HERE, silent

from cartsim.datasets import STATUS
from cartsim.errors import BadInput, CartsimError
from cartsim.sweep.again import replay
from cartsim.sweep.cluster import Where, client_of, slurm_settings, slurm_words
from cartsim.sweep.columns import lost, row_type
from cartsim.sweep.command import chosen, merge_sweep, run_sweep, where_of
from cartsim.sweep.lock import writing
from cartsim.sweep.manifest import read_manifest
from cartsim.sweep.plan import read_plan, write_plan
from cartsim.sweep.run import carry_out
from cartsim.sweep.shards import path_of, read_shard, write_shard
from cartsim.sweep.survey import facts, survey


def test_two_workers_give_the_bytes_of_this_process(make, finished) -> None:
    folder = make()
    with client_of(Where(workers=2), folder) as client:
        where = Where(scheduler=client.scheduler.address)
        run_sweep(folder, where, None, silent)
        plan = read_plan(folder)
        for shard in plan.shards:
            assert path_of(folder, shard).read_bytes() == path_of(finished, shard).read_bytes()
        hosts = {line["processor"] for lines in read_manifest(folder).lines.values() for line in lines}
        assert len(hosts) == 1
        again = run_sweep(folder, where, None, silent)
    assert (again.before, again.ended.patients) == (9, 0)
    assert not list((folder / "attempts").iterdir())


def test_only_what_lacks_is_computed(copied, plan) -> None:
    damaged, missing = plan.shards[2], plan.shards[5]
    path_of(copied, damaged).write_bytes(b"nothing")
    path_of(copied, missing).unlink()
    before = {shard.name: path_of(copied, shard).stat().st_mtime_ns for shard in plan.shards[:2]}
    found = survey(plan, copied)
    assert [shard.name for shard in found.missing] == [damaged.name, missing.name]
    assert dict(found.faults) == {"damaged": 1}
    carried = run_sweep(copied, HERE, None, silent)
    assert carried.ended.patients == damaged.patients + missing.patients
    assert before == {shard.name: path_of(copied, shard).stat().st_mtime_ns for shard in plan.shards[:2]}
    assert not survey(plan, copied).missing


def test_a_shard_that_no_line_names_is_verified_and_listed(copied, plan) -> None:
    for path in (copied / "manifest").glob("*.jsonl"):
        path.unlink()
    assert len(survey(plan, copied).unlisted) == 9
    before = path_of(copied, plan.shards[0]).stat().st_mtime_ns
    run_sweep(copied, HERE, None, silent)
    assert path_of(copied, plan.shards[0]).stat().st_mtime_ns == before
    assert set(read_manifest(copied).lines) == {shard.name for shard in plan.shards}


def test_patients_that_a_machine_failed_are_computed_again_by_retry(copied, plan, finished) -> None:
    shard = plan.shards[3]
    scenario = plan.of_shard(shard)
    rows = read_shard(copied, shard, row_type(scenario)).rows.copy()
    rows[2] = lost(scenario, int(rows["patient"][2]), "memory")[0]
    write_shard(copied, shard, rows)
    for path in (copied / "manifest").glob("*.jsonl"):
        path.unlink()
    found = survey(plan, copied)
    assert [each.name for each in found.flawed] == [shard.name]
    assert found.statuses == {"ok": 59, "memory": 1}
    assert facts(plan, found)["to_retry"] == 1
    carried = run_sweep(copied, HERE, None, silent, again=True)
    assert carried.ended.patients == shard.patients
    assert path_of(copied, shard).read_bytes() == path_of(finished, shard).read_bytes()


def test_a_whole_file_that_the_manifest_does_not_name_is_computed_again(copied, plan, finished) -> None:
    shard = plan.shards[0]
    rows = read_shard(copied, shard, plan.row_type).rows.copy()
    rows["age"] = 999.0
    write_shard(copied, shard, rows)
    carried = run_sweep(copied, HERE, None, silent)
    assert (carried.computed, carried.ended.patients) == (1, shard.patients)
    assert path_of(copied, shard).read_bytes() == path_of(finished, shard).read_bytes()


def test_retry_of_what_was_never_computed_says_so(make) -> None:
    carried = run_sweep(make(), HERE, None, silent, again=True)
    assert (carried.before, carried.computed, carried.lacking) == (0, 0, 9)


def test_a_lost_patient_is_a_row_with_a_status_and_nothing_that_is_known(plan) -> None:
    scenario = plan.of_shard(plan.shards[0])
    (row,) = lost(scenario, 17, "crashed")
    assert row["patient"] == 17
    assert STATUS[row["status"]] == "crashed"
    floats = [name for name in row.dtype.names if row.dtype[name].kind == "f"]
    assert all(np.isnan(row[name]) for name in floats)


def test_a_replayed_patient_is_bit_equal_and_a_changed_one_is_not(copied, plan) -> None:
    assert replay(plan, copied, 1, "IC", 13).bit_equal
    shard = next(each for each in plan.shards if each.point == 1 and each.start == 8)
    scenario = plan.of_shard(shard)
    rows = read_shard(copied, shard, row_type(scenario)).rows.copy()
    rows["cmax"][5] = np.nextafter(rows["cmax"][5], np.inf)
    write_shard(copied, shard, rows)
    assert replay(plan, copied, 1, "IC", 13).differ == ("cmax",)
    with pytest.raises(BadInput, match="there is no patient 20; they go from 0 to 19"):
        replay(plan, copied, 1, "IC", 20)
    with pytest.raises(BadInput, match="there is no point 2"):
        replay(plan, copied, 2, "IC", 0)
    with pytest.raises(BadInput, match="name one of IV, IC"):
        replay(plan, copied, 1, "IX", 0)
    path_of(copied, shard).unlink()
    with pytest.raises(BadInput, match="the shard of this patient is missing"):
        replay(plan, copied, 1, "IC", 13)


def test_another_code_than_the_plans_is_refused(copied, plan) -> None:
    write_plan(replace(plan, code="0" * 16), copied)
    with pytest.raises(BadInput, match="other code or parameter files than those installed here"):
        run_sweep(copied, HERE, None, silent)
    write_plan(replace(plan, libraries={**plan.libraries, "numpy": "1.0"}), copied)
    with pytest.raises(BadInput, match=r"numpy .* here, 1.0 in the plan"):
        merge_sweep(copied, None, False, silent)


def test_a_plan_that_says_something_else_than_it_did_computes_nothing(copied, plan) -> None:
    changed = replace(plan, content={**plan.content, "run": {**plan.content["run"], "seed": 5}})
    write_plan(changed, copied)
    path_of(copied, plan.shards[0]).unlink()
    with pytest.raises(CartsimError, match="point 0 is not what was planned: the plan is damaged"):
        run_sweep(copied, HERE, None, silent)


@pytest.mark.parametrize("change", [
    lambda text: text[:-30],
    lambda text: text.replace('"patients": 20', '"patients": 21'),
    lambda text: text.replace("cartsim.sweep/1", "cartsim.sweep/9"),
    lambda text: "[]",
    lambda text: "{}",
    lambda text: "",
])  # fmt: skip
def test_a_damaged_plan_is_refused(change, copied) -> None:
    path = copied / "plan.json"
    path.write_text(change(path.read_text()))
    with pytest.raises(BadInput, match=r"has a plan\.json that cannot be used"):
        read_plan(copied)


def test_whoever_works_on_all_of_it_works_alone(copied) -> None:
    with writing(copied, whole=True), pytest.raises(BadInput, match=r"is being worked on by process \d+ on"):
        run_sweep(copied, HERE, None, silent)
    with writing(copied, whole=False):
        run_sweep(copied, HERE, "0:3", silent)
        with pytest.raises(BadInput, match="let each run do some --shards"):
            run_sweep(copied, HERE, None, silent)


@pytest.mark.parametrize(("written", "numbers"), [("0:3", range(3)), ("7:99", (7, 8)), ("4:4", ())])
def test_shards_are_chosen_by_their_numbers(written, numbers, plan) -> None:
    assert [shard.number for shard in chosen(plan, written)] == list(numbers)


NO_RANGES = ("", "3", "3:", ":3", "a:b", "5:3", "-1:3", "1:2:3", "9:12", "1" * 5000 + ":2")


@pytest.mark.parametrize("written", NO_RANGES, ids=range(len(NO_RANGES)))
def test_what_is_no_range_of_shards_is_refused(written, plan) -> None:
    with pytest.raises(BadInput, match="is no range; write two numbers from 0 to 9"):
        chosen(plan, written)


def test_where_to_compute_is_said_once() -> None:
    assert where_of(None, None, None, None, "0:3").here
    assert where_of(None, None, None, None, None).workers >= 1
    assert where_of(None, "tcp://x:1", None, None, None).scheduler == "tcp://x:1"
    with pytest.raises(BadInput, match="--slurm: does not go with --workers"):
        where_of(2, None, None, "partition=x", None)


def test_words_of_slurm_are_those_of_sbatch() -> None:
    from dask_jobqueue.slurm import SLURMJob

    words = slurm_words("partition=long, jobs=20,cores=4,memory=8GB,walltime=02:00:00,account=x,nice=100")
    settings = slurm_settings(words)
    script = SLURMJob("tcp://host:1", name="w", queue=settings.pop("queue"), account=settings.pop("account"),
                      walltime=settings.pop("walltime"), **settings).job_script()  # fmt: skip
    for directive in ("-p long", "-A x", "-t 02:00:00", "--cpus-per-task=4", "--mem=8G", "--nice=100"):
        assert f"#SBATCH {directive}" in script
    assert "--nworkers 4" in script
    assert "--nthreads 1" in script
    for wrong in ("", "partition", "jobs=many", "=x", "a b=c"):
        with pytest.raises(BadInput, match="--slurm"):
            slurm_words(wrong)


def test_a_scheduler_that_is_not_there_is_said(copied, plan, tmp_path, monkeypatch) -> None:
    from cartsim.sweep import cluster

    monkeypatch.setattr(cluster, "WAIT", 0.5)
    path_of(copied, plan.shards[0]).unlink()
    with pytest.raises(CartsimError, match="no scheduler answers at tcp://127"):
        run_sweep(copied, Where(scheduler="tcp://127.0.0.1:9"), None, silent)
    with pytest.raises(BadInput, match="--scheduler: nonsense://x is no address"):
        run_sweep(copied, Where(scheduler="nonsense://x"), None, silent)
    with pytest.raises(BadInput, match="holds no address of a scheduler"):
        run_sweep(copied, Where(scheduler_file=tmp_path / "none.json"), None, silent)


def test_what_cannot_be_computed_at_all_leaves_the_others_alone(copied, plan, monkeypatch) -> None:
    from cartsim.sweep import run

    real = run.work

    def broken(folder, plan_id, number, again):
        if number == 3:
            raise RuntimeError("broken")
        return real(folder, plan_id, number, again)

    monkeypatch.setattr(run, "work", broken)
    for shard in plan.shards[3:5]:
        path_of(copied, shard).unlink()
    ended = carry_out(plan, copied, plan.shards[3:5], HERE, None)
    assert ended.lost == {plan.shards[3].name: "RuntimeError: broken"}
    assert ended.patients == plan.shards[4].patients


def test_the_estimate_and_the_survey_are_in_json_that_machines_read(plan, finished) -> None:
    text = json.dumps(facts(plan, survey(plan, finished)), allow_nan=False)
    found = json.loads(text)
    assert found["done"] == 9
    assert found["patients_by_status"] == {"ok": 60}
    assert found["core_seconds_left"] == 0.0
    cost = plan.estimate
    assert cost["core_seconds"] > 0
    sizes = [path_of(finished, shard).stat().st_size for shard in plan.shards]
    assert cost["shard_bytes"] == sum(sizes)
