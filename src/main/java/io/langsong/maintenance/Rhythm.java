package io.langsong.maintenance;

import io.langsong.maintenance.MaintenanceRefused.Fault;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** On which days something recurs. */
public sealed interface Rhythm {
    /** From a day of any rhythm to the next one it is never longer. */
    int LONGEST_GAP_DAYS = 31;

    boolean fallsOn(LocalDate day);

    /** As written in JSON and in the table. */
    String code();

    record Daily() implements Rhythm {
        @Override
        public boolean fallsOn(LocalDate day) {
            return true;
        }

        @Override
        public String code() {
            return "daily";
        }
    }

    /** @param days at least one, in the order of the week */
    record Weekly(Set<DayOfWeek> days) implements Rhythm {
        public Weekly {
            if (days.isEmpty()) {
                throw new MaintenanceRefused("days", null, Fault.NO_WEEKDAY);
            }
            days = Collections.unmodifiableSet(EnumSet.copyOf(days));
        }

        @Override
        public boolean fallsOn(LocalDate day) {
            return days.contains(day.getDayOfWeek());
        }

        @Override
        public String code() {
            return "weekly";
        }
    }

    /** @param day 1 to 31; in a month that is shorter, its last day: who plans for the 31st means the end of the month */
    record Monthly(int day) implements Rhythm {
        public Monthly {
            if (day < 1 || day > 31) {
                throw new MaintenanceRefused("dayOfMonth", Integer.toString(day), Fault.OUT_OF_RANGE, 1, 31);
            }
        }

        @Override
        public boolean fallsOn(LocalDate date) {
            return date.getDayOfMonth() == Math.min(day, date.lengthOfMonth());
        }

        @Override
        public String code() {
            return "monthly";
        }
    }
}
