package io.langsong.report.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which files are known. */
final class Sha256 {
    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    static byte[] of(byte[] octets) {
        return digest().digest(octets);
    }
}
