#!/usr/bin/env python3
"""R40: a new version is killed (kill -9) at twenty points while it brings an old database to the new form: while it makes the backup that
comes first, and in the middle of steps. Then it is left alone. Compares what it made with what an upgrade without kills makes.

    src/bench/killed-upgrade.py [--kills 20] [--outages 100000] [--seed N]

The old database is one of an earlier version's form, with outages of years. Needs target/langsong.jar and a PostgreSQL of the system.
"""
import argparse
import difflib
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from benchserver import JAR, environment, verdict
from postgresstand import Postgres

OLD_FORM = "050"
STEPS_BETWEEN = 2


class Start:
    """One start of the program on a database."""

    def __init__(self, folder, port, *settings):
        folder.mkdir(exist_ok=True)
        self.folder, self.log = folder, folder / "server.log"
        self.seen = self.log.stat().st_size if self.log.exists() else 0
        self.process = subprocess.Popen(
            ["java", "-Xmx512m", "-jar", JAR, "serve", "--data-dir", folder / "data", "--port", str(port), "--server.address=127.0.0.1",
             "--langsong.event.trap-port=0", "--langsong.event.syslog-udp-port=0", "--langsong.event.syslog-tcp-port=0", *settings],
            stdout=open(self.log, "a"), stderr=subprocess.STDOUT, env=environment())

    def said(self):
        with open(self.log, errors="replace") as log:
            log.seek(self.seen)
            return log.read()

    def steps(self):
        return self.said().count("database takes step")

    def until(self, condition, seconds=300):
        """@return false when the program ended before"""
        until = time.time() + seconds
        while not condition():
            if self.process.poll() is not None:
                return condition()
            if time.time() > until:
                raise SystemExit("too long; see " + str(self.log))
            time.sleep(0.005)
        return True

    def kill(self):
        self.process.kill()
        self.process.wait()


def fill(postgres, rows):
    postgres.sql(f"""
        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest, ended_earliest, ended, ended_latest, cause)
        SELECT 'device:ap-' || n % 500, 'DOWN', 'device:ap-' || n % 500, at, at, at, at + '9 min', at + '9 min', at + '9 min', 'UNKNOWN'
        FROM generate_series(1, {rows}) n, LATERAL (SELECT '2020-01-01Z'::timestamptz + n / 500 * interval '1 h' AS at) t;
        INSERT INTO outage_watch SELECT 'device:ap-' || n, tstzrange('2020-01-01Z', '2026-01-01Z') FROM generate_series(0, 499) n;
        INSERT INTO inventory_village (id, name, position, people, created_at, updated_at)
        SELECT 'thon-' || n, 'Thôn ' || n, n, 300, '2020-01-01Z', '2020-01-01Z' FROM generate_series(1, 200) n""", "langsong")


def facts(postgres, database):
    return postgres.sql("""
        SELECT (SELECT md5(string_agg(object || began || ended || cause, ',' ORDER BY id)) FROM outage_record),
               (SELECT md5(string_agg(id || name || position, ',' ORDER BY id)) FROM inventory_village WHERE id LIKE 'thon-%')""", database)


def schema(postgres, database):
    text = postgres.run("pg_dump", "-h", "127.0.0.1", "-p", str(postgres.port), "-U", "postgres", "--schema-only", database)
    # Its frame names a random word in newer minor versions.
    return [line for line in text.splitlines() if not line.startswith(("\\restrict", "\\unrestrict", "--"))]


def upgrade(folder, options, *settings):
    start, began = Start(folder, options.port, *settings), time.time()
    done = start.until(lambda: "server is active" in start.said())
    took = time.time() - began
    start.process.terminate()
    start.process.wait(60)
    return done, took


def run(options, folder):
    rnd = random.Random(options.seed)
    postgres = Postgres(folder / "postgres")
    try:
        old = Start(folder / "old", options.port, *postgres.settings(), "--spring.flyway.target=" + OLD_FORM)
        # The program can not work on that form; what it is to do is done before it finds out.
        old.until(lambda: "version=" + OLD_FORM in old.said())
        time.sleep(1)
        old.kill()
        fill(postgres, options.outages)
        before = facts(postgres, "langsong")
        postgres.sql("CREATE DATABASE clean OWNER langsong TEMPLATE langsong")
        clean, took = upgrade(folder / "clean", options, *postgres.settings(database="clean"))

        kills, halves = [], []
        while len(kills) < options.kills:
            start = Start(folder / "killed", options.port, *postgres.settings())
            backups = folder / "killed/data/backups"
            if len(kills) < options.kills // 5:
                # What a killed start left unfinished is cleared away by the next one, so a count would tell nothing.
                there = set(backups.glob("*"))
                point, reached = "backup", start.until(lambda: set(backups.glob("*")) - there or "server is active" in start.said())
            else:
                point, reached = "step", start.until(lambda: start.steps() >= STEPS_BETWEEN or "server is active" in start.said())
            if not reached or "server is active" in start.said():
                start.kill()
                break
            time.sleep(rnd.random() * 0.05)
            start.kill()
            version = postgres.sql("SELECT max(version::int) FROM flyway_schema_history WHERE success", "langsong").strip()
            if postgres.sql("SELECT count(*) FROM flyway_schema_history WHERE NOT success", "langsong").strip() != "0":
                halves.append(version)
            kills.append(f"{point} {version}")
        finished, last = upgrade(folder / "killed", options, *postgres.settings())
        difference = [line for line in difflib.unified_diff(schema(postgres, "clean"), schema(postgres, "langsong"), n=0, lineterm="")]
        made = sorted(one.name for one in (folder / "killed/data/backups").glob("before-upgrade-*.zip"))
        kept = facts(postgres, "langsong") == before

        postgres.sql("INSERT INTO flyway_schema_history SELECT max(installed_rank) + 1, '99999', 'of tomorrow', 'SQL', 'V99999__of_tomorrow.sql',"
                     " 1, 'langsong', now(), 1, true FROM flyway_schema_history", "langsong")
        older = Start(folder / "killed", options.port, *postgres.settings())
        started = older.until(lambda: "server is active" in older.said(), 120)
        older.kill()
        said = [line for line in older.said().splitlines() if "newer LangSong" in line]
        return verdict(
            "R40",
            {"seed": options.seed, "postgresql": postgres.version, "outages": options.outages, "kills": kills, "cleanSeconds": round(took, 1),
             "lastStartSeconds": round(last, 1), "halfSteps": halves, "differenceOfForms": difference[:20], "backupsMade": made,
             "rowsKept": kept, "olderRefuses": said[:1]},
            ("fewer kills than asked for", len(kills) < options.kills),
            ("the upgrade without kills failed", not clean),
            ("it did not finish", not finished),
            ("a step is half", halves),
            ("the forms differ", difference),
            ("rows changed", not kept),
            ("no backup was made first", not made),
            ("it took more than five minutes", last > 300),
            ("an older program starts on newer tables", started or not said))
    finally:
        postgres.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--outages", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--port", type=int, default=18270)
    options = parser.parse_args()
    print("seed", options.seed, flush=True)
    with tempfile.TemporaryDirectory(prefix="langsong-bench-") as folder:
        sys.exit(0 if run(options, pathlib.Path(folder)) else 1)


if __name__ == "__main__":
    main()
