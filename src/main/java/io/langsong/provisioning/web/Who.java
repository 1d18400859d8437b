package io.langsong.provisioning.web;

import io.langsong.web.SignedIn;
import java.util.Objects;

/** Who asks. */
final class Who {
    private Who() {}

    /** The name of whoever sent the request that runs on this thread; all routes of this module that ask for it are for who signed in. */
    static String name() {
        return Objects.requireNonNull(SignedIn.current()).name();
    }
}
