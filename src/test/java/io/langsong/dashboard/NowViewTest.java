package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.dashboard.Invented.Mood;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NowViewTest {
    private final Invented sources = new Invented(Clock.fixed(Instant.parse("2026-06-05T07:05:20Z"), ZoneOffset.UTC));

    @Test
    void showsOneCardForOneRootWithWhatHidesBehindIt() {
        NowView now = view(Mood.MIXED);

        NowView.Card cable = now.cards().get(0);
        assertThat(cable.named().name()).isEqualTo("Bộ định tuyến Thôn Vèn");
        assertThat(cable.masked()).hasSize(20);
        assertThat(cable.services()).hasSize(6);
        assertThat(cable.villages()).hasSize(6);
        assertThat(now.cards())
                .extracting(card -> card.object().toString())
                .containsExactly("device:v7-r", "device:v31-ap1", "device:v31-ap2", "device:v31-ap3", "device:v2-ap1");
    }

    @Test
    void countsEachVillageAndItsPeopleOnce() {
        NowView now = view(Mood.MIXED);

        assertThat(now.villagesTouched()).isEqualTo(8);
        assertThat(now.people())
                .isLessThan(now.cards().stream().mapToLong(NowView.Card::people).sum());
    }

    @Test
    void aServiceWithoutRootIsShownUnderTheDeviceItFellWith() {
        assertThat(view(Mood.MIXED).cards())
                .filteredOn(card -> !card.services().isEmpty())
                .extracting(card -> card.object().id())
                .containsExactly("v7-r", "v31-ap1");
    }

    @Test
    void everythingDownIsSixRoots() {
        assertThat(view(Mood.ALL_DOWN).cards()).hasSize(6);
        assertThat(tiles(Mood.ALL_DOWN)).isEqualTo("dmmmmm".repeat(5) + "dmmmm?");
    }

    @Test
    void aPollerThatStoppedMakesTheDataOldAndNotTheNetworkDown() {
        assertThat(view(Mood.MIXED).freshness().old()).isFalse();
        assertThat(view(Mood.STALE).freshness().old()).isTrue();
        assertThat(view(Mood.NOTHING).freshness()).isEqualTo(new Freshness(null, 0, 0, 0, true));
    }

    @Test
    void aVillageIsDegradedWhenPartIsOutAndDownWhenItsOwnRouterIs() {
        // Villages 7 to 12 hang behind the router of 7; in 2 one access point is out, in 31 all are; 27 is not seen.
        assertThat(tiles(Mood.MIXED)).isEqualTo("uguuuu" + "dmmmmm" + "uuuuuu" + "uuuuuu" + "uu?uuu" + "duuuu?");
    }

    private NowView view(Mood mood) {
        sources.set(mood);
        return NowView.of(sources.look(), List.of(), Duration.ofMinutes(2));
    }

    private String tiles(Mood mood) {
        sources.set(mood);
        return VillageTile.all(sources.look(), List.of(), Instant.EPOCH).stream()
                .map(tile -> switch (tile.state()) {
                    case "up" -> "u";
                    case "degraded" -> "g";
                    case "down" -> "d";
                    case "masked" -> "m";
                    default -> "?";
                })
                .collect(Collectors.joining());
    }
}
