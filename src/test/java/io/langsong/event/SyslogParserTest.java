package io.langsong.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyslogParserTest {
    private static final int MUTATIONS = 200_000;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <34>1 2026-10-11T22:14:15.003Z ap1 su 12 ID47 - su failed        | CRITICAL | ap1     | su         | su failed
            <165>1 2026-10-11T22:14:15+07:00 - - - - [a@1 b="x ] \\" y"] rest | NOTICE   | ``      | ``         | rest [a@1 b="x ] \\" y"]
            <165>1 - ap1 evntslog - ID47 [a@1 b="c"][d@1]                    | NOTICE   | ap1     | evntslog   | [a@1 b="c"][d@1]
            <34>Oct 11 22:14:15 ap1 su[12]: su failed for x                  | CRITICAL | ap1     | su         | su failed for x
            <30>Oct  1 22:14:15 10.0.0.1 system,info: router rebooted         | INFO     | 10.0.0.1| ``         | system,info: router rebooted
            <13>2026-10-11T22:14:15.003+07:00 ap1 kernel: eth0 down          | NOTICE   | ap1     | kernel     | eth0 down
            <13>Oct 11 22:14:15 kernel: eth0 down                            | NOTICE   | ``      | kernel     | eth0 down
            <4>eth0: link down                                              | WARNING  | ``      | eth0       | link down
            no priority at all                                               | NOTICE   | ``      | ``         | no priority at all
            <192>too large                                                  | NOTICE   | ``      | ``         | <192>too large
            <1>1 cut off                                                    | ALERT    | ``      | ``         | cut off
            <1>1 - - - - - [x                                               | ALERT    | ``      | ``         | - - - - - [x
            """)
    void readsWhatDevicesSend(String line, Severity severity, String hostname, String program, String text) {
        SyslogMessage message = parse(line.getBytes(StandardCharsets.UTF_8));

        assertThat(message.severity()).isEqualTo(severity);
        assertThat(message.hostname()).isEqualTo(hostname);
        assertThat(message.program()).isEqualTo(program);
        assertThat(message.text().strip()).isEqualTo(text);
    }

    @Test
    void leavesOutWhatDoesNotBelongToTheText() {
        assertThat(parse("<13>1 - h p - - - \uFEFFxin chào\n\u0000".getBytes(StandardCharsets.UTF_8))
                        .text())
                .isEqualTo("xin chào");
        assertThat(parse(new byte[] {'<', '1', '3', '>', (byte) 0xe9}).text()).isEqualTo("é");
        assertThat(parse(new byte[0]).text()).isEmpty();
    }

    @Test
    void whateverIsChangedInAMessageItIsOneAndTheTextIsPlain() {
        Random random = new Random(20261001);
        List<byte[]> seeds = new ArrayList<>();
        for (String seed : List.of(
                "<34>1 2026-10-11T22:14:15.003Z ap1 su 12 ID47 [x@1 a=\"b\"] su failed",
                "<34>Oct 11 22:14:15 ap1 su[12]: su failed for x",
                "<30>system,info router rebooted",
                "<13>2026-10-11T22:14:15.003+07:00 ap1 kernel: eth0 \u202e down")) {
            seeds.add(seed.getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] octets = Mutations.of(seeds.get(i % seeds.size()), random);
            SyslogMessage message = parse(octets);
            String text = HostileText.of(message.text(), Heard.LONGEST_BODY);
            assertThat(text.length()).isLessThanOrEqualTo(Heard.LONGEST_BODY);
            if (i % 100 == 0) {
                assertThat(text).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}]");
            }
        }
    }

    @Test
    void aConnectionHasMessagesOfBothFrames() throws IOException {
        String sent = "5 <1>ab<2>cd\n<3>e\u0000\n\n7 <4>f\ngh<5>last";

        assertThat(frames(sent)).containsExactly("<1>ab", "<2>cd", "<3>e", "<4>f\ngh", "<5>last");
    }

    @Test
    void ofAMessageThatIsTooLongTheBeginningIsKept() throws IOException {
        String large = "x".repeat(SyslogParser.LONGEST + 500);

        assertThat(frames(large.length() + " " + large + "3 abc"))
                .satisfiesExactly(
                        one -> assertThat(one).hasSize(SyslogParser.LONGEST),
                        two -> assertThat(two).isEqualTo("abc"));
        assertThat(frames("<1>" + large + "\n<2>b"))
                .satisfiesExactly(
                        one -> assertThat(one).hasSize(SyslogParser.LONGEST),
                        two -> assertThat(two).isEqualTo("<2>b"));
        assertThatThrownBy(() -> frames("99999999 x")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> frames("12x")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> frames("<1>" + "x".repeat(2 << 20))).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsKeptIsOnePlainLine() {
        assertThat(HostileText.of("a\tb\r\nc", 100)).isEqualTo("a b c");
        assertThat(HostileText.of("a\u001b[31mb", 100)).isEqualTo("a?[31mb");
        assertThat(HostileText.of("a\u202eb\u2066c", 100)).isEqualTo("a?b?c");
        assertThat(HostileText.of("a\ud800b", 100)).isEqualTo("a?b");
        assertThat(HostileText.of("abcdef", 5)).isEqualTo("abcd…");
        assertThat(HostileText.of("abc\ud83d\ude00f", 5)).isEqualTo("abc…");
        assertThat(HostileText.of("<script>", 100)).isEqualTo("<script>");
    }

    private static SyslogMessage parse(byte[] octets) {
        return SyslogParser.parse(octets, 0, octets.length);
    }

    private static List<String> frames(String sent) throws IOException {
        SyslogFrames frames = new SyslogFrames(new ByteArrayInputStream(sent.getBytes(StandardCharsets.UTF_8)));
        List<String> found = new ArrayList<>();
        for (int length = frames.next(); length >= 0; length = frames.next()) {
            found.add(new String(frames.octets(), 0, length, StandardCharsets.UTF_8));
        }
        return found;
    }
}
