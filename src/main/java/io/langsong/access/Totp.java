package io.langsong.access;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One-time codes by time (RFC 6238) as all authenticator apps have them: HMAC-SHA-1, 30 seconds, 6 digits. */
final class Totp {
    /** As long as the hash, which RFC 4226 section 4 recommends. */
    static final int SECRET_OCTETS = 20;

    static final int DIGITS = 6;
    static final long STEP_SECONDS = 30;
    /** How many steps the clock of the telephone may be off, in both directions. */
    private static final int DRIFT = 1;

    private static final int MODULUS = 1_000_000;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Totp() {}

    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
    }

    static String code(byte[] secret, long step) {
        return "%06d".formatted(truncated(secret, step) % MODULUS);
    }

    /** Dynamic truncation of RFC 4226 section 5.3: 31 bits. */
    static int truncated(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            return ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has HmacSHA1", impossible);
        }
    }

    /**
     * @param code as typed, six digits
     * @param lastUsed step of the last code that was taken
     * @return the step whose code this is; empty when it is none, or one that is not newer than {@code lastUsed}
     */
    static OptionalLong matching(byte[] secret, String code, Instant at, long lastUsed) {
        long now = step(at);
        OptionalLong found = OptionalLong.empty();
        // All are computed and compared whole: the time taken tells nothing.
        for (long step = now - DRIFT; step <= now + DRIFT; step++) {
            boolean same = java.security.MessageDigest.isEqual(
                    code(secret, step).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    code.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            if (same && step > lastUsed && found.isEmpty()) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** RFC 4648 section 6, without padding: 20 octets are 32 letters. */
    static String base32(byte[] octets) {
        StringBuilder letters = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte octet : octets) {
            held = (held << 8) | (octet & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                letters.append(ALPHABET.charAt((held >> bits) & 31));
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            letters.append(ALPHABET.charAt((held << (5 - bits)) & 31));
        }
        return letters.toString();
    }

    /** @param letters of {@link #base32} */
    static byte[] octets(String letters) {
        ByteBuffer octets = ByteBuffer.allocate(letters.length() * 5 / 8);
        int bits = 0;
        int held = 0;
        for (int i = 0; i < letters.length(); i++) {
            held = (held << 5) | ALPHABET.indexOf(letters.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                octets.put((byte) (held >> bits));
            }
            held &= (1 << bits) - 1;
        }
        return octets.array();
    }
}
