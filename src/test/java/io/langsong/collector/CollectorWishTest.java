package io.langsong.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.Refused;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.polling.PollingProperties;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class CollectorWishTest {
    private static final PollingProperties USUAL =
            new PollingProperties(Duration.ofSeconds(30), Duration.ofSeconds(1), 1);

    private static CollectorWish wish(
            @Nullable Integer interval,
            @Nullable Integer timeout,
            @Nullable Integer retries,
            @Nullable Integer budget,
            @Nullable Integer spool) {
        return new CollectorWish("x", List.of(), interval, timeout, retries, budget, null, spool);
    }

    @Test
    void leavesToTheServerWhatIsNotSaid() {
        assertThat(wish(null, null, null, null, null).checkedPace(USUAL)).isEqualTo(CollectorPace.USUAL);
        assertThat(wish(60, 500, 2, 64, 32).checkedPace(USUAL))
                .isEqualTo(new CollectorPace(
                        Duration.ofSeconds(60), Duration.ofMillis(500), 2, 64_000L, null, DataSize.ofMegabytes(32)));
    }

    @ParameterizedTest(name = "{0} s, {1} ms, {2} retries, {3} kbit/s, {4} MB: {5}")
    @CsvSource(textBlock = """
            0,    ,      ,  ,  , intervalSeconds
            3601, ,      ,  ,  , intervalSeconds
            ,     49,    ,  ,  , timeoutMillis
            ,     ,      6, ,  , retries
            ,     ,      ,  7, , budgetKbit
            ,     ,      ,  ,  7, spoolMegabytes
            # two tries of a second each do not fit into two seconds
            2,    ,      ,  ,  , timeoutMillis
            ,     15000, ,  ,  , timeoutMillis
            """)
    void refusesWhatCanNotBe(
            @Nullable Integer interval,
            @Nullable Integer timeout,
            @Nullable Integer retries,
            @Nullable Integer budget,
            @Nullable Integer spool,
            String field) {
        assertThatThrownBy(() -> wish(interval, timeout, retries, budget, spool).checkedPace(USUAL))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.field()).isEqualTo(field));
    }

    @Test
    void refusesSitesThatThereAreNot() {
        CollectorWish wish = new CollectorWish("x", List.of("khong-co"), null, null, null, null, null, null);
        assertThatThrownBy(() -> wish.checkedSites(InventorySnapshot.EMPTY))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("sites \"khong-co\" is not in the inventory");
    }
}
