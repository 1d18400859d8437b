#!/usr/bin/env python3
"""R06 to R11: what is measured while InfluxDB is away, slow, full, says no, or does what it is told without saying so. Compares what the
server counted, what passed on the wire, and what InfluxDB has in the end, point by point.

    src/bench/influx-away.py away|cap|slow|hang|500|503|429|reset|lost-ack|cut|stopped|poison|full ... [--minutes 3] [--trouble 45]

Without a case all of them, half an hour. "away" and "cap" last --minutes (the row says 10 minutes of polls each 2 s for an hour), the others
--trouble seconds. Needs target/langsong.jar and influxd; "full" also root, to mount a disk in memory.
"""
import argparse
import os
import shutil
import signal
import subprocess
import sys
import time

from benchserver import WebhookReceiver, ask, run_cases, summed, verdict, wait_for
from disturbances import Stand, crash
from influxstand import Door, Influx, octets_below

INTERVAL = 2
TIMEOUT = 0.3
DETECTION = INTERVAL + 4 * TIMEOUT + 1
CAP = 300_000
BEGIN = 30
SEGMENT = 8 << 20


class Trouble:
    """One case: the store goes bad, and well again."""

    def __init__(self, case, options, folder):
        self.case, self.folder = case, folder
        self.lasting = 60 * options.minutes if case in ("away", "cap") else options.trouble
        self.disk = folder / "influx"
        self.disk.mkdir()
        if case == "full":
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=150m,mode=0700", "tmpfs", self.disk], check=True)
        self.influx = Influx(self.disk)
        self.door = Door(self.influx)

    def begin(self):
        if self.case in ("away", "cap"):
            self.influx.stop()
        elif self.case == "stopped":
            self.influx.process.send_signal(signal.SIGSTOP)
        elif self.case == "full":
            self.fill()
        else:
            self.door.mood = {"slow": "slow:5"}.get(self.case, self.case)

    def fill(self):
        try:
            with open(self.disk / "filler", "ab") as filler:
                while True:
                    filler.write(b"x" * 4096)
                    filler.flush()
        except OSError:
            pass

    def end(self):
        if self.case in ("away", "cap"):
            self.influx.start()
        elif self.case == "stopped":
            self.influx.process.send_signal(signal.SIGCONT)
        elif self.case == "full":
            (self.disk / "filler").unlink()
            # InfluxDB 1.x goes on refusing until it is started again, which the server says.
            self.influx.stop()
            self.influx.start()
        else:
            self.door.mood = "ok"

    def close(self):
        self.influx.process.send_signal(signal.SIGCONT)
        self.influx.process.kill()
        self.influx.process.wait()
        self.door.shutdown()
        if self.case == "full":
            subprocess.run(["umount", "-l", self.disk], check=True)


def drained(stand, trouble):
    """Waits until nothing waits; how long it took from the first write that was applied, and how old the newest point ever was meanwhile."""
    trouble.door.first_applied = None
    wait_for("a write is applied", lambda: trouble.door.first_applied, 60)
    began, oldest = trouble.door.first_applied, 0
    while True:
        waiting = summed(stand.port)["langsong_metrics_waiting"]
        # What is measured afresh waits for a second too.
        if waiting < 1500:
            return time.time() - began, oldest
        if time.time() > began + 300:
            raise SystemExit("still waiting: %d" % waiting)
        # In the first two turns what was measured meanwhile is on its way.
        if time.time() > began + 2 * INTERVAL:
            oldest = max(oldest, trouble.influx.newest("sys.uptime"))
        time.sleep(1)


def settled(stand):
    """Ends the measuring and waits until all is written: the last figures."""
    # What is named by another goes only after that.
    for kind in ("services", "links", *["devices"] * 5):
        for one in ask(stand.port, "/api/v1/" + kind):
            try:
                ask(stand.port, "/api/v1/%s/%s" % (kind, one["id"]), method="DELETE")
            except OSError:
                pass
    last = {}
    for _ in range(30):
        time.sleep(3)
        now = summed(stand.port)
        if now["langsong_metrics_waiting"] == 0 and now["langsong_metrics_appended_total"] == last.get("langsong_metrics_appended_total"):
            return now
        last = now
    raise SystemExit("it does not come to rest: %s" % last)


def gaps(influx, until):
    """Turns of devices of which nothing was stored."""
    missing = 0
    for times in influx.times("sys.uptime").values():
        times = [at for at in times if at < until]
        for earlier, later in zip(times, times[1:]):
            missing += max(0, round((later - earlier) / INTERVAL) - 1)
    return missing


def run(case, options, folder):
    trouble, hook = Trouble(case, options, folder), WebhookReceiver()
    more = ["--langsong.metrics.spool.max-size=%dB" % CAP] if case == "cap" else []
    try:
        stand = Stand(options, folder, lambda points: [crash(points[0], BEGIN + 15, 20)], *hook.settings(), *trouble.door.settings(*more),
                      "--langsong.polling.timeout=%dms" % (1000 * TIMEOUT), villages=6, interval=INTERVAL)
        try:
            wait_for("it stores", lambda: summed(stand.port)["langsong_metrics_stored_total"] > 1000)
            stand.at(BEGIN)
            before = summed(stand.port)
            steady = before["langsong_polling_lateness_p99_seconds"]
            began, lateness, spool, error, slowest = time.time(), [], 0, "", 0
            trouble.begin()
            while time.time() < began + trouble.lasting:
                time.sleep(2)
                asked = time.monotonic()
                now = summed(stand.port)
                slowest = max(slowest, time.monotonic() - asked)
                lateness.append(now["langsong_polling_lateness_p99_seconds"])
                spool = max(spool, octets_below(stand.folder / "data/metric-spool"))
                if case == "full":
                    trouble.fill()
            during = summed(stand.port)
            lasted = time.time() - began
            error = [line for line in stand.logged("metric store is away")][-1:]
            ended = time.time()
            trouble.end()
            took, oldest = drained(stand, trouble)
            stand.at(BEGIN + 60)
            time.sleep(2 * INTERVAL)
            until = time.time()
            last = settled(stand)
            points = trouble.influx.points()
            told = [at for at in hook.keys("outage").values()]
            fault = stand.truth(stand.points[0])[0]
            polled = during["langsong_polling_polls_total"] - before["langsong_polling_polls_total"]
            tries = [at - began for at, _ in trouble.door.tries if began + 30 < at < ended]
            appended, dropped = last["langsong_metrics_appended_total"], last["langsong_metrics_dropped_total"]
            rejected = last["langsong_metrics_rejected_total"]
            missing = gaps(trouble.influx, until)
            # The device that failed was silent for its outage.
            silent = round((fault[1] - fault[0]) / INTERVAL) + 2
            rejects = stand.folder / "data/metric-spool/rejected.tsv"
            written_down = len(rejects.read_text().splitlines()) if rejects.exists() else 0
            alarms = [key for key in hook.keys("health-") if "-broken-" in key]
            found = {
                "case": case, "seconds": round(lasted), "devices": len(stand.devices), "interval": INTERVAL,
                "measured": int(appended), "pointsInInflux": points, "pointsOnTheWire": len(trouble.door.applied), "dropped": int(dropped), "rejected": int(rejected),
                "lost": int(appended - dropped - rejected - points), "turnsMissing": missing, "turnsTheFaultTook": silent, "turnsMissed": int(last["langsong_polling_missed_turns_total"]),
                "writtenTwice": sum(1 for times in trouble.door.applied.values() if times > 1),
                "waitingAtTheEnd": int(during["langsong_metrics_waiting"]), "secondsToDrain": round(took, 1),
                "allowedToDrain": round(lasted / 4, 1), "oldestFreshPoint": round(oldest, 1),
                "polls": int(polled), "pollsExpected": round(len(stand.devices) * lasted / INTERVAL),
                "latenessP99": [steady, max(lateness)], "slowestFigures": round(slowest, 1),
                "triesAfter30s": len(tries), "shortestBetween": round(min((b - a for a, b in zip(tries, tries[1:])), default=0), 2),
                "secondsToTheOutage": round(min(told, default=0) - fault[0], 1), "allowed": DETECTION,
                "spoolOctets": spool, "alarms": alarms, "writtenDown": written_down, "poisonedTries": trouble.door.poisoned_tries,
                "uncaught": len(stand.logged("Exception in thread")), "said": [line[-260:] for line in error]}
            wrong = [
                ("the server ended", stand.server.poll() is not None),
                ("points are missing or too many", appended - dropped - rejected != points),
                ("InfluxDB has not what it was given", len(trouble.door.applied) != points),
                ("it polled less than nine of ten times", polled < 0.9 * found["pollsExpected"]),
                ("the outage was told late", not told or min(told) - fault[0] > DETECTION + 3 + 4 * max(lateness)),
                ("uncaught exceptions", found["uncaught"] > 0),
            ]
            if case != "cap":
                wrong += [("samples were dropped", dropped > 0),
                          ("turns are missing", missing > silent + last["langsong_polling_missed_turns_total"] + 0.02 * last["langsong_polling_polls_total"])]
            if case == "cap":
                wrong += [("nothing was dropped", dropped == 0), ("not one alarm", len(alarms) != 1),
                          ("the spool is larger than its cap and a file", spool > CAP + SEGMENT)]
            if case == "away":
                wrong += [("it drained too slowly", took > lasted / 4), ("fresh points are late", oldest > 2 * INTERVAL + 1 + 2 * max(lateness))]
            if case in ("slow", "hang", "500", "503", "429", "reset") and lasted > 30:
                wrong += [("it tries more than once a second", len(tries) > lasted - 30)]
            if case == "429":
                wrong += [("it does not wait as it is asked to", 0 < found["shortestBetween"] < 1.9)]
            if case == "poison":
                # Twice whole, and once for each halving of up to 5000.
                wrong += [("not one was rejected", rejected != 1 or written_down != 1), ("it was tried too often", trouble.door.poisoned_tries > 2 + 13)]
            else:
                wrong += [("samples were rejected", rejected > 0)]
            if case == "full":
                wrong += [("it does not say what to do", not any("restart" in line for line in error))]
            row = {"away": "R06", "cap": "R07", "poison": "R10", "full": "R11"}.get(case, "R09" if case in ("lost-ack", "cut", "stopped") else "R08")
            return verdict(row, found, *wrong)
        finally:
            shutil.copy(folder / "server.log", f"/tmp/influx-away-{case}.log")
            if trouble.influx.process.poll() is None:
                os.kill(trouble.influx.process.pid, signal.SIGCONT)
            stand.close()
    finally:
        trouble.close()
        hook.shutdown()


CASES = ["away", "cap", "slow", "hang", "500", "503", "429", "reset", "lost-ack", "cut", "stopped", "poison", "full"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], default=[])
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--trouble", type=float, default=45)
    parser.add_argument("--port", type=int, default=18250)
    parser.add_argument("--snmp-port", type=int, default=26550)
    options = parser.parse_args()
    run_cases(options.cases or CASES, lambda case, folder: run(case, options, folder))


if __name__ == "__main__":
    main()
