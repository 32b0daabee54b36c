# /// script
# [tool.marimo.display]
# theme = "light"
# [tool.marimo.runtime]
# on_cell_change = "autorun"
# ///
"""The page of the live demo: each cell is a part of it, and runs again when what it reads has changed.

The server shows a copy of this file, read-only; every viewer has cells, controls and a desk of their own.
marimo keeps controls alive by global names: those of a cell that no other cell reads have one, too.
"""

import marimo

app = marimo.App(width="full", app_title="cartsim: a CAR-T cell trial in your browser", css_file="page.css")


@app.cell
def head():
    import marimo as mo

    from cartsim.demo.live import controls, page
    from cartsim.demo.live.desk import Desk
    from cartsim.demo.live.easel import FILE, REPORT
    from cartsim.demo.live.hall import hall
    from cartsim.demo.live.shown import FIGURES
    from cartsim.demo.live.starts import starts
    from cartsim.errors import CartsimError

    desk = Desk(hall())
    laid, set_laid = mo.state(0, allow_self_loops=True)
    changed, set_changed = mo.state(0)
    asked_for, set_asked_for = mo.state(0)
    outcome, set_outcome = mo.state(desk.hall.first)
    trouble, set_trouble = mo.state([])
    editing, set_editing = mo.state(None, allow_self_loops=True)

    mo.Html(page.part("head"))
    return (
        CartsimError, FIGURES, FILE, REPORT, asked_for, changed, controls, desk, editing, laid, mo, outcome,
        page, set_asked_for, set_changed, set_editing, set_laid, set_outcome, set_trouble, starts, trouble,
    )  # fmt: skip


@app.cell
def form(controls, desk, laid, mo, set_asked_for, set_changed, set_laid, starts):
    def _again(problems):
        if not problems:
            set_laid(lambda number: number + 1)

    def _ask(_):
        if not desk.run():
            set_asked_for(lambda number: number + 1)

    _titles = {title: title for title in starts()}
    _from = next((title for title, start in starts().items() if start.text == desk.base), None)
    buttons = {
        "run": mo.ui.button(on_click=_ask, label="Run the trial", kind="success"),
        "stop": mo.ui.button(on_click=lambda _: desk.stop(), label="Stop"),
        "more": mo.ui.button(on_click=lambda _: _again(desk.more_arms()), label="Add an arm"),
        "less": mo.ui.button(on_click=lambda _: _again(desk.fewer_arms()), label="Remove the last arm"),
    }
    buttons["start"] = mo.ui.dropdown(
        _titles,
        value=_from,
        allow_select_none=_from is None,
        label="Start from",
        full_width=True,
        on_change=lambda title: title and _again(desk.begin_with(title)),
    )
    _groups = desk.groups

    def _hold(key, value):
        desk.hold(_groups, key, value)
        set_changed(lambda number: number + 1)

    settings = controls.elements(mo, _groups, _hold)

    laid()
    mo.Html(controls.laid_out(buttons, _groups, settings))
    return buttons, settings


@app.cell
def current(changed, desk, laid):
    changed(), laid()
    text = desk.text()
    found = desk.asked(text)
    return found, text


@app.cell
def standing(asked_for, desk, mo, page, set_outcome):
    asked_for()
    _job = desk.job

    def _follow():
        told, over = "", False
        while not over and not mo.current_thread().should_exit:
            over = _job.ended.wait(0.2)
            words = page.standing(_job, desk.hall.line.before(_job), desk.hall.line.at_once)
            if words != told:
                told = words
                mo.output.replace(mo.Html(words))
        if over and _job.phase == "finished":
            set_outcome(_job.outcome)

    if _job is not None:
        mo.Thread(target=_follow, daemon=True).start()
    return


@app.cell
def problems(found, mo, outcome, page, text):
    if isinstance(found, list):
        _shown = page.problems("The settings do not fit together", found)
    elif text != outcome().asked.text:
        _shown = page.part("stale")
    else:
        _shown = ""
    mo.Html(_shown)
    return


@app.cell
def answer(FILE, REPORT, desk, mo, outcome, page):
    def _made(name):
        return next(iter(desk.hall.easels.draw(outcome().run, [name])))

    links = [
        mo.download(outcome().asked.text.encode(), filename="scenario.yaml", label="scenario.yaml"),
        mo.download(lambda: _made(REPORT), filename="report.html", mimetype="text/html", label="report.html"),
        mo.download(lambda: _made(FILE), filename="run.nc", mimetype="application/x-netcdf", label="run.nc"),
    ]
    mo.Html(page.result(outcome(), links))
    return (links,)


@app.cell
def figures(CartsimError, FIGURES, desk, mo, outcome, page):
    _now = outcome()

    def _draw():
        drawn = []
        try:
            for picture in desk.hall.easels.draw(_now.run, list(FIGURES)):
                if mo.current_thread().should_exit:
                    return
                drawn.append(picture)
                words = "Drawing the next figure ..." if len(drawn) < len(FIGURES) else ""
                mo.output.replace(mo.Html(page.figures(_now, drawn, words)))
        except CartsimError as error:
            mo.output.replace(mo.Html(page.figures(_now, drawn, str(error))))

    if _now.figures:
        mo.output.replace(mo.Html(page.figures(_now, _now.figures)))
    else:
        mo.output.replace(mo.Html(page.figures(_now, [], "Drawing the figures ...")))
        mo.Thread(target=_draw, daemon=True).start()
    return


@app.cell
def endpoints(mo, outcome, page):
    mo.Html(page.endpoints(outcome()))
    return


@app.cell
def as_text(desk, editing, mo, page, set_editing, text):
    def _edit(_):
        if editing() is None:
            set_editing(desk.text())

    edit = mo.ui.button(on_click=_edit, label="Edit, or paste another")
    file = mo.download(lambda: desk.text().encode(), filename="scenario.yaml", label="Download the scenario")
    mo.Html(page.part("text", text, page.markup(edit), page.markup(file)))
    return edit, file


@app.cell
def editor(desk, editing, mo, page, set_editing, set_laid, set_trouble):
    def _drop(_):
        set_trouble([])
        set_editing(None)

    def _use(_):
        problems = desk.use(area.value)
        if problems:
            set_trouble(problems)
        else:
            _drop(_)
            set_laid(lambda number: number + 1)

    area = mo.ui.text_area(editing() or "", label="Scenario (YAML)", rows=32, full_width=True)
    use = mo.ui.button(on_click=_use, label="Use this text")
    drop = mo.ui.button(on_click=_drop, label="Close without using it")
    _parts = [page.markup(part) for part in (area, use, drop)]
    mo.Html("" if editing() is None else page.part("editor", *_parts))
    return area, drop, use


@app.cell
def text_problems(mo, page, trouble):
    mo.Html(page.problems("This text cannot be used yet", trouble()) if trouble() else "")
    return


@app.cell
def foot(mo, page):
    mo.Html(page.part("foot"))
    return


if __name__ == "__main__":
    app.run()
