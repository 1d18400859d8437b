package io.langsong.statuspage;

import io.langsong.maintenance.Plan;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * How the public Wi-Fi is, as everybody may know it.
 *
 * @param at when this was looked up
 * @param villages in the official order
 * @param work that goes on or comes within two weeks, as it begins
 */
public record PublicStatus(Instant at, Overall overall, List<Village> villages, List<Work> work) {
    public PublicStatus {
        villages = List.copyOf(villages);
        work = List.copyOf(work);
    }

    /** Of all villages together. */
    public enum Overall {
        UP,
        /** Some of it is out, or works badly. */
        PARTLY,
        /** At least half of the villages are out. */
        WIDELY,
        UNKNOWN;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum State {
        UP,
        /** Some of it is out, or works badly. */
        PARTLY,
        DOWN,
        /** Out or not, work or a power cut is planned. */
        PLANNED,
        /** Nobody could look. */
        UNKNOWN,
        /** There is none in the village yet. */
        ABSENT;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param position in the official order, from 1
     * @param days the last thirty, today last; empty where nothing is known of them
     */
    public record Village(String id, String name, int position, State state, List<Day> days) {
        public Village {
            days = List.copyOf(days);
        }

        /** Whether anything is known of any of the days. */
        public boolean known() {
            return days.stream().anyMatch(day -> day.state() != State.UNKNOWN);
        }

        public long outMinutes() {
            return days.stream().mapToLong(Day::outMinutes).sum();
        }

        public long outDays() {
            return days.stream().filter(day -> day.outMinutes() > 0).count();
        }
    }

    /** @param outMinutes in which any of it was out without a plan; a minute that was begun is one */
    public record Day(LocalDate date, State state, long outMinutes) {}

    /** @param villages whose Wi-Fi it touches, by name in the official order */
    public record Work(Plan.Kind kind, List<String> villages, Instant from, Instant until) {
        public Work {
            villages = List.copyOf(villages);
        }
    }
}
