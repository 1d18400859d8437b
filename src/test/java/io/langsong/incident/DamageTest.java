package io.langsong.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DamageTest {
    @ParameterizedTest(name = "{0} sites, {1} down, {2} and {3}")
    @CsvSource(textBlock = """
             1,  1, 1, 2, false
             9,  3, 1, 2, false
            12,  4, 1, 2, true
            12,  4, 1, 1, false
            36, 11, 1, 2, false
            36, 12, 1, 2, true
            """)
    void isAStormWhenAThirdAndNoHandfulIsDownForMoreThanOneReason(
            int sites, int down, long root, long otherRoot, boolean expected) {
        Set<Long> roots = root == otherRoot ? Set.of(root) : Set.of(root, otherRoot);

        assertThat(new Damage(sites, down, roots).isStorm()).isEqualTo(expected);
    }
}
