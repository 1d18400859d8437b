#!/usr/bin/env python3
"""R38: two servers on one PostgreSQL. The first is stopped (SIGSTOP) for a while, the second takes over, the first goes on and must step down
before it tells anybody anything. Devices fail before, meanwhile and after. A third on the data directory of the first is refused.

    src/bench/two-servers.py [--stopped 120]

StandbyIT is the same with mails that are under way. Needs target/langsong.jar and a PostgreSQL of the system.
"""
import argparse
import collections
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error

from benchserver import JAR, WebhookReceiver, ask, environment, serve, summed, verdict, wait_for
from disturbances import RECOVERY, Stand, crash
from postgresstand import Postgres

BEGIN = 90


def status(port):
    try:
        ask(port, "/api/v1/devices")
        return 200
    except urllib.error.HTTPError as refused:
        return refused.code


def refused(folder, settings):
    """What a third server on the data directory of the first says in the end."""
    third = subprocess.run(["java", "-Xmx256m", "-jar", JAR, "serve", "--data-dir", folder / "data", "--port", "0", *settings],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(), timeout=300)
    return third.returncode != 0 and str(folder / "data") in third.stdout


def run(options, folder):
    postgres, hook = Postgres(folder / "postgres"), WebhookReceiver()
    settings = [*postgres.settings(), *hook.settings(), "--langsong.polling.interval=10s"]
    wake = BEGIN + 20 + options.stopped
    try:
        stand = Stand(options, folder, lambda points: [crash(points[0], BEGIN - 30, wake), crash(points[1], BEGIN + 40, wake),
                                                       crash(points[2], wake + 30, 60)],
                      *hook.settings(), *postgres.settings(), villages=6)
        try:
            other = folder / "second"
            (other / "data").mkdir(parents=True, mode=0o700)
            shutil.copy2(folder / "data/secret.key", other / "data/secret.key")
            second = serve(other, options.port + 1, *settings)
            stand.processes.append(second)
            wait_for("the second stands by", lambda: status(options.port + 1) == 503)
            stand.at(BEGIN)
            third = refused(folder, postgres.settings())
            stand.at(BEGIN + 20)
            stand.server.send_signal(signal.SIGSTOP)
            stopped = time.time()
            wait_for("the second takes over", lambda: status(options.port + 1) == 200)
            takeover = time.time() - stopped
            time.sleep(max(0, stopped + options.stopped - time.time()))
            told = len(hook.told)
            stand.server.send_signal(signal.SIGCONT)
            woken = time.time()
            wait_for("the first steps down", lambda: status(options.port) == 503, 60)
            down = time.time() - woken
            stand.at(BEGIN + 40 + wake + 2 * RECOVERY + 60)
            # The stand asks the first, which stands by.
            stand.port = options.port + 1
            wait_for("all is told", lambda: not ask(stand.port, "/api/v1/notifications?state=queued"))
            outages = collections.Counter(one["object"] for one in stand.outages())
            expected = collections.Counter("device:" + one for one in stand.points[:3])
            incidents = [ask(stand.port, "/api/v1/incidents/" + one["id"]) for one in ask(stand.port, "/api/v1/incidents?state=open")
                         + ask(stand.port, "/api/v1/incidents?state=resolved") + ask(stand.port, "/api/v1/incidents?state=closed")]
            kept = collections.Counter(part["object"] for one in incidents for part in one["parts"] if part["object"] in expected)
            keys = [message["key"] for _, message in hook.told if message["key"].startswith("outage-")]
            twice = len(keys) - len(set(keys))
            polls = summed(stand.port)["langsong_polling_polls_total"]
            return verdict(
                "R38",
                {"stoppedSeconds": options.stopped, "secondsToTakeOver": round(takeover, 1), "secondsToStepDown": round(down, 1),
                 "outages": dict(outages), "inIncidents": dict(kept), "messages": len(set(keys)), "messagesTwice": twice, "messagesBefore": told,
                 "pollsOfTheSecond": polls, "thirdRefused": third},
                ("it took over late", takeover > 75),
                ("outages are not as they were", outages != expected),
                ("an incident is double", any(count > 1 for count in kept.values())),
                ("more than one message came twice", twice > 1),
                ("the same data directory is not refused", not third),
                ("the second ended", second.poll() is not None),
                ("the first ended", stand.server.poll() is not None))
        finally:
            for one in (folder, folder / "second"):
                if (one / "server.log").exists():
                    shutil.copy(one / "server.log", "/tmp/two-servers-%s.log" % ("second" if one.name == "second" else "first"))
            os.kill(stand.server.pid, signal.SIGCONT)
            stand.close()
    finally:
        postgres.close()
        hook.shutdown()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stopped", type=float, default=120)
    parser.add_argument("--port", type=int, default=18320)
    parser.add_argument("--snmp-port", type=int, default=26620)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="langsong-bench-") as folder:
        sys.exit(0 if run(options, pathlib.Path(folder)) else 1)


if __name__ == "__main__":
    main()
