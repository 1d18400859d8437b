package io.langsong.provisioning;

import io.langsong.provisioning.Template.Dialect;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How configuration comes onto a box. */
public enum Method {
    /** The OpenWISP agent of OpenWrt's feed fetches it. */
    OPENWRT_AGENT(Dialect.NETJSON),
    /** OpenWrt without an agent: over SSH. */
    OPENWRT_SSH(Dialect.NETJSON),
    /** MikroTik: a script over SSH. */
    ROUTEROS_SSH(Dialect.ROUTEROS),
    /** Lines for a command line over SSH. */
    CLI_SSH(Dialect.CLI),
    /** By hand, from a sheet. */
    PAPER(null);

    private final @Nullable Dialect dialect;

    Method(@Nullable Dialect dialect) {
        this.dialect = dialect;
    }

    /** What its templates are written in; null when nothing is rendered. */
    public @Nullable Dialect dialect() {
        return dialect;
    }

    /** Whether the server brings it there over SSH. */
    public boolean isPushed() {
        return this == OPENWRT_SSH || this == ROUTEROS_SSH || this == CLI_SSH;
    }

    /** As written in JSON: {@code openwrt-agent}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
