package io.langsong.provisioning;

import java.util.Locale;

/** How far an access point has come, in ascending order. */
public enum Stage {
    /** Its place is known, no box has come forward for it. */
    PLANNED,
    /** A box has come forward, nobody has said yes. */
    REGISTERED,
    /** A person said yes; its configuration is ready for it. */
    APPROVED,
    /** The box said that it applied its configuration. */
    CONFIGURED,
    /** It answers when it is polled. */
    IN_SERVICE,
    /** Taken down; its history stays. */
    RETIRED;

    /** As written in JSON: {@code in-service}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
