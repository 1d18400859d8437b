#!/usr/bin/python3
"""Stands for a switch with a command line: keeps what it was told in a file."""
import os
import sys

HOME = os.path.dirname(os.path.realpath(__file__))


def main():
    mode = "switch>"
    with open(os.path.join(HOME, "log"), "a") as log:
        log.write("session\n")
    while True:
        sys.stdout.write(mode + " ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return
        line = line.rstrip("\n")
        if line == "enable":
            mode = "switch#"
        elif line == "configure terminal" and mode == "switch#":
            mode = "switch(config)#"
        elif line == "end":
            mode = "switch#"
        elif line == "show running-config":
            print("Building configuration...\n\nCurrent configuration : 123 bytes\n!")
            try:
                with open(os.path.join(HOME, "running")) as file:
                    sys.stdout.write(file.read())
            except FileNotFoundError:
                pass
            print("end")
        elif mode == "switch(config)#" and line.split(" ")[0] in ("hostname", "vlan", "description", "snmp-server"):
            with open(os.path.join(HOME, "running"), "a") as file:
                file.write(line + "\n")
            if os.path.exists(os.path.join(HOME, "slow")):
                import time
                time.sleep(2)
        else:
            print("                 ^\n% Invalid input detected at '^' marker.")


main()
