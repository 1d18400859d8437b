package io.langsong.provisioning.driver;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a box could not be given something, or asked for it. What the box said is part of it; whoever shows it makes it plain. */
public final class DeviceFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Decides what is to be done next. */
    public enum Kind {
        /** No connection, or it broke; it may be tried again. */
        UNREACHABLE,
        /** It has another key than the one that was accepted, or none was accepted yet. A person has to look. */
        HOST_KEY,
        /** It does not let us in. A person has to give other credentials. */
        LOGIN,
        /** It does not take what it was given. */
        REFUSED,
        /** Something else is on trial there. */
        BUSY;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Kind kind;
    private final @Nullable String offered;

    DeviceFailure(Kind kind, String message) {
        this(kind, message, null, null);
    }

    DeviceFailure(Kind kind, String message, @Nullable Throwable cause, @Nullable String offered) {
        super(message, cause);
        this.kind = kind;
        this.offered = offered;
    }

    public Kind kind() {
        return kind;
    }

    /** The key that it showed, as in {@code known_hosts}; null unless the kind is {@code HOST_KEY}. */
    public @Nullable String offered() {
        return offered;
    }
}
