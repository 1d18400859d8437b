package io.langsong.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What can go wrong. Each kind lists the keys of a scenario entry that belong to it beside the common ones. */
public enum FaultKind {
    /** Silent at once; at the end it starts again, with all times and counters from 0. */
    DEVICE_CRASH("device-crash", true),
    /** As a crash, but short: a restart that somebody wanted. */
    REBOOT("reboot", false),
    /** The SNMP agent restarts and the box does not: sysUpTime from 0, hrSystemUptime and counters run on. */
    AGENT_RESTART("agent-restart", false),
    /** An area loses the mains: devices die, those behind a UPS when it is empty; they return scattered. */
    POWER_CUT("power", true, "stagger", "ups"),
    /** The line to the uplink is cut: it and all behind it are silent, and none restarts. */
    UPLINK_CUT("uplink-cut", true),
    /** Datagrams are lost each way. */
    LOSSY("lossy", true, "loss", "latency"),
    /** Answers come late. */
    SLOW("slow", true, "latency"),
    /** The line to the uplink goes down and up. */
    FLAPPING("flapping", true, "period"),
    /** 32-bit octet counters jump to just before their end. */
    COUNTER_WRAP("counter-wrap", false),
    /** The community, or in version 3 the keys, are no longer the known ones. */
    WRONG_COMMUNITY("wrong-community", true);

    private final String cause;
    private final boolean lasting;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<String> keys;

    FaultKind(String cause, boolean lasting, String... keys) {
        this.cause = cause;
        this.lasting = lasting;
        this.keys = Set.of(keys);
    }

    /** As written in scenario files: {@code uplink-cut}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As written in the truth log: the code, but {@code power} for a power cut. */
    public String cause() {
        return cause;
    }

    static Optional<FaultKind> byCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }

    static String codes() {
        return Arrays.stream(values()).map(FaultKind::code).collect(Collectors.joining(", "));
    }

    /** Whether an entry must say how long. */
    boolean lasting() {
        return lasting;
    }

    Set<String> keys() {
        return keys;
    }

    boolean switchesOff() {
        return this == DEVICE_CRASH || this == REBOOT || this == POWER_CUT;
    }

    boolean cutsLine() {
        return this == UPLINK_CUT || this == FLAPPING;
    }
}
