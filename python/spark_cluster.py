"""A Spark cluster on this machine: rows equal to the command line's, though a worker dies.

    python spark_cluster.py TEXTS.parquet [--text text] [--id id] [--parts 20] [--runs 4]

Starts a master and two workers of one core each on loopback, annotates the
texts of a Parquet file in each way that there is, in turns with the command
line, and prints the table of docs/scale.md: how long each took, and what of the
processor, which tells also where other work slows the clock down. Then it
writes once more in two ways, kills a worker and a Python process in mid-run
each time, and compares the rows of all ways with those of the command line over
the same texts. Needs Java, pyspark and gaztag.
"""

import argparse
import collections
import contextlib
import csv
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import pyarrow.parquet
import pyspark

SPARK = pathlib.Path(pyspark.__file__).parent
COMMAND_LINE = "command line, JSON Lines to CSV, two threads"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("texts")
    parser.add_argument("--text", default="text")
    parser.add_argument("--id", default="id")
    parser.add_argument("--parts", type=int, default=20, help="about so many tasks")
    parser.add_argument("--runs", type=int, default=4, help="of each way; the first one is shown for itself")
    parser.add_argument("--no-kill", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gaztag-spark-") as work:
        texts = Texts(args, pathlib.Path(work))
        print(f"{texts.count} texts, {texts.size / 1e6:.1f} MB")
        with cluster(texts.work) as (url, start_worker):
            workers = [start_worker(), start_worker()]
            with session(url, texts) as spark:
                ways = Ways(spark, texts)
                measure(ways, workers, args.runs)
                found = [*ways.frames(), *ways.files(workers, start_worker, not args.no_kill)]
        expected = collections.Counter(texts.expected())
        print(f"command line: {sum(expected.values())} rows")
        return max(compared(what, expected, rows) for what, rows in found)


class Texts:
    """The texts as a Parquet file of many row groups, and as JSON Lines."""

    def __init__(self, args, work):
        table = pyarrow.parquet.read_table(args.texts, columns=[args.id, args.text])
        table = table.cast(pyarrow.schema([("id", pyarrow.string()), ("text", pyarrow.string())]))
        self.work, self.count, self.parts = work, table.num_rows, args.parts
        self.parquet, self.lines, self.csv = (work / f"texts.{kind}" for kind in ("parquet", "jsonl", "csv"))
        pyarrow.parquet.write_table(table, self.parquet, row_group_size=max(1, table.num_rows // (4 * args.parts)))
        self.size = 0
        with open(self.lines, "w", encoding="utf-8") as file:
            for batch in table.to_batches(1000):
                for row in batch.to_pylist():
                    self.size += len(row["text"].encode())
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def annotate(self):
        """By the command line."""
        columns = ["--text-column", "text", "--id-column", "id", "--exact"]
        command = [sys.executable, "-m", "gaztag", "annotate", self.lines, *columns, "-j", "2", "-q", "-o", self.csv]
        subprocess.run(command, check=True)

    def expected(self):
        """The rows of the command line, each as text."""
        with open(self.csv, newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            next(rows)
            yield from map(tuple, rows)


class Ways:
    """How Spark can do it."""

    def __init__(self, spark, texts):
        import gaztag.spark

        self.spark, self.source, self.work, self.size = spark, str(texts.parquet), texts.work, texts.size
        self.part, self.command_line, self.made = texts.size // texts.parts, texts.annotate, 0
        gaztag.spark.register(spark)

    def all(self):
        return {
            COMMAND_LINE: self.command_line,
            "texts through Java to Python and back, nothing done": self.echo,
            "`annotate`, rows counted": lambda: self.counted(self.annotated()),
            "`format(\"gaztag\")` gives rows, rows counted": lambda: self.counted(self.read("rows")),
            "texts through Java, `format(\"gaztag\")` writes Parquet": lambda: self.write(self.texts()),
            "parts read in Python, `format(\"gaztag\")` writes Parquet": lambda: self.write(self.read("parts")),
        }

    def texts(self):
        return self.spark.read.parquet(self.source)

    def echo(self):
        frame = self.texts().mapInArrow(lambda batches: batches, "id string, text string")
        frame.selectExpr("count(*)", "sum(length(id))").collect()

    def annotated(self):
        import gaztag.spark

        return gaztag.spark.annotate(self.texts(), text="text", id="id")

    def read(self, give):
        reader = self.spark.read.format("gaztag").option("text", "text").option("id", "id")
        return reader.option("give", give).option("size", str(self.part)).load(self.source)

    def counted(self, frame):
        frame.selectExpr("count(*)", "sum(end - start)").collect()

    def write(self, frame, to=None):
        self.made += 1
        to = to or self.work / f"rows-{self.made}"
        frame.write.format("gaztag").option("text", "text").option("id", "id").mode("append").save(str(to))
        return to

    def frames(self):
        """The rows that come as a frame."""
        yield "`annotate`", rows_of(self.annotated().toArrow())
        yield "`format(\"gaztag\")` gives rows", rows_of(self.read("rows").toArrow())

    def files(self, workers, start_worker, kills):
        """The rows that are written, with a worker and a Python process killed each time."""
        for what, frame in [("texts through Java", self.texts()), ("parts read in Python", self.read("parts"))]:
            to = self.work / what.replace(" ", "-")
            killer = threading.Thread(target=kill, args=(workers, to))
            begin = time.monotonic()
            if kills:
                killer.start()
            self.write(frame, to)
            if kills:
                killer.join()
                print(f"{what}, written while they were killed: {time.monotonic() - begin:.1f} s", flush=True)
                workers[1] = start_worker()
            left = [path.name for path in to.iterdir() if not path.name.startswith("part-")]
            assert not left, f"left over: {left}"
            yield f"{what}, written{', both killed' * kills}", rows_of(pyarrow.parquet.read_table(to))


def measure(ways, workers, runs):
    """Each way in turn, so many times; prints the first run, then the table."""
    driver = ways.spark.sparkContext._gateway.proc.pid
    spent = collections.defaultdict(list)
    for run in range(runs):
        for what, work in ways.all().items():
            begin, before = time.monotonic(), used(workers, driver)
            made = work()
            clock, after = time.monotonic() - begin, used(workers, driver)
            spent[what].append((clock, {name: after[name] - before[name] for name in after}))
            print(f"run {run + 1}: {what}: {clock:.1f} s, {ways.size / 1e6 / clock:.1f} MB/s", flush=True)
            if made:
                shutil.rmtree(made)
    print("\n| way | clock | processor | throughput of the command line | first run |\n|---|---|---|---|---|")
    later = {what: of[1:] or of for what, of in spent.items()}
    clock = {what: statistics.median(clock for clock, _ in of) for what, of in later.items()}
    for what, of in later.items():
        processor = {name: statistics.median(times[name] for _, times in of) for name in of[0][1]}
        processor = ", ".join(f"{name} {time:.1f} s" for name, time in processor.items() if time >= 0.05)
        first = spent[COMMAND_LINE][0][0] / spent[what][0][0]
        ratio = f"{clock[COMMAND_LINE] / clock[what]:.2f} | {first:.2f}"
        print(f"| {what} | {clock[what]:.1f} s | {processor} | {ratio} |")
    print(flush=True)


def rows_of(table):
    assert table["error"].null_count == table.num_rows
    for batch in table.drop_columns(["error"]).to_batches(10_000):
        yield from (tuple(as_text(value) for value in row.values()) for row in batch.to_pylist())


def compared(what, expected, found):
    """0 where the rows are the same."""
    found = collections.Counter(found)
    print(f"{what}: {sum(found.values())} rows:", "equal" if expected == found else "NOT EQUAL", flush=True)
    for whose, rows in [("only the command line", expected - found), ("only Spark", found - expected)]:
        for row in [*rows][:5]:
            print(f"{whose}:", row)
    return int(expected != found)


@contextlib.contextmanager
def session(url, texts):
    from pyspark.sql import SparkSession

    begin = time.monotonic()
    builder = SparkSession.builder.master(url).config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.task.maxFailures", "8")
    builder = builder.config("spark.driver.memory", "3g").config("spark.ui.showConsoleProgress", "false").config("spark.sql.files.openCostInBytes", "8192")
    packed = texts.parquet.stat().st_size
    spark = builder.config("spark.sql.files.maxPartitionBytes", str(packed // texts.parts)).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    print(f"session after {time.monotonic() - begin:.1f} s", flush=True)
    yield spark
    spark.stop()


def as_text(value):
    if value is None:
        return ""
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def kill(workers, rows):
    """When rows are being written: one Python process, then one worker with its executors."""
    while not [*rows.glob("_temporary/*")]:
        time.sleep(0.05)
    # Of those that annotate, no process descends.
    daemons = pids_below(workers[0].pid, "pyspark.daemon")
    for process in sorted((one for one in daemons if not pids_below(one, "")), key=seconds_of)[-1:]:
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
    """A master; its URL, and what starts a worker of one core."""
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

        def start_worker():
            name = f"worker-{len(processes)}"
            worker = ["org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0"]
            processes.append(start(name, *worker, "--cores", "1", "--memory", "2g", "--work-dir", str(work / name), url))
            return processes[-1]

        yield url, start_worker
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


def used(workers, driver):
    """Processor seconds so far: of the command line, of Java and Python of the workers, of the driver."""
    of = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = {"gaztag": of.ru_utime + of.ru_stime, "Python": 0, "Java": 0, "driver": 0}
    spent["driver"] = sum(map(seconds_of, [driver, *pids_below(driver, "")]))
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


if __name__ == "__main__":
    sys.exit(main())
