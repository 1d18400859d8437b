package io.langsong.polling;

import io.langsong.snmp.SnmpReply;
import java.util.Locale;

/**
 * What went wrong with a device, as a word for scripts and a sentence for people.
 *
 * @param kind one of timeout, auth, refused, malformed, unreachable
 * @param message in English, with the remedy
 */
public record SnmpFault(String kind, String message) {

    /** @param reply not an answer */
    public static SnmpFault of(SnmpReply reply) {
        if (reply instanceof SnmpReply.TimedOut silent) {
            return new SnmpFault(
                    "timeout",
                    String.format(
                            Locale.ROOT,
                            "no answer to %d %s in %.1f s; check address, port, community and that SNMP is on",
                            silent.attempts(),
                            silent.attempts() == 1 ? "try" : "tries",
                            silent.waited().toMillis() / 1000.0));
        }
        if (reply instanceof SnmpReply.NotAuthenticated refused) {
            return new SnmpFault("auth", auth(refused.fault()));
        }
        if (reply instanceof SnmpReply.Refused refused) {
            return new SnmpFault("refused", "the agent refused: " + status(refused.status()));
        }
        if (reply instanceof SnmpReply.Malformed malformed) {
            return new SnmpFault("malformed", "the answer is not right SNMP: " + malformed.reason());
        }
        if (reply instanceof SnmpReply.NotSent notSent) {
            return new SnmpFault("unreachable", "could not be asked: " + notSent.reason());
        }
        return new SnmpFault("malformed", "the answer is incomplete");
    }

    private static String auth(SnmpReply.CredentialFault fault) {
        return switch (fault) {
            case UNKNOWN_USER -> "the device does not know this user; check the user or add it there";
            case WRONG_AUTHENTICATION -> "the device rejects the authentication; check protocol and key";
            case WRONG_PRIVACY -> "the device rejects the encryption; check protocol and key";
            case UNSUPPORTED_LEVEL -> "the device does not offer this user this level; check which protocols it has";
            case SILENT_AFTER_DISCOVERY -> "the device is there and does not answer this user; check the privacy key";
            case NOT_EXPLAINED ->
                "the device does not let this user in and does not say why; check user, keys and context";
        };
    }

    /** The names of RFC 3416 section 3. */
    private static String status(int status) {
        String[] names = {
            "noError",
            "tooBig",
            "noSuchName",
            "badValue",
            "readOnly",
            "genErr",
            "noAccess",
            "wrongType",
            "wrongLength",
            "wrongEncoding",
            "wrongValue",
            "noCreation",
            "inconsistentValue",
            "resourceUnavailable",
            "commitFailed",
            "undoFailed",
            "authorizationError",
            "notWritable",
            "inconsistentName"
        };
        return status >= 0 && status < names.length ? names[status] : "error-status " + status;
    }
}
