"""What a ledger may be at most: guards against files that are broken or made to break the reader.

Each limit is far above what a real ledger needs; whoever meets one gets an `InputProblem` that names it.
"""

MAX_FILE_BYTES = 1024**3  # reading takes about three times as much memory
MAX_COLUMNS = 1_000
MAX_CELL_TEXT = 2_000  # characters kept of a text; longer texts are cut, the line stays
MAX_QUOTED_NEWLINES = 200  # more line ends than this inside one cell: a quote was opened and never closed
MAX_AMOUNT_CENTS = 10**14  # a trillion of the currency in one line is a mistake, not a purchase
MAX_TOTAL_CENTS = 7 * 10**15  # 70 trillion: below 2**46 of the currency a JSON number still gives back the cents
MAX_XLSX_PARTS = 5_000
MAX_XLSX_UNPACKED_BYTES = 2 * 1024**3
MAX_XLSX_CELLS = 30_000_000  # from the first to the last cell, all sheets together; the reader stores them in full
MAX_XLSX_TEXT_BYTES = 512 * 1024**2  # texts inside a sheet, and texts that cells share, of which each gets a copy
XLSX_CELL_BYTES = 64  # what a cell takes in a sheet besides its text
MAX_CSV_CELLS = 400_000_000  # lines times columns; an empty line costs as much as a full one
MAX_PARQUET_ROWS = 20_000_000
MAX_PARQUET_CELLS = 60_000_000  # rows times columns without nested ones; each takes some forty bytes while it is read
MAX_PARQUET_UNPACKED_BYTES = 700 * 1024**2
SAMPLE_BYTES = 1 << 20  # how much of a text file is looked at to find delimiter and header
SAMPLE_RECORDS = 300
PROFILE_ROWS = 2_000  # lines looked at, evenly spread, to see what a column holds
PREAMBLE_ROWS = 60  # the header is looked for in this many first rows
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
