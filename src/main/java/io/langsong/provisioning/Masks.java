package io.langsong.provisioning;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

/** Stars for secrets, also for such as somebody wrote into a template that should have been secret variables. */
final class Masks {
    /** Options of UCI whose values let somebody in. */
    static final Set<String> OPTIONS = Set.of(
            "key",
            "key1",
            "key2",
            "key3",
            "key4",
            "sae_password",
            "password",
            "passwd",
            "psk",
            "wpa_psk_file",
            "auth_secret",
            "acct_secret",
            "dae_secret",
            "private_key",
            "priv_key",
            "priv_key_pwd",
            "preshared_key",
            "secret",
            "shared_secret",
            "community",
            "authkey",
            "privkey",
            "authpass",
            "privpass",
            "pincode",
            "token",
            "api_key");

    private static final String STARS = "********";
    private static final int SHORTEST = 4;
    private static final Pattern LINE =
            Pattern.compile("(?m)^(\\s*(?:option|list) (" + String.join("|", OPTIONS) + ") )'(?:[^']|'\\\\'')*'");

    private Masks() {}

    /**
     * @param uci text in which every value stands in single quotes, perhaps with files behind it
     * @param secrets values that may stand in it
     */
    static String of(String uci, Collection<String> secrets) {
        String masked = LINE.matcher(uci).replaceAll("$1'" + STARS + "'");
        for (String secret : secrets) {
            // What is shorter is no secret, and stands everywhere.
            if (secret.length() >= SHORTEST) {
                masked = masked.replace(secret.replace("'", "'\\''"), STARS).replace(secret, STARS);
            }
        }
        return masked;
    }
}
