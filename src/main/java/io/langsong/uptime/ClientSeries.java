package io.langsong.uptime;

import io.langsong.metric.MetricStore.Series;
import java.util.List;

/** Which series of an access point count its clients, each client once. */
public final class ClientSeries {
    private static final String CLIENTS = "wifi.clients";

    private ClientSeries() {}

    /** That of the access point as a whole where it has one, else those of its radios, else those of its networks. */
    public static List<Series> of(List<Series> all) {
        List<Series> counts = all.stream()
                .filter(series -> series.metric().name().equals(CLIENTS))
                .toList();
        boolean whole = counts.stream().anyMatch(series -> series.key().index().isEmpty());
        boolean radios = counts.stream().anyMatch(series -> !isOfNetwork(series));
        return counts.stream()
                .filter(series -> whole ? series.key().index().isEmpty() : !radios || !isOfNetwork(series))
                .toList();
    }

    private static boolean isOfNetwork(Series series) {
        return series.key().index().startsWith("ssid ");
    }
}
