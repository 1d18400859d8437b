#!/usr/bin/env bash
# What a monthly report costs, in the memory of a small server: counted, written as JSON, PDF, DOCX and XLSX, kept, issued with its
# evidence and counted again from that. First 36 villages with 360 devices, then 10,000 devices with 200,000 outages. All of it runs
# in one Java of so many megabytes, the test database beside it.
#
#   src/bench/report.sh [MEGABYTES]     512 by default
#
# Needs a JDK and Maven. The tests run with the quick compiler alone, so a server is faster.
set -euo pipefail
cd "$(dirname "$0")/../.."
for long in false true; do
  MAVEN_OPTS="${MAVEN_OPTS:-} -Xmx3g" JAVA_TOOL_OPTIONS="-Xmx${1:-512}m" LANGSONG_LONG=$long \
    mvn -o -B -ntp test -Dlangsong.warm-up=8 -Dtest='ReportsScaleTest,EvidenceScaleTest' 2>&1 | grep -a -E '^(report|evidence) |ERROR|Tests run:'
done
