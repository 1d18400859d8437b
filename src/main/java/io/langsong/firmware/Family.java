package io.langsong.firmware;

import io.langsong.provisioning.Method;
import java.util.Locale;
import java.util.Optional;

/** Boxes that take the same sort of firmware. */
public enum Family {
    /** Images for {@code sysupgrade}. */
    OPENWRT,
    /** Packages, {@code .npk}. */
    ROUTEROS;

    /** As written in JSON: {@code openwrt}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of the boxes that are configured so; empty when it can not be told, or they are not brought firmware. */
    static Optional<Family> of(Method method) {
        return switch (method) {
            case OPENWRT_AGENT, OPENWRT_SSH -> Optional.of(OPENWRT);
            case ROUTEROS_SSH -> Optional.of(ROUTEROS);
            case CLI_SSH, PAPER -> Optional.empty();
        };
    }
}
