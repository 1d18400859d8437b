package io.langsong.access;

import org.jspecify.annotations.Nullable;

/**
 * Where the request on this thread comes from; the door of the web server sets it, and takes it away when the request is
 * done.
 *
 * @param address of the client, as the server saw it
 * @param browser as it names itself; null when it does not
 */
public record Origin(String address, @Nullable String browser) {
    private static final ThreadLocal<@Nullable Origin> CURRENT = new ThreadLocal<>();

    /** Null on a thread that serves no request. */
    public static @Nullable Origin current() {
        return CURRENT.get();
    }

    /** Until {@link Passing#close}, on this thread. */
    public static Passing enter(Origin origin) {
        CURRENT.set(origin);
        return CURRENT::remove;
    }

    /** Ends what {@link #enter} began. */
    public interface Passing extends AutoCloseable {
        @Override
        void close();
    }
}
