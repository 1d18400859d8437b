package io.langsong.snmp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An engine of version 3 that answered there as this user.
 *
 * @param engineId in hexadecimal digits
 * @param answeredAtNanos when it did last; monotonic
 * @param clock what it showed then; null for a user without a key, who learns no clock
 * @param setBack when its clock went back last; null when it did not
 */
public record MetEngine(
        InetSocketAddress address,
        SnmpCredentials.User user,
        String engineId,
        long answeredAtNanos,
        @Nullable EngineClock clock,
        @Nullable SetBack setBack) {

    /**
     * The clock of an engine went back, which none does by itself: its agent forgot how often it booted, or was restored.
     *
     * @param bootsBefore snmpEngineBoots as it was known
     * @param boots as it is; the same where only its time went back
     */
    public record SetBack(int bootsBefore, int boots, long atNanos) {}
}
