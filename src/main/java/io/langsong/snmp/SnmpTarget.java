package io.langsong.snmp;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * An agent and how to ask it.
 *
 * @param address resolved; answers are accepted from this address and port only
 * @param timeout how long each datagram is waited for, positive
 * @param retries further tries after the first, 0 to 5
 * @param maxRepetitions of GETBULK, 1 to 255; 0 walks with GETNEXT (agents whose GETBULK is broken, and version 1)
 * @param maxVarBinds most variables asked in one GET, 1 to 255; longer lists are split into several requests
 */
public record SnmpTarget(
        InetSocketAddress address,
        SnmpCredentials credentials,
        Duration timeout,
        int retries,
        int maxRepetitions,
        int maxVarBinds) {
    public SnmpTarget {
        if (address.isUnresolved() || address.getPort() == 0) {
            throw new IllegalArgumentException("An SNMP target needs a resolved address and a port: " + address);
        }
        if (timeout.isNegative() || timeout.isZero() || retries < 0 || retries > 5) {
            throw new IllegalArgumentException("SNMP target %s: timeout %s must be positive, retries %d 0 to 5"
                    .formatted(address, timeout, retries));
        }
        if (maxRepetitions < 0 || maxRepetitions > 255 || maxVarBinds < 1 || maxVarBinds > 255) {
            throw new IllegalArgumentException(
                    "SNMP target %s: max-repetitions %d is 0 to 255, variables a request %d 1 to 255"
                            .formatted(address, maxRepetitions, maxVarBinds));
        }
    }

    /** Whether it is asked by SNMPv1, which knows neither GETBULK nor an error for one variable alone. */
    boolean isVersion1() {
        return credentials instanceof SnmpCredentials.Community community
                && community.version() == SnmpCredentials.Version.V1;
    }

    public SnmpTarget withRetries(int other) {
        return new SnmpTarget(address, credentials, timeout, other, maxRepetitions, maxVarBinds);
    }
}
