package io.langsong.event;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What sorts of messages there are; each has words: {@code event.kind.CODE}. */
public final class Kinds {
    /** A trap that we do not know. */
    static final String TRAP = "trap";

    static final String SYSLOG = "syslog";

    /** In the order in which they are offered. */
    public static final List<String> ALL = Stream.concat(
                    Arrays.stream(KnownTrap.values()).map(KnownTrap::code), Stream.of(TRAP, SYSLOG))
            .toList();

    private Kinds() {}
}
