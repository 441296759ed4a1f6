"""Spark, Dask and Ray on this machine. Skipped where they cannot be had."""

import json
import os
import shutil
import sys

import pytest

import gaztag
from conftest import SEEDS

pyarrow = pytest.importorskip("pyarrow")
pytest.importorskip("pyarrow.parquet")


@pytest.fixture(scope="session")
def spark():
    sql = pytest.importorskip("pyspark.sql")
    if not shutil.which("java"):
        pytest.skip("there is no Java")
    # Else it takes what is called python3, where gaztag may be missing.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def expected(tagger, seeds):
    table = pyarrow.table({"name": list(seeds), "body": list(seeds.values())})
    return gaztag.annotate(table, text="body", id="name", errors="rows").to_pylist()


def test_spark_gives_the_rows_of_the_command_line(spark, seeds, expected, tmp_path):
    import gaztag.spark

    texts = spark.createDataFrame([(name, text, 7) for name, text in seeds.items()], ["name", "body", "day"])
    frame = gaztag.spark.annotate(texts.repartition(2), text="body", id="name", keep=["day"])
    rows = [row.asDict() for row in frame.collect()]
    assert {row.pop("doc_day") for row in rows} == {7}
    assert sorted(rows, key=str) == sorted(expected, key=str)
    assert gaztag.spark.annotate(texts, text="body", keep="day").columns[:2] == ["doc_day", "line"]
    assert gaztag.spark.annotate(texts, text="body", keep="day").first().doc_day == 7
    with pytest.raises(gaztag.OptionError):
        gaztag.spark.annotate(texts, text="body", labels=["PERSONN"])
    # Lists travel as their bytes.
    path = tmp_path / "drugs.csv"
    path.write_text("name,id\nZorbamycin,crm:7\n")
    frame = gaztag.spark.annotate(spark.createDataFrame([("Zorbamycin",)], ["text"]), gazetteers={"DRUG": path})
    path.unlink()
    assert [(row.label, row.id) for row in frame.collect()] == [("DRUG", "crm:7")]


def test_spark_writes_and_reads(spark, seeds, expected, tmp_path):
    import gaztag.spark

    gaztag.spark.register(spark)
    documents = spark.read.format("gaztag").load(str(SEEDS))
    assert {row.document: row.text for row in documents.collect()} == seeds
    out = tmp_path / "rows"
    write = documents.write.format("gaztag").option("id", "document").option("options", json.dumps({"labels": ["ORG"]}))
    write.mode("append").save(str(out))
    import pyarrow.parquet as parquet

    rows = parquet.read_table(out).to_pylist()
    assert sorted(rows, key=str) == sorted((row for row in expected if row["label"] == "ORG"), key=str)
    assert not (out / "_temporary").exists()


def test_spark_reads_for_itself(spark, seeds, expected, tmp_path):
    import gaztag.spark

    gaztag.spark.register(spark)

    def load(path, give="rows", **options):
        return spark.read.format("gaztag").options(give=give, **options).load(str(path))

    # Small files are named below their folder, and a table's columns come along.
    assert sorted((row.asDict() for row in load(SEEDS).collect()), key=str) == sorted(expected, key=str)
    table = pyarrow.table({"name": list(seeds), "body": list(seeds.values()), "day": [7] * len(seeds)})
    pyarrow.parquet.write_table(table, tmp_path / "texts.parquet", row_group_size=2)
    columns = {"text": "body", "id": "name"}
    frame = load(tmp_path, keep="day", size="1", **columns)
    assert frame.rdd.getNumPartitions() == -(-len(seeds) // 2)
    rows = [row.asDict() for row in frame.collect()]
    assert {row.pop("doc_day") for row in rows} == {7}
    assert sorted(rows, key=str) == sorted(expected, key=str)
    assert load(tmp_path, keep="day", text="body").columns[:2] == ["doc_day", "line"]
    for path in (tmp_path, SEEDS):
        parts = load(path, "parts", size="1")
        out = tmp_path / f"_{path.name}"
        parts.write.format("gaztag").options(**columns).mode("append").save(str(out))
        assert sorted(pyarrow.parquet.read_table(out).to_pylist(), key=str) == sorted(expected, key=str)
        assert not (out / "_temporary").exists()
    with pytest.raises(Exception, match="give is texts, rows or parts, not 'row'"):
        load(tmp_path, "row")
    with pytest.raises(Exception, match="read by spark.read.parquet"):
        load(tmp_path, "texts").collect()


def test_dask(seeds, expected, tagger):
    dask = pytest.importorskip("dask")
    parts = [dict([pair]) for pair in seeds.items()]

    def work(part):
        table = pyarrow.table({"name": list(part), "body": list(part.values())})
        return gaztag.annotate(table, text="body", id="name", errors="rows", tagger=tagger).to_pylist()

    made = dask.compute(*[dask.delayed(work)(part) for part in parts], scheduler="threads")
    assert [row for rows in made for row in rows] == expected


def test_ray(seeds, expected, tagger):
    ray = pytest.importorskip("ray")
    data = pytest.importorskip("ray.data")
    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR")
    try:
        texts = data.from_arrow(pyarrow.table({"name": list(seeds), "body": list(seeds.values())}))

        def work(table):
            return gaztag.annotate(table, text="body", id="name", errors="rows", tagger=tagger)

        rows = texts.map_batches(work, batch_format="pyarrow").take_all()
    finally:
        ray.shutdown()
    assert sorted(map(str, rows)) == sorted(map(str, expected))
