package io.langsong.provisioning;

import io.langsong.provisioning.Template.Dialect;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
            "priv_key2_pwd",
            "pin",
            "wps_pin",
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

    static final String STARS = "********";
    private static final int SHORTEST = 4;
    private static final Pattern LINE =
            Pattern.compile("(?m)^(\\s*(?:option|list) (" + String.join("|", OPTIONS) + ") )'(?:[^']|'\\\\'')*'");

    /** {@code password=x} and {@code secret="x y"} of RouterOS. */
    private static final Pattern ROUTEROS_WORD = Pattern.compile(
            "(?i)\\b([a-z0-9-]*(?:password|passphrase|secret|pre-shared-key|private-key|preshared-key|psk|authentication-key|encryption-key|wep-key|community)[a-z0-9-]*=)(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\"]\\S*)",
            Pattern.DOTALL);
    /** SNMP communities are names in RouterOS, below their own menu. */
    private static final Pattern ROUTEROS_COMMUNITY = Pattern.compile(
            "(?m)^(/snmp community (?:add|set)[^\\n]*\\bname=)(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\"]\\S*)");
    /** A word that tells a secret, perhaps a number for how it is written, and the secret behind it to the end of the word. */
    private static final Pattern COMMAND_WORD = Pattern.compile(
            "(?im)^(.*?\\b(?:password|passphrase|passwd|secret|pre-shared-key|psk|wpa-psk|community|key-string|key)(?:[ =:]+(?:ascii|hex|cipher|simple|encrypted|plain|[0-9]{1,2}))?[ =:]+)(?:\"[^\"\\n]*\"|'[^'\\n]*'|\\S+)");

    private Masks() {}

    /** @param text that a box said or has; dialect null: of no box that anything is written for */
    static String ofBox(@Nullable Dialect dialect, String text) {
        return dialect == null || dialect == Dialect.NETJSON ? of(text, Set.of()) : ofScript(dialect, text);
    }

    /** @param script in which every secret value is stars already: here such as somebody wrote into it, or a device exported */
    static String ofScript(Dialect dialect, String script) {
        if (dialect == Dialect.ROUTEROS) {
            // Long commands are exported in lines that end with a backslash.
            String stars = "$1\"" + STARS + "\"";
            String masked = ROUTEROS_WORD.matcher(script).replaceAll(stars);
            return ROUTEROS_COMMUNITY.matcher(masked).replaceAll(stars);
        }
        return COMMAND_WORD.matcher(script).replaceAll("$1" + STARS);
    }

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
