package io.langsong.provisioning;

import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.HostAddress;
import io.langsong.provisioning.SshTable.Secrets;
import io.langsong.provisioning.driver.Ssh;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What may be typed of how an access point is reached. Each refusal names its field; a secret is not repeated. */
final class SshChecks {
    private static final int USUAL_PORT = 22;
    private static final int LAST_PORT = 65_535;
    private static final int LONGEST_USER = 64;
    private static final int LONGEST_PASSWORD = 256;
    private static final int LONGEST_KEY = 16_384;
    private static final int LONGEST_PATTERN = 300;

    private SshChecks() {}

    /** What is set after a wish. A secret that is not in it stays. */
    static Secrets secrets(SshWish wish, Secrets had) {
        return new Secrets(password(wish.password(), had.password()), privateKey(wish.privateKey(), had.privateKey()));
    }

    /** @param before null when nobody said it before @param secrets as {@link #secrets} gave them */
    static SshAccess access(DeviceId place, @Nullable SshAccess before, SshWish wish, Secrets secrets, Instant now) {
        String address = address(wish.address());
        int port = Objects.requireNonNullElse(wish.port(), USUAL_PORT);
        if (port < 1 || port > LAST_PORT) {
            throw Refused.invalid(
                    "port",
                    Integer.toString(port),
                    "provisioning.refused.port",
                    List.of(LAST_PORT),
                    "is no port",
                    "give 1 to " + LAST_PORT);
        }
        if (secrets.password() == null && secrets.privateKey() == null) {
            throw Refused.invalid(
                    "password",
                    null,
                    "provisioning.refused.no-credentials",
                    List.of(),
                    "is missing, and so is privateKey",
                    "give one of the two");
        }
        boolean moved = before != null && (!Objects.equals(before.address(), address) || before.port() != port);
        return new SshAccess(
                place,
                before == null ? 1 : before.version() + 1,
                address,
                port,
                Typed.text("user", wish.user(), LONGEST_USER),
                secrets.password() != null,
                secrets.privateKey() != null,
                pattern("prompt", wish.prompt()),
                pattern("refusal", wish.refusal()),
                optional("showCommand", wish.showCommand()),
                before == null || moved ? null : before.hostKey(),
                null,
                before == null
                        ? new SshAccess.Push(
                                Box.Status.MODIFIED, now, null, null, null, null, false, null, null, null, 0, null)
                        : before.push());
    }

    private static @Nullable String address(@Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        String address = typed.strip();
        String canonical = HostAddress.ip(address).orElse(Addresses.isHostName(address) ? address : null);
        if (canonical == null) {
            throw Refused.invalid(
                    "address",
                    typed,
                    "provisioning.refused.type.host-name",
                    List.of("10.20.0.1"),
                    "is no address",
                    "write it like 10.20.0.1, or leave it out for that of the inventory");
        }
        return canonical;
    }

    private static @Nullable String optional(String field, @Nullable String typed) {
        return typed == null || typed.isBlank() ? null : Typed.text(field, typed, LONGEST_PATTERN);
    }

    private static @Nullable String pattern(String field, @Nullable String typed) {
        String pattern = optional(field, typed);
        try {
            if (pattern != null) {
                var unused = Pattern.compile(pattern);
            }
            return pattern;
        } catch (PatternSyntaxException wrong) {
            throw Refused.invalid(
                    field,
                    typed,
                    "provisioning.refused.pattern",
                    List.of(),
                    "is no regular expression: " + wrong.getDescription(),
                    "write it like [>#] ?$");
        }
    }

    private static @Nullable String password(@Nullable String typed, @Nullable String had) {
        if (typed == null) {
            return had;
        }
        if (typed.length() > LONGEST_PASSWORD || typed.chars().anyMatch(Character::isISOControl)) {
            throw Refused.invalid(
                    "password",
                    null,
                    "provisioning.refused.not-one-line",
                    List.of(LONGEST_PASSWORD),
                    "is no line of at most %d characters".formatted(LONGEST_PASSWORD),
                    "give it as it is typed at the box");
        }
        return typed.isEmpty() ? null : typed;
    }

    private static @Nullable String privateKey(@Nullable String typed, @Nullable String had) {
        if (typed == null) {
            return had;
        } else if (typed.isBlank()) {
            return null;
        }
        try {
            if (typed.length() > LONGEST_KEY) {
                throw new IllegalArgumentException("too long");
            }
            Ssh.requirePrivateKey(typed);
        } catch (IllegalArgumentException unreadable) {
            throw Refused.invalid(
                    "privateKey",
                    null,
                    "provisioning.refused.private-key",
                    List.of(),
                    "is no private key that can be read",
                    "give the whole of an OpenSSH private key that has no passphrase");
        }
        return typed.strip() + "\n";
    }
}
