package io.langsong.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.VillageId;
import io.langsong.notification.Posted;
import io.langsong.outage.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SilentCollectorsTest {
    private final TestIncidents town = new TestIncidents();
    private final SilentCollectors silent = new SilentCollectors(
            town.books,
            () -> town.inventory,
            town.post.outbox,
            new Bilingual(Locale.forLanguageTag("vi"), null),
            TestIncidents.SETTINGS,
            town.clock);

    private void lose(String... devices) {
        Instant heard = town.clock.instant().minusSeconds(70);
        town.transaction(() -> silent.lost(
                "ubnd", "UBND xã", List.of(devices).stream().map(DeviceId::new).toList(), heard));
    }

    private void find() {
        town.transaction(() -> silent.found("ubnd", town.clock.instant()));
    }

    private List<Incident> all() {
        return town.incidents.find(IncidentWish.of(EnumSet.allOf(State.class), null), 10);
    }

    private List<String> subjects(Incident of) {
        return town.incidents.messages(of).stream().map(Posted::subject).toList();
    }

    @Test
    void isOneIncidentWithOneMessageAndOneAllClear() {
        lose("ap-0", "ap-1", "ap-2");
        lose("ap-0", "ap-1", "ap-2");

        assertThat(all()).hasSize(1);
        Incident open = all().get(0);
        assertThat(open.state()).isEqualTo(State.OPEN);
        assertThat(open.object()).hasToString("collector:ubnd");
        assertThat(open.villages()).containsExactlyInAnyOrder(new VillageId("man"), new VillageId("dao"));
        assertThat(open.beganAt()).isEqualTo(TestIncidents.NOON.minusSeconds(70));
        assertThat(town.incidents.failing()).containsExactly(open.id());
        assertThat(subjects(open))
                .containsExactly("Mất trạm thu thập UBND xã: không nhìn thấy 3 thiết bị ở 2 thôn, phố");
        assertThat(town.incidents.messages(open).get(0).text())
                .contains("chưa rõ, không tính là gián đoạn", "Thôn Đồng Mận, Thôn Đào", "11:58");

        town.clock.advance(Duration.ofMinutes(5));
        find();
        find();
        Incident over = all().get(0);
        assertThat(over.state()).isEqualTo(State.RESOLVED);
        assertThat(town.incidents.failing()).isEmpty();
        assertThat(subjects(over))
                .contains("Đã nối lại trạm thu thập UBND xã sau 6 phút 10 giây")
                .hasSize(2);
        assertThat(town.incidents.timeline(over))
                .extracting(Entry::kind)
                .contains(Entry.Kind.OPENED, Entry.Kind.RECOVERED);
    }

    @Test
    void goesOnAsTheSameWhenItIsLostAgainSoon() {
        lose("ap-0");
        town.clock.advance(Duration.ofMinutes(2));
        find();
        town.clock.advance(Duration.ofMinutes(4));
        lose("ap-0");

        assertThat(all()).singleElement().extracting(Incident::state).isEqualTo(State.OPEN);

        find();
        town.clock.advance(Duration.ofHours(1));
        lose("ap-0");
        assertThat(all()).hasSize(2);
    }

    @Test
    void isNothingWithoutDevices() {
        lose();
        find();

        assertThat(all()).isEmpty();
    }

    @Test
    void isNoOutageOfAnyDevice() {
        lose("ap-0", "ap-1");
        town.keeper.tick();
        town.clock.advance(Duration.ofMinutes(30));
        town.keeper.tick();

        assertThat(all()).singleElement().extracting(Incident::state).isEqualTo(State.OPEN);
        assertThat(town.books.parts.lasting()).isEmpty();
        assertThat(town.incidents.parts(all().get(0))).singleElement().satisfies(part -> {
            assertThat(part.kind()).isEqualTo(Part.Kind.COLLECTOR);
            assertThat(town.incidents.outage(part)).isEqualTo(Optional.<Outage>empty());
            assertThat(town.incidents.alert(part)).isEmpty();
        });
    }

    @Test
    void peopleWorkOnItAsOnAnyOther() {
        lose("ap-0");
        Incident open = all().get(0);

        assertThat(new Wording(Locale.ENGLISH).whereAndWhat(open, new Places(town.inventory)))
                .isEqualTo("Collector ubnd");
        assertThat(open.standing().allows(State.Step.ACKNOWLEDGE)).isTrue();
    }
}
