package io.langsong.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the cycles that count took.
 *
 * @param retries datagrams beyond the first of each request, those of version 3's discovery among them
 * @param answeredPolls polls of one device in one cycle that were answered, of {@code devices} times {@code cycles}
 * @param cycleSeconds until the last poll of each cycle was over, ascending
 * @param answeredSeconds until the last poll that was answered was over, ascending: what silent devices cost the others
 * @param allocatedBytes on the thread that polls
 */
record PollFigures(
        int devices,
        int cycles,
        long requests,
        long responses,
        long timeouts,
        long retries,
        long varBinds,
        long answeredPolls,
        List<Double> cycleSeconds,
        List<Double> answeredSeconds,
        double cpuSeconds,
        long allocatedBytes,
        long maxRssBytes) {

    boolean silent() {
        return answeredPolls == 0;
    }

    /** The value below which the share {@code q} of the cycles lies, nearest rank. */
    private static double quantile(List<Double> seconds, double q) {
        return seconds.get((int) Math.ceil(q * seconds.size()) - 1);
    }

    private static Map<String, Object> quantiles(List<Double> seconds) {
        Map<String, Object> quantiles = new LinkedHashMap<>();
        quantiles.put("p50", quantile(seconds, 0.5));
        quantiles.put("p99", quantile(seconds, 0.99));
        quantiles.put("max", quantile(seconds, 1));
        return quantiles;
    }

    String json() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("devices", devices);
        line.put("cycles", cycles);
        line.put("requests", requests);
        line.put("responses", responses);
        line.put("timeouts", timeouts);
        line.put("retries", retries);
        line.put("varbinds", varBinds);
        line.put("answeredPolls", answeredPolls);
        line.put("cycleSeconds", quantiles(cycleSeconds));
        line.put("answeredSeconds", quantiles(answeredSeconds));
        line.put("cpuSeconds", Math.round(cpuSeconds * 1000) / 1000.0);
        line.put("allocatedBytes", allocatedBytes);
        line.put("maxRssBytes", maxRssBytes);
        return Json.line(line);
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%d devices, %d cycles: %d requests, %d answered, %d timed out, %d datagrams sent again, %d variables%n"
                        + "cycle: %.3f s median, %.3f s longest; processor: %.2f s, %.0f µs a device and cycle; memory: %.0f MB",
                devices,
                cycles,
                requests,
                responses,
                timeouts,
                retries,
                varBinds,
                quantile(cycleSeconds, 0.5),
                quantile(cycleSeconds, 1),
                cpuSeconds,
                cpuSeconds * 1e6 / devices / cycles,
                maxRssBytes / 1e6);
    }
}
