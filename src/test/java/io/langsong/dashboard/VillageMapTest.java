package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.langsong.dashboard.VillageMap.Mark;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class VillageMapTest {
    private final Look look = new Invented(Clock.fixed(Instant.parse("2026-06-05T07:05:20Z"), ZoneOffset.UTC)).look();
    private final VillageMap map = VillageMap.of(look, VillageTile.all(look, List.of(), look.at()));

    @Test
    void placesOnlyWhatWasMeasured() {
        assertThat(map.villages()).hasSize(34);
        assertThat(map.unplaced()).extracting(VillageTile::id).containsExactly("v9", "v36");
        assertThat(map.villages()).allSatisfy(mark -> {
            assertThat(mark.x()).isBetween(.05, .95);
            assertThat(mark.y()).isBetween(.05, .95);
        });
    }

    @Test
    void northIsUpAndOneScaleHoldsForBothDirections() {
        // v1 and v2 lie 0.014 degrees of longitude and 0.002 of latitude apart, near 20.3 degrees north.
        Mark west = mark("v1");
        Mark east = mark("v2");
        double metres = map.scale().metres() / map.scale().share();
        double height = map.shape().equals("wide") ? 9.0 / 16 : map.shape().equals("tall") ? 4.0 / 3 : 1;

        assertThat((east.x() - west.x()) * metres)
                .isCloseTo(0.014 * 111_320 * Math.cos(Math.toRadians(20.33)), within(3.0));
        assertThat((west.y() - east.y()) * metres * height).isCloseTo(0.002 * 111_320, within(3.0));
        assertThat(map.scale().share()).isBetween(.08, .25);
    }

    @Test
    void aNameHidesNoOther() {
        assertThat(map.villages().stream().filter(mark -> mark.wide().startsWith("name-")))
                .hasSizeGreaterThan(20);
        assertThat(map.villages().stream().filter(mark -> !mark.narrow().isEmpty()))
                .hasSizeGreaterThan(20);
    }

    @Test
    void whereNotAllHaveRoomTroubleHasItsLabel() {
        assertThat(map.villages().stream()
                        .filter(mark -> mark.tile().state().equals("down"))
                        .findFirst())
                .hasValueSatisfying(mark -> {
                    assertThat(mark.narrow()).isNotEmpty();
                    assertThat(mark.wide()).startsWith("name-");
                });
    }

    @Test
    void nothingMeasuredIsNoMapAndNoError() {
        Invented nothing = new Invented(Clock.systemUTC());
        nothing.set(Invented.Mood.NOTHING);

        VillageMap empty = VillageMap.of(nothing.look(), List.of());

        assertThat(empty.empty()).isTrue();
        assertThat(empty.scale()).isNull();
    }

    private Mark mark(String id) {
        return map.villages().stream()
                .filter(mark -> mark.tile().id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
