package io.langsong.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.access.Role;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VillageSightTest {
    @Test
    void seesWhatItIsLimitedTo() {
        VillageSight limited = VillageSight.of(new SignedIn("ha", "Hà", Role.TECHNICIAN, null, Set.of("thon-man")));

        assertThat(limited.all()).isFalse();
        assertThat(limited.sees("thon-man")).isTrue();
        assertThat(limited.sees("thon-don")).isFalse();
        assertThat(limited.sees(null)).as("what belongs to no village").isFalse();
    }

    @Test
    void seesAllWithoutLimitAndAsAnAdministratorAndNothingAsNobody() {
        assertThat(VillageSight.of(new SignedIn("ha", "Hà", Role.VIEWER, null)).sees("thon-don"))
                .isTrue();
        assertThat(VillageSight.of(new SignedIn("chu", "Chủ", Role.ADMIN, null, Set.of("thon-man")))
                        .sees(null))
                .isTrue();
        assertThat(VillageSight.of(null).sees("thon-man")).isFalse();
        assertThat(VillageSight.current().all()).isFalse();
    }
}
