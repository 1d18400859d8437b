package io.langsong.collector.site;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lets a collector in once: {@code ls1.SECRET.AUTHORITY}, 16 octets each in base64url. @param text as given; secret */
@SuppressWarnings("ArrayRecordComponent")
record Token(String text, byte[] authority) {
    private static final Pattern FORM = Pattern.compile("ls1\\.[A-Za-z0-9_-]{22}\\.([A-Za-z0-9_-]{22})");

    /** @throws IllegalArgumentException when it does not have the form; never shows it */
    static Token parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "This is no token of a collector; copy the whole command line from the page of the collector");
        }
        return new Token(text.strip(), Base64.getUrlDecoder().decode(parts.group(1)));
    }

    /** Whether the server that issued it has this certificate. @param certificate DER */
    boolean isOf(byte[] certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate);
            return MessageDigest.isEqual(authority, Arrays.copyOf(digest, authority.length));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "Token[***]";
    }
}
