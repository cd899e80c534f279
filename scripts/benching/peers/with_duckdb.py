"""Ask DuckDB: ROWS as CSV, then QUESTIONS in SQL; print seconds and answers as JSON."""

import json
import sys
import time
from typing import Any

import duckdb

#: How often each question is asked; the quickest counts.
TIMES = 5


def main() -> None:
    rows, *questions = sys.argv[1:]
    connection = duckdb.connect()
    begun = time.perf_counter()
    connection.execute(
        f"CREATE TABLE casualties AS SELECT * FROM read_csv('{rows}', header=true,"
        " all_varchar=true)"
    )
    connection.execute("ALTER TABLE casualties ALTER low TYPE BIGINT")
    loading = time.perf_counter() - begun
    answers = [asked(connection, question) for question in questions]
    print(json.dumps({"loading": loading, "answers": answers}))


def asked(connection: duckdb.DuckDBPyConnection, question: str) -> dict[str, Any]:
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        answer = connection.execute(question).fetchall()
        times.append(time.perf_counter() - begun)
    return {"seconds": min(times), "answer": [[str(v) for v in row] for row in answer]}


if __name__ == "__main__":
    main()
