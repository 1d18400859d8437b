package io.langsong.agent;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The body of a report, on its way. */
public interface ReportBody {
    /** Octets as its head says; -1 when it does not. */
    long announced();

    /** How it is packed: {@code gzip}; null when it is not. */
    @Nullable
    String encoding();

    /** For the first time read here: whoever has no key is not listened to. */
    InputStream open() throws IOException;
}
