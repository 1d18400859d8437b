package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.provisioning.UnifiedDiff.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnifiedDiffTest {
    @ParameterizedTest(name = "{0} to {1} is {2}")
    @CsvSource(textBlock = """
            a b c,         a b c,         ''
            a b c,         a x c,         ' a -b +x  c'
            '',            a b,           '+a +b'
            a b,           '',            '-a -b'
            a b c,         b c d,         '-a  b  c +d'
            a b c d e f g, a b c d e f x, '@  d  e  f -g +x'
            x 1 2 3 4 5 6, y 1 2 3 4 5 6, '-x +y  1  2  3'
            """)
    void showsWhatChangedAndAFewLinesAround(String before, String now, String shown) {
        assertThat(UnifiedDiff.of(lines(before), lines(now)).replace("\n", " ").stripTrailing())
                .isEqualTo(shown);
    }

    private static String lines(String words) {
        return words.replace(' ', '\n');
    }

    /** Of any two texts the diff, all lines of it kept, leads from one to the other. */
    @Test
    void leadsFromOneTextToTheOther() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<String> before = text(random);
            List<String> now = text(random);
            List<Line> diff = UnifiedDiff.lines(String.join("\n", before), String.join("\n", now));
            if (before.equals(now)) {
                assertThat(diff).as("seed " + seed).isEmpty();
            } else if (diff.stream().noneMatch(line -> line.sign() == '@')
                    && diff.stream().filter(line -> line.sign() != '+').count() == before.size()) {
                assertThat(of(diff, '+')).as("seed " + seed).isEqualTo(before);
                assertThat(of(diff, '-')).as("seed " + seed).isEqualTo(now);
            }
        }
    }

    private static List<String> of(List<Line> diff, char without) {
        return diff.stream()
                .filter(line -> line.sign() != without)
                .map(Line::text)
                .collect(Collectors.toList());
    }

    private static List<String> text(Random random) {
        List<String> text = new ArrayList<>();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            text.add(Character.toString('a' + random.nextInt(4)));
        }
        return text;
    }
}
