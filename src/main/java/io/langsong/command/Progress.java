package io.langsong.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** How far long work is, rewritten in one line of a terminal; nothing where standard error is a file or a pipe. */
final class Progress {
    private static final long NANOS_BETWEEN = 200_000_000L;

    private final PrintWriter err;
    private final boolean terminal;
    private long shownAt;
    private int width;

    Progress(PrintWriter err) {
        this.err = err;
        this.terminal = onTerminal();
        this.shownAt = System.nanoTime() - NANOS_BETWEEN;
    }

    /** Of standard error itself, which System.console() does not tell; off Linux no progress is shown. */
    private static boolean onTerminal() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString().matches("/dev/(pts/|tty|console).*");
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** Shows {@code text}, at most five times a second. */
    void show(String text) {
        long now = System.nanoTime();
        if (terminal && now - shownAt >= NANOS_BETWEEN) {
            shownAt = now;
            err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
            err.flush();
            width = text.length();
        }
    }

    /** Takes the line away. */
    void clear() {
        if (width > 0) {
            err.print("\r" + " ".repeat(width) + "\r");
            err.flush();
            width = 0;
        }
    }
}
