package io.langsong.report;

import io.langsong.incident.Incidents;
import io.langsong.incident.KeptIncidents;
import io.langsong.inventory.RetiredObjects;
import io.langsong.metric.MetricStore;
import io.langsong.notification.Post;
import io.langsong.outage.ObjectRef;
import io.langsong.uptime.Impact;
import io.langsong.uptime.IssuedFigures;
import io.langsong.uptime.TestCommune;
import io.langsong.uptime.UptimeProperties;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Reports of a {@link TestCommune}, as the program wires them, with incidents that a test writes by hand. */
public final class TestReports {
    static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    static final List<ObjectRef> ALL = List.of(
            TestCommune.WIFI,
            TestCommune.WIFI_MAN,
            TestCommune.OFFICE,
            ObjectRef.parse("link:line"),
            ObjectRef.parse("device:router"),
            TestCommune.AP,
            ObjectRef.parse("device:ap2"),
            ObjectRef.parse("device:ap-man"));

    public final TestCommune commune;
    public final Reports reports;
    final UsageBook usage;
    final Post post;
    final IssuedFigures figures;
    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();
    private List<String> recipients = List.of();
    private int serial;

    public TestReports(Path data) {
        this(data, 0);
    }

    TestReports(Path data, int cutoffDay) {
        this(new TestCommune(data), cutoffDay);
    }

    TestReports(TestCommune commune, int cutoffDay) {
        this.commune = commune;
        UptimeProperties settings =
                new UptimeProperties(new BigDecimal("99.5"), cutoffDay, Duration.ofMinutes(1), new BigDecimal("95"));
        Incidents incidents = KeptIncidents.in(commune.database, commune.clock);
        usage = new UsageBook(commune.jdbc);
        post = Post.on(commune.database, commune.clock);
        figures = new IssuedFigures(
                commune.jdbc,
                commune.transactions,
                commune.uptimes,
                commune.calendars,
                commune.maintenance,
                commune.audit,
                settings,
                commune.clock);
        reports = new Reports(
                commune.uptimes,
                new Impact(commune.jdbc, commune.transactions, commune.inventory, unread(), commune.clock),
                commune.inventory,
                new RetiredObjects(commune.jdbc),
                incidents,
                commune.plans,
                usage,
                settings,
                new ReportProperties(Duration.ofHours(8), Duration.ofHours(24), List.of()),
                commune.clock);
    }

    /** Nobody asks it before {@code Impact.recount}. */
    private static MetricStore unread() {
        return (MetricStore) java.lang.reflect.Proxy.newProxyInstance(
                MetricStore.class.getClassLoader(), new Class<?>[] {MetricStore.class}, (proxy, method, given) -> {
                    throw new AssertionError("A report reads no measurements: " + method);
                });
    }

    /** Who is told of drafts from now on, by names of accounts. */
    void recipients(String... names) {
        recipients = List.of(names);
    }

    private ReportMail mail() {
        return new ReportMail(
                post.outbox,
                post.people,
                messages(),
                new ReportProperties(Duration.ofHours(8), Duration.ofHours(24), recipients));
    }

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasenames("messages/report");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }

    public ReportDesk desk(Issuing... issuing) {
        for (Issuing one : issuing) {
            beans.addBean("issuing" + beans.getBeanDefinitionCount(), one);
        }
        return new ReportDesk(
                commune.jdbc,
                commune.transactions,
                reports,
                figures,
                beans.getBeanProvider(Issuing.class),
                mail(),
                commune.audit,
                commune.clock);
    }

    /** Everything is looked at without a gap. */
    public TestReports watched() {
        ALL.forEach(object -> commune.watched(object, "2026-08-31T00:00", null));
        return this;
    }

    Report of(YearMonth month) {
        return reports.of(reports.month(month));
    }

    public Report october() {
        return of(OCTOBER);
    }

    /**
     * An incident with one part, its root.
     *
     * @param until null: it lasts
     * @param taken when somebody took it; null: nobody did
     * @return its number
     */
    public String incident(
            ObjectRef object,
            String severity,
            String village,
            String cause,
            String from,
            @Nullable String until,
            @Nullable String taken) {
        serial++;
        Instant began = TestCommune.at(from);
        Instant ended = until == null ? null : TestCommune.at(until);
        Instant acknowledged = taken == null ? null : TestCommune.at(taken);
        long id = commune.jdbc
                .sql("""
                        INSERT INTO incident_record (year, serial, object, severity, villages, began_at, opened_at, state,
                          alarmed_at, acknowledged_by, acknowledged_at, resolved_at, guess, version)
                        VALUES (2026, :serial, :object, :severity, ARRAY[:village], :began, :began, :state,
                          :began, :by, CAST(:taken AS timestamptz), CAST(:ended AS timestamptz), :cause, 1)
                        RETURNING id
                        """)
                .param("serial", serial)
                .param("object", object.toString())
                .param("severity", severity)
                .param("village", village)
                .param("began", began.atOffset(ZoneOffset.UTC))
                .param("state", ended != null ? "resolved" : acknowledged != null ? "acknowledged" : "open")
                .param("by", acknowledged == null ? null : "ha")
                .param("taken", acknowledged == null ? null : acknowledged.atOffset(ZoneOffset.UTC))
                .param("ended", ended == null ? null : ended.atOffset(ZoneOffset.UTC))
                .param("cause", cause)
                .query(Long.class)
                .single();
        part(id, object, "down", true, began, ended);
        return "2026-%04d".formatted(serial);
    }

    void hidden(String number, ObjectRef object, String from, @Nullable String until) {
        long id = commune.jdbc
                .sql("SELECT id FROM incident_record WHERE serial = :serial")
                .param("serial", Integer.parseInt(number.substring(5)))
                .query(Long.class)
                .single();
        part(id, object, "hidden", false, TestCommune.at(from), until == null ? null : TestCommune.at(until));
    }

    private void part(
            long incident, ObjectRef object, String kind, boolean root, Instant began, @Nullable Instant ended) {
        commune.jdbc
                .sql("""
                        INSERT INTO incident_part (source, incident, object, subject, kind, root, began_at, ended_at)
                        SELECT 'outage:' || 1 + count(*), :incident, :object, :object, :kind, :root, :began,
                          CAST(:ended AS timestamptz) FROM incident_part
                        """)
                .param("incident", incident)
                .param("object", object.toString())
                .param("kind", kind)
                .param("root", root)
                .param("began", began.atOffset(ZoneOffset.UTC))
                .param("ended", ended == null ? null : ended.atOffset(ZoneOffset.UTC))
                .update();
    }
}
