"""The Leontief system of any table: multipliers and footprints with a proven bound on the error of every number."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scharnier.chain.certificate import TARGET, Answer, Method, NotCertified, calc_relative, solve_certified
from scharnier.chain.check import Finding
from scharnier.chain.direct import Factors, is_sparse
from scharnier.chain.system_check import check_table, take_numbers, unpack
from scharnier.kernel.errors import InputProblem

Array = NDArray[np.float64]

FEW = 512  # cells up to which factors are as quick as sweeps
MANY = 1500  # cells from which float32 factors with corrections are quicker than float64 ones
POOR = 1e-3  # of the largest number in a column: an answer less certain than this is not given


@dataclass(frozen=True, eq=False)
class Certified:
    """Numbers and how sure they are.

    Attributes:
        values: what was asked.
        bound: same shape; |true - value| <= bound * |value| and <= bound * |true|. Zero where the value is exactly
            right (nothing reaches the cell); infinite where numbers of both signs cancel to less than their error.
        method: how it was solved: "block Gauss-Seidel", the same with ", rows" (on the table as it lies) or ", dense"
            (with its zeros), "LU float32" or "LU float64".
        sweeps: passes over the table in single precision; 0 for LU.
    """

    values: Array
    bound: Array
    method: str
    sweeps: int

    @property
    def max_bound(self) -> float:
        """The largest bound."""
        return float(self.bound.max(initial=0.0))


class Origins(NamedTuple):
    """Cells of origin (c, s, k) int32, -1 where there are no more, and their values (c, s, k), largest first."""

    indices: NDArray[np.int32]
    values: Array


class System:
    """x = A x + y and M = S + M A for a table of coefficients, without an inverse.

    The table is packed and factorised when first needed and kept for further questions.

    Attributes:
        cells: n.
        regions, sectors: labels (n,), or None.
    """

    def __init__(
        self,
        A: Any,
        regions: Sequence[str] | None = None,
        sectors: Sequence[str] | None = None,
    ) -> None:
        """Take a table without copying it; it must not be changed while the system is in use.

        Args:
            A: (n, n) coefficients, dense (float64 or float32, any memory order, memory-mapped or not) or SciPy sparse:
                A[i, j] is what cell j buys from cell i per unit of its own output.
            regions: region of each cell; the cells of a region need not be neighbours. Without them neighbouring
                cells are solved together, which takes more passes.
            sectors: sector of each cell; only for messages.

        Raises: InputProblem when A is not square or labels do not fit. Contents are judged when a question is asked.
        """
        self._table = _take_table(A)
        self.cells = int(self._table.shape[0])
        for name, labels in (("regions", regions), ("sectors", sectors)):
            if labels is not None and len(labels) != self.cells:
                raise InputProblem(f"{len(labels)} {name} for a table of {self.cells} cells.", "Give one per cell.")
        self.regions = None if regions is None else tuple(map(str, regions))
        self.sectors = None if sectors is None else tuple(map(str, sectors))
        self._sweeper: Any = None
        self._panels: Any = None
        self._factors: dict[bool, Factors | None] = {}
        self._asked = 0
        self._packed: Callable[[], Any] = lambda: None

    @classmethod
    def open(cls, path: Path | str) -> "System":
        """The system of a stored model (a folder, see `open_model`). Nothing is copied: the table stays mapped,
        and is not packed again where that was done when it was stored.

        Raises: InputProblem when the folder is no model or is damaged.
        """
        from scharnier.chain.stored import open_model

        model = open_model(path)
        system = cls(model.coefficients, model.regions, model.sectors)
        system._packed = lambda: model.tiles
        return system

    def multipliers(self, S: ArrayLike) -> Certified:
        """M = S (I - A)^-1 for intensities S (k, n) or (n,), any sign, in their unit per unit of output.

        Raises: InputProblem when S does not fit or has gaps, or the table is not productive.
        """
        given = take_numbers(S, "intensities")
        rows = given[None, :] if given.ndim == 1 else given
        if rows.ndim != 2 or rows.shape[1] != self.cells:
            raise InputProblem(f"intensities of shape {given.shape}.", f"Give (k, {self.cells}) or ({self.cells},).")
        return self._solve(rows.T, buyers=True, shape=given.shape)

    def solve(self, y: ArrayLike) -> Certified:
        """Output x = (I - A)^-1 y that final use y (n,) or (n, k), any sign, calls for, in the unit of y.

        Raises: InputProblem when y does not fit or has gaps, or the table is not productive.
        """
        given = take_numbers(y, "final use")
        columns = given[:, None] if given.ndim == 1 else given
        if columns.ndim != 2 or columns.shape[0] != self.cells:
            raise InputProblem(f"final use of shape {given.shape}.", f"Give ({self.cells},) or ({self.cells}, k).")
        return self._solve(columns, buyers=False, shape=given.shape)

    def footprint(self, y: ArrayLike) -> Array:
        """The values of `solve` alone: x, shaped as y."""
        return self.solve(y).values

    def origins(self, cells: ArrayLike, S: ArrayLike, k: int = 10) -> "Origins":
        """The k largest origins of each purchase cell: where, all tiers together, most of a stressor lies.

        Args: cells (c,), one more than once if you like; S (s, n) or (n,) per unit a cell makes. See `find_origins`.
        Raises: InputProblem as that does.
        """
        from scharnier.chain.origins import find_origins

        asked = np.atleast_1d(np.asarray(cells))
        if asked.ndim == 1 and len(set(asked.tolist())) < asked.size:
            once, places = np.unique(asked, return_inverse=True)
            indices, values = self.origins(once, S, k)
            return Origins(indices[places], values[places])
        found = find_origins(self._table, cells, unpack(S), k, regions=self.regions)
        return Origins(found.cells, found.values)

    def paths(self, y: ArrayLike | int, s: ArrayLike, k: int) -> list[tuple[float, list[int]]]:
        """The k best paths of purchases y (n,), or of one unit from cell y, exactly, best first: (value, cells).

        `paths.find_paths` also says what share of the total they are, and how large another one can be.
        Raises: InputProblem as that does.
        """
        from scharnier.chain.paths import find_paths

        return find_paths(self._table, y, s, k, total=0.0).as_list()

    def check(self) -> list[Finding]:
        """What is odd about the table: labels, gaps, signs, cells without trade, column sums, productivity."""
        findings = check_table(self._table, self.regions, self.sectors)
        if not any(finding.level == "fault" for finding in findings):
            try:
                self.solve(np.ones(self.cells))
            except InputProblem as problem:
                findings.append(Finding("not_productive", "fault", 1, 0.0, (), problem.message))
        return findings

    def _solve(self, right: Array, *, buyers: bool, shape: tuple[int, ...]) -> Certified:
        # What is put in with a minus sign is solved apart, so that everything inside only adds.
        negative = (right < 0).any(axis=0)
        parts = np.hstack([np.maximum(right, 0.0), np.maximum(-right[:, negative], 0.0)])
        answer, method = self._answer(parts, buyers=buyers)
        k = right.shape[1]
        values, errors = answer.values[:, :k], answer.errors[:, :k]
        values[:, negative] -= answer.values[:, k:]
        errors[:, negative] += answer.errors[:, k:] + 2.0**-52 * np.abs(values[:, negative])
        bound = calc_relative(values, errors)
        if buyers:
            values, bound = values.T, bound.T
        return Certified(_shape(values, shape), _shape(bound, shape), method.name, method.sweeps)

    def _answer(self, right: Array, *, buyers: bool) -> tuple[Answer, Method]:
        last: Answer | None = None
        for method, order in self._methods(buyers=buyers, columns=right.shape[1]):
            try:
                answer = solve_certified(method, right if order is None else right[order])
            except NotCertified as problem:
                last = problem.answer
            except ArithmeticError:
                continue
            else:
                if order is not None:
                    answer = Answer(_put_back(answer.values, order), _put_back(answer.errors, order))
                return answer, method
        if last is None or not (last.errors <= POOR * np.abs(last.values).max(axis=0, initial=0.0)).all():
            raise InputProblem(
                "the table is not productive: some cells need more than they make, or so nearly that no digit is sure.",
                "See System.check(); look for column sums of one and more.",
            )
        return last, method

    def _methods(self, *, buyers: bool, columns: int) -> Iterator[tuple[Method, NDArray[np.int64] | None]]:
        """Ways to solve, the quickest first, each with the order in which it wants the cells."""
        self._asked += 1
        if self.cells > FEW and self._asked == 1 and not buyers and columns == 1 and self._lies_by_rows():
            from scharnier.chain.rows import RowMethod

            with suppress(ArithmeticError):
                yield RowMethod(self._table, self.regions), None
        if self.cells > FEW and buyers and self._pack_panels():
            from scharnier.chain.panels import PanelMethod

            yield PanelMethod(self._panels), self._panels.order
        if self.cells > FEW and self._pack():
            from scharnier.chain.sweeps import SweepMethod

            yield SweepMethod(self._sweeper, buyers=buyers), self._sweeper.tiles.order
        for single in (True, False) if self.cells > MANY else (False,):
            factors = self._factorise(single=single)
            if factors is not None:
                yield factors.of(buyers=buyers), None

    def _lies_by_rows(self) -> bool:
        """Whether the table is dense, in row order and not packed: then one portfolio is solved as it stands."""
        return not is_sparse(self._table) and bool(self._table.flags.c_contiguous) and self._packed() is None

    def _pack_panels(self) -> bool:
        """Whether the table is dense, not stored packed, and could be packed in panels; done once."""
        if self._panels is None:
            from scharnier.chain.panels import Panels, is_dense
            from scharnier.chain.tiles import OddTable

            self._panels = False
            if not is_sparse(self._table) and is_dense(self._table) and self._packed() is None:
                with suppress(OddTable, ArithmeticError):
                    self._panels = Panels(self._table, self.regions)
        return bool(self._panels)

    def _pack(self) -> bool:
        """Whether the table could be packed for sweeps; done once."""
        if self._sweeper is None:
            from scharnier.chain.sweeps import Sweeper
            from scharnier.chain.tiles import OddTable, pack_table

            try:
                self._sweeper = Sweeper(self._packed() or pack_table(self._table, self.regions))
            except (OddTable, ArithmeticError):
                self._sweeper = False
        return bool(self._sweeper)

    def _factorise(self, *, single: bool) -> Factors | None:
        """Factors of I - A, None when it is singular; made once."""
        if single not in self._factors:
            if not all(np.isfinite(part).all() for part in np.array_split(_read_values(self._table), 8)):
                raise InputProblem("the table has gaps or infinite coefficients.", "See System.check().")
            try:
                self._factors[single] = Factors(self._table, single=single)
            except ArithmeticError:
                self._factors[single] = None
        return self._factors[single]


def _take_table(A: Any) -> Any:
    if is_sparse(A):
        table: Any = A
    else:
        table = np.asarray(A)
        if table.dtype not in (np.dtype(np.float64), np.dtype(np.float32)) or not table.dtype.isnative:
            table = take_numbers(table, "coefficients", gaps=True)
    if table.ndim != 2 or table.shape[0] != table.shape[1] or table.shape[0] == 0:
        raise InputProblem(f"a table of shape {table.shape}.", "Coefficients are square: sellers by buyers.")
    return table


def _read_values(table: Any) -> Any:
    return table.tocsc().data if is_sparse(table) else table


def _put_back(values: Array, order: NDArray[np.int64]) -> Array:
    result = np.empty_like(values)
    result[order] = values
    return result


def _shape(values: Array, shape: tuple[int, ...]) -> Array:
    return np.ascontiguousarray(values).reshape(shape)


__all__ = ["TARGET", "Certified", "Origins", "System"]
