#!/usr/bin/env python3
"""How soon people know: many access points of a simulated commune fail at random instants, each once, on clean lines, and the
packaged program polls, judges, stores and sends mail. Measured are the seconds from the true fault to the outage that its API
shows, and to the mail that the mail server has accepted.

Prints one JSON object. Everything listens on loopback. Needs a JDK and target/langsong.jar.

    src/bench/detection.py [--faults 64] [--interval 10] [--seed 1]

Faults come no faster than six a minute: of more than ten messages a minute the rest is told in digests. The outage is asked for every quarter of a
second, so that its figure is up to so much too long; the mail server is this program, which notes when it says yes.
"""
import argparse
import csv
import datetime
import json
import os
import pathlib
import random
import re
import subprocess
import tempfile
import time

from benchserver import JAR, MailServer, ask, end, enter_inventory, get, serve, wait_for

LOOK = 0.25
SETTLED = 90
FAULTS_A_MINUTE = 6


def seconds(time_of_day):
    return datetime.datetime.fromisoformat(time_of_day.replace("Z", "+00:00")).timestamp()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faults", type=int, default=64)
    parser.add_argument("--interval", type=int, default=10, help="seconds between polls of one device")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=18210)
    parser.add_argument("--snmp-port", type=int, default=26510)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="langsong-bench-") as folder:
        run(options, pathlib.Path(folder))


def simulate(options, folder, *more):
    return ["java", "-jar", JAR, "simulate", "--villages", str(options.faults + 8), "--address", "127.61.0.0",
            "--port", str(options.snmp_port), "--inventory", folder / "inventory", *more]


def scenario(options, folder):
    """Each fails in a village of its own, so that no two are told together for their place."""
    with open(folder / "inventory/devices.csv") as devices:
        by_site = {row["site"]: row["id"] for row in csv.DictReader(devices) if row["id"].endswith("-ap1")}
    chance = random.Random(options.seed)
    victims = chance.sample(sorted(by_site.values()), options.faults)
    slot = 60 / FAULTS_A_MINUTE
    (folder / "faults.yaml").write_text("name: detection\nfaults:\n" + "".join(
        "  - {fault: device-crash, device: %s, at: %dms, for: 10h}\n"
        % (victim, 1000 * (SETTLED + slot * (number + chance.random())))
        for number, victim in enumerate(victims)))
    return {"device:" + victim for victim in victims}


def run(options, folder):
    subprocess.run(simulate(options, folder, "--list"), check=True, stdout=subprocess.DEVNULL)
    victims = scenario(options, folder)
    mail = MailServer()
    processes = []
    try:
        processes.append(serve(folder, options.port, "--langsong.polling.interval=%ds" % options.interval,
                               *mail.settings("ky-thuat@xa.invalid")))
        wait_for("the server listens", lambda: get(options.port, "/actuator/health"))
        processes.append(subprocess.Popen(
            simulate(options, folder, "--scenario", folder / "faults.yaml", "--truth", folder / "truth.jsonl"),
            stderr=subprocess.DEVNULL))
        wait_for("the commune answers", lambda: (folder / "truth.jsonl").exists())
        enter_inventory(folder, options.port)
        shown = watch(options, victims)
        print(json.dumps(judge(options, folder, victims, shown, mail.accepted), indent=1))
    finally:
        end(processes)


def watch(options, victims):
    """When the API showed the outage of each first, and its number."""
    shown = {}
    until = time.time() + SETTLED + options.faults * 60 / FAULTS_A_MINUTE + 6 * options.interval
    while time.time() < until and victims - shown.keys():
        asked = time.time()
        for outage in ask(options.port, "/api/v1/outages"):
            if outage["object"] not in shown:
                shown[outage["object"]] = (time.time(), outage["id"])
        time.sleep(max(0, LOOK - (time.time() - asked)))
    # The mails of the last ones are on their way.
    time.sleep(options.interval)
    return shown


def faults(folder, victims):
    found = {}
    for line in (folder / "truth.jsonl").read_text().splitlines():
        interval = json.loads(line)
        if interval["object"] in victims and interval["state"] == "down":
            found[interval["object"]] = seconds(interval["from"])
    return found


def mails(options, accepted):
    """When the mail server took the letter that tells of an outage first, by the number of the outage."""
    told = {}
    for message in ask(options.port, "/api/v1/notifications?limit=1000"):
        facts = message["facts"]
        if facts.get("event") == "outage-started":
            numbers = [facts["outage"]]
        else:
            numbers = [one["outage"] for one in facts.get("started", [])]
        for delivery in message["deliveries"]:
            name = re.search(r"queued as (Q\d+)", delivery["remoteId"] or "")
            if name and accepted.get(name.group(1)):
                for number in numbers:
                    told[number] = min(accepted[name.group(1)], told.get(number, float("inf")))
    return told


def spread(values):
    ordered = sorted(values)

    def at(share):
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2) if ordered else None

    return {"count": len(ordered), "p50": at(0.5), "p95": at(0.95), "max": at(1)}


def judge(options, folder, victims, shown, accepted):
    began = faults(folder, victims)
    told = mails(options, accepted)
    stored = {victim: shown[victim][0] - began[victim] for victim in began if victim in shown}
    mailed = {victim: told[shown[victim][1]] - began[victim] for victim in stored if shown[victim][1] in told}
    with open(folder / "inventory/devices.csv") as devices:
        count = sum(1 for _ in csv.DictReader(devices))
    return {
        "devices": count,
        "intervalSeconds": options.interval,
        "seed": options.seed,
        "faults": len(began),
        "missed": sorted(began.keys() - shown.keys()),
        "invented": sorted(one for one in shown if one.startswith("device:") and one not in began),
        "notMailed": sorted(stored.keys() - mailed.keys()),
        "secondsToStoredOutage": spread(stored.values()),
        "secondsToAcceptedMail": spread(mailed.values()),
        "mails": len(accepted),
        "loadAverage": os.getloadavg()[0],
    }


if __name__ == "__main__":
    main()
