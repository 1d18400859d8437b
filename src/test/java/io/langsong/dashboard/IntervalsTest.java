package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.langsong.agent.AgentBoxes;
import io.langsong.collector.Collector;
import io.langsong.collector.CollectorId;
import io.langsong.collector.CollectorPace;
import io.langsong.collector.Collectors;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.polling.PollingProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final CollectorId SLOW = new CollectorId("thon-man");
    private static final CollectorId AS_SERVER = new CollectorId("thon-don");

    private final Collectors collectors = mock(Collectors.class);
    private final AgentBoxes agents = mock(AgentBoxes.class);
    private final Intervals intervals =
            new Intervals(new PollingProperties(USUAL, Duration.ofSeconds(1), 1), collectors, agents);

    private final Device polled = device("polled", Device.Reachability.NONE, null);
    private final Device own = device("own", Device.Reachability.NONE, Duration.ofMinutes(2));
    private final Device behind = device("behind", Device.Reachability.NONE, null);
    private final Device alsoBehind = device("also-behind", Device.Reachability.NONE, null);
    private final Device ownBehind = device("own-behind", Device.Reachability.NONE, Duration.ofMinutes(3));
    private final Device asServer = device("as-server", Device.Reachability.NONE, null);
    private final Device reports = device("reports", Device.Reachability.AGENT, null);

    @BeforeEach
    void assign() {
        when(collectors.serving(any(Device.class))).thenReturn(Optional.empty());
        for (Device one : List.of(behind, alsoBehind, ownBehind)) {
            when(collectors.serving(one)).thenReturn(Optional.of(SLOW));
        }
        when(collectors.serving(asServer)).thenReturn(Optional.of(AS_SERVER));
        when(collectors.find(SLOW)).thenReturn(Optional.of(collector(SLOW, Duration.ofMinutes(10))));
        when(collectors.find(AS_SERVER)).thenReturn(Optional.of(collector(AS_SERVER, null)));
        when(agents.intervalOf(reports)).thenReturn(Duration.ofMinutes(20));
    }

    @Test
    void areThoseOfWhoeverAsksTheDevice() {
        assertThat(intervals.of(polled)).isEqualTo(USUAL);
        assertThat(intervals.of(own)).isEqualTo(Duration.ofMinutes(2));
        assertThat(intervals.of(behind)).isEqualTo(Duration.ofMinutes(10));
        assertThat(intervals.of(ownBehind)).isEqualTo(Duration.ofMinutes(3));
        assertThat(intervals.of(asServer)).isEqualTo(USUAL);
        assertThat(intervals.of(reports)).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void ofManyDevicesReadEachCollectorOnce() {
        assertThat(intervals.of(List.of(polled, behind, alsoBehind, reports)))
                .isEqualTo(Map.of(
                        polled.id(), USUAL,
                        behind.id(), Duration.ofMinutes(10),
                        alsoBehind.id(), Duration.ofMinutes(10),
                        reports.id(), Duration.ofMinutes(20)));
        verify(collectors, times(1)).find(SLOW);
    }

    private static Collector collector(CollectorId id, @Nullable Duration interval) {
        CollectorPace pace = new CollectorPace(interval, null, null, null, null, CollectorPace.USUAL_SPOOL);
        return new Collector(id, 1, id.value(), Set.of(), pace, Instant.EPOCH, null, null, null, null);
    }

    private static Device device(String id, Device.Reachability reachability, @Nullable Duration interval) {
        return new Device(
                new DeviceId(id),
                id,
                new SiteId("nvh"),
                Device.Kind.ACCESS_POINT,
                "10.4.0.1",
                161,
                reachability == Device.Reachability.AGENT ? null : SnmpAccess.community("2c", "kin-dao"),
                null,
                reachability,
                List.of(),
                interval,
                true,
                null);
    }
}
