package io.langsong.snmp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.snmp.Oid;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
    private final Random random = new Random(20261128);

    @Test
    void namesAreInTheOrderOfTheirNumbers() {
        Oid before = oid();
        for (int i = 0; i < 100_000; i++) {
            Oid oid = random.nextInt(3) == 0 ? near(before) : oid();
            byte[] one = before.ber();
            byte[] other = oid.ber();

            assertThat(Integer.signum(Values.compareNames(one, 0, one.length, other, 0, other.length)))
                    .as("%s and %s", before, oid)
                    .isEqualTo(Integer.signum(before.compareTo(oid)));
            assertThat(BerReader.isName(other, 0, other.length)).as("%s", oid).isTrue();
            assertThat(Values.oid(other, 0, other.length)).isEqualTo(oid);
            before = oid;
        }
    }

    private Oid oid() {
        int[] arcs = new int[3 + random.nextInt(12)];
        arcs[0] = 1;
        arcs[1] = 3;
        for (int i = 2; i < arcs.length; i++) {
            // Around each length that a sub-identifier can have, and up to 2^32 - 1.
            arcs[i] = random.nextInt() >>> random.nextInt(32);
        }
        return Oid.of(arcs);
    }

    /** One that shares much with another: its beginning, with a last number close by. */
    private Oid near(Oid other) {
        int[] arcs = other.toIntArray();
        arcs[arcs.length - 1] += random.nextInt(5) - 2;
        Oid near = Oid.of(arcs);
        return random.nextBoolean() ? near : near.append(random.nextInt(3));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(textBlock = """
            2b06010401,             true
            2b8601,                 true
            2b8fffffffff7f,         false
            2b8fffffff7f,           true
            2b9080808000,           false
            908080804f,             true
            2b8006,                 false
            8037,                   false
            2b06ff,                 false
            ff,                     false
            2b,                     true
            883703,                 true
            """)
    void onlyTheShortestFormOfAnOidIsAName(String octets, boolean name) {
        byte[] read = HexFormat.of().parseHex(octets);

        assertThat(BerReader.isName(read, 0, read.length)).isEqualTo(name);
    }

    @Test
    void anOidHasAtMost128Numbers() {
        byte[] octets = new byte[128];
        octets[0] = 0x2b;

        assertThat(BerReader.isName(octets, 0, 127)).isTrue();
        assertThat(BerReader.isName(octets, 0, 128)).isFalse();
        assertThat(BerReader.isName(octets, 0, 0)).isFalse();
    }

    /** Names that begin like one that is known are read only behind what is the same; with the same result. */
    @Test
    void whatBeginsLikeAKnownNameIsJudgedLikeAnyOther() {
        Random random = new Random(20261128);
        byte[] known = Oid.parse("1.3.6.1.4.1.8072.9999.4294967295.1.300.0").ber();
        for (int round = 0; round < 200_000; round++) {
            byte[] name = Arrays.copyOf(known, 1 + random.nextInt(known.length + 4));
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                name[random.nextInt(name.length)] = (byte) random.nextInt(256);
            }

            int mismatch = Arrays.mismatch(name, known);
            assertThat(BerReader.isName(name, 0, name.length, mismatch < 0 ? name.length : mismatch))
                    .as("%s", HexFormat.of().formatHex(name))
                    .isEqualTo(BerReader.isName(name, 0, name.length));
        }
    }
}
