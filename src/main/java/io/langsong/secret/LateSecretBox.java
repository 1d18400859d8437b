package io.langsong.secret;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** The box of secrets, opened at its first use: who keeps no secret of a sort needs no key for it. Any thread. */
public final class LateSecretBox {
    private final Environment environment;
    private final BooleanSupplier holdsSecrets;
    private @Nullable SecretBox box;

    /** @param holdsSecrets whether the database holds secrets of this sort already; asked once, before a key is made */
    public LateSecretBox(Environment environment, BooleanSupplier holdsSecrets) {
        this.environment = environment;
        this.holdsSecrets = holdsSecrets;
    }

    /** @throws IllegalStateException with the remedy, when there is no key that may be used */
    public synchronized SecretBox open() {
        SecretBox opened = box;
        if (opened == null) {
            opened = SecretKeys.open(
                    Path.of(environment.getProperty("langsong.data-dir", "./data")),
                    environment.getProperty("langsong.secret-key"),
                    holdsSecrets.getAsBoolean());
            box = opened;
        }
        return opened;
    }
}
