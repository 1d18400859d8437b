package io.langsong.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.availability.Interval;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.PlanWish;
import io.langsong.maintenance.Scope;
import io.langsong.maintenance.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program ends and begins anew at each step of an incident: it stays the same one, and nothing is told again. */
class RestartTest {
    private final TestTown town = new TestTown();

    @Test
    void eachStepOutlastsARestart() {
        town.villageDown(7);
        Incident opened = town.incident(1);
        restart();
        assertThat(town.incident(1)).isEqualTo(opened);
        town.pass(Duration.ofSeconds(30));
        assertThat(town.keys())
                .as(town.told())
                .filteredOn(key -> key.endsWith("-started"))
                .hasSize(1);

        town.passMinutes(11);
        assertThat(called()).as("both levels").isEqualTo(2);
        restart();
        town.pass(Duration.ofSeconds(30));
        assertThat(called()).as("nobody is called again").isEqualTo(2);

        town.desk().acknowledge(new IncidentDesk.Hand(town.incident(1).number(), null, "an"));
        Incident taken = town.incident(1);
        restart();
        assertThat(town.incident(1)).isEqualTo(taken);
        town.passMinutes(60);
        assertThat(called()).as("whoever took it is not called over").isEqualTo(2);

        Instant back = town.clock.instant();
        town.villageUp(7);
        restart();
        town.passMinutes(5);
        assertThat(town.incident(1).state()).isEqualTo(State.RESOLVED);
        assertThat(town.incidents().parts(town.incident(1)))
                .allSatisfy(part -> assertThat(part.endedAt()).isEqualTo(back));
        restart();
        town.passMinutes(5);
        assertThat(town.keys()).as(town.told()).doesNotHaveDuplicates();
        assertThat(town.keys())
                .as(town.told())
                .filteredOn(key -> key.endsWith("-ended"))
                .hasSize(1);
        assertThat(town.incident(1).beganAt()).isEqualTo(opened.beganAt());
    }

    @Test
    void whatIsSilencedStaysSoAndIsToldWhenItOutlastsThePlan() {
        town.plans()
                .enter(
                        new PlanWish(
                                Plan.Kind.WORK,
                                "Thay bộ chuyển mạch",
                                "Hỏng nguồn",
                                null,
                                Scope.parse(List.of("device:sw-7")),
                                new Timing.Once(new Interval(
                                        town.clock.instant().minusSeconds(60),
                                        town.clock.instant().plus(Duration.ofMinutes(30))))),
                        "ha");
        town.villageDown(7);
        for (int minute = 0; minute < 28; minute += 7) {
            town.passMinutes(7);
            restart();
        }
        assertThat(town.messages()).as(town.told()).isEmpty();
        Incident silent = town.incident(1);

        town.passMinutes(20);
        restart();
        town.passMinutes(1);
        assertThat(town.keys())
                .as(town.told())
                .filteredOn(key -> key.endsWith("-started"))
                .hasSize(1);
        assertThat(called()).as(town.told()).isGreaterThanOrEqualTo(1);
        assertThat(town.incident(1).beganAt()).isEqualTo(silent.beganAt());
        assertThat(town.incident(1).number()).isEqualTo(silent.number());
    }

    private void restart() {
        town.restart();
        town.tick();
    }

    private long called() {
        return town.messages().stream()
                .filter(message -> "escalation-calls".equals(message.facts().get("event")))
                .count();
    }
}
