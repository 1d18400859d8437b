package io.langsong.wifi;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The channels of 2.4 and 5 GHz that may be used in Viet Nam, and what they take up (IEEE 802.11 annex E; what is permitted as in
 * {@code wireless-regdb}, country VN).
 */
public final class Spectrum {
    private static final int LAST_OF_2_4 = 13;
    private static final int LAST_EVERYWHERE = 11;
    /** Channels that are one block when all of its width is used, as begin, end and step. */
    private static final int[][] RUNS_OF_5 = {{36, 64}, {100, 144}, {149, 161}};

    private static final int SINGLE_OF_5 = 165;
    private static final int FIRST_WITH_RADAR = 52;
    private static final int LAST_WITH_RADAR = 144;
    private static final int FIRST_OF_WEATHER = 116;
    private static final int LAST_OF_WEATHER = 128;

    private Spectrum() {}

    /** What a radio takes up, MHz, half-open. */
    public record Span(int from, int until) {
        boolean overlaps(Span other) {
            return from < other.until && other.from < until;
        }
    }

    /** What is worth knowing of a channel. */
    public enum Note {
        /** Radar goes before: the access point listens for a minute first, and leaves the channel when it hears one. */
        RADAR,
        /** As {@code RADAR}, but it listens for ten minutes. */
        WEATHER_RADAR,
        /** Devices that were made for other countries do not see it. */
        NOT_EVERYWHERE,
        /** At 2.4 GHz there is room for one such beside nothing else. */
        WIDE;

        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** Bands whose channels are planned. */
    public static List<Band> bands() {
        return List.of(Band.GHZ_2_4, Band.GHZ_5);
    }

    /** MHz, ascending. */
    public static List<Integer> widths(Band band) {
        return band == Band.GHZ_2_4 ? List.of(20, 40) : List.of(20, 40, 80, 160);
    }

    /** Ascending. */
    public static List<Integer> channels(Band band) {
        List<Integer> channels = new ArrayList<>();
        if (band == Band.GHZ_2_4) {
            for (int channel = 1; channel <= LAST_OF_2_4; channel++) {
                channels.add(channel);
            }
        } else if (band == Band.GHZ_5) {
            for (int[] run : RUNS_OF_5) {
                for (int channel = run[0]; channel <= run[1]; channel += 4) {
                    channels.add(channel);
                }
            }
            channels.add(SINGLE_OF_5);
        }
        return channels;
    }

    /** What a channel of some width takes up; empty when there is no such. */
    public static Optional<Span> span(Band band, int channel, int width) {
        if (!channels(band).contains(channel) || !widths(band).contains(width)) {
            return Optional.empty();
        }
        if (band == Band.GHZ_2_4) {
            return Optional.of(of2(channel, width));
        }
        for (int[] run : RUNS_OF_5) {
            int at = (channel - run[0]) / 4;
            int many = width / 20;
            int first = run[0] + at / many * many * 4;
            if (channel >= run[0] && channel <= run[1] && first + (many - 1) * 4 <= run[1]) {
                return Optional.of(new Span(5000 + first * 5 - 10, 5000 + first * 5 - 10 + width));
            }
        }
        return channel == SINGLE_OF_5 && width == 20
                ? Optional.of(new Span(5000 + channel * 5 - 10, 5000 + channel * 5 + 10))
                : Optional.empty();
    }

    /**
     * 22 MHz about the middle, as the oldest devices need it: so 1, 6 and 11 are apart, and 1 and 5 are not. With 40 MHz the second half lies
     * above for channels up to 6 and below for others.
     */
    private static Span of2(int channel, int width) {
        int middle = 2407 + 5 * channel;
        if (width == 20) {
            return new Span(middle - 11, middle + 11);
        }
        return channel <= 6 ? new Span(middle - 11, middle + 31) : new Span(middle - 31, middle + 11);
    }

    /** Of a channel that there is. */
    public static Set<Note> notes(Band band, int channel, int width) {
        Set<Note> notes = EnumSet.noneOf(Note.class);
        if (band == Band.GHZ_2_4) {
            if (channel > LAST_EVERYWHERE) {
                notes.add(Note.NOT_EVERYWHERE);
            }
            if (width > 20) {
                notes.add(Note.WIDE);
            }
            return notes;
        }
        for (int each : covered(channel, width)) {
            if (each >= FIRST_WITH_RADAR && each <= LAST_WITH_RADAR) {
                notes.add(Note.RADAR);
            }
            if (each >= FIRST_OF_WEATHER && each <= LAST_OF_WEATHER) {
                notes.add(Note.WEATHER_RADAR);
            }
        }
        if (notes.contains(Note.WEATHER_RADAR)) {
            notes.remove(Note.RADAR);
        }
        return notes;
    }

    /** Channels of 20 MHz that lie within. */
    private static List<Integer> covered(int channel, int width) {
        return span(Band.GHZ_5, channel, width)
                .map(span -> channels(Band.GHZ_5).stream()
                        .filter(each -> 5000 + each * 5 > span.from() && 5000 + each * 5 < span.until())
                        .toList())
                .orElse(List.of());
    }

    /** Channels to choose from for a plan, the better first: those with radar last. */
    static List<Integer> candidates(Band band, int width) {
        if (band == Band.GHZ_2_4) {
            return List.of(1, 6, 11);
        }
        List<Integer> quiet = new ArrayList<>();
        List<Integer> radar = new ArrayList<>();
        List<Span> seen = new ArrayList<>();
        for (int channel : channels(band)) {
            Span span = span(band, channel, width).orElse(null);
            // The first of a block stands for all of it.
            if (span != null && seen.stream().noneMatch(span::overlaps)) {
                seen.add(span);
                (notes(band, channel, width).isEmpty() ? quiet : radar).add(channel);
            }
        }
        quiet.addAll(radar);
        return quiet;
    }
}
