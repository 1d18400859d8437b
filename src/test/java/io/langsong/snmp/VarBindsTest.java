package io.langsong.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.snmp.wire.BerReader;
import io.langsong.snmp.wire.CommunityMessage;
import io.langsong.snmp.wire.PduRequest;
import io.langsong.snmp.wire.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VarBindsTest {
    private final Random random = new Random(20261129);

    @Test
    void knowsOfNamesOnlyWhatIsSo() throws Exception {
        int columns = 3;
        int known = 0;
        for (int message = 0; message < 3_000; message++) {
            List<Oid> names = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                names.add(Oid.parse("1.3.6.1.2.1.2.2.1." + (i + 1) + randomArcs()));
            }
            for (int i = 0; i < 4 * columns; i++) {
                names.add(near(names.get(names.size() - columns)));
            }

            VarBinds read = answer(names.subList(columns, names.size()), names.subList(0, columns));

            for (int i = 0; i < read.size(); i++) {
                Oid name = names.get(i + columns);
                Oid before = names.get(i);
                boolean after = name.compareTo(before) > 0;
                if (i < columns) {
                    assertThat(read.isAfter(i, before.ber()))
                            .as("%s behind %s", name, before)
                            .isEqualTo(after);
                } else {
                    assertThat(read.isAfter(i, i - columns))
                            .as("%s behind %s", name, before)
                            .isEqualTo(after);
                }
                int root = 1 + random.nextInt(before.ber().length);
                if (read.isNext(i, root)) {
                    known++;
                    assertThat(after).as("%s behind %s", name, before).isTrue();
                    assertThat(name.ber()).startsWith(Arrays.copyOf(before.ber(), root));
                }
            }
        }
        assertThat(known).isGreaterThan(1_000);
    }

    private String randomArcs() {
        StringBuilder arcs = new StringBuilder();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            arcs.append('.').append(Integer.toUnsignedString(random.nextInt() >>> random.nextInt(32)));
        }
        return arcs.toString();
    }

    /** Most of it the same. */
    private Oid near(Oid name) {
        int[] arcs = name.toIntArray();
        int kept = Math.max(3, arcs.length - random.nextInt(3));
        StringBuilder near = new StringBuilder();
        for (int i = 0; i < kept; i++) {
            near.append(i == 0 ? "" : ".").append(Integer.toUnsignedString(arcs[i]));
        }
        return Oid.parse(random.nextInt(5) == 0 ? near.toString() : near + randomArcs());
    }

    private static VarBinds answer(List<Oid> names, List<Oid> asked) throws Exception {
        byte[] octets = new PduRequest(Tag.RESPONSE, bers(names), 0)
                .encoded(1, new byte[0])
                .octets();
        BerReader in = new BerReader(octets, 0, octets.length);
        CommunityMessage message = CommunityMessage.read(in, CommunityMessage.version(in));
        return message.pdu(new VarBinds(), new PduRequest(Tag.GET_BULK, bers(asked), 10))
                .varBinds();
    }

    private static byte[][] bers(List<Oid> names) {
        return names.stream().map(Oid::ber).toArray(byte[][]::new);
    }
}
