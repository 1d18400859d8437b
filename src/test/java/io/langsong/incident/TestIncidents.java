package io.langsong.incident;

import io.langsong.access.AuditTrail;
import io.langsong.access.People;
import io.langsong.access.TestAccess;
import io.langsong.alert.Alert;
import io.langsong.alert.AlertCleared;
import io.langsong.alert.AlertFired;
import io.langsong.alert.Criterion;
import io.langsong.alert.Severity;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.notification.Post;
import io.langsong.outage.Bound;
import io.langsong.outage.Condition;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.Outage.Cause;
import io.langsong.outage.OutageCorrected;
import io.langsong.outage.OutageEnded;
import io.langsong.outage.OutageExplained;
import io.langsong.outage.OutageStarted;
import io.langsong.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The incidents of a {@link Commune} on a real database, with outages and alerts that a test gives. */
final class TestIncidents {
    static final Instant NOON = Instant.parse("2026-12-01T05:00:00Z");
    static final IncidentProperties SETTINGS = new IncidentProperties(
            Duration.ofMinutes(10),
            Duration.ofHours(24),
            3,
            Duration.ofHours(1),
            Duration.ofMinutes(30),
            Duration.ofMinutes(30));

    final TestClock clock = new TestClock(NOON);
    final Post post = Post.toNobody(clock);
    final List<Object> events = new ArrayList<>();
    final People people = TestAccess.people(post.database, clock);
    final AuditTrail audit = TestAccess.audit(post.database, clock);
    final Map<Long, Outage> record = new LinkedHashMap<>();
    final Map<Long, Alert> alerts = new LinkedHashMap<>();
    InventorySnapshot inventory = Commune.with(6);
    Books books = new Books(post.jdbc, new Timeline(post.jdbc), events::add);
    final Incidents incidents =
            new Incidents(books, post.outbox, id -> Optional.ofNullable(record.get(id)), id -> Optional.empty());
    IncidentKeeper keeper = keeper(books);
    IncidentDesk desk = desk(books);

    /** As after a start of the program, with a timeline of one's own. */
    void restart(Function<JdbcClient, Timeline> timeline) {
        ApplicationEventPublisher publisher = events::add;
        books = new Books(post.jdbc, timeline.apply(post.jdbc), publisher);
        keeper = keeper(books);
        desk = desk(books);
    }

    private IncidentKeeper keeper(Books kept) {
        return new IncidentKeeper(
                kept,
                new IncidentKeeper.Ledger(
                        () -> record.values().stream()
                                .filter(outage -> outage.to() == null)
                                .toList(),
                        id -> Optional.ofNullable(record.get(id)),
                        () -> alerts.values().stream().filter(Alert::lasts).toList(),
                        id -> Optional.ofNullable(alerts.get(id))),
                () -> inventory,
                SETTINGS,
                post.transactions,
                clock);
    }

    private IncidentDesk desk(Books kept) {
        return new IncidentDesk(kept, post.transactions, () -> inventory, people, audit, this::correct, clock);
    }

    private void correct(long outage, Cause cause, String reason, String by) {
        record.put(outage, with(record.get(outage), cause));
        keeper.on(new OutageExplained(record.get(outage)));
    }

    static Outage with(Outage outage, Cause cause) {
        return new Outage(
                outage.id(),
                outage.object(),
                outage.condition(),
                outage.root(),
                outage.from(),
                outage.to(),
                cause,
                outage.evidence());
    }

    /** @param ended null: it lasts */
    void corrected(long id, Instant began, @Nullable Instant ended, Cause cause) {
        Outage known = record.getOrDefault(id, down(id, "device:core"));
        Outage corrected = new Outage(
                id,
                known.object(),
                known.condition(),
                known.root(),
                Bound.exactly(began),
                ended == null ? null : Bound.exactly(ended),
                cause,
                known.evidence());
        record.put(id, corrected);
        transaction(() -> keeper.on(new OutageCorrected(corrected)));
    }

    void transaction(Runnable work) {
        post.transactions.executeWithoutResult(transaction -> work.run());
    }

    void started(Outage... outages) {
        transaction(() -> List.of(outages).forEach(this::start));
    }

    void start(Outage outage) {
        record.put(outage.id(), outage);
        keeper.on(new OutageStarted(outage));
    }

    void ended(long... ids) {
        transaction(() -> {
            for (long id : ids) {
                end(id);
            }
        });
    }

    void end(long id) {
        Outage over = endedOf(id);
        record.put(id, over);
        keeper.on(new OutageEnded(over));
    }

    Outage endedOf(long id) {
        Outage open = record.get(id);
        return new Outage(
                id,
                open.object(),
                open.condition(),
                open.root(),
                open.from(),
                Bound.exactly(clock.instant()),
                open.cause(),
                open.evidence());
    }

    void fired(Alert alert) {
        alerts.put(alert.id(), alert);
        transaction(() -> keeper.on(new AlertFired(alert)));
    }

    void cleared(Alert alert) {
        alerts.put(alert.id(), alert);
        transaction(() -> keeper.on(new AlertCleared(alert)));
    }

    Outage down(long id, String object) {
        return outage(id, Condition.DOWN, object, object);
    }

    Outage hidden(long id, String object, String root) {
        return outage(id, Condition.UNREACHABLE, object, root);
    }

    private Outage outage(long id, Condition condition, String object, String root) {
        return new Outage(
                id,
                ObjectRef.parse(object),
                condition,
                ObjectRef.parse(root),
                Bound.exactly(clock.instant()),
                null,
                Outage.Cause.POWER,
                List.of());
    }

    Alert alert(long id, String rule, Severity severity, String device) {
        return new Alert(
                id,
                rule,
                severity,
                new DeviceId(device),
                "cpu.utilization",
                "",
                "%",
                Criterion.Kind.ABOVE,
                90.0,
                97.0,
                clock.instant().minusSeconds(900),
                clock.instant(),
                null,
                null);
    }

    Alert over(Alert alert) {
        return new Alert(
                alert.id(),
                alert.rule(),
                alert.severity(),
                alert.device(),
                alert.metric(),
                alert.index(),
                alert.unit(),
                alert.asked(),
                alert.fire(),
                alert.value(),
                alert.since(),
                alert.firedAt(),
                clock.instant(),
                Alert.End.CLEARED);
    }

    void later(Duration by) {
        clock.advance(by);
        keeper.tick();
    }

    Incident incident(int serial) {
        return incidents.find(new IncidentNumber(2026, serial)).orElseThrow();
    }

    /** {@code device:core down root}, … in the order of the page. */
    List<String> parts(int serial) {
        return incidents.parts(incident(serial)).stream()
                .map(part -> part.object() + " " + part.kind().code() + (part.root() ? " root" : "")
                        + (part.lasts() ? "" : " over"))
                .toList();
    }

    /** {@code acknowledged an}, {@code joined 3}, … oldest first. */
    List<String> timeline(int serial) {
        return incidents.timeline(incident(serial)).stream()
                .map(entry -> entry.kind().code()
                        + (entry.actor() == null ? "" : " " + entry.actor())
                        + (entry.fact("count") == null ? "" : " " + entry.fact("count"))
                        + (entry.fact("number") == null ? "" : " " + entry.fact("number")))
                .toList();
    }

    int count() {
        return post.jdbc
                .sql("SELECT count(*) FROM incident_record")
                .query(Integer.class)
                .single();
    }
}
