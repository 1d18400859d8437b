package io.langsong.holiday;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.availability.Holiday;
import io.langsong.availability.Holidays;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The holidays that count, and how they are corrected. A correction stands before what is shipped, also with a later version of
 * the program, until it is taken back. Each is in the audit trail. Any thread.
 */
@Component
public class HolidayBook {
    static final String ORDINARY = "ordinary";

    private static final Map<LocalDate, Holiday> SHIPPED =
            Holidays.ofVietNam().days().stream().collect(Collectors.toUnmodifiableMap(Holiday::date, day -> day));

    private final HolidayTable table;
    private final TransactionTemplate transaction;
    private final AuditTrail audit;
    private final Clock clock;

    public HolidayBook(JdbcClient jdbc, PlatformTransactionManager transactions, AuditTrail audit, Clock clock) {
        this.table = new HolidayTable(jdbc);
        this.transaction = new TransactionTemplate(transactions);
        this.audit = audit;
        this.clock = clock;
    }

    /** What counts now; one question to the database. */
    public Holidays current() {
        return new Holidays(list().stream()
                .flatMap(listed -> Stream.ofNullable(listed.day()))
                .toList());
    }

    /** All days that are shipped or corrected, ascending. */
    public List<ListedDay> list() {
        Map<LocalDate, ListedDay> days = new TreeMap<>();
        SHIPPED.forEach((date, day) -> days.put(date, new ListedDay(date, day, day, null)));
        table.all().forEach(row -> days.put(row.date(), listed(row)));
        return List.copyOf(days.values());
    }

    public Optional<ListedDay> find(LocalDate date) {
        Holiday shipped = SHIPPED.get(date);
        return table.find(date)
                .map(HolidayBook::listed)
                .or(() -> Optional.ofNullable(shipped).map(day -> new ListedDay(date, day, day, null)));
    }

    private static ListedDay listed(HolidayTable.Row row) {
        return new ListedDay(
                row.date(),
                row.day(),
                SHIPPED.get(row.date()),
                new ListedDay.Correction(row.by(), row.at(), row.vietnamese(), row.source()));
    }

    /**
     * Makes a day what is wanted.
     *
     * @return the day
     * @throws Refused when it can not be
     */
    public LocalDate put(HolidayWish wish, String who) {
        HolidayTable.Row row = checked(wish, who);
        transaction.executeWithoutResult(status -> {
            Optional<ListedDay> before = find(row.date());
            table.put(row);
            audit.record("holiday.day.change", subject(row.date()), changes(before.orElse(null), listed(row)));
        });
        return row.date();
    }

    /**
     * Takes a correction back: the day is again what is shipped.
     *
     * @throws Refused when nobody corrected it
     */
    public void reset(LocalDate date) {
        transaction.executeWithoutResult(status -> {
            ListedDay before = find(date)
                    .filter(day -> day.correction() != null)
                    .orElseThrow(() -> Refused.missing("holiday.refused.missing", "date", date.toString()));
            table.delete(date);
            audit.record(
                    "holiday.day.reset",
                    subject(date),
                    changes(before, find(date).orElse(null)));
        });
    }

    private HolidayTable.Row checked(HolidayWish wish, String who) {
        LocalDate date = Days.date("date", wish.date());
        Kind kind = Typed.choice("kind", Objects.toString(wish.kind(), "").replace('-', '_'), Kind.class);
        String vietnamese = Typed.text("vi", wish.vietnamese(), Days.LONGEST_NAME);
        String english = wish.english() == null || wish.english().isBlank()
                ? vietnamese
                : Typed.text("en", wish.english(), Days.LONGEST_NAME);
        String source = Typed.text("source", wish.source(), Days.LONGEST_SOURCE);
        LocalDate insteadOf = kind.standsForAnother() ? Days.other("insteadOf", wish.insteadOf(), date) : null;
        return new HolidayTable.Row(
                date,
                kind.day() == null
                        ? null
                        : new Holiday(date, kind.day(), wish.estimated(), vietnamese, english, insteadOf, source),
                wish.estimated(),
                vietnamese,
                english,
                source,
                who,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** What a day may be made, as the API writes it in lower case with a dash. */
    private enum Kind {
        HOLIDAY(Holiday.Kind.HOLIDAY),
        DAY_OFF(Holiday.Kind.DAY_OFF),
        WORKING_DAY(Holiday.Kind.WORKING_DAY),
        ORDINARY(null);

        private final Holiday.@Nullable Kind day;

        Kind(Holiday.@Nullable Kind day) {
            this.day = day;
        }

        Holiday.@Nullable Kind day() {
            return day;
        }

        boolean standsForAnother() {
            return this == DAY_OFF || this == WORKING_DAY;
        }
    }

    private static String subject(LocalDate date) {
        return "holiday:" + date;
    }

    private static List<Change> changes(@Nullable ListedDay before, @Nullable ListedDay now) {
        List<Change> changes = new ArrayList<>();
        add(changes, "kind", kind(before), kind(now));
        Holiday was = before == null ? null : before.day();
        Holiday is = now == null ? null : now.day();
        add(changes, "estimated", was == null ? null : "" + was.estimated(), is == null ? null : "" + is.estimated());
        add(changes, "vi", was == null ? null : was.vietnamese(), is == null ? null : is.vietnamese());
        add(changes, "source", was == null ? null : was.source(), source(now));
        return changes;
    }

    private static @Nullable String source(@Nullable ListedDay day) {
        if (day == null) {
            return null;
        }
        return day.day() != null
                ? day.day().source()
                : Optional.ofNullable(day.correction())
                        .map(ListedDay.Correction::source)
                        .orElse(null);
    }

    private static @Nullable String kind(@Nullable ListedDay day) {
        return day == null
                ? null
                : day.day() == null ? ORDINARY : Days.code(day.day().kind());
    }

    private static void add(List<Change> changes, String field, @Nullable String old, @Nullable String now) {
        if (!Objects.equals(old, now)) {
            changes.add(new Change(field, old, now));
        }
    }
}
