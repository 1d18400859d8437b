package io.langsong.report;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.report.ReportText.Section;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private final ReportTable table;
    private final TransactionTemplate transaction;
    private final Reports reports;
    private final AuditTrail audit;
    private final Clock clock;

    ReportDesk(
            JdbcClient jdbc, PlatformTransactionManager transactions, Reports reports, AuditTrail audit, Clock clock) {
        this.table = new ReportTable(jdbc);
        this.transaction = new TransactionTemplate(transactions);
        this.reports = reports;
        this.audit = audit;
        this.clock = clock;
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

    /** What people wrote last. */
    public Map<Section, ReportText> texts(YearMonth month) {
        return table.texts(month);
    }

    /**
     * Counts a month that is over, and keeps what came out as a draft unless it is what the newest version says.
     *
     * @param by who asked; {@link AuditTrail#SYSTEM} at night
     * @return the new version; empty when nothing has changed
     */
    public Optional<ReportVersion> draft(YearMonth month, String by) {
        ReportPeriod period = reports.month(month);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (period.until().isAfter(now)) {
            throw Refused.conflict(
                    "month",
                    month.toString(),
                    "report.refused.not-over",
                    List.of(),
                    "is not over",
                    "ask again when it is");
        }
        Report facts = reports.of(period);
        return Objects.requireNonNull(transaction.execute(status -> {
            table.lock();
            Optional<ReportVersion> last = newest(month);
            if (last.filter(version -> isSame(facts(version), facts)).isPresent()) {
                return Optional.<ReportVersion>empty();
            }
            last.filter(ReportVersion::isOpen).ifPresent(version -> table.replace(version.id()));
            int number = last.map(ReportVersion::version).orElse(0) + 1;
            long id = table.insert(month, number, period, now, by, ReportJson.text(facts));
            audit.recordAs(
                    by, "report.draft", subject(month), List.of(new Change("version", null, Integer.toString(number))));
            log.info("report drafted month={} version={}", month, number);
            return table.find(id);
        }));
    }

    private static boolean isSame(Report one, Report other) {
        return ReportJson.text(uncounted(one)).equals(ReportJson.text(uncounted(other)));
    }

    /** Without when it was counted. */
    private static Report uncounted(Report facts) {
        return new Report(
                facts.period(),
                Instant.EPOCH,
                facts.over(),
                facts.rules(),
                facts.objects(),
                facts.places(),
                facts.causes(),
                facts.incidents(),
                facts.work(),
                facts.usage(),
                facts.gaps(),
                facts.meanAcknowledgeSeconds(),
                facts.withinTarget());
    }

    /** Writes a section of a month that is not issued; a reviewed one becomes a draft again. */
    public void write(YearMonth month, Section section, String text, String by) {
        transaction.executeWithoutResult(status -> {
            table.lock();
            ReportVersion version = open(month);
            table.write(month, section, text.strip(), by, clock.instant());
            table.takeBack(version.id());
            audit.record("report.write", subject(month), List.of(new Change(section.code(), null, text.strip())));
        });
    }

    /** @param version that was looked at */
    public void review(YearMonth month, int version, String by) {
        transaction.executeWithoutResult(status -> {
            table.lock();
            ReportVersion open = seen(open(month), version);
            table.review(open.id(), by, clock.instant());
            audit.record(
                    "report.review", subject(month), List.of(new Change("version", null, Integer.toString(version))));
        });
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

    private static String subject(YearMonth month) {
        return "report:" + month;
    }
}
