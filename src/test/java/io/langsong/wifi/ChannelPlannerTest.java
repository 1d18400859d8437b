package io.langsong.wifi;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelPlannerTest {
    private static WifiRadio radio(String id, String site, Band band, int channel, int width) {
        return new WifiRadio(new DeviceId(id), new SiteId(site), band, channel, width);
    }

    @ParameterizedTest(name = "{0} GHz: {1}/{2} and {3}/{4}: {5}")
    @CsvSource(textBlock = """
            2.4, 1,   20, 6,   20, apart
            2.4, 6,   20, 11,  20, apart
            2.4, 1,   20, 5,   20, overlap
            2.4, 1,   20, 1,   20, same
            2.4, 13,  20, 9,   20, overlap
            2.4, 1,   40, 6,   20, overlap
            2.4, 1,   40, 11,  20, apart
            2.4, 11,  40, 6,   20, overlap
            5,   36,  20, 40,  20, apart
            5,   36,  40, 40,  40, overlap
            5,   36,  40, 44,  40, apart
            5,   36,  80, 48,  20, overlap
            5,   36,  80, 52,  80, apart
            5,   36,  160, 64, 20, overlap
            5,   161, 80, 165, 20, apart
            5,   149, 80, 157, 40, overlap
            5,   140, 40, 144, 20, overlap
            5,   132, 40, 140, 20, apart
            """)
    void whatOverlapsIsInConflict(
            String band, int channel, int width, int otherChannel, int otherWidth, String expected) {
        Band on = Band.of(band).orElseThrow();
        List<ChannelConflict> found = ChannelPlanner.conflicts(
                List.of(radio("a", "s", on, channel, width), radio("b", "s", on, otherChannel, otherWidth)));

        String said = found.isEmpty() ? "apart" : found.get(0).sameChannel() ? "same" : "overlap";
        assertThat(said).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} GHz, channel {1}, {2} MHz: {3}")
    @CsvSource(
            nullValues = "none",
            value = {
                "2.4, 13, 20, 2461–2483",
                "2.4, 14, 20, none",
                "2.4, 6, 80, none",
                "5, 36, 20, 5170–5190",
                "5, 48, 80, 5170–5250",
                "5, 64, 160, 5170–5330",
                "5, 144, 20, 5710–5730",
                "5, 132, 80, 5650–5730",
                "5, 132, 160, none",
                "5, 165, 20, 5815–5835",
                "5, 165, 40, none",
                "5, 149, 160, none",
                "5, 38, 40, none",
                "6, 5, 20, none"
            })
    void channelsAreThoseOfVietNam(String band, int channel, int width, String expected) {
        assertThat(Spectrum.span(Band.of(band).orElseThrow(), channel, width)
                        .map(span -> span.from() + "–" + span.until())
                        .orElse(null))
                .isEqualTo(expected);
    }

    @Test
    void saysWhatIsWorthKnowing() {
        assertThat(Spectrum.notes(Band.GHZ_5, 36, 80)).isEmpty();
        assertThat(Spectrum.notes(Band.GHZ_5, 36, 160)).containsExactly(Spectrum.Note.RADAR);
        assertThat(Spectrum.notes(Band.GHZ_5, 120, 20)).containsExactly(Spectrum.Note.WEATHER_RADAR);
        assertThat(Spectrum.notes(Band.GHZ_5, 149, 80)).isEmpty();
        assertThat(Spectrum.notes(Band.GHZ_2_4, 12, 40))
                .containsExactly(Spectrum.Note.NOT_EVERYWHERE, Spectrum.Note.WIDE);
        assertThat(Spectrum.candidates(Band.GHZ_5, 40))
                .startsWith(36, 44, 149, 157)
                .doesNotContain(165, 40);
    }

    @Test
    void threeOfASiteAreApartAndAFourthMeetsOne() {
        List<WifiRadio> radios = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            radios.add(radio("ap-" + i, "nha", Band.GHZ_2_4, 6, 20));
            radios.add(radio("ap-" + i, "nha", Band.GHZ_5, 36, 40));
        }

        List<WifiRadio> plan = ChannelPlanner.plan(radios);

        assertThat(ChannelPlanner.conflicts(radios)).hasSize(12);
        assertThat(ChannelPlanner.conflicts(plan)).hasSize(1);
        assertThat(plan.stream().filter(one -> one.band() == Band.GHZ_5).map(WifiRadio::channel))
                .containsExactlyInAnyOrder(36, 44, 149, 157);
    }

    /** Villages by chance: no worse than one after the other, never a worse state to move to, the same in whatever order. */
    @Test
    void aPlanIsNoWorseThanGreedyAndAlwaysTheSame() {
        Random random = new Random(20261201);
        int better = 0;
        for (int village = 0; village < 300; village++) {
            List<WifiRadio> radios = village(random);
            List<WifiRadio> plan = ChannelPlanner.plan(radios);
            List<WifiRadio> shuffled = new ArrayList<>(radios);
            Collections.shuffle(shuffled, random);

            long weight = ChannelPlanner.weight(plan);
            assertThat(weight).isLessThanOrEqualTo(ChannelPlanner.weight(ChannelPlanner.greedy(radios)));
            assertThat(weight).isLessThanOrEqualTo(ChannelPlanner.weight(radios));
            assertThat(ChannelPlanner.plan(shuffled)).isEqualTo(plan);
            assertThat(ChannelPlanner.plan(plan)).isEqualTo(plan);
            assertThat(plan).hasSameSizeAs(radios).allMatch(one -> one.span() != null);
            better += weight < ChannelPlanner.weight(radios) ? 1 : 0;
        }
        assertThat(better).isGreaterThan(100);
    }

    private static List<WifiRadio> village(Random random) {
        List<WifiRadio> radios = new ArrayList<>();
        int sites = 1 + random.nextInt(4);
        for (int i = 0; i < 1 + random.nextInt(9); i++) {
            Band band = random.nextBoolean() ? Band.GHZ_2_4 : Band.GHZ_5;
            List<Integer> widths = Spectrum.widths(band);
            int width = widths.get(random.nextInt(widths.size()));
            List<Integer> channels = Spectrum.channels(band).stream()
                    .filter(channel -> Spectrum.span(band, channel, width).isPresent())
                    .toList();
            radios.add(radio(
                    "ap-" + i,
                    "site-" + random.nextInt(sites),
                    band,
                    channels.get(random.nextInt(channels.size())),
                    width));
        }
        return radios;
    }
}
