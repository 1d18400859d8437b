package io.langsong.report.proof;

import java.math.BigInteger;
import java.util.Locale;

/** The first fifty bits of a hash as ten letters and digits, of which none is taken for another. */
final class ShortCode {
    static final int LENGTH = 10;
    /** Without I, L, O and U. */
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int BITS = 5;
    private static final int BITS_OF_A_HASH = 256;

    private ShortCode() {}

    /** @param sha256 64 hexadecimal digits */
    static String of(String sha256) {
        BigInteger hash = new BigInteger(sha256, 16);
        StringBuilder code = new StringBuilder();
        for (int i = 1; i <= LENGTH; i++) {
            int digit = hash.shiftRight(BITS_OF_A_HASH - BITS * i).intValue() & (DIGITS.length() - 1);
            code.append(DIGITS.charAt(digit));
        }
        return code.toString();
    }

    /** As it is compared, of what somebody typed. */
    static String plain(String typed) {
        return typed.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
    }
}
