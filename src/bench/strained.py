#!/usr/bin/env python3
"""R14, R18: names of devices that can not be looked up, and a server with little memory.

    src/bench/strained.py names|heap ... [--minutes 8]

names: three devices are entered by name. One name never leads anywhere; the others do until nobody answers about names any more. The server
looks them up anew every five minutes, so this takes a little more. heap: 200 devices with 256 MB. Needs target/langsong.jar.
"""
import argparse
import csv
import shutil
import time

from benchserver import ask, resident_mib, run_cases, summed, verdict, wait_for
from disturbances import INTERVAL, Stand


def condition(stand, device):
    return ask(stand.port, f"/api/v1/devices/{device}/status")["condition"]


def names(options, folder):
    hosts = folder / "hosts"
    hosts.write_text("127.0.0.1 localhost\n")
    stand = Stand(options, folder, lambda points: [], villages=6, environment={"JAVA_TOOL_OPTIONS": f"-Djdk.net.hosts.file={hosts}"})
    try:
        wait_for("it stores", lambda: summed(stand.port)["langsong_metrics_stored_total"] > 1000)
        known, nowhere = stand.points[:2], stand.points[2]
        with open(folder / "inventory/devices.csv") as devices:
            address = {row["id"]: row["address"] for row in csv.DictReader(devices)}
        hosts.write_text("127.0.0.1 localhost\n" + "".join(f"{address[one]} {one}.xa.test\n" for one in known))
        for one in [*known, nowhere]:
            device = ask(stand.port, "/api/v1/devices/" + one)
            ask(stand.port, "/api/v1/devices/" + one, {**device, "address": one + ".xa.test"}, "PUT")
        wait_for("they are asked by name", lambda: all(condition(stand, one) == "UP" for one in known))
        steady, before = summed(stand.port), time.time()
        time.sleep(60)
        calm = summed(stand.port)
        hosts.write_text("127.0.0.1 localhost\n")
        # What is looked at: more than five minutes, so that each name is looked up in vain.
        time.sleep(60 * options.minutes)
        after = summed(stand.port)
        polled = after["langsong_polling_polls_total"] - steady["langsong_polling_polls_total"]
        expected = (len(stand.devices) - 1) * (time.time() - before) / INTERVAL
        in_vain = len(stand.logged("device name not resolved"))
        conditions = {one: condition(stand, one) for one in [*known, nowhere]}
        outages = [one["object"] for one in stand.outages()]
        lateness = [calm["langsong_polling_lateness_p99_seconds"], after["langsong_polling_lateness_p99_seconds"]]
        return verdict(
            "R14",
            {"minutes": options.minutes, "devices": len(stand.devices), "lookedUpInVain": in_vain, "conditions": conditions, "outages": outages,
             "polls": polled, "pollsExpected": round(expected), "latenessP99": lateness},
            ("nothing was looked up in vain", in_vain < 3),
            ("one whose last address is known is not up", any(conditions[one] != "UP" for one in known)),
            ("one whose address nobody knows is judged", conditions[nowhere] != "UNKNOWN"),
            ("a name is an outage", outages),
            ("it polled less than nine of ten times", polled < 0.9 * expected))
    finally:
        shutil.copy(folder / "server.log", "/tmp/strained-names.log")
        stand.close()


def heap(options, folder):
    stand = Stand(options, folder, lambda points: [], villages=36, heap="256m")
    try:
        wait_for("it stores", lambda: summed(stand.port)["langsong_metrics_stored_total"] > 1000)
        time.sleep(60)
        before, began, resident = summed(stand.port), time.time(), []
        while time.time() < began + 60 * options.minutes:
            for page in ("devices", "outages", "incidents", "notifications"):
                ask(stand.port, "/api/v1/" + page)
            resident.append(resident_mib(stand.server.pid))
            time.sleep(5)
        after = summed(stand.port)
        polled = after["langsong_polling_polls_total"] - before["langsong_polling_polls_total"]
        expected = len(stand.devices) * (time.time() - began) / INTERVAL
        dropped = [after[name] for name in ("langsong_metrics_dropped_total", "langsong_polling_intake_dropped_total")]
        return verdict(
            "R18",
            {"minutes": options.minutes, "devices": len(stand.devices), "heapMb": 256, "polls": polled, "pollsExpected": round(expected),
             "latenessP99": after["langsong_polling_lateness_p99_seconds"], "residentMiB": [round(min(resident)), round(max(resident))],
             "dropped": dropped, "outages": len(stand.outages()), "outOfMemory": len(stand.logged("OutOfMemoryError"))},
            ("the server ended", stand.server.poll() is not None),
            ("out of memory", stand.logged("OutOfMemoryError")),
            ("it polled less than nine of ten times", polled < 0.9 * expected),
            ("false outages", stand.outages()),
            ("samples or results are lost", any(dropped)))
    finally:
        shutil.copy(folder / "server.log", "/tmp/strained-heap.log")
        stand.close()


CASES = {"names": names, "heap": heap}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], default=[])
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--port", type=int, default=18290)
    parser.add_argument("--snmp-port", type=int, default=26590)
    options = parser.parse_args()
    run_cases(options.cases or CASES, lambda case, folder: CASES[case](options, folder))


if __name__ == "__main__":
    main()
