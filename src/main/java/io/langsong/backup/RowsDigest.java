package io.langsong.backup;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A number over the rows of a table in any order: the sum of their SHA-256, modulo 2^256. A database keeps no order of rows, so
 * the same table can come out in another one.
 */
final class RowsDigest {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private final MessageDigest sha256 = sha256();
    private BigInteger sum = BigInteger.ZERO;
    private long rows;

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** @param row one line of COPY, with its end */
    void add(byte[] row) {
        sum = sum.add(new BigInteger(1, sha256.digest(row)));
        if (sum.compareTo(MODULUS) >= 0) {
            sum = sum.subtract(MODULUS);
        }
        rows++;
    }

    long rows() {
        return rows;
    }

    String hex() {
        byte[] octets = new byte[32];
        byte[] number = sum.toByteArray();
        int length = Math.min(number.length, 32);
        System.arraycopy(number, number.length - length, octets, 32 - length, length);
        return HexFormat.of().formatHex(octets);
    }
}
