package io.langsong.report.paper;

import io.langsong.alert.Severity;
import io.langsong.incident.Fix;
import io.langsong.notification.Message;
import io.langsong.outage.Outage.Cause;
import io.langsong.report.ReportPeriod;
import io.langsong.report.Verdict;
import io.langsong.uptime.UptimeProperties;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;

/**
 * How numbers, times and words are written in a document of one language, as Decree 30/2020/NĐ-CP and the offices have it:
 * {@code 1.234}, {@code 99,73}, {@code 2 giờ 05 phút}, {@code tháng 02 năm 2026}. Any thread.
 */
public final class Wording {
    /** What there is no figure of. */
    public static final String NONE = "–";

    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final int LONGEST_NAME = 160;
    private static final DateTimeFormatter DATE_EN = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter DATE_VI = DateTimeFormatter.ofPattern("dd/MM/uuuu");
    private static final DateTimeFormatter LONG_DATE_EN = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern(":ss");
    private static final ResourceBundleMessageSource MESSAGES = messages();

    private final Locale locale;
    private final boolean english;
    private final DecimalFormatSymbols symbols;

    public Wording(Locale locale) {
        this.locale = locale;
        this.english = locale.getLanguage().equals("en");
        this.symbols = DecimalFormatSymbols.getInstance(Locale.ENGLISH);
        if (!english) {
            symbols.setDecimalSeparator(',');
            symbols.setGroupingSeparator('.');
        }
    }

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasenames("messages/paper", "messages/incident", "messages/proof");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        messages.setAlwaysUseMessageFormat(true);
        return messages;
    }

    /** @param key without the leading {@code paper.} */
    public String say(String key, Object... values) {
        return MESSAGES.getMessage("paper." + key, values, locale);
    }

    /** @param key all of it */
    public String word(String key, Object... values) {
        return MESSAGES.getMessage(key, values, locale);
    }

    /** @param key as {@link #say} */
    boolean knows(String key) {
        return MESSAGES.getMessage("paper." + key, null, null, locale) != null;
    }

    public String cause(Cause cause) {
        return MESSAGES.getMessage("incident.was." + cause.code(), null, locale);
    }

    public String fix(Fix fix) {
        return MESSAGES.getMessage("incident.fix." + fix.code(), null, locale);
    }

    public String severity(Severity severity) {
        return MESSAGES.getMessage("incident.severity." + severity.code(), null, locale);
    }

    String verdict(Verdict verdict) {
        return say("verdict." + verdict.code());
    }

    /** A name that somebody typed or a device gave, safe in a line. */
    public static String name(String foreign) {
        return Message.oneLine(foreign, LONGEST_NAME);
    }

    /** What somebody wrote, as paragraphs. */
    static String text(String written) {
        return Normalizer.normalize(written, Normalizer.Form.NFC)
                .replaceAll("\\r\\n?|[\\u0085\\u2028\\u2029]", "\n")
                .replaceAll("[\\p{Cc}\\p{Cs}\\p{Co}\\x{FFFE}\\x{FFFF}&&[^\\n]]", " ")
                .strip();
    }

    /** {@code 1.234} */
    public String whole(long number) {
        return new DecimalFormat("#,##0", symbols).format(number);
    }

    /** {@code 99,5}, without zeros behind. */
    public String plain(BigDecimal number) {
        return new DecimalFormat("#,##0.####", symbols).format(number);
    }

    /** {@code 99,73} of 0.9973, rounded down: 100,00 is all of it. Without the sign of percent, for a column that has it. */
    public String share(@Nullable BigDecimal share) {
        return share == null ? NONE : hundredths(percent(share));
    }

    /** In percent, to two places, rounded down. */
    static BigDecimal percent(BigDecimal share) {
        return share.movePointRight(2).setScale(2, RoundingMode.DOWN);
    }

    /** {@code 99,73%} */
    String percentOf(@Nullable BigDecimal share) {
        return share == null ? NONE : share(share) + "%";
    }

    /** {@code ± 0,03}: rounded up, since nothing is surer than it is. */
    String uncertainty(@Nullable BigDecimal share) {
        return share == null ? NONE : "± " + hundredths(share.movePointRight(2).setScale(2, RoundingMode.UP));
    }

    /** {@code +0,12} points of percent between two shares as they are printed. */
    String change(@Nullable BigDecimal now, @Nullable BigDecimal before) {
        if (now == null || before == null) {
            return NONE;
        }
        BigDecimal points = percent(now).subtract(percent(before));
        return (points.signum() > 0 ? "+" : points.signum() < 0 ? "−" : "") + hundredths(points.abs());
    }

    String hundredths(BigDecimal number) {
        return new DecimalFormat("#,##0.00", symbols).format(number);
    }

    /** {@code 1.234,5 GB}, in thousands. */
    String bytes(@Nullable Long bytes) {
        if (bytes == null) {
            return NONE;
        }
        double left = bytes;
        int step = 0;
        while (left >= 1000 && step < BYTES.length - 1) {
            left /= 1000;
            step++;
        }
        return new DecimalFormat(step == 0 ? "#,##0" : "#,##0.0", symbols).format(left) + " " + BYTES[step];
    }

    /** {@code 45 giây}, {@code 12 phút}, {@code 26 giờ 05 phút}: days are told in hours, as they are added up. */
    public String duration(long seconds) {
        if (seconds == 0) {
            return say("duration.none");
        }
        if (seconds < 60) {
            return say("duration.seconds", Long.toString(seconds));
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return say("duration.minutes", Long.toString(minutes));
        }
        return minutes % 60 == 0
                ? say("duration.whole-hours", whole(minutes / 60))
                : say("duration.hours", whole(minutes / 60), "%02d".formatted(minutes % 60));
    }

    String duration(@Nullable Long seconds) {
        return seconds == null ? NONE : duration(seconds.longValue());
    }

    /** {@code 05/06/2026 14:05}, for a narrow column: it is broken between the two alone. */
    String moment(Instant at) {
        ZonedDateTime local = at.atZone(UptimeProperties.ZONE);
        return (english ? DATE_EN : DATE_VI).format(local) + " " + CLOCK.format(local);
    }

    /** {@code 05/06/2026 14:05:02}, of what may have to be compared with another's record. */
    public String second(Instant at) {
        return moment(at) + SECOND.format(at.atZone(UptimeProperties.ZONE));
    }

    /** {@code 05/6/2026}: in running text the offices write a zero before months 1 and 2 alone. */
    String date(Instant at) {
        ZonedDateTime local = at.atZone(UptimeProperties.ZONE);
        return english
                ? LONG_DATE_EN.format(local)
                : "%02d/%s/%d".formatted(local.getDayOfMonth(), month(local.getMonthValue()), local.getYear());
    }

    private static String month(int month) {
        return month <= 2 ? "0" + month : Integer.toString(month);
    }

    /** {@code tháng 02 năm 2026}, {@code tháng 6 năm 2026} */
    String month(YearMonth month) {
        return english
                ? DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH).format(month)
                : say("month", month(month.getMonthValue()), Integer.toString(month.getYear()));
    }

    /** {@code 05/6}; the zero as in {@link #date}. */
    String dayAndMonth(LocalDate day) {
        return english
                ? DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).format(day)
                : "%02d/%s".formatted(day.getDayOfMonth(), month(day.getMonthValue()));
    }

    /** {@code 10/2026} */
    String shortMonth(YearMonth month) {
        return "%02d/%d".formatted(month.getMonthValue(), month.getYear());
    }

    /** {@code tháng 6 năm 2026}; of any other time {@code từ ngày 01/6/2026 đến ngày 14/6/2026}. */
    public String span(ReportPeriod period) {
        YearMonth month = period.month();
        return month != null
                ? month(month)
                : say("span", date(period.from()), date(period.until().minusNanos(1)));
    }

    /** {@code từ 00:00 ngày 01/6/2026 đến 24:00 ngày 30/6/2026} */
    public String bounds(ReportPeriod period) {
        ZonedDateTime until = period.until().atZone(UptimeProperties.ZONE);
        boolean midnight = until.toLocalTime().equals(LocalTime.MIDNIGHT);
        return say(
                "bounds",
                CLOCK.format(period.from().atZone(UptimeProperties.ZONE)),
                date(period.from()),
                midnight ? "24:00" : CLOCK.format(until),
                date(midnight ? period.until().minusNanos(1) : period.until()));
    }

    /** {@code 14:05 ngày 01/11/2026} */
    public String clockAndDate(Instant at) {
        return say("moment", CLOCK.format(at.atZone(UptimeProperties.ZONE)), date(at));
    }

    /** {@code A, B, C và 4 nơi khác} */
    String names(List<String> names, int most) {
        List<String> safe = names.stream().map(Wording::name).toList();
        return safe.size() <= most
                ? String.join(", ", safe)
                : say("more", String.join(", ", safe.subList(0, most)), whole(safe.size() - most));
    }
}
