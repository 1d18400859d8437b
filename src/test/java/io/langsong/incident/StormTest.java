package io.langsong.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.AuditFilter;
import io.langsong.access.Refused;
import io.langsong.incident.IncidentDesk.Hand;
import io.langsong.notification.Posted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StormTest {
    private final TestTown town = new TestTown();

    @Test
    void allVillagesBehindOneUplinkAreOneIncidentAndAtMostThreeMessagesForEachPerson() {
        List<String> behind = new ArrayList<>();
        for (int number = 1; number <= TestTown.VILLAGES; number++) {
            behind.addAll(List.of("sw-" + number, "ap-" + number + "-1", "ap-" + number + "-2"));
        }
        Instant start = town.clock.instant();
        town.down("core", behind.toArray(String[]::new));
        town.passMinutes(45);
        behind.add("core");
        town.up(behind.toArray(String[]::new));
        town.passMinutes(10);

        Map<String, Integer> copies = town.copies(start);
        System.out.printf("36 villages, one root: copies %s%n%s", copies, town.told());
        assertThat(copies.values())
                .as("copies by recipient %s%n%s", copies, town.told())
                .allMatch(count -> count <= 3);
        assertThat(town.incidents().find(IncidentWish.of(Set.of(), null), 10)).hasSize(1);
        assertThat(town.incident(1).villages()).hasSize(36);
        assertThat(town.messages().get(0).subject())
                .as("the root first")
                .isEqualTo("Mất kết nối: Thôn 1, Bộ định tuyến trung tâm (+108 điểm)");
        assertThat(town.storms().proposal(Storm.Proposal.Kind.BEGIN))
                .as("one reason is no storm")
                .isEmpty();
    }

    @Test
    void aStormTellsDigestsOnlyAndKeepsItsStateOverEachRestart() {
        Instant start = town.clock.instant();
        for (int number = 1; number <= 5; number++) {
            town.villageDown(number);
            town.passMinutes(1);
        }
        int before = town.messages().size();
        Incident umbrella = town.storms().begin("an");
        town.tick();
        Instant begun = town.clock.instant();
        assertThat(town.keys().subList(before, town.keys().size()))
                .as(town.told())
                .hasSize(2)
                .contains("storm-" + umbrella.number() + "-began")
                .anyMatch(key -> key.startsWith("call-" + umbrella.number()));
        assertThat(message("storm-" + umbrella.number() + "-began").text()).contains("Cứ 30 phút có một tin");
        for (int number = 6; number <= 20; number++) {
            town.restart();
            town.villageDown(number);
            town.restart();
            town.passMinutes(1);
        }
        town.restart();
        town.villageUp(3);
        town.villageUp(4);
        town.restart();
        town.pass(Duration.between(town.clock.instant(), begun.plus(Duration.ofMinutes(29))));
        List<String> single = town.keys().subList(before + 2, town.keys().size());
        assertThat(single)
                .as("but for the umbrella's second level: %s", town.told())
                .hasSize(1)
                .allMatch(key -> key.startsWith("call-" + umbrella.number()));

        town.restart();
        town.passMinutes(2);
        Posted first = message("storm-" + umbrella.number() + "-1");
        assertThat(first.subject()).isEqualTo("Sự cố diện rộng " + umbrella.number() + ": còn 18 sự cố");
        assertThat(first.text())
                .contains(
                        "Chưa xong: 18 sự cố tại 18 thôn, phố",
                        "Mới (15 sự cố):\n- 2026-0007: Thôn 6, Bộ chuyển mạch 6, từ",
                        "Đã xong (2 sự cố):",
                        "Vẫn chưa xong (3 sự cố):\n- 2026-0001: Thôn 1, Bộ chuyển mạch 1, từ 12:00:00 ngày 01/12/2026 (+2 điểm), khoảng 990 người");
        assertThat(first.deliveries()).extracting(Posted.Delivery::recipient).containsExactly(TestTown.TEAM);

        town.restart();
        town.passMinutes(30);
        assertThat(message("storm-" + umbrella.number() + "-2").subject()).contains("không có gì mới");
        assertThat(message("storm-" + umbrella.number() + "-2").text())
                .contains("Không có gì mới từ")
                .doesNotContain("- 2026");

        Incident kept = town.incidents().find(umbrella.number()).orElseThrow();
        assertThat(kept.isUmbrella()).isTrue();
        assertThat(kept.villages()).hasSize(20);
        assertThat(town.storms().tasks(kept)).hasSize(20);
        assertThat(town.storms().tasks(kept).get(0).people()).isEqualTo(990);
        assertThat(town.timeline(1)).contains("under-storm");
        assertThat(town.incident(8).storm()).as("a new one hangs under it").isEqualTo(umbrella.number());

        town.restart();
        int messages = town.messages().size();
        town.desk().acknowledge(new Hand(town.incident(1).number(), null, "an"));
        town.storms().end(new Hand(umbrella.number(), null, "an"));
        town.restart();
        town.tick();
        List<Posted> after = town.messages().subList(messages, town.messages().size());
        assertThat(after)
                .as(town.told())
                .extracting(Posted::key)
                .anyMatch(key -> key.equals("storm-" + umbrella.number() + "-ended"));
        assertThat(message("storm-" + umbrella.number() + "-ended").text())
                .contains("Tất cả 20 sự cố: 2 đã xong, 18 chưa xong");
        assertThat(after.stream().filter(message -> message.key().startsWith("call-")))
                .as("what nobody has taken is called by itself, in one message: %s", town.told())
                .singleElement()
                .satisfies(message -> assertThat(message.subject()).contains("17 sự cố"));
        assertThat(proposed())
                .as("not proposed to whoever just ended it: %s", town.told())
                .isEmpty();
        town.villageUp(8);
        town.tick();
        assertThat(town.keys())
                .as("as before the storm: %s", town.told())
                .last()
                .asString()
                .endsWith("-ended");
        assertThat(town.audit.find(AuditFilter.ALL, null, 20))
                .extracting(entry -> entry.action())
                .contains("incident.storm-begin", "incident.storm-end");
        System.out.printf("storm of 20 sites: copies %s%n%s", town.copies(start), town.told());
    }

    private Posted message(String key) {
        return town.messages().stream()
                .filter(message -> message.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + key + "\n" + town.told()));
    }

    @Test
    void aStormIsProposedOnceWhenAThirdIsDownForSeveralReasonsAndNoLongerWhenItIsNotSo() {
        for (int number = 1; number <= 12; number++) {
            town.villageDown(number);
        }
        town.tick();
        // 37 sites: the office counts.
        assertThat(proposed()).isEmpty();
        town.villageDown(13);
        town.tick();
        town.restart();
        town.tick();
        assertThat(proposed()).as(town.told()).hasSize(1);
        assertThat(town.storms().proposal(Storm.Proposal.Kind.BEGIN)).hasValueSatisfying(proposal -> {
            assertThat(proposal.sitesDown()).isEqualTo(13);
            assertThat(proposal.sites()).isEqualTo(37);
            assertThat(proposal.roots()).isEqualTo(13);
        });
        assertThat(town.storms().running()).as("never by itself").isEmpty();

        town.villageUp(1);
        town.tick();
        assertThat(town.storms().proposal(Storm.Proposal.Kind.BEGIN)).isEmpty();
        town.villageDown(1);
        town.tick();
        assertThat(town.storms().proposal(Storm.Proposal.Kind.BEGIN)).isPresent();
        assertThat(proposed()).as("not told again so soon: %s", town.told()).hasSize(1);
    }

    private List<String> proposed() {
        return town.keys().stream()
                .filter(key -> key.startsWith("storm-proposal"))
                .toList();
    }

    @Test
    void itsEndIsProposedWhenFewSitesAreDown() {
        for (int number = 1; number <= 14; number++) {
            town.villageDown(number);
        }
        town.storms().begin("an");
        town.passMinutes(40);
        assertThat(town.storms().proposal(Storm.Proposal.Kind.END)).isEmpty();
        for (int number = 1; number <= 11; number++) {
            town.villageUp(number);
        }
        town.passMinutes(1);
        assertThat(town.storms().proposal(Storm.Proposal.Kind.END)).isPresent();
        assertThat(town.storms().running()).as("never by itself").isPresent();
        assertThat(proposed()).as(town.told()).hasSize(1);
        town.villageDown(1);
        town.passMinutes(1);
        assertThat(town.storms().proposal(Storm.Proposal.Kind.END)).isEmpty();
    }

    @Test
    void refusesWhatIsNoStormAndWhatAnUmbrellaCanNotBe() {
        assertThatThrownBy(() -> town.storms().begin("an")).isInstanceOf(Refused.class);
        town.villageDown(1);
        Incident umbrella = town.storms().begin("an");
        assertThatThrownBy(() -> town.storms().begin("an")).isInstanceOf(Refused.class);
        Hand hand = new Hand(umbrella.number(), null, "an");
        Hand member = new Hand(town.incident(1).number(), null, "an");
        assertThatThrownBy(() -> town.desk().resolve(hand, "power", "restarted", null))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> town.desk().merge(hand, member.number())).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> town.desk().merge(member, umbrella.number())).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> town.storms().end(member)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> town.storms().end(new Hand(umbrella.number(), 99, "an")))
                .isInstanceOf(Refused.class);
        town.storms().end(hand);
        assertThatThrownBy(() -> town.storms().end(hand)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> town.desk().reopen(hand, null)).isInstanceOf(Refused.class);
        town.desk().resolve(hand, "disaster", "other", "bão số 5");
        assertThat(town.incident(2).cause().code()).isEqualTo("disaster");
        assertThat(town.incident(1).state().isLive()).isTrue();
    }

    @Test
    void anIncidentOfTheStormIsWorkedAsBefore() {
        town.villageDown(1);
        town.villageDown(2);
        Incident umbrella = town.storms().begin("an");
        Hand hand = new Hand(town.incident(1).number(), null, "ba");
        town.desk().acknowledge(hand);
        town.desk().note(hand, "đến nơi");
        town.desk().resolve(hand, "power", "power-restored", null);
        assertThat(town.incident(1).state()).isEqualTo(State.RESOLVED);
        town.desk().reopen(hand, null);
        assertThat(town.incident(1).storm()).isEqualTo(umbrella.number());
        town.passMinutes(15);
        assertThat(town.copies(TestIncidents.NOON).get("ba"))
                .as("the umbrella's level two alone: %s", town.told())
                .isEqualTo(1);
    }

    @Test
    void theWayGoesFromTheOfficeToTheNearestPlaceNext() {
        for (int number : new int[] {2, 6, 1, 5, 20}) {
            town.villageDown(number);
        }
        Incident umbrella = town.storms().begin("an");
        List<Task> way = Task.byWay(
                town.storms().tasks(umbrella),
                Task.base(town.inventory).orElseThrow().location());
        assertThat(way)
                .extracting(task -> task.incident().object().id())
                .containsExactly("sw-1", "sw-2", "sw-6", "sw-5", "sw-20");
        assertThat(town.storms().tasks(umbrella))
                .extracting(task -> task.incident().object().id())
                .containsExactly("sw-1", "sw-2", "sw-5", "sw-6", "sw-20");
    }
}
