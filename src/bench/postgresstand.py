"""A PostgreSQL of the system for the benchmarks, with a database for the server, and a relay in front of it that can hang. Needs Debian's
postgresql-15 (or another below /usr/lib/postgresql), and runs it as the user postgres when we are root."""
import os
import pathlib
import pwd
import select
import shutil
import socket
import socketserver
import subprocess
import threading
import time

from influxstand import free_port


class Relay(socketserver.ThreadingTCPServer):
    """Passes everything on; nothing while it hangs, and then takes new connections without a word."""
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 100

    def __init__(self, port):
        super().__init__(("127.0.0.1", 0), Relayed)
        self.to, self.hangs = port, False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """Either side may go."""


class Relayed(socketserver.BaseRequestHandler):
    def handle(self):
        relay = self.server
        while relay.hangs:
            time.sleep(0.2)
        with socket.create_connection(("127.0.0.1", relay.to), 10) as other:
            pairs = {self.request: other, other: self.request}
            while True:
                ready = select.select(list(pairs), [], [], 0.2)[0]
                while relay.hangs:
                    time.sleep(0.2)
                for one in ready:
                    octets = one.recv(65536)
                    if not octets:
                        return
                    pairs[one].sendall(octets)


class Postgres:
    """
    @param folder of its own, made here
    @param version of those below /usr/lib/postgresql; without it the oldest
    """

    def __init__(self, folder, most_connections=60, version=None):
        versions = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"{version or '*'}/bin/initdb"), key=lambda one: int(one.parts[4]))
        if not versions:
            raise SystemExit(f"not run: there is no PostgreSQL {version or ''} below /usr/lib/postgresql; apt-get install postgresql-{version or 15}")
        self.bin, self.version = versions[0].parent, versions[0].parts[4]
        self.folder, self.port, self.most = folder, free_port(), most_connections
        folder.mkdir()
        if os.getuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
            for above in folder.parents:
                if above != pathlib.Path("/") and above != pathlib.Path("/tmp"):
                    above.chmod(above.stat().st_mode | 0o011)
        self.run("initdb", "-D", folder / "data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        self.start()
        self.sql("CREATE ROLE langsong LOGIN")
        self.make("langsong")

    def run(self, program, *words):
        before = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.getuid() == 0 else []
        # What comes with the embedded one has no client.
        path = self.bin / program if (self.bin / program).exists() else shutil.which(program) or program
        return subprocess.run([*before, path, *words], check=True, cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True).stdout

    def control(self, *words):
        # Of the postmaster's own output nothing may be waited for.
        self.run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-t", "60", "-s", "-o",
                 f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections={self.most}", *words)

    def start(self):
        self.control("start")

    def stop(self):
        self.control("stop", "-m", "immediate")

    def restart_at_once(self):
        self.control("restart", "-m", "immediate")

    def pid(self):
        return int((self.folder / "data/postmaster.pid").read_text().split()[0])

    def make(self, name):
        self.sql(f"CREATE DATABASE {name} OWNER langsong TEMPLATE template0")

    def sql(self, command, database="postgres"):
        return self.run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database, "-Atqc", command)

    def begin(self, command, database="langsong", user="postgres"):
        """A session that does this and goes on until it is ended."""
        return subprocess.Popen([self.bin / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", user, "-d", database, "-Atqc", command],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def settings(self, port=None, database="langsong"):
        return ["--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/%s" % (port or self.port, database),
                "--spring.datasource.username=langsong", "--spring.datasource.password=none"]

    def close(self):
        try:
            self.stop()
        except subprocess.CalledProcessError:
            pass
        shutil.rmtree(self.folder, ignore_errors=True)
