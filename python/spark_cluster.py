"""A Spark cluster on this machine: rows equal to the command line's, though a worker dies.

    python spark_cluster.py TEXTS.parquet [--text text] [--id id] [--parts 8]

Starts a master and two workers of one core each on loopback, annotates the
texts of a Parquet file, kills a worker and a Python process in mid-run, and
compares the rows with those of the command line over the same texts. Prints
how fast each was, and what each took of the processor: that tells also where
other work slows the clock down. Needs Java, pyspark and gaztag.
"""

import argparse
import collections
import contextlib
import csv
import os
import pathlib
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import pyarrow.parquet
import pyspark

SPARK = pathlib.Path(pyspark.__file__).parent


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("texts")
    parser.add_argument("--text", default="text")
    parser.add_argument("--id", default="id")
    parser.add_argument("--parts", type=int, default=8)
    parser.add_argument("--no-kill", action="store_true")
    args = parser.parse_args()
    table = pyarrow.parquet.read_table(args.texts, columns=[args.id, args.text])
    size = sum(len(text.encode()) for text in table[args.text].to_pylist())
    print(f"{table.num_rows} texts, {size / 1e6:.1f} MB")
    with tempfile.TemporaryDirectory(prefix="gaztag-spark-") as work:
        expected = by_command(args, table, size, pathlib.Path(work))
        with cluster(pathlib.Path(work)) as (url, workers):
            found = by_spark(args, url, size, workers, pathlib.Path(work))
    same = expected == found
    print(f"command line {sum(expected.values())} rows, Spark {sum(found.values())} rows:", "equal" if same else "NOT EQUAL")
    for row in [*(expected - found)][:5]:
        print("only the command line:", row)
    for row in [*(found - expected)][:5]:
        print("only Spark:", row)
    return 0 if same else 1


def by_command(args, table, size, work):
    """The rows of the command line, each as text."""
    folder = work / "texts"
    folder.mkdir()
    for name, text in zip(table[args.id].to_pylist(), table[args.text].to_pylist()):
        (folder / f"{name}.txt").write_bytes(text.encode())
    out = work / "rows.csv"
    command = [sys.executable, "-m", "gaztag", "annotate", folder, "--exact", "-j", "2", "-q", "-o", out]
    begin, before = time.monotonic(), children_used()
    subprocess.run(command, check=True)
    tell("command line, 2 threads", size, time.monotonic() - begin, {"gaztag": children_used() - before})
    with open(out, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        return collections.Counter((row[0].removesuffix(".txt"), *row[1:]) for row in rows)


def by_spark(args, url, size, workers, work):
    from pyspark.sql import SparkSession

    import gaztag.spark

    begin = time.monotonic()
    spark = (
        SparkSession.builder.master(url)
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.task.maxFailures", "8")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "10000")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    texts = spark.read.parquet(str(pathlib.Path(args.texts).resolve())).repartition(args.parts)
    texts = texts.select(texts[args.id].cast("string").alias("id"), args.text).cache()
    texts.count()
    print(f"session and texts in memory after {time.monotonic() - begin:.1f} s")
    driver = spark.sparkContext._gateway.proc.pid

    def timed(what, work):
        begin, before = time.monotonic(), used(workers, driver)
        work()
        spent = {name: time - before[name] for name, time in used(workers, driver).items()}
        tell(what, size, time.monotonic() - begin, spent)

    # A frame anew each time: what Spark has shuffled once it takes again.
    def count():
        frame = gaztag.spark.annotate(texts, text=args.text, id="id")
        frame.selectExpr("count(*)", "sum(end - start)").collect()

    # The first run starts Python and lets Java compile itself.
    timed("Spark, rows counted, first run", count)
    timed("Spark, rows counted", count)
    gaztag.spark.register(spark)
    write = texts.write.format("gaztag").option("text", args.text).option("id", "id").mode("append")
    timed("Spark, rows written as Parquet", lambda: write.save(str(work / "quiet")))
    if not args.no_kill:
        killer = threading.Thread(target=kill, args=(workers, work / "rows"))
        begin = time.monotonic()
        killer.start()
        write.save(str(work / "rows"))
        tell("the same, a worker and a Python process killed", size, time.monotonic() - begin)
        killer.join()
    else:
        (work / "quiet").rename(work / "rows")
    left = [path.name for path in (work / "rows").iterdir() if not path.name.startswith("part-")]
    assert not left, f"left over: {left}"
    spark.stop()
    rows = pyarrow.parquet.read_table(work / "rows").to_pylist()
    assert all(row.pop("error") is None for row in rows)
    return collections.Counter(tuple(as_text(value) for value in row.values()) for row in rows)


def as_text(value):
    if value is None:
        return ""
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def kill(workers, rows):
    """When rows are being written: one Python process, then one worker with its executors."""
    while not [*rows.glob("_temporary/*")]:
        time.sleep(0.05)
    # The last of them is one that annotates, a child of the daemon.
    for process in pids_below(workers[0].pid, "pyspark.daemon")[-1:]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
            print("killed a Python process")
    time.sleep(1)
    for process in [*pids_below(workers[1].pid, ""), workers[1].pid]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    print("killed a worker with all its processes")


def pids_below(pid, having):
    """The processes that descend from one, whose command line has a word."""
    out = subprocess.check_output(["ps", "-eo", "pid=,ppid=,args="], text=True)
    children = collections.defaultdict(list)
    for line in out.splitlines():
        child, parent, *words = line.split(None, 2)
        children[int(parent)].append((int(child), words[0] if words else ""))
    found, queue = [], [pid]
    while queue:
        for child, words in children[queue.pop()]:
            queue.append(child)
            if having in words:
                found.append(child)
    return found


@contextlib.contextmanager
def cluster(work):
    """A master and two workers of one core; their URL and processes."""
    port = free_port()
    env = {**os.environ, "SPARK_HOME": str(SPARK), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    os.environ.update(env)

    def start(name, *arguments):
        log = open(work / f"{name}.log", "w")
        command = [SPARK / "bin" / "spark-class", *arguments]
        return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=env, start_new_session=True)

    url = f"spark://127.0.0.1:{port}"
    master = start("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
    processes = [master]
    try:
        wait_for(port)
        for name in ["first", "second"]:
            worker = ["org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0"]
            processes.append(start(name, *worker, "--cores", "1", "--memory", "2g", "--work-dir", str(work / name), url))
        yield url, processes[1:]
    finally:
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(240):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.5)
    sys.exit("the master does not answer")


def children_used():
    """Processor seconds of the processes that this one has waited for."""
    of = resource.getrusage(resource.RUSAGE_CHILDREN)
    return of.ru_utime + of.ru_stime


def used(workers, driver):
    """Processor seconds of the cluster so far: Java and Python of the workers, the driver's Java."""
    spent = {"Java": 0, "Python": 0, "driver": seconds_of(driver)}
    for worker in workers:
        java = {*pids_below(worker.pid, "/java ")}
        for process in pids_below(worker.pid, ""):
            spent["Java" if process in java else "Python"] += seconds_of(process)
    return spent


def seconds_of(process):
    """Those of a process and of the children that it has waited for; none where it is gone."""
    try:
        fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def tell(what, size, seconds, spent=None):
    processor = ", ".join(f"{name} {time:.1f} s" for name, time in (spent or {}).items())
    processor = f"; processor: {processor}" if processor else ""
    print(f"{what}: {seconds:.1f} s, {size / 1e6 / seconds:.1f} MB/s{processor}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
