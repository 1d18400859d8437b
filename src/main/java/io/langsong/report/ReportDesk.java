package io.langsong.report;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.report.ReportText.Section;
import io.langsong.report.ReportVersion.State;
import io.langsong.uptime.IssuedFigures;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The reports of months, from the draft until one is issued. A month has one version at a time that is worked on; when its facts come
 * out otherwise, a new one takes its place, and what people wrote goes along. One that was issued stays as it is, and the next draft
 * stands beside it. Any thread.
 */
@Component
public class ReportDesk {
    private static final Logger log = LoggerFactory.getLogger(ReportDesk.class);
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}&&[^\n\t]]");

    private final ReportTable table;
    private final TransactionTemplate transaction;
    private final Reports reports;
    private final IssuedFigures figures;
    private final ObjectProvider<Issuing> issuing;
    private final ReportMail mail;
    private final AuditTrail audit;
    private final Clock clock;

    ReportDesk(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Reports reports,
            IssuedFigures figures,
            ObjectProvider<Issuing> issuing,
            ReportMail mail,
            AuditTrail audit,
            Clock clock) {
        this.table = new ReportTable(jdbc);
        this.transaction = new TransactionTemplate(transactions);
        this.reports = reports;
        this.figures = figures;
        this.issuing = issuing;
        this.mail = mail;
        this.audit = audit;
        this.clock = clock;
    }

    /** The newest version of each month, the newest month first. */
    public List<ReportHeadline> headlines() {
        return table.headlines();
    }

    /** All versions, those of the newest month first, its newest version first. */
    public List<ReportVersion> versions() {
        return table.all();
    }

    public List<ReportVersion> versions(YearMonth month) {
        return table.of(month);
    }

    /** The newest version of a month, be it a draft or issued. */
    public Optional<ReportVersion> newest(YearMonth month) {
        return table.of(month).stream().findFirst();
    }

    /** @throws java.util.NoSuchElementException when there is no such version */
    public Report facts(ReportVersion version) {
        return ReportJson.read(table.facts(version.id()));
    }

    /** What people wrote last; a section that nobody wrote is not there. */
    public Map<Section, ReportText> texts(YearMonth month) {
        return table.texts(month);
    }

    /** What people wrote of a version: once it is issued what they had written by then, else {@link #texts(YearMonth)}. */
    public Map<Section, ReportText> texts(ReportVersion version) {
        return table.issuedTexts(version.id()).map(ReportJson::texts).orElseGet(() -> texts(version.month()));
    }

    /**
     * Counts a month that is over, and keeps what came out as a draft unless it is what the newest version says. Those whom the
     * settings name are told of a draft that nobody asked for.
     *
     * @param by who asked; {@link AuditTrail#SYSTEM} at night
     * @return the new version; empty when nothing has changed
     * @throws Refused when the month is not over
     */
    public Optional<ReportVersion> draft(YearMonth month, String by) {
        requireOver(month);
        Report facts = reports.of(reports.month(month));
        return Objects.requireNonNull(transaction.execute(status -> {
            table.lock();
            Optional<ReportVersion> last = newest(month);
            List<Difference> changed =
                    last.map(version -> Differences.of(facts(version), facts)).orElse(List.of());
            if (last.isPresent() && (isNewer(last.get(), facts) || changed.isEmpty())) {
                return Optional.<ReportVersion>empty();
            }
            last.filter(ReportVersion::isOpen).ifPresent(version -> table.replace(version.id()));
            int number = last.map(ReportVersion::version).orElse(0) + 1;
            long id = table.insert(month, number, facts.period(), facts.countedAt(), by, ReportJson.text(facts));
            ReportVersion drafted = table.find(id).orElseThrow();
            if (by.equals(AuditTrail.SYSTEM)) {
                mail.drafted(drafted, facts, changed.size());
            }
            record(by, "report.draft", month, "version", Integer.toString(number));
            log.info("report drafted month={} version={} by={} changed={}", month, number, by, changed.size());
            return Optional.of(drafted);
        }));
    }

    private void requireOver(YearMonth month) {
        if (reports.month(month).until().isAfter(clock.instant())) {
            throw Refused.conflict(
                    "month",
                    month.toString(),
                    "report.refused.not-over",
                    List.of(),
                    "is not over",
                    "ask again when it is; until then ask for it by from and to");
        }
    }

    /** Somebody else counted after us, and was quicker to keep it. */
    private static boolean isNewer(ReportVersion version, Report facts) {
        return version.madeAt().isAfter(facts.countedAt());
    }

    /**
     * Writes a section of a month of which there is a draft; a reviewed one becomes a draft again.
     *
     * @param seen {@link ReportText#tag} of what the writer had before the eyes; null: whatever is there is written over
     * @param by who writes
     * @throws Refused when there is no draft, the text can not be, or somebody wrote meanwhile
     */
    public void write(YearMonth month, Section section, String text, @Nullable String seen, String by) {
        String plain = checked(text);
        transaction.executeWithoutResult(status -> {
            table.lock();
            ReportVersion version = open(month);
            ReportText there = table.texts(month).get(section);
            if (seen != null && !seen.equals(ReportText.tag(there))) {
                throw Refused.changed("report.refused.written-meanwhile", section.code(), seen);
            }
            String before = there == null ? "" : there.text();
            if (before.equals(plain)) {
                return;
            }
            table.write(month, section, plain, by, now());
            table.takeBack(version.id());
            audit.recordAs(by, "report.write", subject(month), List.of(new Change(section.code(), before, plain)));
        });
    }

    /** In NFC, with single line ends, and of a length that fits the document. */
    private static String checked(String text) {
        String plain = Normalizer.normalize(text.strip().replaceAll("\\R", "\n"), Normalizer.Form.NFC);
        if (plain.length() > ReportText.LONGEST) {
            throw Refused.invalid(
                    "text",
                    plain,
                    "report.refused.long",
                    List.of(ReportText.LONGEST),
                    "is longer than " + ReportText.LONGEST + " characters",
                    "shorten it");
        }
        if (UNSEEN.matcher(plain).find()) {
            throw Refused.invalid(
                    "text",
                    plain,
                    "report.refused.unseen",
                    List.of(),
                    "holds characters that can not be seen",
                    "type it anew");
        }
        return plain;
    }

    /**
     * Says that somebody has looked through a draft.
     *
     * @param version that was looked at
     * @throws Refused when it is not the draft of that month any more
     */
    public ReportVersion review(YearMonth month, int version, String by) {
        return Objects.requireNonNull(transaction.execute(status -> {
            table.lock();
            ReportVersion open = seen(open(month), version);
            if (open.state() == State.DRAFT) {
                table.review(open.id(), by, now());
                record(by, "report.review", month, "version", Integer.toString(version));
            }
            return table.find(open.id()).orElseThrow();
        }));
    }

    /**
     * Issues a reviewed version: from then on neither it, nor what people wrote, nor its figures change. Counts everything once
     * more before, so it takes as long as a draft.
     *
     * @param version that was looked at
     * @throws Refused when it is not the reviewed one of that month, or when its figures do not hold any more
     */
    public ReportVersion issue(YearMonth month, int version, String by) {
        requireReviewed(seen(open(month), version));
        Reports.Counted counted = reports.count(reports.month(month));
        return Objects.requireNonNull(transaction.execute(status -> {
            table.lock();
            ReportVersion open = requireReviewed(seen(open(month), version));
            Report facts = facts(open);
            requireSame(open, Differences.of(facts, counted.report()));
            Map<Section, ReportText> texts = texts(month);
            table.issue(open.id(), by, now(), ReportJson.text(texts));
            figures.issue(counted.own(), by);
            ReportVersion issued = table.find(open.id()).orElseThrow();
            issuing.orderedStream().forEach(one -> one.issued(issued, facts, texts));
            record(by, "report.issue", month, "version", Integer.toString(version));
            log.info("report issued month={} version={} by={}", month, version, by);
            return issued;
        }));
    }

    private static ReportVersion requireReviewed(ReportVersion version) {
        if (version.state() != State.REVIEWED) {
            throw Refused.conflict(
                    "version",
                    Integer.toString(version.version()),
                    "report.refused.not-reviewed",
                    List.of(),
                    "is not reviewed",
                    "review it first");
        }
        return version;
    }

    private static void requireSame(ReportVersion version, List<Difference> differences) {
        if (!differences.isEmpty()) {
            throw Refused.conflict(
                    "version",
                    Integer.toString(version.version()),
                    "report.refused.outdated",
                    List.of(differences.size()),
                    "has figures that come out otherwise now: " + differences.size(),
                    "draft the month anew and look at the differences");
        }
    }

    private static ReportVersion seen(ReportVersion open, int version) {
        if (open.version() != version) {
            throw Refused.conflict(
                    "version",
                    Integer.toString(version),
                    "report.refused.newer",
                    List.of(Integer.toString(open.version())),
                    "is not the newest",
                    "look at version " + open.version());
        }
        return open;
    }

    private ReportVersion open(YearMonth month) {
        return newest(month)
                .filter(ReportVersion::isOpen)
                .orElseThrow(() -> Refused.conflict(
                        "month",
                        month.toString(),
                        "report.refused.no-draft",
                        List.of(),
                        "has no draft",
                        "make one first"));
    }

    private void record(String by, String action, YearMonth month, String field, String value) {
        audit.recordAs(by, action, subject(month), List.of(new Change(field, null, value)));
    }

    private static String subject(YearMonth month) {
        return "report:" + month;
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
