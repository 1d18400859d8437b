package io.langsong.metric.web;

import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Portions;
import io.langsong.metric.SeriesQuery;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.CsvDownload;
import io.langsong.web.RequestRefused;
import io.langsong.web.SeenInventory;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/series/export}: samples as they were taken, one a row. */
@RestController
class SeriesExportController {
    /** Each keeps one connection to the database busy, and a processor. */
    private static final int AT_ONCE = 2;

    private final MetricStore store;
    private final SeenInventory seen;
    private final Clock clock;
    private final Semaphore running = new Semaphore(AT_ONCE);

    SeriesExportController(MetricStore store, SeenInventory seen, Clock clock) {
        this.store = store;
        this.seen = seen;
        this.clock = clock;
    }

    /** How rows are written. */
    private enum Form {
        /** Times of Việt Nam, and no cell that a spreadsheet takes for a formula. */
        RFC3339,
        /** Milliseconds since 1970 UTC, each text as it is. */
        EPOCH
    }

    @ApiCall(
            value = "Samples as they were taken, one a row.",
            answer = String.class,
            types = "text/csv",
            problems = {404, 429})
    @GetMapping("/api/v1/series/export")
    void export(
            @RequestParam @ApiValue("ids with commas between them; left out: all") @Nullable String device,
            @RequestParam @ApiValue("names with commas between them; left out: all") @Nullable String metric,
            @RequestParam @ApiValue("RFC 3339; left out: a day before to") @Nullable String from,
            @RequestParam @ApiValue("RFC 3339, not within the range; left out: now") @Nullable String to,
            @RequestParam
                    @ApiValue(
                            value = "of the times; left out: rfc3339; epoch: milliseconds, and the texts as they are",
                            choices = {"rfc3339", "epoch"})
                    @Nullable
                    String form,
            HttpServletResponse response)
            throws IOException {
        Asked.Range range = Asked.range(from, to, clock);
        Portions.requireRange(range.from(), range.until());
        Form asked = Asked.choice("form", form, Form.class).orElse(Form.RFC3339);
        List<Series> series = Asked.series(device, metric, null, store::seriesOf, seen);
        if (!running.tryAcquire()) {
            throw RequestRefused.tooSoon(
                    "export",
                    String.valueOf(AT_ONCE),
                    "are being written already",
                    "ask again when one of them is done");
        }
        try {
            write(series, range, asked, response);
        } catch (MetricStoreException away) {
            if (response.isCommitted()) {
                // The connection is cut, so that what came is not taken for all.
                throw new IOException("export ended before its end", away);
            }
            response.reset();
            throw away;
        } finally {
            running.release();
        }
    }

    private void write(List<Series> series, Asked.Range range, Form form, HttpServletResponse response)
            throws IOException {
        CsvDownload csv = form == Form.EPOCH
                ? CsvDownload.forPrograms(response, "series.csv")
                : new CsvDownload(response, "series.csv");
        csv.row(List.of("time", "device", "metric", "index", "value"));
        for (Series one : series) {
            Portions.walk(range.from(), range.until(), (from, until) -> {
                List<Point> points = store.read(one.key(), from, until);
                for (Point point : points) {
                    csv.row(List.of(
                            time(point.at(), form),
                            one.key().device().value(),
                            one.key().metric(),
                            one.key().index(),
                            value(point.bits(), one.metric().kind())));
                }
                return points.size();
            });
        }
        // Not closed where something went wrong: that would send what is not the end.
        csv.close();
    }

    private static String time(Instant at, Form form) {
        return form == Form.EPOCH
                ? String.valueOf(at.toEpochMilli())
                : at.atOffset(SeriesQuery.DAY_OF).toString();
    }

    /** Without exponent, which not every reader of tables knows. */
    private static String value(long bits, Metric.Kind kind) {
        if (kind != Metric.Kind.GAUGE) {
            return Long.toUnsignedString(bits);
        }
        double value = Double.longBitsToDouble(bits);
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : new BigDecimal(Double.toString(value)).toPlainString();
    }
}
