#!/usr/bin/env python3
"""R41: a backup is made while the server works, everything is lost, and the backup is put into an empty place: an embedded database, and a
PostgreSQL of the system. Compares what the server answers before and after, and listens whether it raises alarms about what is long over.

    src/bench/restored.py embedded|external ... [--outages 100000] [--postgresql 18]

One device is down when the backup is made and well again when the restored server starts; another message waits for a channel that is away.
Needs target/langsong.jar; "external" also a PostgreSQL of the system.
"""
import argparse
import hashlib
import json
import os
import shutil
import subprocess
import time
import urllib.parse
import urllib.request

from benchserver import JAR, TOKEN, WebhookReceiver, ask, environment, run_cases, serve, summed, verdict, wait_for
from disturbances import RECOVERY, Stand, crash
from postgresstand import Postgres

PASSPHRASE = "bon tu khong lien quan"
IMAGE = hashlib.sha256(b"firmware").digest() * 100_000
SAME = ["villages", "sites", "devices", "links", "services", "power-areas", "people", "alert-rules"]


def upload(port):
    """An image of firmware whose version and boards a person says. @return its name in the API"""
    query = urllib.parse.urlencode({"name": "openwrt-mau-squashfs-sysupgrade.bin", "expected": hashlib.sha256(IMAGE).hexdigest(),
                                    "version": "23.05.3", "boards": "mau,ap"})
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/firmware/images?{query}", data=IMAGE,
                                     headers={"Authorization": "Bearer " + TOKEN, "Content-Type": "application/octet-stream"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.headers["Location"].rsplit("/", 1)[1]


def answers(port):
    return {what: sorted(json.dumps(one, sort_keys=True) for one in ask(port, "/api/v1/" + what)) for what in SAME}


def run(case, options, folder):
    hook = WebhookReceiver()
    postgres = Postgres(folder / "postgres", version=options.postgresql) if case == "external" else None
    here = postgres.settings() if postgres else []
    try:
        stand = Stand(options, folder, lambda points: [crash(points[0], 60, 50)], *hook.settings(), *here, villages=6)
        try:
            wait_for("it stores", lambda: summed(stand.port)["langsong_metrics_stored_total"] > 1000)
            image = upload(stand.port)
            if postgres:
                postgres.sql(f"""
                    INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest, ended_earliest, ended, ended_latest, cause)
                    SELECT 'device:cu-' || n % 500, 'DOWN', 'device:cu-' || n % 500, at, at, at, at + '9 min', at + '9 min', at + '9 min', 'UNKNOWN'
                    FROM generate_series(1, {options.outages}) n, LATERAL (SELECT '2020-01-01Z'::timestamptz + n / 500 * interval '1 h' AS at) t""",
                             "langsong")
            stand.at(60)
            wait_for("the outage is told", lambda: hook.keys("outage"))
            before, file, began = answers(stand.port), folder / "backup.zip", time.time()
            command = ["java", "-Xmx400m", "-jar", JAR]
            subprocess.run([*command, "backup", file, "--data-dir", folder / "data", *here], check=True, stdout=subprocess.DEVNULL,
                           env=environment(LANGSONG_BACKUP_PASSPHRASE=PASSPHRASE))
            took, told = time.time() - began, len(hook.told)
            stand.server.kill()
            stand.server.wait()
            stand.processes.remove(stand.server)

            # Everything is gone; the database that was embedded outlives its server, and goes too.
            place = folder / "empty"
            place.mkdir()
            if postgres:
                postgres.make("again")
            there = postgres.settings(database="again") if postgres else []
            began = time.time()
            restored = subprocess.run([*command, "restore", file, "--data-dir", place / "data", *there], stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, text=True, env=environment(LANGSONG_BACKUP_PASSPHRASE=PASSPHRASE))
            back = time.time() - began
            stand.at(60 + 50 + RECOVERY)
            messages = len(hook.told)
            server = serve(place, stand.port, "--langsong.polling.interval=10s", *hook.settings(), *there)
            stand.processes.append(server)
            wait_for("the restored server listens", lambda: summed(stand.port)["langsong_polling_polls_total"] > 2 * len(stand.devices))
            after = answers(stand.port)
            time.sleep(120)
            raised = [message["key"] for _, message in hook.told[messages:]]
            condition = ask(stand.port, f"/api/v1/devices/{stand.points[0]}/status")["condition"]
            secrets = sum(1 for device in stand.devices[:5] if ask(stand.port, f"/api/v1/devices/{device}/status")["condition"] == "UP")
            firmware = place / "data/firmware" / hashlib.sha256(IMAGE).hexdigest()
            kept = firmware.exists() and firmware.read_bytes() == IMAGE
            known = ask(stand.port, "/api/v1/firmware/images/" + image)["name"] if restored.returncode == 0 else None
            different = [what for what in SAME if before[what] != after[what]]
            return verdict(
                "R41",
                {"case": case, "postgresql": postgres.version if postgres else "embedded", "outagesBefore": options.outages if postgres else 1,
                 "backupSeconds": round(took, 1), "backupMiB": round(file.stat().st_size / 2**20, 1), "restoreSeconds": round(back, 1),
                 "same": [f"{what} {len(before[what])}" for what in SAME], "different": different, "messagesBefore": told,
                 "messagesOfTheRestoredServer": raised, "conditionOfTheDeviceThatWasDown": condition, "devicesAskedWithTheirSecrets": secrets,
                 "firmware": known, "firmwareKept": kept},
                ("the restore failed: " + restored.stdout[-300:], restored.returncode != 0),
                ("answers differ", different),
                ("alarms about what is over", [key for key in raised if "started" in key or key.startswith("health-")]),
                ("the device is not up", condition != "UP"),
                ("secrets can not be used", secrets != 5),
                ("firmware is lost", not kept or not known),
                ("it took more than ten minutes", back > 600))
        finally:
            for one in [folder / "server.log", folder / "empty/server.log"]:
                if one.exists():
                    shutil.copy(one, f"/tmp/restored-{case}-{one.parent.name[:5]}.log")
            stand.close()
            end_embedded(folder)
    finally:
        if postgres:
            postgres.close()
        hook.shutdown()


def end_embedded(folder):
    """The PostgreSQL of a server that was killed outlives it, for the next start to take up."""
    pid = folder / "data/postgres/data/postmaster.pid"
    if pid.exists():
        os.kill(int(pid.read_text().split()[0]), 15)
        time.sleep(5)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", choices=["embedded", "external", []], default=[])
    parser.add_argument("--outages", type=int, default=100_000)
    parser.add_argument("--postgresql", type=int, help="version, of those below /usr/lib/postgresql; the oldest if it is not said")
    parser.add_argument("--port", type=int, default=18280)
    parser.add_argument("--snmp-port", type=int, default=26580)
    options = parser.parse_args()
    run_cases(options.cases or ["embedded", "external"], lambda case, folder: run(case, options, folder))


if __name__ == "__main__":
    main()
