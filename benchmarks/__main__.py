"""Measure every pair at both sizes, write the table, and show it on its page: `python -m benchmarks`."""

import torch

from benchmarks.table import FILE, PAGE, TABLE, measured, pairs, shown, written


def main() -> None:
    """Measure all, telling each ratio of time, and write the table and the page."""
    torch.set_num_threads(1)
    rows = []
    for pair in pairs():
        for size in pair.sizes:
            rows.append(measured(pair, size))
            print(f"{pair.name:55} {size:8} {rows[-1].slowness:6.1f}", flush=True)
    FILE.write_text(written(rows), "utf8")
    page = PAGE.read_text("utf8")
    PAGE.write_text(TABLE.sub(lambda _: shown() + "\n", page), "utf8")


if __name__ == "__main__":
    main()
