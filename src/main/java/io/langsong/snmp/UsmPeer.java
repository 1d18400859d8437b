package io.langsong.snmp;

import io.langsong.snmp.SnmpCredentials.User;
import io.langsong.snmp.wire.UsmEngine;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the engine at one address for one user. By address and not by engine id: cloned devices share an id,
 * and one of them must not move the clock of the others. Lives on the loop.
 */
final class UsmPeer {
    /** So many silent tries in a row make even an engine that answered before worth a probe: its keys may have changed. */
    private static final int DOUBTFUL_AFTER = 3;

    private @Nullable UsmEngine engine;
    private boolean proven;
    private int silentTries;
    private long answeredAtNanos;
    private MetEngine.@Nullable SetBack setBack;

    @Nullable
    UsmEngine engine() {
        return engine;
    }

    /** The engine has shown that it knows the user's key, or the user has none. */
    void pin(UsmEngine trusted) {
        engine = trusted;
    }

    /** The engine answered a request of the user in full. */
    void answered(UsmEngine trusted, long nowNanos) {
        engine = trusted;
        answeredAtNanos = nowNanos;
        proven = true;
        silentTries = 0;
    }

    void setBack(int bootsBefore, int boots, long nowNanos) {
        setBack = new MetEngine.SetBack(bootsBefore, boots, nowNanos);
    }

    /** Empty before an engine has answered in full. */
    Optional<MetEngine> met(InetSocketAddress address, User user) {
        UsmEngine known = engine;
        return known == null || !proven
                ? Optional.empty()
                : Optional.of(new MetEngine(
                        address,
                        user,
                        known.idHex(),
                        answeredAtNanos,
                        known.clock().orElse(null),
                        setBack));
    }

    void missed() {
        silentTries++;
    }

    /** Whether silence may come from wrong keys rather than from a dead device. */
    boolean isDoubtful() {
        return !proven || silentTries >= DOUBTFUL_AFTER;
    }
}
