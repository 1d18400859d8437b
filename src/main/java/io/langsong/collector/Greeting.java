package io.langsong.collector;

import io.langsong.collector.wire.Message.Hello;
import java.time.Instant;

/** What a stranger's hello may be. Pure. */
final class Greeting {
    private static final long LAST_INSTANT =
            Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
    private static final int LONGEST_VERSION = 40;

    private Greeting() {}

    /** Whether nothing is missing, and its times can be. */
    static boolean isSound(Hello hello) {
        return hello.life() != null
                && hello.version() != null
                && hello.startedAt() >= -LAST_INSTANT
                && hello.startedAt() <= LAST_INSTANT
                && hello.now() >= 0
                && hello.now() <= LAST_INSTANT;
    }

    /** What it says of its version, as far as it is letters and digits. */
    static String version(Hello hello) {
        String plain = hello.version().replaceAll("[^A-Za-z0-9.+_-]", "");
        return plain.substring(0, Math.min(LONGEST_VERSION, plain.length()));
    }
}
