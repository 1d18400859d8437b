package io.langsong.web;

import io.langsong.access.Refused;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Times, durations and numbers as people read them, in the language of the request on this thread. In Vietnamese
 * {@code 1.234,5}, {@code 99,73%}, {@code 14:05}, {@code 05/06/2026}, {@code 2 giờ 05 phút}. Any thread.
 */
@Component
public class Words {
    private static final DateTimeFormatter CLOCK_TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter CLOCK_SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DATE_VI = DateTimeFormatter.ofPattern("dd/MM/uuuu");
    private static final DateTimeFormatter DATE_EN = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_VI = DateTimeFormatter.ofPattern("dd/MM");
    private static final DateTimeFormatter DAY_EN = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final String[] THOUSANDS = {"", "k", "M", "G", "T"};

    private final MessageSource messages;
    private final WebProperties settings;
    private final Clock clock;

    Words(MessageSource messages, WebProperties settings, Clock clock) {
        this.messages = messages;
        this.settings = settings;
        this.clock = clock;
    }

    /** A message by its key; the key itself when there is none. */
    public String message(String key, Object... values) {
        return String.valueOf(messages.getMessage(key, values, key, language()));
    }

    /** Why something was refused, and what to do. */
    public String refusal(Refused refused) {
        return message(
                refused.words(),
                refused.details().stream()
                        .map(detail -> PlainText.shown(detail.toString()))
                        .toArray());
    }

    public boolean has(String key) {
        return messages.getMessage(key, null, null, language()) != null;
    }

    /** {@code 14:05} */
    public String time(Instant at) {
        return CLOCK_TIME.format(there(at));
    }

    /** {@code 14:05:20} */
    public String seconds(Instant at) {
        return CLOCK_SECONDS.format(there(at));
    }

    /** {@code 05/06/2026}; in English {@code 5 Jun 2026}. */
    public String date(Instant at) {
        return (vietnamese() ? DATE_VI : DATE_EN).format(there(at));
    }

    /** {@code 14:05} for today, {@code 14:05 05/06/2026} else. */
    public String moment(Instant at) {
        boolean today = there(at).toLocalDate().equals(there(clock.instant()).toLocalDate());
        return today ? time(at) : time(at) + " " + date(at);
    }

    /** {@code 14:05:20} for today, {@code 14:05:20 05/06/2026} else. */
    public String momentToSecond(Instant at) {
        boolean today = there(at).toLocalDate().equals(there(clock.instant()).toLocalDate());
        return today ? seconds(at) : full(at);
    }

    /** {@code 14:05} for today, {@code 14:05 05/06} for this year, {@code 14:05 05/06/2026} else. */
    public String shortMoment(Instant at) {
        return time(at) + shortDate(at);
    }

    /** {@code 05/06}; in English {@code 5 Jun}. */
    public String day(LocalDate day) {
        return (vietnamese() ? DAY_VI : DAY_EN).format(day);
    }

    private String shortDate(Instant at) {
        LocalDate day = there(at).toLocalDate();
        LocalDate today = there(clock.instant()).toLocalDate();
        if (day.equals(today)) {
            return "";
        }
        return " " + (day.getYear() != today.getYear() ? date(at) : (vietnamese() ? DAY_VI : DAY_EN).format(day));
    }

    /**
     * Where a span begins, as it stands before its end: with seconds when it is shorter than two minutes, without a date when
     * it ends on the same day.
     *
     * @param to null when it lasts
     */
    public String spanStart(Instant from, @Nullable Instant to) {
        boolean sameDay =
                to != null && there(from).toLocalDate().equals(there(to).toLocalDate());
        if (isShort(from, to)) {
            return seconds(from) + (sameDay ? "" : shortDate(from));
        }
        return time(from) + (sameDay ? "" : shortDate(from));
    }

    /** Where it ends, as {@link #spanStart}. */
    public String spanEnd(Instant from, Instant to) {
        return (isShort(from, to) ? seconds(to) : time(to)) + shortDate(to);
    }

    private boolean isShort(Instant from, @Nullable Instant to) {
        return Duration.between(from, to == null ? clock.instant() : to).compareTo(Duration.ofMinutes(2)) < 0;
    }

    /** {@code 14:05:20 05/06/2026}, for a tooltip. */
    public String full(Instant at) {
        return seconds(at) + " " + date(at);
    }

    /** The instant where people read it, with its offset: for {@code <time datetime>}. */
    public String iso(Instant at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(there(at).withNano(0));
    }

    /** {@code 2026-06-05T14:05}, where people read it: for an address. */
    public String local(Instant at) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(there(at).truncatedTo(ChronoUnit.MINUTES));
    }

    public ZonedDateTime there(Instant at) {
        return at.atZone(settings.zone());
    }

    /** Two units at most: {@code 45 giây}, {@code 12 phút}, {@code 2 giờ 05 phút}, {@code 3 ngày 4 giờ}. */
    public String duration(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 60) {
            return message("web.duration.seconds", seconds);
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return message("web.duration.minutes", minutes);
        }
        long hours = minutes / 60;
        if (hours < 24) {
            return message("web.duration.hours", hours, "%02d".formatted(minutes % 60));
        }
        return message("web.duration.days", String.valueOf(hours / 24), hours % 24);
    }

    /** A setting: nothing is left out, in minutes where they are whole: {@code 90 giây}, {@code 5 phút}. */
    public String exact(Duration length) {
        long seconds = length.toSeconds();
        if (length.toMillis() % 1000 != 0) {
            return number(length.toMillis(), 0) + " ms";
        }
        return seconds % 60 == 0 ? duration(length) : message("web.duration.seconds", seconds);
    }

    public String durationSince(Instant at) {
        return duration(Duration.between(at, clock.instant()));
    }

    /** {@code 12 phút trước}; what is not a minute old is {@code vừa xong}. */
    public String ago(Instant at) {
        Duration age = Duration.between(at, clock.instant());
        return age.toSeconds() < 60 ? message("web.just-now") : message("web.ago", duration(age));
    }

    /** {@code 1.234} */
    public String whole(long number) {
        return decimal("#,##0").format(number);
    }

    /** As {@link #whole(long)}, of a counter that may need all of its 64 bits. */
    public String counter(BigInteger number) {
        return decimal("#,##0").format(number);
    }

    /** At most so many decimals: {@code 1.234,5}. */
    public String number(double number, int decimals) {
        return decimal("#,##0" + (decimals > 0 ? "." + "#".repeat(decimals) : ""))
                .format(number);
    }

    /** {@code 99,73%}, rounded down: an availability is never shown better than it was. @param percent 0 to 100 */
    public String percent(double percent) {
        return decimal("#,##0.##").format(Math.floor(percent * 100) / 100) + "%";
    }

    /** {@code 99,73%} of 0.9973, as {@link #percent(double)}; {@code –} of null: there is no figure. @param share 0 to 1 */
    public String share(@Nullable BigDecimal share) {
        return share == null
                ? "–"
                : decimal("#,##0.##").format(share.movePointRight(2).setScale(2, RoundingMode.DOWN)) + "%";
    }

    /** {@code khoảng 1.240 người}: an estimate, so from a hundred on in tens. */
    public String people(long people) {
        return message("web.people", whole(people >= 100 ? Math.round(people / 10.0) * 10 : people));
    }

    /** {@code 12,4 Mbit/s} */
    public String bitRate(double bitsPerSecond) {
        return scaled(bitsPerSecond, "bit/s");
    }

    /** {@code 12,4 MB}, in thousands. */
    public String bytes(double bytes) {
        return scaled(bytes, "B");
    }

    /** A measured value with its unit as the metric names it: {@code 35 ms}, {@code 12,5%}, {@code 1,2 GB}. */
    public String measured(double value, String unit) {
        return switch (unit) {
            case "" -> number(value, 1);
            case "%" -> number(value, 1) + "%";
            case "bit/s" -> bitRate(value);
            case "bytes" -> bytes(value);
            default -> number(value, Math.abs(value) < 10 ? 2 : 1) + " " + unit(unit);
        };
    }

    /** {@code gói} for {@code packets}, {@code gói/s} for {@code packets/s}; a unit that has no word stands for itself. */
    public String unit(String unit) {
        String base = unit.endsWith("/s") ? unit.substring(0, unit.length() - 2) : unit;
        String key = "web.unit." + base;
        return has(key) ? message(key) + unit.substring(base.length()) : unit;
    }

    /** For searching: without marks and case; {@code đ} does not decompose, so it is mapped by hand. */
    public static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replace('đ', 'd')
                .replace('Đ', 'D')
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    private String scaled(double value, String unit) {
        int step = 0;
        double left = value;
        while (Math.abs(left) >= 1000 && step < THOUSANDS.length - 1) {
            left /= 1000;
            step++;
        }
        return number(left, Math.abs(left) < 100 && step > 0 ? 1 : 0) + " " + THOUSANDS[step] + unit;
    }

    private static DecimalFormat decimal(String pattern) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ENGLISH);
        if (vietnamese()) {
            symbols.setDecimalSeparator(',');
            symbols.setGroupingSeparator('.');
        }
        return new DecimalFormat(pattern, symbols);
    }

    private static Locale language() {
        return LocaleContextHolder.getLocale();
    }

    private static boolean vietnamese() {
        return !language().getLanguage().equals("en");
    }
}
