package io.langsong.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.Role;
import io.langsong.availability.Interval;
import io.langsong.holiday.HolidayBook;
import io.langsong.incident.IncidentDesk.Hand;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.PlanWish;
import io.langsong.maintenance.Plans;
import io.langsong.maintenance.Scope;
import io.langsong.maintenance.Timing;
import io.langsong.notification.Posted;
import io.langsong.notification.Severity;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.Policies;
import io.langsong.oncall.PolicyWish;
import io.langsong.oncall.PolicyWish.LevelWish;
import io.langsong.outage.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** An is called first, ba and chi ten minutes later, nobody after that. */
class EscalationTest {
    private final TestIncidents test = new TestIncidents();
    private final JdbcTransactionManager transactions = new JdbcTransactionManager(test.post.database);
    private final Policies policies = new Policies(test.post.jdbc, transactions, test.people, test.audit);
    private final OnCall onCall = new OnCall(
            test.post.jdbc, new HolidayBook(test.post.jdbc, transactions, test.audit, test.clock), test.people);
    private final Inventory inventory = new Inventory(null, null, null, null, null, null) {
        @Override
        public InventorySnapshot snapshot() {
            return test.inventory;
        }
    };
    private final Plans plans = new Plans(test.post.jdbc, transactions, inventory, test.clock);
    private final Escalation escalation = new Escalation(
            test.books,
            new EscalationTable(test.post.jdbc),
            onCall,
            new PlannedOutages(new Maintenance(plans, inventory)),
            () -> test.inventory,
            test.post.outbox,
            new EscalationWords(Locale.forLanguageTag("vi"), null),
            test.post.transactions,
            test.clock);
    private int heard;

    @BeforeEach
    void people() {
        for (String name : List.of("an", "ba", "chi")) {
            test.people.add(name, "Anh " + name, Role.TECHNICIAN, "mat khau rat dai day");
        }
        policy(
                List.of(),
                new LevelWish(List.of("person:an"), 10),
                new LevelWish(List.of("person:ba", "person:chi"), 20));
    }

    private void policy(List<String> severities, LevelWish... levels) {
        policies.add(new PolicyWish(
                severities.isEmpty() ? "Mọi sự cố" : "Chỉ " + severities,
                severities.isEmpty() ? 9 : 1,
                severities,
                List.of(),
                List.of(),
                null,
                null,
                List.of(levels)));
    }

    /** What was published is heard in a transaction, as it is in the program. */
    private void tick() {
        test.transaction(() -> {
            for (; heard < test.events.size(); heard++) {
                Object event = test.events.get(heard);
                if (event instanceof IncidentOpened opened) {
                    escalation.on(opened);
                } else if (event instanceof IncidentReopened reopened) {
                    escalation.on(reopened);
                } else if (event instanceof IncidentGivenBack givenBack) {
                    escalation.on(givenBack);
                } else if (event instanceof IncidentWorsened worsened) {
                    escalation.on(worsened);
                }
            }
        });
        escalation.advance();
    }

    private void tickAfter(int minutes) {
        test.clock.advance(Duration.ofMinutes(minutes));
        tick();
    }

    /** Who was told what, oldest first. */
    private List<String> told() {
        List<Posted> messages = new ArrayList<>(test.post.outbox.messages(null, 100));
        java.util.Collections.reverse(messages);
        return messages.stream()
                .filter(message ->
                        message.key().startsWith("call") || message.key().startsWith("over"))
                .map(message -> message.deliveries().stream()
                                .map(Posted.Delivery::recipient)
                                .sorted()
                                .toList()
                        + " " + message.subject())
                .toList();
    }

    private Hand hand(String by) {
        return new Hand(test.incident(1).number(), null, by);
    }

    @Test
    void whatNobodyTakesGoesToTheNextLevelInTime() {
        test.started(test.down(1, "device:core"), test.hidden(2, "device:ap-0", "device:core"));
        tick();
        tick();
        assertThat(told()).hasSize(1);
        assertThat(told().get(0)).contains("an").contains("2026-0001").contains("Bộ chuyển mạch trung tâm");

        tickAfter(9);
        assertThat(told()).hasSize(1);
        tickAfter(1);
        tick();
        assertThat(told()).hasSize(2);
        assertThat(told().get(1)).contains("ba").contains("chi");
        assertThat(test.timeline(1)).contains("called", "called");
        tickAfter(600);
        assertThat(told()).hasSize(2);
    }

    @Test
    void whoTakesItStopsItAndWhoGivesItBackBeginsAnew() {
        test.started(test.down(1, "device:core"));
        tick();
        test.desk.acknowledge(hand("an"));
        tickAfter(60);
        assertThat(told()).hasSize(1);

        test.desk.giveBack(hand("an"));
        tick();
        assertThat(told()).hasSize(2);
        tickAfter(10);
        assertThat(told()).hasSize(3);
    }

    @Test
    void thatItIsOverIsToldOnceToAllWhoWereTold() {
        test.started(test.down(1, "device:core"));
        tick();
        tickAfter(10);
        test.ended(1);
        tick();
        tick();
        assertThat(told()).hasSize(3);
        assertThat(told().get(2)).contains("an", "ba", "chi").contains("Đã khôi phục");
    }

    @Test
    void whoWasCalledIsNotCalledAnewWhenItFailsAgainAtOnce() {
        test.started(test.down(1, "device:core"));
        tick();
        test.ended(1);
        tickAfter(1);
        test.started(test.down(2, "device:core"));
        tick();
        assertThat(told()).hasSize(1);
        tickAfter(9);
        assertThat(told()).as("the next level, as if it had never been over").hasSize(2);
    }

    @Test
    void whatComesTogetherIsOneMessage() {
        List<Outage> many = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            many.add(test.down(i + 1, "device:ap-" + i));
        }
        test.started(many.toArray(Outage[]::new));
        tick();
        assertThat(told()).singleElement().asString().contains("an").contains("6 sự cố");
        assertThat(test.post.outbox.about("device:ap-5", test.clock.instant().minusSeconds(60), 10))
                .as("by each of its objects")
                .anyMatch(message -> message.key().startsWith("call"));
        test.ended(1, 2, 3, 4, 5, 6);
        tick();
        assertThat(told()).as("over after a moment: it may fail again").hasSize(1);
        tickAfter(2);
        assertThat(told()).hasSize(2);
    }

    @Test
    void aLevelWithoutAnybodyIsSeenAndNotWaitedFor() {
        policy(List.of("urgent"), new LevelWish(List.of("person:an"), 10), new LevelWish(List.of("person:ba"), 10));
        io.langsong.access.TestAccess.enable(test.people, "an", false);
        test.started(test.down(1, "device:core"), test.hidden(2, "device:ap-0", "device:core"));
        tick();
        assertThat(told()).singleElement().asString().contains("ba").doesNotContain("[an");
        assertThat(test.post.outbox.messages(null, 10))
                .first()
                .satisfies(message -> assertThat(message.severity()).isEqualTo(Severity.CRITICAL));
    }

    @Test
    void anIncidentThatNoPolicyIsMeantForSaysSoOnce() {
        onCall.policies().forEach(policy -> policies.remove(policy.id()));
        test.started(test.down(1, "device:core"));
        tick();
        assertThat(test.timeline(1)).as("nobody uses policies").doesNotContain("called");

        policy(List.of("low"), new LevelWish(List.of("person:an"), 10));
        tick();
        tick();
        assertThat(test.timeline(1)).containsOnlyOnce("called");
        assertThat(told()).isEmpty();
    }

    @Test
    void inPlannedTimeNobodyIsCalledAndAfterItThoseWhoAreStillNeeded() {
        plans.enter(
                new PlanWish(
                        Plan.Kind.WORK,
                        "Thay bộ nguồn",
                        "Nguồn hỏng",
                        null,
                        Scope.parse(List.of("device:core")),
                        new Timing.Once(new Interval(
                                test.clock.instant().minusSeconds(60),
                                test.clock.instant().plus(Duration.ofMinutes(30))))),
                "ha");
        test.started(test.down(1, "device:core"));
        tick();
        tickAfter(29);
        assertThat(told()).isEmpty();
        tickAfter(1);
        assertThat(told()).isNotEmpty();
    }

    @Test
    void aPersonWhoMaySeeNothingOfItIsNotCalled() {
        test.people.add("xa", "Chị xa", Role.TECHNICIAN, "mat khau rat dai day");
        policy(List.of("medium", "urgent"), new LevelWish(List.of("person:xa"), 10));
        test.post
                .jdbc
                .sql("INSERT INTO access_person_village (person, village) VALUES ('xa', 'dao')")
                .update();
        test.started(test.down(1, "device:router"));
        tick();
        assertThat(told()).isEmpty();
    }

    @Test
    void aStopAtAnyStepLosesNothingAndRepeatsNothing() {
        test.started(test.down(1, "device:core"));
        tick();
        test.clock.advance(Duration.ofMinutes(10));
        Escalation dying = new Escalation(
                test.books,
                new EscalationTable(test.post.jdbc),
                onCall,
                new PlannedOutages(new Maintenance(plans, inventory)),
                () -> {
                    throw new IllegalStateException("killed");
                },
                test.post.outbox,
                new EscalationWords(Locale.forLanguageTag("vi"), null),
                test.post.transactions,
                test.clock);
        assertThatThrownBy(dying::advance).hasMessage("killed");
        assertThat(told()).hasSize(1);

        tick();
        tick();
        assertThat(told()).hasSize(2);
    }
}
