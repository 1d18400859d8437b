package io.langsong.notification.channel;

import java.io.ByteArrayOutputStream;

/** The default alphabet of GSM with its extension table (3GPP TS 23.038 section 6.2.1). Pure. */
final class GsmAlphabet {
    /** By septet; 0x1B is the escape to the extension. */
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private static final String EXTENDED = "\f^{}\\[~]|€";
    private static final byte[] EXTENDED_SEPTETS = {0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65};
    private static final byte ESCAPE = 0x1B;

    private GsmAlphabet() {}

    /** Whether all of it can be written; else it goes as UCS-2. */
    static boolean holds(String text) {
        return text.chars().allMatch(c -> c != ESCAPE && (BASIC.indexOf(c) >= 0 || EXTENDED.indexOf(c) >= 0));
    }

    /** One septet an octet, unpacked; what it does not have becomes a question mark. */
    static byte[] septets(String text) {
        ByteArrayOutputStream septets = new ByteArrayOutputStream(text.length());
        text.codePoints().forEach(c -> {
            int basic = c == ESCAPE ? -1 : BASIC.indexOf(c);
            int extended = EXTENDED.indexOf(c);
            if (basic >= 0) {
                septets.write(basic);
            } else if (extended >= 0) {
                septets.write(ESCAPE);
                septets.write(EXTENDED_SEPTETS[extended]);
            } else {
                septets.write(BASIC.indexOf('?'));
            }
        });
        return septets.toByteArray();
    }

    /** Whether a cut before that septet would part an escape from what it escapes. */
    static boolean isSecondOfPair(byte[] septets, int at) {
        return at > 0 && at < septets.length && septets[at - 1] == ESCAPE;
    }

    /**
     * Packs eight septets into seven octets, the first in the lowest bits (section 6.1.2.1.1).
     *
     * @param fill bits left free before the first, so that septets behind a header begin on a boundary of septets
     */
    static byte[] pack(byte[] septets, int fill) {
        byte[] octets = new byte[(septets.length * 7 + fill + 7) / 8];
        int bit = fill;
        for (byte septet : septets) {
            int at = bit / 8;
            int shift = bit % 8;
            octets[at] |= (byte) (septet << shift);
            if (shift > 1) {
                octets[at + 1] |= (byte) ((septet & 0x7F) >> (8 - shift));
            }
            bit += 7;
        }
        return octets;
    }
}
