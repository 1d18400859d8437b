package io.langsong.oncall;

/** How bad an incident is, the worst first. */
public enum Severity {
    URGENT,
    HIGH,
    MEDIUM,
    LOW
}
