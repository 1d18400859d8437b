package io.langsong.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.PersonChange;
import io.langsong.access.Refused;
import io.langsong.access.Refused.Kind;
import io.langsong.access.Role;
import io.langsong.incident.IncidentDesk.Hand;
import io.langsong.notification.Message;
import io.langsong.notification.Posted;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage.Cause;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do about incidents, on a real database. */
class IncidentDeskTest {
    private static final String PASSWORD = "mat khau rat dai day";
    private static final IncidentNumber ONE = new IncidentNumber(2026, 1);
    private static final IncidentNumber TWO = new IncidentNumber(2026, 2);

    private final TestIncidents test = new TestIncidents();

    @BeforeEach
    void coreIsDown() {
        test.people.add("an", "Anh An", Role.TECHNICIAN, PASSWORD);
        test.people.add("ba", "Chị Ba", Role.TECHNICIAN, PASSWORD);
        test.people.add("xem", "Ông Xem", Role.VIEWER, PASSWORD);
        test.started(
                test.down(1, "device:core"),
                test.hidden(2, "device:ap-0", "device:core"),
                test.hidden(3, "device:ap-1", "device:core"));
    }

    private static Hand hand(String by) {
        return new Hand(ONE, null, by);
    }

    @Test
    void whoeverAcknowledgesOwnsIt() {
        test.clock.advance(Duration.ofMinutes(3));
        Incident taken = test.desk.acknowledge(new Hand(ONE, 1, "an"));

        assertThat(taken.state()).isEqualTo(State.ACKNOWLEDGED);
        assertThat(taken.acknowledgedAt()).isEqualTo(test.clock.instant());
        assertThat(taken.version()).isEqualTo(2);
        Incident other = test.desk.acknowledge(hand("ba"));
        assertThat(other.standing().acknowledged()).isEqualTo(new Standing.By("ba", test.clock.instant()));
        Incident free = test.desk.giveBack(hand("ba"));
        assertThat(free.state()).isEqualTo(State.OPEN);
        assertThat(free.standing().alarmedAt()).isEqualTo(test.clock.instant());
        assertThat(test.timeline(1))
                .containsExactly("opened 1", "joined 2", "acknowledged an", "acknowledged ba", "given-back ba");
        assertThat(test.events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("IncidentOpened", "IncidentAcknowledged", "IncidentAcknowledged", "IncidentGivenBack");
        assertThat(trail())
                .containsExactly(
                        "incident.acknowledge incident:2026-0001",
                        "incident.acknowledge incident:2026-0001",
                        "incident.give-back incident:2026-0001");
        refused("state", "when-open", () -> test.desk.giveBack(hand("an")));
    }

    @Test
    void whoeverIsSecondIsToldAndNothingIsDone() {
        test.desk.acknowledge(new Hand(ONE, 1, "an"));

        assertThatThrownBy(() -> test.desk.acknowledge(new Hand(ONE, 1, "ba")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Kind.CHANGED_MEANWHILE));

        assertThat(test.incident(1).standing().acknowledged()).extracting("who").isEqualTo("an");
        test.desk.note(new Hand(ONE, 1, "ba"), "Tôi đang ở gần đó.\r\n\r\nMang theo dây.");
        assertThat(test.incidents.timeline(test.incident(1)))
                .last()
                .satisfies(entry -> assertThat(entry.fact("text")).isEqualTo("Tôi đang ở gần đó.\n\nMang theo dây."));
        assertThat(test.incident(1).version()).as("a note is no change").isEqualTo(2);
    }

    @Test
    void assignsWhoMayWorkOnIt() {
        Incident assigned = test.desk.assign(hand("an"), "ba");
        assertThat(assigned.standing().assignee()).isEqualTo("ba");
        assertThat(assigned.state()).as("nobody took it yet").isEqualTo(State.OPEN);

        refused("person", "person", () -> test.desk.assign(hand("an"), "xem"));
        refused("person", "person", () -> test.desk.assign(hand("an"), "khong-co"));
        test.people.change("ba", new PersonChange("Chị Ba", "technician", null, List.of("khac"), true));
        refused("person", "person", () -> test.desk.assign(hand("an"), "ba"));
        assertThat(test.desk.assign(hand("an"), " ").standing().assignee()).isNull();
    }

    @Test
    void waitsForTheProvider() {
        Incident waits = test.desk.await(hand("an"), "provider", "VNPT-123", "Chị Hoa 0900 000 001");
        assertThat(waits.standing().waiting())
                .isEqualTo(new Waiting(Waiting.For.PROVIDER, test.clock.instant(), "VNPT-123", "Chị Hoa 0900 000 001"));

        assertThat(test.desk.stopWaiting(hand("an")).standing().waiting()).isNull();
        refused("on", "choice", () -> test.desk.await(hand("an"), "godot", "", ""));
        refused("ticket", "hidden", () -> test.desk.await(hand("an"), "provider", "a\u202eb", ""));
        assertThatThrownBy(() -> test.desk.stopWaiting(hand("an"))).hasMessageContaining("nobody");
    }

    @Test
    void resolvesWithCauseAndFixAndWhatAPersonSaidStays() {
        Incident over = test.desk.resolve(hand("an"), "disaster", "line-repaired", "Sạt lở, đã nối cáp");
        assertThat(over.state()).isEqualTo(State.RESOLVED);
        assertThat(over.cause()).isEqualTo(Cause.DISASTER);
        assertThat(over.guess()).as("the machine's stays visible").isEqualTo(Cause.POWER);
        assertThat(test.record.get(1L).cause()).as("in the record of outages").isEqualTo(Cause.DISASTER);

        test.clock.advance(Duration.ofMinutes(5));
        test.ended(1, 2, 3);
        assertThat(test.incident(1).standing()).isEqualTo(over.standing());
        assertThat(test.timeline(1)).endsWith("resolved an", "back 2", "recovered");

        Incident corrected = test.desk.resolve(hand("ba"), "configuration", "reconfigured", "");
        assertThat(corrected.cause()).isEqualTo(Cause.CONFIGURATION);
        assertThat(corrected.standing().resolved()).isEqualTo(over.standing().resolved());
        assertThat(test.timeline(1)).last().isEqualTo("corrected ba");
        refused("cause", "choice", () -> test.desk.resolve(hand("an"), "ma", "other", ""));
        refused("fix", "choice", () -> test.desk.resolve(hand("an"), "power", "", ""));

        assertThat(test.desk.close(hand("an")).state()).isEqualTo(State.CLOSED);
        assertThat(test.desk.reopen(hand("an"), "vẫn chập chờn").state()).isEqualTo(State.OPEN);
        refused("state", "when-open", () -> test.desk.reopen(hand("an"), ""));
    }

    @Test
    void aPersonsResolutionIsNotClosedWhileItsRootLasts() {
        test.desk.resolve(hand("an"), "power", "power-restored", "");
        test.later(Duration.ofHours(25));
        assertThat(test.incident(1).state()).isEqualTo(State.RESOLVED);
        refused("state", "still-out", () -> test.desk.close(hand("an")));
        test.ended(1, 2, 3);
        test.keeper.tick();
        assertThat(test.incident(1).state()).isEqualTo(State.CLOSED);
    }

    @Test
    void mergesWhatIsTheSame() {
        test.started(test.down(9, "device:router"));
        refused("into", "into", () -> test.desk.merge(hand("an"), ONE));
        refused("into", "into", () -> test.desk.merge(hand("an"), new IncidentNumber(2026, 99)));

        Incident going = test.desk.merge(new Hand(TWO, null, "an"), ONE);

        assertThat(going.number()).isEqualTo(ONE);
        assertThat(test.incident(2).state()).isEqualTo(State.CLOSED);
        assertThat(test.incident(2).mergedInto()).isEqualTo(ONE);
        assertThat(test.parts(1)).contains("device:core down root", "device:router down root");
        assertThat(test.parts(2)).isEmpty();
        test.ended(1, 2, 3);
        assertThat(test.incident(1).state()).as("the other root lasts").isEqualTo(State.OPEN);
        test.ended(9);
        assertThat(test.incident(1).state()).isEqualTo(State.RESOLVED);
        test.clock.advance(Duration.ofMinutes(5));
        test.started(test.down(10, "device:router"));
        assertThat(test.count()).isEqualTo(2);
        assertThat(test.incident(1).state()).isEqualTo(State.OPEN);
        assertThat(test.timeline(1)).contains("took-in an 2026-0002");
        refused("state", "when-closed", () -> test.desk.merge(new Hand(TWO, null, "an"), ONE));
    }

    @Test
    void splitsOffWhatIsAnother() {
        refused("part", "part", () -> test.desk.split(hand("an"), "outage-1"));
        refused("part", "part", () -> test.desk.split(hand("an"), "outage-77"));

        Incident own = test.desk.split(hand("an"), "outage-3");

        assertThat(own.number()).isEqualTo(TWO);
        assertThat(test.parts(2)).containsExactly("device:ap-1 hidden root");
        assertThat(test.parts(1)).containsExactly("device:core down root", "device:ap-0 hidden");
        assertThat(test.timeline(2)).containsExactly("split-from an 2026-0001");
        assertThat(test.events).last().isEqualTo(new IncidentOpened(test.incident(2)));
        test.ended(3);
        assertThat(test.incident(2).state()).isEqualTo(State.RESOLVED);
        assertThat(test.incident(1).state()).isEqualTo(State.OPEN);
    }

    @Test
    void keepsAPhotoWithoutWhatTheCameraWroteIntoIt() throws IOException {
        byte[] sent = withExif(jpeg(), 6);
        assertThat(new String(sent, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("Exif", "20.9");

        UUID id = test.desk.photo(hand("an"), sent, "Tủ cáp");

        byte[] kept = test.incidents.photo(test.incident(1), id).orElseThrow();
        assertThat(new String(kept, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("Exif", "20.9");
        BufferedImage shown = ImageIO.read(new ByteArrayInputStream(kept));
        assertThat(List.of(shown.getWidth(), shown.getHeight()))
                .as("turned upright")
                .containsExactly(20, 40);
        assertThat((shown.getRGB(10, 4) >> 16) & 0xFF)
                .as("what lay at the left stands at the top")
                .isGreaterThan(200);
        assertThat(test.incidents.photos(test.incident(1))).singleElement().satisfies(photo -> {
            assertThat(photo.caption()).isEqualTo("Tủ cáp");
            assertThat(photo.addedBy()).isEqualTo("an");
        });
        refused("photo", "photo", () -> test.desk.photo(hand("an"), new byte[] {1, 2, 3}, ""));
    }

    /** 40 by 20 pixels, the left half red. */
    private static byte[] jpeg() throws IOException {
        BufferedImage picture = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 20; x++) {
            for (int y = 0; y < 20; y++) {
                picture.setRGB(x, y, 0xFF0000);
            }
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpeg", jpeg);
        return jpeg.toByteArray();
    }

    /** With an Exif part after the first marker, as a telephone writes it. */
    private static byte[] withExif(byte[] jpeg, int orientation) throws IOException {
        ByteArrayOutputStream exif = new ByteArrayOutputStream();
        exif.write("Exif\0\0II*\0\b\0\0\0\1\0".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        exif.write(new byte[] {0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte) orientation, 0, 0, 0, 0, 0, 0, 0});
        exif.write("20.9 106.2".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(jpeg, 0, 2);
        whole.write(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, (byte) (exif.size() + 2)});
        whole.write(exif.toByteArray());
        whole.write(jpeg, 2, jpeg.length - 2);
        return whole.toByteArray();
    }

    @Test
    void findsWhatSomebodyWantsToSee() {
        test.started(test.down(9, "device:ap-2"));
        test.started(test.down(10, "device:ap-3"));
        test.desk.acknowledge(new Hand(TWO, null, "an"));
        test.desk.note(new Hand(TWO, null, "an"), "Chìa khóa ở nhà ông Tư");
        test.desk.resolve(hand("an"), "power", "other", "");

        assertThat(numbers(IncidentWish.of(Set.of(), null))).containsExactly("2026-0003", "2026-0002", "2026-0001");
        assertThat(numbers(IncidentWish.of(Set.of(State.RESOLVED), null))).containsExactly("2026-0001");
        assertThat(numbers(IncidentWish.of(Set.of(), List.of("dao")))).containsExactly("2026-0003", "2026-0001");
        assertThat(numbers(IncidentWish.of(Set.of(), List.of()))).isEmpty();
        assertThat(numbers(new IncidentWish(Set.of(), null, null, null, "an", null, null, null)))
                .containsExactly("2026-0002");
        assertThat(numbers(search("2026-0003"))).containsExactly("2026-0003");
        assertThat(numbers(search("ÔNG tư"))).containsExactly("2026-0002");
        assertThat(numbers(search("x", "device:ap-0"))).containsExactly("2026-0001");
        assertThat(numbers(search("100%"))).isEmpty();
        List<Incident> first = test.incidents.find(IncidentWish.of(Set.of(), null), 2);
        assertThat(numbers(new IncidentWish(
                        Set.of(), null, null, null, null, null, null, IncidentWish.Place.of(first.get(1)))))
                .containsExactly("2026-0001");
    }

    private static IncidentWish search(String text, String... objects) {
        return new IncidentWish(
                Set.of(),
                null,
                null,
                null,
                null,
                new IncidentWish.Search(
                        text, List.of(objects).stream().map(ObjectRef::parse).toList()),
                null,
                null);
    }

    private List<String> numbers(IncidentWish wish) {
        return test.incidents.find(wish, 100).stream()
                .map(incident -> incident.number().toString())
                .toList();
    }

    @Test
    void showsTheMessagesThatWereAboutIt() {
        test.post
                .jdbc
                .sql("INSERT INTO incident_root (outage_id, object, began_at, behind, start_told)"
                        + " VALUES (1, 'device:core', now(), 0, 'outage-1-started')")
                .update();
        test.post.outbox.post(new Message("outage-1-started", "Mất kết nối", "x", Map.of()));
        test.post.outbox.post(new Message("escalated-1", "Chuyển cấp", "x", Map.of()));
        test.post.outbox.post(new Message("outage-8-started", "Khác", "x", Map.of()));
        test.transaction(() -> test.incidents.told(test.incident(1), "escalated-1"));

        assertThat(test.incidents.messages(test.incident(1)))
                .extracting(Posted::subject)
                .containsExactly("Chuyển cấp", "Mất kết nối");
    }

    @Test
    void nothingIsLeftOfAnActionThatDiesInTheMiddle() {
        Incident before = test.incident(1);
        test.restart(jdbc -> new Timeline(jdbc) {
            @Override
            void add(
                    Incident incident, Instant at, @Nullable String actor, Entry.Kind kind, Map<String, String> facts) {
                throw new IllegalStateException("dead");
            }
        });

        assertThatThrownBy(() -> test.desk.acknowledge(hand("an"))).hasMessage("dead");

        assertThat(test.incident(1)).isEqualTo(before);
        assertThat(test.timeline(1)).containsExactly("opened 1", "joined 2");
        assertThat(trail()).isEmpty();
    }

    private List<String> trail() {
        return test.audit.find(AuditFilter.ALL, null, 100).stream()
                .filter(entry -> entry.action().startsWith("incident."))
                .sorted(java.util.Comparator.comparingLong(AuditEntry::id))
                .map(entry -> entry.action() + " " + entry.subject())
                .toList();
    }

    private static void refused(String field, String words, ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.field()).isEqualTo(field);
            assertThat(refused.words()).endsWith("refused." + words);
        });
    }
}
