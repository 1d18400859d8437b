package io.langsong.alert;

import io.langsong.access.Refused;
import java.util.Locale;

/**
 * Which devices a rule is about; written {@code all}, {@code village:thon-man}, {@code profile:mikrotik}.
 *
 * @param id of what {@code kind} says; empty for all
 */
public record Scope(Kind kind, String id) {
    /** From the widest to the most specific: a later one takes the place of an earlier one. */
    public enum Kind {
        ALL,
        VILLAGE,
        SITE,
        PROFILE,
        DEVICE;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final Scope ALL = new Scope(Kind.ALL, "");

    public Scope {
        if (kind == Kind.ALL ? !id.isEmpty() : !id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw Fault.NOT_A_SCOPE.of("scope", kind.code() + ":" + id);
        }
    }

    /** @throws Refused when {@code text} is none */
    public static Scope parse(String text) {
        if (text.equals(Kind.ALL.code())) {
            return ALL;
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.ALL && text.startsWith(kind.code() + ":")) {
                return new Scope(kind, text.substring(kind.code().length() + 1));
            }
        }
        throw Fault.NOT_A_SCOPE.of("scope", text);
    }

    boolean contains(Place place) {
        return switch (kind) {
            case ALL -> true;
            case VILLAGE -> id.equals(place.village());
            case SITE -> id.equals(place.site());
            case PROFILE -> id.equals(place.profile());
            case DEVICE -> id.equals(place.device().value());
        };
    }

    @Override
    public String toString() {
        return kind == Kind.ALL ? kind.code() : kind.code() + ":" + id;
    }
}
