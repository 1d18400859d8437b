package io.langsong.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.inventory.InventorySnapshot;
import io.langsong.notification.Post;
import io.langsong.notification.Posted;
import io.langsong.outage.Bound;
import io.langsong.outage.Condition;
import io.langsong.outage.Evidence;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.OutageEnded;
import io.langsong.outage.OutageStarted;
import io.langsong.testkit.TestClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class OutageNewsTest {
    private static final Instant NOON = Instant.parse("2026-06-05T05:00:00Z");

    private final TestClock clock = new TestClock(NOON);
    private final Set<String> planned = new HashSet<>();
    private final Post post = Post.toNobody(clock);
    private final Map<Long, Outage> record = new LinkedHashMap<>();
    private BiPredicate<ObjectRef, Instant> planning = this::isPlanned;
    private InventorySnapshot inventory = Commune.with(200);
    private final AnnotationConfigApplicationContext events = new AnnotationConfigApplicationContext();
    private final OutageNews news;

    OutageNewsTest() {
        news = news("vi");
        events.registerBean(OutageNews.class, () -> news);
        events.refresh();
    }

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void twoHundredDevicesBehindOneRootAreOneMessage() {
        Outage[] all = new Outage[202];
        all[0] = down(1, "device:core");
        for (int number = 0; number < 200; number++) {
            all[number + 1] = hidden(2 + number, "device:ap-" + number, "device:core");
        }
        all[201] = down(300, "service:wifi-man");

        started(all);

        assertThat(keys()).containsExactly("outage-1-started");
        Posted message = messages().get(0);
        assertThat(message.subject()).isEqualTo("Mất kết nối: Thôn Đồng Mận, Bộ chuyển mạch trung tâm (+200 điểm)");
        assertThat(message.text()).isEqualTo("""
                Mất kết nối: Bộ chuyển mạch trung tâm
                Địa điểm: Nhà văn hóa thôn Đồng Mận, Thôn Đồng Mận
                Địa chỉ: 127.20.0.1
                Bắt đầu: khoảng 12:00:00 ngày 05/06/2026 (từ 11:59:45 đến 12:00:15)
                Nguyên nhân phỏng đoán: có thể do mất điện

                Dịch vụ bị ảnh hưởng:
                - Wi-Fi công cộng Nhà văn hóa thôn Đồng Mận ngừng phục vụ

                Bị che phía sau (200 điểm):
                %s
                và 180 điểm khác

                Phạm vi ảnh hưởng: 2 thôn, phố: Thôn Đồng Mận, Thôn Đào
                Số người bị ảnh hưởng (ước tính): 1.234

                Bằng chứng:
                - 11:59:45 ngày 05/06/2026: trả lời lần cuối
                - 12:00:01 ngày 05/06/2026: cổng mạng ether5 đổi trạng thái

                Giờ ghi trong tin là giờ Việt Nam (UTC+7).
                Mã gián đoạn: 1, device:core
                Xem: https://langsong.xa.example/mang/thiet-bi/core
                """.formatted(firstTwenty()));
        assertThat((List<?>) message.facts().get("behind")).hasSize(200);
        assertThat(message.facts().get("services")).isEqualTo(List.of("service:wifi-man"));
        assertThat(message.facts().get("people")).isEqualTo(1234);
    }

    private static String firstTwenty() {
        StringBuilder lines = new StringBuilder();
        for (int number = 0; number < 20; number++) {
            lines.append(number == 0 ? "" : "\n").append("- Điểm phát %03d".formatted(number));
        }
        return lines.toString();
    }

    @Test
    void whatJoinsALaterTransactionIsNotToldAgain() {
        started(down(1, "device:core"));

        started(hidden(2, "device:ap-0", "device:core"), hidden(3, "device:ap-1", "device:core"));
        started(down(4, "service:wifi-man"));

        assertThat(keys()).containsExactly("outage-1-started");
    }

    @Test
    void whatIsPlannedIsToldOnlyWhenItOutlastsThePlan() {
        planned.addAll(Set.of("device:core", "device:router"));
        started(down(1, "device:core"), down(2, "device:router"));
        for (int minutes = 0; minutes < 30; minutes++) {
            clock.advance(Duration.ofMinutes(1));
            news.tellHeld();
        }
        transaction(() -> end(2));
        news.tellHeld();
        assertThat(keys()).isEmpty();

        planned.clear();
        clock.advance(Duration.ofMinutes(3));
        news.tellHeld();
        assertThat(messages())
                .singleElement()
                .satisfies(message -> assertThat(message.text())
                        .contains("Bộ chuyển mạch trung tâm")
                        .doesNotContain("Bộ định tuyến"));
        transaction(() -> end(1));
        assertThat(messages()).hasSize(2);
    }

    @Test
    void aServiceThatStopsByItselfIsTold() {
        started(down(1, "service:wifi-man"));
        started(down(2, "service:office"));

        assertThat(messages())
                .extracting(Posted::subject)
                .containsExactly(
                        "Ngừng phục vụ: Thôn Đồng Mận, Wi-Fi công cộng Nhà văn hóa thôn Đồng Mận",
                        "Ngừng phục vụ: Thôn Đồng Mận, Đường truyền cơ quan");
        assertThat(messages().get(0).text())
                .contains("Xem: https://langsong.xa.example/mang/thon/man")
                .doesNotContain("Địa chỉ:");
    }

    @Test
    void anOfficeLineIsNamedWithTheRouterItEndsAt() {
        started(down(1, "device:router"), hidden(2, "link:office-line", "device:router"), down(3, "service:office"));

        assertThat(keys()).containsExactly("outage-1-started");
        assertThat(messages().get(0).text()).contains("- Đường truyền cơ quan ngừng phục vụ", "- Đường truyền trụ sở");
    }

    @Test
    void aLinkThatFailsByItselfIsTold() {
        started(down(1, "link:office-line"), down(2, "service:office"));

        assertThat(messages())
                .extracting(Posted::subject)
                .containsExactly("Mất kết nối: Thôn Đồng Mận, Đường truyền trụ sở");
    }

    @Test
    void whatHidesBehindSomethingNobodyWasToldOfIsTold() {
        started(hidden(1, "device:ap-1", "device:core"));

        assertThat(messages().get(0).subject()).isEqualTo("Bị che: Thôn Đào, Điểm phát 001");
        assertThat(messages().get(0).text())
                .contains("Không kiểm tra được vì nhánh trên mất kết nối: Bộ chuyển mạch trung tâm");
    }

    @Test
    void theEndIsToldOnceWhenItIsTimeWithWhatIsStillDown() {
        started(
                down(1, "device:core"),
                hidden(2, "device:ap-0", "device:core"),
                hidden(3, "device:ap-1", "device:core"));
        clock.advance(Duration.ofMinutes(125));

        transaction(() -> {
            end(1);
            end(2);
        });
        news.tellHeld();
        assertThat(keys()).containsExactly("outage-1-started");

        clock.advance(Duration.ofMinutes(2));
        news.tellHeld();
        news.tellHeld();

        assertThat(keys()).containsExactly("outage-1-started", "outage-1-ended");
        Posted message = messages().get(1);
        assertThat(message.subject()).isEqualTo("Đã khôi phục: Thôn Đồng Mận, Bộ chuyển mạch trung tâm");
        assertThat(message.text())
                .contains(
                        "Thời gian gián đoạn: khoảng 2 giờ 05 phút (sai số ±15 giây)",
                        "Vẫn mất kết nối phía sau (1 điểm):\n- Điểm phát 001\n");
    }

    @Test
    void theEndIsToldAsSoonAsAllIsBack() {
        started(down(1, "device:core"), hidden(2, "device:ap-0", "device:core"));
        transaction(() -> end(1));
        clock.advance(Duration.ofSeconds(20));
        transaction(() -> end(2));

        news.tellHeld();

        assertThat(keys()).containsExactly("outage-1-started", "outage-1-ended");
        assertThat(messages().get(1).text()).doesNotContain("Vẫn mất kết nối");
    }

    @Test
    void whatBootsLaterThanItsRootIsNotToldAsNew() {
        started(down(1, "device:core"), hidden(2, "device:ap-0", "device:core"));
        transaction(() -> end(1));
        transaction(() -> {
            end(2);
            start(down(3, "device:ap-0"));
        });
        news.tellHeld();
        clock.advance(Duration.ofSeconds(70));
        transaction(() -> end(3));

        news.tellHeld();
        clock.advance(Duration.ofMinutes(5));
        news.tellHeld();

        assertThat(keys()).containsExactly("outage-1-started", "outage-1-ended");
    }

    @Test
    void aMessageTellsAllThatCanNotBeReachedBeforeItWasAsked() {
        started(down(1, "device:core"));

        assertThat(messages().get(0).subject()).endsWith("(+200 điểm)");
        assertThat(messages().get(0).text()).contains("Wi-Fi công cộng Nhà văn hóa thôn Đồng Mận ngừng phục vụ");
    }

    @Test
    void aChildThatStaysDownBecomesARootOfItsOwn() {
        started(down(1, "device:core"), hidden(2, "device:ap-1", "device:core"));

        transaction(() -> {
            end(1);
            end(2);
            start(down(3, "device:ap-1"));
        });
        clock.advance(Duration.ofMinutes(2));
        news.tellHeld();

        assertThat(keys()).containsExactly("outage-1-started", "outage-1-ended");
        assertThat(messages().get(1).text()).contains("Vẫn mất kết nối phía sau (1 điểm):\n- Điểm phát 001\n");

        transaction(() -> end(3));
        news.tellHeld();
        assertThat(keys()).containsExactly("outage-1-started", "outage-1-ended", "outage-3-ended");
    }

    @Test
    void aRootThatGoesOnBehindAnotherIsNoAllClear() {
        started(down(1, "device:ap-1"));

        transaction(() -> {
            start(down(2, "device:core"));
            end(1);
            start(hidden(3, "device:ap-1", "device:core"));
        });

        assertThat(keys()).containsExactly("outage-1-started", "outage-2-started");
    }

    @Test
    void theSameEventTwiceIsOneMessage() {
        started(down(1, "device:core"));
        started(down(1, "device:core"));
        transaction(() -> end(1));
        transaction(() -> end(1));

        assertThat(keys()).containsExactly("outage-1-started", "outage-1-ended");
    }

    @Test
    void whatLateResultsShowToBeOverIsNoNews() {
        transaction(() -> {
            start(down(1, "device:core"));
            end(1);
        });

        assertThat(messages()).isEmpty();
    }

    @Test
    void aTransactionThatFailsTellsNothing() {
        assertThatThrownBy(() -> transaction(() -> {
                    start(down(1, "device:core"));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        record.clear();

        assertThat(messages()).isEmpty();
        started(down(1, "device:core"));
        assertThat(keys()).containsExactly("outage-1-started");
    }

    @Test
    void outsideATransactionItIsAnError() {
        assertThatThrownBy(() -> events.publishEvent(new OutageStarted(down(1, "device:core"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void manyRootsAtOnceAreOneDigest() {
        Outage[] roots = new Outage[12];
        for (int number = 0; number < roots.length; number++) {
            roots[number] = down(10 + number, "device:ap-" + number);
        }

        started(roots);

        assertThat(keys()).containsExactly("outages-10-started");
        assertThat(messages().get(0).subject()).isEqualTo("Mất kết nối: 12 điểm tại 2 thôn, phố");
        assertThat(messages().get(0).text())
                .contains("- 12:00:00 ngày 05/06/2026: Thôn Đào, Điểm phát 011\n", "(ước tính): 1.234");
    }

    @Test
    void whatGoesBeyondTheMostMessagesAMinuteWaitsForADigest() {
        for (int number = 0; number < 25; number++) {
            started(down(1 + number, "device:ap-" + number));
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(messages()).hasSize(10);
        transaction(() -> end(25));
        news.tellHeld();
        assertThat(messages()).hasSize(10);

        clock.advance(Duration.ofMinutes(1));
        news.tellHeld();
        news.tellHeld();

        assertThat(messages()).hasSize(11);
        assertThat(messages().get(10).subject()).isEqualTo("Mất kết nối: 15 điểm tại 2 thôn, phố");
        assertThat(messages().get(10).text()).contains("Điểm phát 024 (đã khôi phục 12:00:25 ngày 05/06/2026)");
        transaction(() -> end(24));
        assertThat(keys()).last().isEqualTo("outage-24-ended");
    }

    @Test
    void messagesOfAClockThatWasAheadTakeNoRoom() {
        clock.advance(Duration.ofHours(7));
        for (int number = 0; number < 12; number++) {
            started(down(1 + number, "device:ap-" + number));
        }
        assertThat(messages()).hasSize(10);

        clock.advance(Duration.ofHours(-7));
        started(down(20, "device:core"));
        news.tellHeld();

        assertThat(keys()).contains("outage-20-started", "outages-11-started");
    }

    @Test
    void anAllClearHeldByAClockThatWasAheadIsToldNow() {
        clock.advance(Duration.ofHours(7));
        started(down(1, "device:core"), hidden(2, "device:ap-1", "device:core"));
        transaction(() -> end(1));
        assertThat(keys()).containsExactly("outage-1-started");

        clock.advance(Duration.ofHours(-7));
        news.tellHeld();

        assertThat(keys()).containsExactly("outage-1-started", "outage-1-ended");
    }

    @Test
    void hostileNamesStayInTheirLine() {
        String name = "ap {0} <script>alert(1)</script> 'quoted'";
        inventory = Commune.with(1, name);
        Outage outage = down(1, "device:core", new Evidence("boot\r\nx", NOON, "a\r\nBcc: b@c\u202E"));

        started(outage);

        assertThat(messages().get(0).subject()).isEqualTo("Mất kết nối: Thôn Đồng Mận, " + name + " (+1 điểm)");
        assertThat(messages().get(0).text())
                .contains("- 12:00:00 ngày 05/06/2026: boot x a Bcc: b@c\n")
                .contains("Mất kết nối: " + name + "\n");
    }

    @Test
    void anObjectThatIsNoLongerInTheInventoryIsToldByItsId() {
        inventory = InventorySnapshot.EMPTY;

        started(down(1, "device:core"), down(2, "service:wifi-man"), down(3, "link:Not An Id"));

        assertThat(messages())
                .extracting(Posted::subject)
                .containsExactly("Mất kết nối: core", "outage-3-started link:Not An Id", "Ngừng phục vụ: wifi-man");
    }

    @Test
    void aDigestThatCanNotBeWordedIsToldAsItStands() {
        inventory = InventorySnapshot.EMPTY;

        started(
                down(1, "device:ap-1"),
                down(2, "device:ap-2"),
                down(3, "link:Not An Id"),
                down(4, "device:ap-4"),
                down(5, "device:ap-5"));

        assertThat(messages()).singleElement().satisfies(message -> {
            assertThat(message.key()).isEqualTo("outages-1-started");
            assertThat(message.text()).contains("link:Not An Id DOWN", "device:ap-5 DOWN");
        });
    }

    @Test
    void anErrorOfOursKeepsNoOutageFromBeingRecordedAndIsMadeUpFor() {
        started(down(1, "device:ap-1"));
        planning = (object, at) -> {
            throw new IllegalStateException("the plans are wrong");
        };

        transaction(() -> {
            post.jdbc
                    .sql("INSERT INTO incident_message (key, posted_at) VALUES ('recorded', now())")
                    .update();
            start(down(2, "device:ap-2"));
            end(1);
        });
        assertThat(post.jdbc
                        .sql("SELECT count(*) FROM incident_message WHERE key = 'recorded'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(keys()).containsExactly("outage-1-started");
        assertThatThrownBy(news::tellHeld).hasMessage("the plans are wrong");

        planning = this::isPlanned;
        news.tellHeld();
        news.tellHeld();

        assertThat(keys()).containsExactly("outage-1-started", "outage-2-started", "outage-1-ended");
    }

    @Test
    void speaksEnglishWhenAsked() {
        OutageNews english = news("en");
        Outage[] all = {down(1, "device:core"), hidden(2, "device:ap-0", "device:core")};

        post.transactions.executeWithoutResult(transaction -> {
            for (Outage outage : all) {
                english.on(new OutageStarted(outage));
            }
        });

        assertThat(messages().get(0).subject())
                .isEqualTo("Down: Thôn Đồng Mận, Bộ chuyển mạch trung tâm (+200 behind)");
        assertThat(messages().get(0).text())
                .contains("Began: about 12:00:00 on 5 Jun 2026 (from 11:59:45 to 12:00:15)")
                .contains("network port ether5 changed its state");
    }

    private OutageNews news(String language) {
        return new OutageNews(
                () -> record.values().stream()
                        .filter(outage -> outage.to() == null)
                        .toList(),
                id -> Optional.ofNullable(record.get(id)),
                () -> inventory,
                (object, at) -> planning.test(object, at),
                () -> Hush.NONE,
                new Roots(post.jdbc),
                post.outbox,
                new Composer(
                        new Wording(Locale.forLanguageTag(language)), URI.create("https://langsong.xa.example/mang/")),
                post.transactions,
                clock);
    }

    private boolean isPlanned(ObjectRef object, Instant at) {
        return planned.contains(object.toString());
    }

    private void started(Outage... outages) {
        transaction(() -> {
            for (Outage outage : outages) {
                start(outage);
            }
        });
    }

    private void start(Outage outage) {
        record.put(outage.id(), outage);
        events.publishEvent(new OutageStarted(outage));
    }

    private void end(long id) {
        Outage open = record.getOrDefault(id, down(id, "device:core"));
        Outage ended = new Outage(
                id,
                open.object(),
                open.condition(),
                open.root(),
                open.from(),
                Bound.exactly(clock.instant()),
                open.cause(),
                open.evidence());
        record.put(id, ended);
        events.publishEvent(new OutageEnded(ended));
    }

    private void transaction(Runnable work) {
        post.transactions.executeWithoutResult(transaction -> work.run());
    }

    /** Oldest first. */
    private List<Posted> messages() {
        List<Posted> messages = new ArrayList<>(post.outbox.messages(null, 1000));
        java.util.Collections.reverse(messages);
        return messages;
    }

    private List<String> keys() {
        return messages().stream().map(Posted::key).toList();
    }

    private static Outage down(long id, String object, Evidence... evidence) {
        return outage(id, Condition.DOWN, object, object, evidence);
    }

    private static Outage hidden(long id, String object, String root) {
        return outage(id, Condition.UNREACHABLE, object, root);
    }

    private static Outage outage(long id, Condition condition, String object, String root, Evidence... evidence) {
        List<Evidence> facts = evidence.length > 0
                ? List.of(evidence)
                : List.of(
                        new Evidence("last-good", NOON.minusSeconds(15), ""),
                        new Evidence("port-change", NOON.plusSeconds(1), "ether5"));
        return new Outage(
                id,
                ObjectRef.parse(object),
                condition,
                ObjectRef.parse(root),
                Bound.between(NOON.minusSeconds(15), NOON.plusSeconds(15)),
                null,
                Outage.Cause.POWER,
                facts);
    }
}
