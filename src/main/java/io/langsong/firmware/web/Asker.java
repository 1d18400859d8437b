package io.langsong.firmware.web;

import io.langsong.web.SignedIn;
import java.util.Objects;

/** Who asks. */
final class Asker {
    private Asker() {}

    /** The name of whoever sent the request that runs on this thread; all routes of this module are for who signed in. */
    static String name() {
        return Objects.requireNonNull(SignedIn.current()).name();
    }
}
