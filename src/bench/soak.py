#!/usr/bin/env python3
"""R44: a server works for hours, and every few minutes one thing goes wrong, picked at random from a seed that is printed: the same seed
does the same again. In the end nothing may be lost or invented, and the server may not have grown: what it has in its heap, its threads and
its open files are counted before each harm, and the slope is the median of those between any two of the counts.

    src/bench/soak.py [--minutes 10] [--every 2] [--seed N]

It has an external PostgreSQL behind a relay and an InfluxDB behind a door. Needs target/langsong.jar, influxd and a PostgreSQL of the system.
"""
import argparse
import collections
import os
import pathlib
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from benchserver import Entries, WebhookReceiver, ask, resident_mib, summed, verdict, wait_for
from disturbances import RECOVERY, Stand, crash
from influxstand import Door, Influx
from postgresstand import Postgres, Relay

LONGEST = 40


class Nemesis(threading.Thread):
    """Does harm, undoes it, and writes down what it did."""

    def __init__(self, stand, postgres, relay, influx, door, hook, options):
        super().__init__(daemon=True)
        self.stand, self.postgres, self.relay, self.influx, self.door, self.hook = stand, postgres, relay, influx, door, hook
        self.every, self.until, self.random = 60 * options.every, stand.began + 60 * options.minutes, random.Random(options.seed)
        self.done, self.grown, self.harms = [], [], [self.restart_postgres, self.hang_postgres, self.lock_tables, self.end_influx, self.stop_influx,
                                     self.refuse_writes, self.lose_answers, self.stop_server, self.lose_webhook]

    def run(self):
        while time.time() + self.every + LONGEST < self.until:
            time.sleep(self.every * self.random.uniform(0.6, 1))
            self.grown.append((time.time(), grown(self.stand.server.pid)))
            harm, lasting = self.random.choice(self.harms), self.random.randint(5, LONGEST)
            self.done.append(f"{time.time() - self.stand.began:.0f} s: {harm.__name__} {lasting} s")
            harm(lasting)

    def restart_postgres(self, lasting):
        self.postgres.stop()
        time.sleep(lasting)
        self.postgres.start()

    def hang_postgres(self, lasting):
        self.relay.hangs = True
        time.sleep(lasting)
        self.relay.hangs = False

    def lock_tables(self, lasting):
        self.postgres.begin(f"BEGIN; LOCK TABLE outage_record, inventory_device IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep({lasting})").wait()

    def end_influx(self, lasting):
        self.influx.stop()
        time.sleep(lasting)
        self.influx.start()

    def stop_influx(self, lasting):
        self.influx.process.send_signal(signal.SIGSTOP)
        time.sleep(lasting)
        self.influx.process.send_signal(signal.SIGCONT)

    def refuse_writes(self, lasting):
        self.mood(self.random.choice(["hang", "reset", "500", "503", "429", "slow:3"]), lasting)

    def lose_answers(self, lasting):
        self.mood(self.random.choice(["lost-ack", "cut"]), lasting)

    def mood(self, mood, lasting):
        self.door.mood = mood
        time.sleep(lasting)
        self.door.mood = "ok"

    def stop_server(self, lasting):
        os.kill(self.stand.server.pid, signal.SIGSTOP)
        time.sleep(min(lasting, 20))
        os.kill(self.stand.server.pid, signal.SIGCONT)

    def lose_webhook(self, lasting):
        self.hook.refuses = True
        time.sleep(lasting)
        self.hook.refuses = False


def grown(pid):
    """What the server has after all of its garbage was collected."""
    histogram = subprocess.run(["jcmd", str(pid), "GC.class_histogram"], check=True, capture_output=True, text=True).stdout
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return {"heapMiB": round(int(re.search(r"^Total\s+\d+\s+(\d+)", histogram, re.MULTILINE).group(1)) / 2**20, 2),
            "threads": int(re.search(r"Threads:\s+(\d+)", status).group(1)), "files": len(os.listdir(f"/proc/{pid}/fd")),
            "residentMiB": round(resident_mib(pid))}


def slope(counted, what):
    """Per hour. The first quarter is left out: the program learns what it needs. The median is not misled by a few counts."""
    settled = counted[len(counted) // 4:]
    between = [3600 * (last[what] - first[what]) / (then - when)
               for number, (when, first) in enumerate(settled) for then, last in settled[number + 1:]]
    return round(statistics.median(between), 2) if between else 0


def faults(options):
    """One device after the other is down for a minute; which does not hang on the seed."""
    return lambda points: [crash(points[number % len(points)], 90 + 75 * number, 60)
                           for number in range(max(1, int((60 * options.minutes - 240) / 75)))]


def run(options, folder):
    postgres, influx, hook = Postgres(folder / "postgres"), Influx(folder / "influx"), WebhookReceiver()
    relay, door = Relay(postgres.port), Door(influx)
    try:
        stand = Stand(options, folder, faults(options), *hook.settings(), *door.settings(), *postgres.settings(relay.server_address[1]), villages=6)
        try:
            wait_for("it stores", lambda: summed(stand.port)["langsong_metrics_stored_total"] > 1000)
            stand.at(60)
            # Few, since what is entered is there to stay, and is not growth.
            entries, before, small = Entries(stand.port, 5), summed(stand.port), grown(stand.server.pid)
            nemesis = Nemesis(stand, postgres, relay, influx, door, hook, options)
            nemesis.start()
            stand.at(60 * options.minutes)
            nemesis.join(3 * LONGEST)
            entries.end()
            time.sleep(3 * RECOVERY + 60)
            wait_for("all is told", lambda: not ask(stand.port, "/api/v1/notifications?state=queued"), 600)
            wait_for("all is stored", lambda: summed(stand.port)["langsong_metrics_waiting"] < 1000, 600)
            after, large = summed(stand.port), grown(stand.server.pid)
            outages = collections.Counter(one["object"] for one in stand.outages())
            truth = collections.Counter({"device:" + one: len(stand.truth(one)) for one in stand.devices if stand.truth(one)})
            lost = entries.lost()
            keys = [message["key"] for _, message in hook.told if re.match(r"outage-\d+-", message["key"])]
            slopes = {what: slope(nemesis.grown, what) for what in ("heapMiB", "threads", "files")}
            polls = after["langsong_polling_polls_total"] - before["langsong_polling_polls_total"]
            return verdict(
                "R44",
                {"seed": options.seed, "minutes": options.minutes, "devices": len(stand.devices), "harms": nemesis.done,
                 "faults": sum(truth.values()), "outages": sum(outages.values()), "false": dict(outages - truth), "missed": dict(truth - outages),
                 "entered": len(entries.confirmed), "lost": len(lost), "answers": {str(one): count for one, count in entries.statuses.items()},
                 "samples": int(after["langsong_metrics_appended_total"]), "dropped": int(after["langsong_metrics_dropped_total"]),
                 "rejected": int(after["langsong_metrics_rejected_total"]), "messages": len(set(keys)), "messagesTwice": len(keys) - len(set(keys)),
                 "polls": int(polls), "atFirst": small, "inTheEnd": large, "perHour": slopes,
                 "counts": [f"{when - stand.began:.0f} s: {one}" for when, one in nemesis.grown], "uncaught": len(stand.logged("Exception in thread"))},
                ("the server ended", stand.server.poll() is not None),
                ("outages that were none", outages - truth),
                # Of a minute that lies within a stop of ours nobody can know.
                ("more outages missed than stops", sum((truth - outages).values()) > sum("stop_server" in one for one in nemesis.done)),
                ("confirmed entries are lost", lost),
                ("samples are lost", after["langsong_metrics_dropped_total"] + after["langsong_metrics_rejected_total"] > 0),
                # A tenth of an hour is too short for a slope.
                ("its heap grows by a MiB an hour", options.minutes >= 60 and slopes["heapMiB"] >= 1),
                ("it has more threads", large["threads"] > small["threads"] + 10 or options.minutes >= 60 and slopes["threads"] > 1),
                ("it has more files open", large["files"] > small["files"] + 20 or options.minutes >= 60 and slopes["files"] > 1),
                ("uncaught exceptions", stand.logged("Exception in thread")))
        finally:
            shutil.copy(folder / "server.log", "/tmp/soak.log")
            relay.hangs, door.mood = False, "ok"
            influx.process.send_signal(signal.SIGCONT)
            stand.close()
    finally:
        influx.process.kill()
        influx.process.wait()
        postgres.close()
        hook.shutdown()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--every", type=float, default=2, help="minutes from one harm to the next, at most")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--port", type=int, default=18300)
    parser.add_argument("--snmp-port", type=int, default=26600)
    options = parser.parse_args()
    print("seed", options.seed, flush=True)
    with tempfile.TemporaryDirectory(prefix="langsong-bench-") as folder:
        sys.exit(0 if run(options, pathlib.Path(folder)) else 1)


if __name__ == "__main__":
    main()
