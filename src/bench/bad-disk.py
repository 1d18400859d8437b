#!/usr/bin/env python3
"""R04, R05: the disk with the data fills up, can not be written to, or fails at all that is asked of it, and is well again some minutes
later. Nobody restarts anything. A device fails and recovers meanwhile, and somebody goes on entering things.

    src/bench/bad-disk.py full|read-only|errors ... [--minutes 2]

Without a case all of them. Needs target/langsong.jar and gcc; "full" also root, to mount a disk in memory.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import time

from benchserver import Entries, WebhookReceiver, run_cases, summed, verdict, wait_for
from disturbances import DETECTION, Stand, counted, crash

BEGIN = 60
SETTLED = 120
# So long the server waits for its database before it tells people what it could not write.
PAST_THE_DATABASE = 20


class FullDisk:
    """A disk in memory, filled to the last octet. Whoever frees some of it does not make it easier."""

    def __init__(self, folder):
        self.folder, self.environment = folder / "data", {}
        self.folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=900m,mode=0700", "tmpfs", self.folder], check=True)

    def go_bad(self):
        try:
            with open(self.folder / "filler", "ab") as filler:
                while True:
                    filler.write(b"x" * (1 << 20))
                    filler.flush()
        except OSError:
            pass

    def go_well(self):
        (self.folder / "filler").unlink(missing_ok=True)

    def close(self):
        subprocess.run(["umount", "-l", self.folder], check=True)


class FailingDisk:
    def __init__(self, folder, mood):
        library = folder / "bad-disk.so"
        subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", library, pathlib.Path(__file__).parent / "bad-disk.c", "-ldl"], check=True)
        self.file, self.mood = folder / "mood", mood
        self.write(b".")
        self.environment = {"LD_PRELOAD": str(library), "BAD_DISK": str(folder / "data"), "BAD_DISK_MOOD": str(self.file)}

    def write(self, mood):
        # In place: the file is mapped.
        file = os.open(self.file, os.O_WRONLY | os.O_CREAT)
        os.pwrite(file, mood, 0)
        os.close(file)

    def go_bad(self):
        self.write(self.mood)

    def go_well(self):
        self.write(b".")

    def close(self):
        pass


DISKS = {"full": FullDisk, "read-only": lambda folder: FailingDisk(folder, b"r"), "errors": lambda folder: FailingDisk(folder, b"e")}


def run(case, options, folder):
    lasting = 60 * options.minutes
    disk, hook = DISKS[case](folder), WebhookReceiver()
    try:
        stand = Stand(options, folder, lambda points: [crash(points[0], BEGIN + 20, lasting + 40)], *hook.settings(),
                      environment=disk.environment, villages=6)
        try:
            wait_for("it stores", lambda: summed(stand.port)["langsong_metrics_stored_total"] > 1000)
            entries = Entries(stand.port)
            stand.at(BEGIN)
            before = summed(stand.port)
            bad = time.time()
            while time.time() < bad + lasting:
                disk.go_bad()
                time.sleep(2)
            disk.go_well()
            well = time.time()
            time.sleep(SETTLED)
            entries.end()
            wait_for("what waited is stored", lambda: summed(stand.port)["langsong_metrics_waiting"] < 2000)
            after = summed(stand.port)
            # Figures may not be had while the database is away.
            polled = after["langsong_polling_polls_total"] - before["langsong_polling_polls_total"]
            expected = len(stand.devices) * (time.time() - bad) / 10
            unknown = counted(stand.port, stand.points[1], bad, well, "unknown")
            broken, over = hook.keys("health-"), {}
            for key in list(broken):
                if "-well-" in key:
                    over[key] = broken.pop(key)
            fault = stand.truth(stand.points[0])[0]
            told = [at for key, at in hook.keys("outage").items() if at > fault[0]]
            unwritten = hook.keys("outages-unwritten")
            outages = stand.outages()
            lost = entries.lost()
            first, last = min(broken.values(), default=0), max(over.values(), default=0)
            return verdict(
                "R04" if case == "full" else "R05",
                {"case": case, "minutes": options.minutes, "devices": len(stand.devices), "polls": polled, "pollsExpected": round(expected),
                 "secondsUnknown": unknown,
                 "secondsToTheAlarm": round(first - bad, 1), "secondsToItsEnd": round(last - well, 1),
                 "alarms": sorted(broken), "ends": sorted(over),
                 "secondsToTheOutageOfTheDevice": round(min(told, default=0) - fault[0], 1), "allowed": DETECTION + PAST_THE_DATABASE,
                 "outages": [one["object"] for one in outages], "messagesOfOutages": len(told), "toldPastTheDatabase": len(unwritten),
                 "entered": len(entries.confirmed), "refused": entries.refused, "answers": entries.statuses,
                 "slowestAnswerSeconds": round(max(entries.took), 1), "lost": len(lost),
                 "samplesLost": after["langsong_metrics_dropped_total"], "uncaught": len(stand.logged("Exception in thread"))},
                ("the server ended", stand.server.poll() is not None),
                ("it polled less than nine of ten times", polled < 0.9 * expected),
                ("nobody was looking for a while", unknown > 0),
                ("no alarm within 60 s", not 0 < first - bad <= 60),
                ("more than one alarm", len(broken) != 1),
                ("its end was not told within 60 s", not 0 < last - well <= 60),
                ("the outage was told late", not told or min(told) - fault[0] > DETECTION + PAST_THE_DATABASE),
                ("the outage is not recorded once", [one["object"] for one in outages] != ["device:" + stand.points[0]]),
                ("confirmed entries are lost", lost),
                ("samples are lost", after["langsong_metrics_dropped_total"]))
        finally:
            shutil.copy(folder / "server.log", f"/tmp/bad-disk-{case}.log")
            disk.go_well()
            stand.close()
    finally:
        disk.close()
        hook.shutdown()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", choices=[*DISKS, []], default=[])
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--port", type=int, default=18240)
    parser.add_argument("--snmp-port", type=int, default=26540)
    options = parser.parse_args()
    run_cases(options.cases or DISKS, lambda case, folder: run(case, options, folder))


if __name__ == "__main__":
    main()
