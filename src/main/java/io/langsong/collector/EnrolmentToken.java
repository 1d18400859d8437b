package io.langsong.collector;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person takes from the page of a collector to its site: {@code ls1.SECRET.AUTHORITY}, 16 octets each in base64url. By the second a
 * collector knows that it speaks to the server which issued it.
 */
@SuppressWarnings("ArrayRecordComponent")
record EnrolmentToken(byte[] secret, byte[] authority) {
    static final Duration LASTS = Duration.ofDays(7);
    static final int OCTETS = 16;

    private static final Pattern FORM = Pattern.compile("ls1\\.([A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{22})");
    private static final SecureRandom RANDOM = new SecureRandom();

    static EnrolmentToken random(byte[] authority) {
        byte[] secret = new byte[OCTETS];
        RANDOM.nextBytes(secret);
        return new EnrolmentToken(secret, authority);
    }

    /** Null when it does not have the form. */
    static @Nullable EnrolmentToken parse(@Nullable String text) {
        Matcher parts = FORM.matcher(text == null ? "" : text.strip());
        if (!parts.matches()) {
            return null;
        }
        Base64.Decoder decoder = Base64.getUrlDecoder();
        return new EnrolmentToken(decoder.decode(parts.group(1)), decoder.decode(parts.group(2)));
    }

    String text() {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return "ls1." + encoder.encodeToString(secret) + "." + encoder.encodeToString(authority);
    }

    /** What is kept of it: of 128 random bits a plain hash tells nothing. */
    byte[] digest() {
        return sha256(secret);
    }

    static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "EnrolmentToken[***]";
    }
}
