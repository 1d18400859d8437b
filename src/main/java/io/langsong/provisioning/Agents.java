package io.langsong.provisioning;

import io.langsong.inventory.HostAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What agents send, read. */
final class Agents {
    private static final Pattern BARE_ID =
            Pattern.compile("([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");
    private static final Pattern DASHED_ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Agents() {}

    /** The id of a box, with dashes or without. */
    static Optional<UUID> id(String sent) {
        var bare = BARE_ID.matcher(sent);
        String dashed = bare.matches() ? bare.replaceFirst("$1-$2-$3-$4-$5") : sent;
        return DASHED_ID.matcher(dashed).matches() ? Optional.of(UUID.fromString(dashed)) : Optional.empty();
    }

    /** As it stands in addresses that agents ask for: 32 hexadecimal digits. */
    static String bare(UUID id) {
        return id.toString().replace("-", "");
    }

    /** An IP address in its canonical form; null for what is none. */
    static @Nullable String address(@Nullable String sent) {
        return sent == null ? null : HostAddress.ip(sent.strip()).orElse(null);
    }

    static boolean isPlain(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    /** What is wrong with how a box describes itself, each a sentence. */
    static List<String> faults(String model, String os, String system) {
        List<String> faults = new ArrayList<>();
        limit(faults, "model", model, Registration.LONGEST_MODEL);
        limit(faults, "os", os, Registration.LONGEST_OS);
        limit(faults, "system", system, Registration.LONGEST_OS);
        return faults;
    }

    private static void limit(List<String> faults, String field, String text, int most) {
        if (text.codePointCount(0, text.length()) > most || !isPlain(text)) {
            faults.add(field + ": Ensure this value has at most " + most + " characters, all on one line.");
        }
    }

    /** 32 hexadecimal digits in lower case. The protocol's choice; here it guards against accidents, not against people. */
    static String md5(String text) {
        return md5(text.getBytes(StandardCharsets.UTF_8));
    }

    static String md5(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(octets));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }
}
