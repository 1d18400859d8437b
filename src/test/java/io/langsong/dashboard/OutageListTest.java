package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.dashboard.OutageList.Entry;
import io.langsong.outage.Bound;
import io.langsong.outage.Condition;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageListTest {
    private static final Instant NOON = Instant.parse("2026-06-05T05:00:00Z");
    private final Look look = new Invented(Clock.fixed(NOON.plusSeconds(7200), ZoneOffset.UTC)).look();

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # object root from-to in minutes, - while it lasts; then what is shown, newest first, hidden in brackets
            v7-r v7-r 0-9; v7-ap1 v7-r 1-9; v7-wifi v7-r 1-9           | v7-r(v7-ap1 v7-wifi)
            v7-r v7-r 0-9; v7-ap1 v7-r 1-9; v7-ap1 v7-ap1 9-12         | v7-ap1*2 v7-r
            v7-ap1 v7-ap1 0-2; v7-ap1 v7-ap1 5-7                       | v7-ap1 v7-ap1
            v7-r v7-r 0-5; v8-r v7-r 1-5; v8-ap1 v8-r 1-5              | v7-r(v8-ap1 v8-r)
            v31-ap1 v31-ap1 0--; v31-wifi v31-wifi 1--                 | v31-ap1(v31-wifi)
            v31-wifi v31-wifi 1-2                                      | v31-wifi
            v7-ap1 v7-r 1-9                                            | v7-ap1
            v7-r v7-r 0-2; v7-ap1 v7-r 5-9                             | v7-ap1 v7-r
            """)
    void showsWhatFailedWithWhatHidBehindIt(String record, String shown) {
        assertThat(OutageList.roots(look, outages(record)).stream()
                        .map(OutageListTest::picture)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(shown);
    }

    @Test
    void oneThatLastsComesBeforeANewerOneThatIsOver() {
        assertThat(OutageList.roots(look, outages("v7-r v7-r 0--; v8-r v8-r 5-6")))
                .extracting(entry -> entry.object().id())
                .containsExactly("v7-r", "v8-r");
    }

    @Test
    void whatWasHiddenAndThenDownIsDownFromBeginningToEnd() {
        Entry entry = OutageList.each(look, outages("v7-ap1 v7-r 1-9; v7-ap1 v7-ap1 9-12"))
                .get(0);

        assertThat(entry.state()).isEqualTo("down");
        assertThat(entry.lasted()).hasMinutes(11);
        assertThat(entry.parts())
                .extracting(part -> part.root() == null ? "" : part.root().name())
                .containsExactly("Bộ định tuyến Thôn Vèn", "");
    }

    private static String picture(Entry entry) {
        String hidden =
                entry.hidden().stream().map(one -> one.object().id()).sorted().collect(Collectors.joining(" "));
        return entry.object().id()
                + (entry.parts().size() > 1 ? "*" + entry.parts().size() : "")
                + (hidden.isEmpty() ? "" : "(" + hidden + ")");
    }

    private static List<Outage> outages(String record) {
        List<Outage> outages = new ArrayList<>();
        for (String line : record.split(";")) {
            String[] words = line.strip().split(" ");
            String[] minutes = words[2].split("-", 2);
            boolean own = words[0].equals(words[1]);
            outages.add(new Outage(
                    outages.size(),
                    ref(words[0]),
                    own ? Condition.DOWN : Condition.UNREACHABLE,
                    ref(words[1]),
                    at(minutes[0]),
                    minutes[1].equals("-") ? null : at(minutes[1]),
                    Outage.Cause.UNKNOWN,
                    List.of()));
        }
        return outages;
    }

    private static ObjectRef ref(String id) {
        return id.endsWith("wifi") ? Invented.service(id) : Invented.ref(id);
    }

    private static Bound at(String minute) {
        return Bound.exactly(NOON.plusSeconds(60L * Integer.parseInt(minute)));
    }
}
