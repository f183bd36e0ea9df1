"""The inner loops of the solver, compiled by numba: one column of a tile against rows of many numbers at once.

Tables are solved for many stressors together. Their numbers stand side by side in *lanes*, 16 or 48 of them, so that
one coefficient is multiplied with all lanes in a few vector instructions. Numba does not keep such sums in registers by
itself, hence three short pieces of LLVM code that do what the line of Python in their docstring says. They take arrays,
not addresses, so that numba's promises about what may overlap stay true. Rows of `source` and `target` have
`16 * len(width)` lanes; `width` is a tuple because numba compiles a version of its own for each length of a tuple.
A coefficient is high[p] in single precision and high[p] + low[p] in double. Nothing here checks its arguments.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

BYTES = 64  # of a vector register; machines with shorter ones get it split by LLVM
REGISTERS = 12  # sums in flight: a few coefficients at once, so that an addition need not wait for the last one
INT = ir.IntType(64)


class _Lanes:
    """Loads, sums and stores of one row of `count` lanes, in the number type of the array `source`."""

    def __init__(self, builder: Any, source: Any, count: int) -> None:
        self.builder = builder
        self.double = source.dtype == types.float64
        self.number = ir.DoubleType() if self.double else ir.FloatType()
        self.size = 8 if self.double else 4
        self.count = count
        self.width = min(BYTES // self.size, count)
        self.vector = ir.VectorType(self.number, self.width)
        self.parts = count // self.width

    def place(self, data: Any, row: Any) -> Any:
        """Address of a row."""
        offset = self.builder.mul(row, ir.Constant(INT, self.count))
        first = self.builder.gep(self.builder.bitcast(data, self.number.as_pointer()), [offset])
        return self.builder.bitcast(first, self.vector.as_pointer())

    def load(self, place: Any) -> list[Any]:
        """The lanes at an address."""
        found = []
        for part in range(self.parts):
            value = self.builder.load(self.builder.gep(place, [ir.Constant(INT, part)]))
            value.align = self.size
            found.append(value)
        return found

    def store(self, values: list[Any], place: Any) -> None:
        """Write the lanes to an address."""
        for part, value in enumerate(values):
            self.builder.store(value, self.builder.gep(place, [ir.Constant(INT, part)])).align = self.size

    def spread(self, high: Any, low: Any) -> Any:
        """One coefficient in every lane."""
        value = high
        if self.double and low is not None:
            value = self.builder.fadd(self.builder.fpext(high, self.number), self.builder.fpext(low, self.number))
        empty = ir.Constant(self.vector, ir.Undefined)
        one = self.builder.insert_element(empty, value, ir.Constant(ir.IntType(32), 0))
        mask = ir.Constant(ir.VectorType(ir.IntType(32), self.width), [0] * self.width)
        return self.builder.shuffle_vector(one, empty, mask)

    def add(self, sums: list[Any], factor: Any, values: list[Any]) -> list[Any]:
        """sums + factor x values."""
        products = [self.builder.fmul(factor, value, flags=["contract"]) for value in values]
        return [self.builder.fadd(a, b, flags=["contract"]) for a, b in zip(sums, products, strict=True)]


def _data(context: Any, builder: Any, kind: Any, array: Any) -> Any:
    return context.make_array(kind)(context, builder, array).data


def _item(builder: Any, data: Any, place: Any) -> Any:
    return builder.load(builder.gep(data, [place]))


def _sum_column(context: Any, builder: Any, kinds: Any, args: Any) -> Any:
    """The code of `add_column`, and of `add_dense_column` where `rows` is left out."""
    _, high, low, rows, start, stop, source, first, target, row = args
    lanes = _Lanes(builder, kinds[6], 16 * kinds[0].count)
    highs, lows = _data(context, builder, kinds[1], high), _data(context, builder, kinds[2], low)
    locals_ = None if rows is None else _data(context, builder, kinds[3], rows)
    given = _data(context, builder, kinds[6], source)
    out = lanes.place(_data(context, builder, kinds[8], target), row)
    zero = ir.Constant(lanes.vector, [0.0] * lanes.width)
    unroll = 1 << (REGISTERS // lanes.parts).bit_length() - 1
    sums = [[cgutils.alloca_once(builder, lanes.vector) for _ in range(lanes.parts)] for _ in range(unroll)]
    for slots in sums:  # from zero, so that small products are not lost against what stands in the target
        for slot in slots:
            builder.store(zero, slot)

    def step(place: Any, slots: list[Any]) -> None:
        at = builder.sub(place, start) if locals_ is None else builder.zext(_item(builder, locals_, place), INT)
        found = lanes.load(lanes.place(given, builder.add(first, at)))
        factor = lanes.spread(_item(builder, highs, place), _item(builder, lows, place) if lanes.double else None)
        for slot, value in zip(slots, lanes.add([builder.load(s) for s in slots], factor, found), strict=True):
            builder.store(value, slot)

    edge = builder.add(start, builder.and_(builder.sub(stop, start), ir.Constant(INT, -unroll)))
    with cgutils.for_range_slice(builder, start, edge, ir.Constant(INT, unroll), INT) as (place, _):
        for turn in range(unroll):
            step(builder.add(place, ir.Constant(INT, turn)), sums[turn])
    with cgutils.for_range_slice(builder, edge, stop, ir.Constant(INT, 1), INT) as (place, _):
        step(place, sums[0])
    totals = [builder.load(slot) for slot in sums[0]]
    for slots in sums[1:]:
        totals = [builder.fadd(total, builder.load(slot)) for total, slot in zip(totals, slots, strict=True)]
    lanes.store([builder.fadd(total, value) for total, value in zip(totals, lanes.load(out), strict=True)], out)
    return context.get_dummy_value()


@intrinsic
def add_column(typingctx, width, high, low, rows, start, stop, source, first, target, row):  # noqa: ARG001
    """target[row] += sum over start <= p < stop of coefficient[p] * source[first + rows[p]]"""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _sum_column(context, builder, signature.args, args)

    i = types.int64
    return types.void(width, high, low, rows, i, i, source, i, target, i), codegen


@intrinsic
def add_dense_column(typingctx, width, high, start, stop, source, first, target, row):  # noqa: ARG001
    """target[row] += sum over start <= p < stop of high[p] * source[first + p - start], in single precision"""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        width_, high_, *rest = signature.args
        kinds = (width_, high_, high_, None, *rest)
        width_, high_, *rest = args
        return _sum_column(context, builder, kinds, (width_, high_, high_, None, *rest))

    i = types.int64
    return types.void(width, high, i, i, source, i, target, i), codegen


@intrinsic
def add_panel(typingctx, width, high, start, stride, count, source, first, target, row):  # noqa: ARG001
    """target[row + q] += sum over 0 <= p < count of high[start + stride * p + q] * source[first + p], q = 0, 1, 2, 3"""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kinds = signature.args
        _, high_, start_, stride_, count_, source_, first_, target_, row_ = args
        lanes = _Lanes(builder, kinds[5], 16 * kinds[0].count)
        highs, given, into = (
            _data(context, builder, kinds[place], array) for place, array in ((1, high_), (5, source_), (7, target_))
        )
        zero = ir.Constant(lanes.vector, [0.0] * lanes.width)
        sums = [[cgutils.alloca_once(builder, lanes.vector) for _ in range(lanes.parts)] for _ in range(4)]
        for slot in (slot for slots in sums for slot in slots):
            builder.store(zero, slot)
        with cgutils.for_range_slice(builder, ir.Constant(INT, 0), count_, ir.Constant(INT, 1), INT) as (place, _):
            found = lanes.load(lanes.place(given, builder.add(first_, place)))
            at = builder.add(start_, builder.mul(place, stride_))
            for q, slots in enumerate(sums):
                factor = lanes.spread(_item(builder, highs, builder.add(at, ir.Constant(INT, q))), None)
                for slot, value in zip(slots, lanes.add([builder.load(s) for s in slots], factor, found), strict=True):
                    builder.store(value, slot)
        for q, slots in enumerate(sums):
            out = lanes.place(into, builder.add(row_, ir.Constant(INT, q)))
            lanes.store([builder.fadd(builder.load(s), v) for s, v in zip(slots, lanes.load(out), strict=True)], out)
        return context.get_dummy_value()

    i = types.int64
    return types.void(width, high, i, i, i, source, i, target, i), codegen


@intrinsic
def spread_column(typingctx, width, high, low, rows, start, stop, source, row, target, first):  # noqa: ARG001
    """For start <= p < stop: target[first + rows[p]] += coefficient[p] * source[row]"""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kinds = signature.args
        _, high_, low_, rows_, start_, stop_, source_, row_, target_, first_ = args
        lanes = _Lanes(builder, kinds[6], 16 * kinds[0].count)
        highs, lows, locals_, into = (
            _data(context, builder, kind, array)
            for kind, array in zip((*kinds[1:4], kinds[8]), (high_, low_, rows_, target_), strict=True)
        )
        given = lanes.load(lanes.place(_data(context, builder, kinds[6], source_), row_))
        with cgutils.for_range_slice(builder, start_, stop_, ir.Constant(INT, 1), INT) as (place, _):
            out = lanes.place(into, builder.add(first_, builder.zext(_item(builder, locals_, place), INT)))
            factor = lanes.spread(_item(builder, highs, place), _item(builder, lows, place) if lanes.double else None)
            lanes.store(lanes.add(lanes.load(out), factor, given), out)
        return context.get_dummy_value()

    i = types.int64
    return types.void(width, high, low, rows, i, i, source, i, target, i), codegen
