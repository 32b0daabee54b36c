# `make run` and `make test` are the two commands of the README; each is enough on a machine with Python >= 3.11.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# What editors run over scenario files, for the tests; where npm is missing they skip it.
NPM := npm install --prefix $(VENV)/node --no-audit --no-fund --ignore-scripts --loglevel=error
LANGUAGE_SERVER := yaml-language-server@2.0.0

.PHONY: run test lint coverage mutation kernel schema reference figures docs linkcheck clean
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	@$(BIN)/cartsim run scenarios/route_comparison.yaml

test: $(VENV)/.installed-for-tests
	@status=0; for part in lint coverage; do $(MAKE) --no-print-directory $$part || status=1; done; \
	    $(BIN)/pytest -n auto --dist worksteal || status=1; exit $$status

lint: $(VENV)/.installed-for-tests
	@status=0; for check in "ruff check ." mypy lint-imports; do \
	    echo "== $$check"; $(BIN)/$$check || status=1; done; exit $$status

# With the compiler off the kernels are plain Python, whose lines coverage can see; slow, hence one short course.
coverage: $(VENV)/.installed-for-tests
	@NUMBA_DISABLE_JIT=1 $(BIN)/pytest -n auto --dist worksteal tests/model tests/simulate/test_plain_python.py \
	    tests/simulate/agents/test_plain_fields.py tests/simulate/agents/test_plain_cells.py \
	    tests/simulate/agents/test_cells.py tests/simulate/agents/test_hazards.py \
	    --ignore tests/model/test_roadrunner.py -k "not follows_the_same_course" \
	    --cov=cartsim.model --cov=cartsim.simulate.ode --cov=cartsim.simulate.agents --cov-fail-under=90

# Every rule of the trial floor changed in turn: hours. MUTANTS names some, like 'cartsim.trial.recist.*'.
CHILDREN ?= 2
mutation: $(VENV)/.installed-for-tests
	@OPENBLAS_NUM_THREADS=1 $(BIN)/mutmut run --max-children $(CHILDREN) $(MUTANTS)
	@$(BIN)/python tests/mutation/table.py

kernel: $(VENV)/.installed-for-tests
	@$(BIN)/python -m cartsim.model.kernel_writer
	@$(BIN)/python -m cartsim.simulate.ode.write_steps

schema: $(VENV)/.installed
	@$(BIN)/python -m cartsim.scenario.json_schema

# Pages of docs/reference, printed from the live objects: one command a page.
reference: $(VENV)/.installed-for-tests
	@$(BIN)/python -m cartsim.parameters.parameter_page
	@$(BIN)/python -m cartsim.parameters.bibliography_page
	@$(BIN)/python docs/make_equations.py docs/reference/equations.md
	@$(BIN)/python docs/make_odd.py docs/reference/agents.md
	@$(BIN)/python docs/make_scenario.py docs/reference/scenario.md
	@$(BIN)/python docs/make_arrays.py docs/reference/arrays.md docs/reference/endpoints.md
	@$(BIN)/python docs/make_commands.py docs/reference/commands.md
	@$(BIN)/python docs/make_python.py docs/reference/python.md
	@$(BIN)/python docs/make_biology.py docs/explanation/biology.md
	@$(BIN)/python -m cartsim.calibration.page docs/explanation/calibration.md
	@$(BIN)/python -m cartsim.validation.credibility docs/credibility.md
	@$(BIN)/python -m cartsim.scenario.json_schema

figures: $(VENV)/.installed
	@test -f out/route_comparison/run.nc || $(BIN)/cartsim run scenarios/route_comparison.yaml
	@$(BIN)/python docs/make_figures.py out/route_comparison/run.nc docs/figures
	@$(BIN)/python docs/make_tables.py docs/explanation/published-models.md
	@$(BIN)/python docs/make_nodule_table.py docs/figures/nodule_table.png docs/explanation/nodule_table.md
	@test -f out/nodule_routes/run.nc || $(BIN)/cartsim run scenarios/nodule_routes.yaml
	@$(BIN)/python docs/make_nodule_view.py out/nodule_routes/run.nc docs/figures/nodule_view.png
	@$(BIN)/python docs/make_organoid.py docs/figures/organoid.png docs/explanation/organoid.md
	@$(BIN)/python docs/make_convergence.py docs/explanation/single_cells.md
	@$(BIN)/python docs/make_reliability.py docs/explanation/reliability.md

# The site: docs/_build/html/index.html. Tutorials run while it is built; the next time what they told is taken.
docs: $(VENV)/.installed-for-tests
	@$(BIN)/python -m sphinx -W --keep-going -j 2 -q -b html docs docs/_build/html
	@echo docs/_build/html/index.html

linkcheck: $(VENV)/.installed-for-tests
	@$(BIN)/python -m sphinx -q -b linkcheck docs docs/_build/linkcheck

clean:
	rm -rf $(VENV) docs/_build mutants out build dist htmlcov .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "cartsim needs Python 3.11 or later: make PYTHON=/path/to/python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	    || { rm -rf $(VENV); echo "no virtual environment: on Debian, apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "installing cartsim and what it needs into $(VENV) (a minute or two, once)"
	@$(PIP) install --editable . && touch $@

$(VENV)/.installed-for-tests: pyproject.toml | $(BIN)/python
	@echo "installing cartsim and its test tools into $(VENV) (a minute or two, once)"
	@$(PIP) install --editable '.[test]'
	@if command -v npm >/dev/null; then $(NPM) $(LANGUAGE_SERVER) >/dev/null \
	    || echo "no language server for editors: its tests are skipped" >&2; fi
	@touch $@ $(VENV)/.installed
