package io.langsong.provisioning.driver;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a box could not be given something, or asked for it. What the box said is an argument of it; whoever shows it makes it plain. */
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
            return DeviceFailure.code(this);
        }
    }

    /** What went wrong. Each names its arguments in their order. */
    public enum Reason {
        /** Where it was looked for; what the network said. */
        NOT_REACHED(Kind.UNREACHABLE),
        /** What the network said. */
        BROKE(Kind.UNREACHABLE),
        /** Seconds. */
        TOOK_TOO_LONG(Kind.UNREACHABLE),
        /** What was on the way; what the network or the box said. */
        NOT_UPLOADED(Kind.UNREACHABLE),
        /** What it said before. */
        HUNG_UP(Kind.UNREACHABLE),
        NOT_CONFIRMED(Kind.UNREACHABLE),
        SERVER_STOPS(Kind.UNREACHABLE),
        /** Where; its fingerprint. */
        KEY_UNKNOWN(Kind.HOST_KEY),
        /** Where; its fingerprint; the one that was accepted. */
        KEY_CHANGED(Kind.HOST_KEY),
        /** Where; what it said. */
        NOT_LET_IN(Kind.LOGIN),
        /** What it said. */
        REFUSED(Kind.REFUSED),
        /** The number of the line; of how many; what it said. */
        LINE_REFUSED(Kind.REFUSED),
        /** What it said. */
        NO_SHELL(Kind.REFUSED),
        /** Seconds; what it said. */
        NO_PROMPT(Kind.REFUSED),
        NO_SHOW_COMMAND(Kind.REFUSED),
        /** What it said. */
        CAN_NOT_UNDO(Kind.REFUSED),
        /** It does not tell what it is and runs; what it said. */
        NOT_KNOWN(Kind.REFUSED),
        /** What came there is not what was sent; the checksum there. */
        OTHER_CHECKSUM(Kind.REFUSED),
        /** It looked at an image, and does not take it; what it said. */
        IMAGE_REFUSED(Kind.REFUSED),
        BUSY(Kind.BUSY);

        private final Kind kind;

        Reason(Kind kind) {
            this.kind = kind;
        }

        public String code() {
            return DeviceFailure.code(this);
        }
    }

    private final Reason reason;
    private final transient List<String> arguments;
    private final @Nullable String offered;

    public DeviceFailure(Reason reason, Object... arguments) {
        this(reason, null, null, arguments);
    }

    DeviceFailure(Reason reason, @Nullable Throwable cause, @Nullable String offered, Object... arguments) {
        super(reason.code() + " " + List.of(arguments), cause);
        this.reason = reason;
        this.arguments = Stream.of(arguments).map(Object::toString).toList();
        this.offered = offered;
    }

    private static String code(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Kind kind() {
        return reason.kind;
    }

    public Reason reason() {
        return reason;
    }

    /** Those that the reason names. */
    public List<String> arguments() {
        return arguments;
    }

    /** The key that it showed, as in {@code known_hosts}; null unless the kind is {@code HOST_KEY}. */
    public @Nullable String offered() {
        return offered;
    }
}
