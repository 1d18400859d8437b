package io.langsong.event;

import java.util.Arrays;
import java.util.Random;

/** Seeded damage: octets turned, put in, left out, doubled, cut off. */
final class Mutations {
    private Mutations() {}

    static byte[] of(byte[] seed, Random random) {
        byte[] octets = seed.clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes && octets.length > 0; i++) {
            int at = random.nextInt(octets.length);
            switch (random.nextInt(6)) {
                case 0 -> octets[at] = (byte) random.nextInt(256);
                case 1 -> octets[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> octets = Arrays.copyOf(octets, at);
                case 3 -> octets = spliced(octets, at, at, random, 1 + random.nextInt(8));
                case 4 -> octets = spliced(octets, at, Math.min(octets.length, at + 1 + random.nextInt(8)), random, 0);
                default -> octets[at] = (byte) (random.nextBoolean() ? 0xff : 0x80);
            }
        }
        return octets;
    }

    private static byte[] spliced(byte[] octets, int from, int to, Random random, int more) {
        byte[] in = new byte[more];
        random.nextBytes(in);
        byte[] joined = Arrays.copyOf(octets, octets.length - (to - from) + more);
        System.arraycopy(in, 0, joined, from, more);
        System.arraycopy(octets, to, joined, from + more, octets.length - to);
        return joined;
    }
}
