package io.langsong.polling.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.polling.profile.Questions.Line;
import io.langsong.polling.profile.Questions.Question;
import io.langsong.polling.profile.Questions.Why;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a profile makes of answers, question by question. */
class QuestionsTest {
    private static final String PROFILE = """
            name: thu
            title: Thử
            source: own
            match:
              - sysDescr: '.'
            scalars:
              - {metric: cpu.utilization, unit: '%', oid: 1.3.6.1.4.1.1.1.0, skip: ['255'], validFrom: 0, validTo: 100}
              - {metric: cpu.utilization, unit: '%', oid: 1.3.6.1.4.1.1.2.0}
              - {metric: sensor.temperature, unit: °C, oid: 1.3.6.1.4.1.1.3.0}
            """;

    @TempDir
    Path folder;

    private Profile profile;

    @BeforeEach
    void read() throws IOException {
        Path file = folder.resolve("thu.yaml");
        Files.writeString(file, PROFILE);
        profile = Profiles.load(List.of(file)).byName("thu").orElseThrow();
    }

    @Test
    void showsTheAnswerAndTheValue() {
        Question first = questions(gauge("1.3.6.1.4.1.1.1.0", 12)).get(0);

        assertThat(first.metric().name()).isEqualTo("cpu.utilization");
        assertThat(first.table()).isFalse();
        Line line = first.lines().get(0);
        assertThat(line.raw()).isEqualTo("12");
        assertThat(line.value()).isNotNull();
        assertThat(line.value().asDouble()).isEqualTo(12.0);
        assertThat(line.why()).isNull();
    }

    @Test
    void saysWhyThereIsNoValue() {
        assertThat(whys()).containsExactly(Why.NOT_THERE, Why.NOT_THERE, Why.NOT_THERE);
        assertThat(whys(gauge("1.3.6.1.4.1.1.1.0", 255))).startsWith(Why.NOT_KNOWN);
        assertThat(whys(gauge("1.3.6.1.4.1.1.1.0", 101))).startsWith(Why.NO_USE);
        assertThat(whys(text("1.3.6.1.4.1.1.1.0", "main"))).startsWith(Why.NO_NUMBER);
        assertThat(whys(new VarBind(Oid.parse("1.3.6.1.4.1.1.3.0"), new SnmpValue.Malformed("33 bits"))))
                .endsWith(Why.MALFORMED);
        assertThat(whys(gauge("1.3.6.1.4.1.1.1.0", 12), gauge("1.3.6.1.4.1.1.2.0", 13)))
                .containsExactly(null, Why.GIVEN_BEFORE, Why.NOT_THERE);
    }

    @Test
    void agreesWithTheReadingForEveryShippedProfile() {
        List<VarBind> answers = new ArrayList<>();
        for (Profile shipped : Profiles.load().all()) {
            answers.clear();
            PollPlan plan = shipped.fullPlan();
            plan.get().forEach(oid -> answers.add(new VarBind(oid, new SnmpValue.Gauge32(7))));
            plan.walks()
                    .forEach(group -> group.forEach(column -> {
                        answers.add(new VarBind(column.append(1), new SnmpValue.Gauge32(3)));
                        answers.add(new VarBind(column.append(2), new SnmpValue.Gauge32(4)));
                    }));
            List<Object> read = new ArrayList<>(new Measurements(new Answers(answers)).by(shipped.rules()));

            assertThat(Questions.of(shipped, answers).stream()
                            .flatMap(question -> question.lines().stream())
                            .filter(line -> line.value() != null)
                            .<Object>map(Line::value))
                    .as(shipped.name())
                    .containsExactlyInAnyOrderElementsOf(read);
        }
    }

    @Test
    void octetsThatAreNoTextAreShownInHexadecimal() {
        VarBind mac =
                new VarBind(Oid.parse("1.3.6.1.4.1.1.3.0"), new SnmpValue.Octets(new byte[] {0, 0x1b, 0x21, 7, 7, 7}));

        assertThat(questions(mac).get(2).lines().get(0).raw()).isEqualTo("00 1b 21 07 07 07");
    }

    private List<Question> questions(VarBind... answers) {
        return Questions.of(profile, List.of(answers));
    }

    private List<Why> whys(VarBind... answers) {
        List<Why> whys = new ArrayList<>();
        questions(answers).forEach(question -> whys.add(question.lines().get(0).why()));
        return whys;
    }

    private static VarBind gauge(String oid, long value) {
        return new VarBind(Oid.parse(oid), new SnmpValue.Gauge32(value));
    }

    private static VarBind text(String oid, String value) {
        return new VarBind(Oid.parse(oid), new SnmpValue.Octets(value.getBytes(StandardCharsets.UTF_8)));
    }
}
