package io.langsong.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.langsong.alert.Alert;
import io.langsong.alert.Severity;
import io.langsong.inventory.VillageId;
import io.langsong.outage.Outage;
import io.langsong.outage.Outage.Cause;
import io.langsong.outage.OutageEnded;
import io.langsong.outage.OutageExplained;
import io.langsong.outage.OutageStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Incidents as outages and alerts make them, on a real database. */
class IncidentKeeperTest {
    private final TestIncidents test = new TestIncidents();

    @Test
    void whatIsFoundOutAfterTheEndBettersTheGuess() {
        test.started(test.down(1, "device:router"), test.hidden(2, "device:ap1", "device:router"));
        test.ended(1, 2);
        Outage over = test.record.get(1L);
        test.transaction(() -> test.keeper.on(new OutageExplained(TestIncidents.with(over, Outage.Cause.DEVICE))));
        assertThat(test.incident(1).guess()).isEqualTo(Outage.Cause.DEVICE);

        Outage child = test.record.get(2L);
        test.transaction(() -> test.keeper.on(new OutageExplained(TestIncidents.with(child, Outage.Cause.LINK))));
        assertThat(test.incident(1).guess()).as("of a child").isEqualTo(Outage.Cause.DEVICE);
    }

    @Test
    void whatWasAtAnotherTimeThanWasKnownIsPutRight() {
        test.started(test.down(1, "device:core"), test.hidden(2, "device:ap-0", "device:core"));
        test.clock.advance(Duration.ofHours(36));
        test.ended(1, 2);
        Incident before = test.incident(1);
        int events = test.events.size();
        Instant began = TestIncidents.NOON.minusSeconds(60);
        Instant ended = TestIncidents.NOON.plusSeconds(240);

        test.corrected(1, began, ended, Cause.DEVICE);
        test.corrected(2, TestIncidents.NOON.minusSeconds(90), TestIncidents.NOON.plusSeconds(270), Cause.LINK);

        Incident after = test.incident(1);
        assertThat(after.beganAt()).as("as its root").isEqualTo(began);
        assertThat(after.guess()).isEqualTo(Cause.DEVICE);
        assertThat(after.standing()).as("what was done was done when it was").isEqualTo(before.standing());
        assertThat(test.books.parts.of(after.id()))
                .extracting(Part::beganAt, Part::endedAt)
                .containsExactly(
                        tuple(began, ended),
                        tuple(TestIncidents.NOON.minusSeconds(90), TestIncidents.NOON.plusSeconds(270)));
        assertThat(test.events).hasSize(events);
    }

    @Test
    void whatLastsLastsWhenItHadBegunBefore() {
        test.started(test.down(1, "device:core"));

        test.corrected(1, TestIncidents.NOON.minusSeconds(3600), null, Cause.POWER);
        test.corrected(99, TestIncidents.NOON, TestIncidents.NOON.plusSeconds(1), Cause.POWER);

        assertThat(test.incident(1).beganAt()).isEqualTo(TestIncidents.NOON.minusSeconds(3600));
        assertThat(test.parts(1)).containsExactly("device:core down root");
        assertThat(test.count()).isEqualTo(1);
    }

    @Test
    void oneRootIsOneIncidentHoweverMuchItTakesDown() {
        test.started(
                test.hidden(2, "device:ap-0", "device:core"),
                test.down(4, "service:wifi-man"),
                test.down(1, "device:core"),
                test.hidden(3, "device:ap-1", "device:core"));
        test.started(test.hidden(5, "device:ap-2", "device:core"));

        assertThat(test.count()).isEqualTo(1);
        Incident incident = test.incident(1);
        assertThat(incident.number()).hasToString("2026-0001");
        assertThat(incident.state()).isEqualTo(State.OPEN);
        assertThat(incident.object()).hasToString("device:core");
        assertThat(incident.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(incident.guess()).isEqualTo(Cause.POWER);
        assertThat(incident.villages()).containsExactlyInAnyOrder(new VillageId("man"), new VillageId("dao"));
        assertThat(test.parts(1))
                .containsExactly(
                        "device:core down root",
                        "device:ap-0 hidden",
                        "device:ap-1 hidden",
                        "service:wifi-man down",
                        "device:ap-2 hidden");
        assertThat(test.timeline(1)).containsExactly("opened 1", "joined 3", "joined 1");
        assertThat(test.events).hasSize(1).first().isInstanceOf(IncidentOpened.class);
    }

    @Test
    void whatIsToldTwiceOrTooLateChangesNothing() {
        test.started(test.down(1, "device:core"));
        test.started(test.down(1, "device:core"));
        assertThat(test.count()).isEqualTo(1);

        test.ended(1);
        test.transaction(() -> test.keeper.on(new OutageEnded(test.record.get(1L))));
        test.transaction(() -> test.keeper.on(new OutageStarted(test.down(1, "device:core"))));

        assertThat(test.count()).isEqualTo(1);
        assertThat(test.incident(1).state()).isEqualTo(State.RESOLVED);
        assertThat(test.timeline(1)).containsExactly("opened 1", "recovered");
    }

    @Test
    void anEndThatOvertakesItsBeginningLeavesNothingOpen() {
        test.record.put(7L, test.down(7, "device:core"));
        test.ended(7);
        test.transaction(() -> test.keeper.on(new OutageStarted(test.down(7, "device:core"))));

        Alert alert = test.alert(3, "cpu-busy", Severity.WARNING, "core");
        test.cleared(test.over(alert));
        test.fired(alert);

        assertThat(test.count()).isZero();
    }

    @Test
    void whatWasFoundInLateResultsIsNoIncident() {
        test.transaction(() -> {
            test.start(test.down(1, "device:core"));
            test.end(1);
        });

        assertThat(test.count()).isZero();
    }

    @Test
    void aRootThatRecoversResolvesAndIsClosedADayLater() {
        test.started(test.down(1, "device:core"), test.hidden(2, "device:ap-0", "device:core"));
        test.clock.advance(Duration.ofMinutes(30));
        test.ended(1, 2);

        Incident over = test.incident(1);
        assertThat(over.state()).isEqualTo(State.RESOLVED);
        assertThat(over.standing().resolved()).isEqualTo(new Standing.By(null, test.clock.instant()));
        assertThat(test.parts(1)).containsExactly("device:core down root over", "device:ap-0 hidden over");
        assertThat(test.timeline(1)).containsExactly("opened 1", "joined 1", "back 1", "recovered");

        test.later(Duration.ofHours(24).minusSeconds(1));
        assertThat(test.incident(1).state()).isEqualTo(State.RESOLVED);
        test.later(Duration.ofSeconds(1));
        assertThat(test.incident(1).state()).isEqualTo(State.CLOSED);
        assertThat(test.events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("IncidentOpened", "IncidentResolved");
    }

    @Test
    void aChildThatIsLeftBehindBecomesItsOwnIncidentWithWhatItHides() {
        test.started(
                test.down(1, "device:core"),
                test.hidden(2, "device:ap-0", "device:core"),
                test.hidden(3, "device:ap-1", "device:core"),
                test.down(4, "service:wifi-man"));
        test.clock.advance(Duration.ofMinutes(30));
        test.transaction(() -> {
            test.end(1);
            test.end(2);
            test.start(test.down(5, "device:ap-0"));
            test.end(3);
        });
        test.later(Duration.ofMinutes(2).minusSeconds(1));
        assertThat(test.count()).as("an access point boots").isEqualTo(1);
        assertThat(test.parts(1)).contains("device:ap-0 down", "service:wifi-man down", "device:ap-0 hidden over");

        test.later(Duration.ofSeconds(1));

        assertThat(test.count()).isEqualTo(2);
        assertThat(test.incident(1).state()).isEqualTo(State.RESOLVED);
        assertThat(test.incident(2).object()).hasToString("device:ap-0");
        assertThat(test.incident(2).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(test.parts(2)).containsExactly("device:ap-0 down root", "service:wifi-man down");
        assertThat(test.timeline(1)).last().isEqualTo("split-off 2026-0002");
        assertThat(test.timeline(2)).containsExactly("opened 1 2026-0001", "joined 1");
        test.later(Duration.ofMinutes(10));
        assertThat(test.count()).isEqualTo(2);
    }

    @Test
    void whatBootsLaterThanItsRootStaysWhereItWas() {
        test.started(test.down(1, "device:core"), test.hidden(2, "device:ap-0", "device:core"));
        test.ended(1);
        test.clock.advance(Duration.ofSeconds(40));
        test.transaction(() -> {
            test.end(2);
            test.start(test.down(3, "device:ap-0"));
        });
        test.later(Duration.ofSeconds(70));
        test.ended(3);
        test.later(Duration.ofMinutes(10));

        assertThat(test.count()).isEqualTo(1);
        assertThat(test.incident(1).state()).isEqualTo(State.RESOLVED);
    }

    @Test
    void theSameThatFailsAgainSoonIsTheSameIncident() {
        test.started(test.down(1, "device:ap-1"));
        test.desk.acknowledge(new IncidentDesk.Hand(new IncidentNumber(2026, 1), 1, "an"));
        test.clock.advance(Duration.ofMinutes(5));
        test.ended(1);
        test.clock.advance(Duration.ofMinutes(10));

        test.started(test.down(2, "device:ap-1"));

        assertThat(test.count()).isEqualTo(1);
        assertThat(test.incident(1).state()).isEqualTo(State.ACKNOWLEDGED);
        assertThat(test.incident(1).standing().alarmedAt()).isEqualTo(test.clock.instant());
        assertThat(test.events).last().isInstanceOf(IncidentReopened.class);

        test.ended(2);
        test.clock.advance(Duration.ofMinutes(10).plusSeconds(1));
        test.started(test.down(3, "device:ap-1"));
        assertThat(test.count()).isEqualTo(2);
    }

    @Test
    void oneThatGoesOnBehindAnotherIsPartOfThat() {
        test.started(test.down(1, "device:ap-1"));

        test.transaction(() -> {
            test.start(test.down(2, "device:core"));
            test.end(1);
            test.start(test.hidden(3, "device:ap-1", "device:core"));
        });

        assertThat(test.incident(1).state()).isEqualTo(State.CLOSED);
        assertThat(test.incident(1).mergedInto()).isEqualTo(new IncidentNumber(2026, 2));
        assertThat(test.parts(2)).containsExactly("device:core down root", "device:ap-1 hidden");
        assertThat(test.timeline(2)).containsExactly("opened 1", "joined 1", "took-in 2026-0001");
    }

    @Test
    void aLoneAccessPointWarnsUntilAServiceStops() {
        test.started(test.down(1, "device:ap-1"));
        assertThat(test.incident(1).severity()).isEqualTo(Severity.WARNING);
        test.started(test.down(2, "device:ap-0"));
        assertThat(test.incident(2).severity()).as("a service needs it").isEqualTo(Severity.CRITICAL);
        test.started(test.down(3, "device:router"));
        assertThat(test.incident(3).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void anAlertIsAnIncidentOfTheSeverityOfItsRule() {
        Alert alert = test.alert(1, "cpu-busy", Severity.WARNING, "ap-1");
        test.fired(alert);
        test.fired(alert);
        test.fired(test.alert(2, "temperature-critical", Severity.CRITICAL, "ap-1"));

        assertThat(test.count()).isEqualTo(2);
        assertThat(test.incident(1).severity()).isEqualTo(Severity.WARNING);
        assertThat(test.incident(2).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(test.incident(1).villages()).containsExactly(new VillageId("dao"));

        test.clock.advance(Duration.ofMinutes(1));
        test.cleared(test.over(alert));
        assertThat(test.incident(1).state()).isEqualTo(State.RESOLVED);
        test.clock.advance(Duration.ofMinutes(16));
        test.fired(test.alert(3, "cpu-busy", Severity.WARNING, "ap-1"));
        assertThat(test.count()).as("it held again a minute after it was over").isEqualTo(2);
        assertThat(test.incident(1).state()).isEqualTo(State.OPEN);
    }

    @Test
    void aStormOfRootsIsAsManyIncidentsEachWithItsNumber() {
        test.inventory = Commune.with(400);
        test.transaction(() -> {
            for (int number = 0; number < 300; number++) {
                test.start(test.down(number + 1, "device:ap-" + number));
            }
        });
        assertThat(test.incidents.open())
                .hasSize(300)
                .extracting(Incident::number)
                .doesNotHaveDuplicates();

        test.transaction(() -> {
            test.start(test.down(1000, "device:core"));
            for (int number = 0; number < 300; number++) {
                test.end(number + 1);
                test.start(test.hidden(2000 + number, "device:ap-" + number, "device:core"));
            }
        });
        assertThat(test.incidents.open())
                .as("one cause was found for all")
                .singleElement()
                .satisfies(one -> assertThat(test.incidents.parts(one)).hasSize(301));
    }

    @Test
    void anOutageDoesNotHangUnderAnAlert() {
        test.fired(test.alert(1, "cpu-busy", Severity.WARNING, "core"));
        test.started(test.hidden(1, "device:ap-1", "device:core"));

        assertThat(test.count()).isEqualTo(2);
    }

    @Test
    void aRestartKeepsWhatWas() {
        test.started(test.down(1, "device:core"));
        test.desk.acknowledge(new IncidentDesk.Hand(new IncidentNumber(2026, 1), 1, "an"));
        Incident before = test.incident(1);

        test.restart(Timeline::new);
        test.clock.advance(Duration.ofMinutes(5));
        test.started(test.down(1, "device:core"), test.hidden(2, "device:ap-0", "device:core"));
        test.keeper.tick();

        assertThat(test.incident(1)).isEqualTo(before);
        assertThat(test.parts(1)).hasSize(2);
        assertThat(test.incidents.open()).containsExactly(before);
    }

    @Test
    void nothingIsLeftOfATransactionThatDiesInTheMiddle() {
        assertThatThrownBy(() -> test.transaction(() -> {
                    test.start(test.down(1, "device:core"));
                    test.fired(test.alert(1, "cpu-busy", Severity.WARNING, "ap-1"));
                    throw new IllegalStateException("dead");
                }))
                .hasMessage("dead");

        assertThat(test.count()).isZero();
    }

    @Test
    void whatBeganOrEndedUnseenIsFoundAfterAStart() {
        test.started(test.down(1, "device:core"));
        test.fired(test.alert(1, "cpu-busy", Severity.WARNING, "ap-1"));
        test.record.put(2L, test.down(2, "device:ap-1"));
        test.record.put(1L, test.endedOf(1));
        test.alerts.put(1L, test.over(test.alerts.get(1L)));
        test.alerts.put(2L, test.alert(2, "rtt-high", Severity.WARNING, "ap-2"));

        test.restart(Timeline::new);
        test.keeper.tick();

        assertThat(test.incident(1).state()).isEqualTo(State.RESOLVED);
        assertThat(test.incident(2).state()).isEqualTo(State.RESOLVED);
        assertThat(test.incidents.open())
                .extracting(one -> one.object().toString())
                .containsExactly("device:ap-1", "device:ap-2");
    }

    @Test
    void numbersBeginAnewWithTheYearWherePeopleLive() {
        test.clock.set(Instant.parse("2026-12-31T16:59:59Z"));
        test.started(test.down(1, "device:ap-1"));
        test.clock.advance(Duration.ofSeconds(1));
        test.started(test.down(2, "device:ap-2"));
        test.started(test.down(3, "device:ap-3"));

        assertThat(test.incidents.open())
                .extracting(one -> one.number().toString())
                .containsExactly("2026-0001", "2027-0001", "2027-0002");
    }

    @Test
    void anErrorOfOursLeavesNothingAndIsMadeUpFor() {
        test.restart(jdbc -> new Timeline(jdbc) {
            @Override
            void add(
                    Incident incident, Instant at, @Nullable String actor, Entry.Kind kind, Map<String, String> facts) {
                throw new IllegalStateException("dead");
            }
        });
        test.transaction(() -> {
            test.start(test.down(1, "device:core"));
            test.post
                    .jdbc
                    .sql("INSERT INTO incident_message (key, posted_at) VALUES ('beside', now())")
                    .update();
        });
        assertThat(test.post
                        .jdbc
                        .sql("SELECT key FROM incident_message")
                        .query(String.class)
                        .single())
                .as("what is recorded beside it stays")
                .isEqualTo("beside");

        assertThat(test.count()).isZero();
        for (String table : Set.of("incident_part", "incident_entry", "incident_serial")) {
            assertThat(test.post
                            .jdbc
                            .sql("SELECT count(*) FROM " + table)
                            .query(Integer.class)
                            .single())
                    .as(table)
                    .isZero();
        }
        test.restart(Timeline::new);
        test.keeper.tick();
        test.keeper.tick();
        assertThat(test.parts(1)).containsExactly("device:core down root");
        assertThat(test.count()).isEqualTo(1);
    }
}
