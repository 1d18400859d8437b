package io.langsong.metric.influx;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.domain.InfluxQLQuery;
import com.influxdb.client.domain.InfluxQLQuery.InfluxQLPrecision;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import com.influxdb.query.InfluxQLQueryResult;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.intake.SamplesRefused;
import io.langsong.metric.intake.StoreAway;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** One connection to InfluxDB; says in the words of an operator what went wrong. Any thread. */
final class InfluxServer implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Pattern ERROR_BEFORE_SERIES = Pattern.compile(
            "^[^\\[]*\\[\\s*\\{\\s*(?:\"statement_id\"\\s*:\\s*\\d+\\s*,\\s*)?\"error\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final InfluxSettings settings;
    private final InfluxDBClient client;

    InfluxServer(InfluxSettings settings) {
        this.settings = settings;
        InfluxDBClientOptions.Builder options = InfluxDBClientOptions.builder()
                .url(settings.url())
                .org(settings.writeOrg())
                .bucket(settings.writeBucket())
                .okHttpClient(new OkHttpClient.Builder()
                        .connectTimeout(Duration.ofSeconds(5))
                        .writeTimeout(Duration.ofSeconds(30))
                        .readTimeout(Duration.ofSeconds(30))
                        .addInterceptor(InfluxServer::refuseErrorsInAnswers));
        if (!settings.authorization().isEmpty()) {
            options.authenticateToken(settings.authorization().toCharArray());
        }
        this.client = InfluxDBClientFactory.create(options.build());
    }

    /** The server says "database not found" with status 200, and the client reads that as an empty answer. */
    private static Response refuseErrorsInAnswers(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.isSuccessful() && chain.request().url().encodedPath().endsWith("/query")) {
            Matcher error = ERROR_BEFORE_SERIES.matcher(response.peekBody(2048).string());
            if (error.find()) {
                response.close();
                throw new IOException("InfluxDB answered: " + error.group(1));
            }
        }
        return response;
    }

    /**
     * @throws SamplesRefused 400, 413 or 422: these samples, or some of them, will never be taken
     * @throws StoreAway anything else
     */
    void write(String lines) throws SamplesRefused {
        try {
            client.getWriteApiBlocking()
                    .writeRecord(settings.writeBucket(), settings.writeOrg(), WritePrecision.MS, lines);
        } catch (InfluxException e) {
            if (e.status() == 400 || e.status() == 413 || e.status() == 422) {
                throw new SamplesRefused("InfluxDB refused samples (%d): %s".formatted(e.status(), said(e)), e);
            }
            throw new StoreAway(explained(e), asksToWait(e), e);
        }
    }

    List<InfluxQLQueryResult.Series> query(String command) {
        InfluxQLQuery query =
                new InfluxQLQuery(command, settings.database()).setPrecision(InfluxQLPrecision.MILLISECONDS);
        if (!settings.policy().isEmpty()) {
            query.setRetentionPolicy(settings.policy());
        }
        try {
            return client.getInfluxQLQueryApi().queryJSON(query).getResults().stream()
                    .flatMap(result -> result.getSeries().stream())
                    .toList();
        } catch (InfluxException e) {
            throw new MetricStoreException(explained(e), e);
        }
    }

    private String explained(InfluxException e) {
        String said = said(e);
        return switch (e.status()) {
            case 0 ->
                "InfluxDB at %s does not answer as it should; see that it runs and that langsong.metrics.influx.url and .database are right: %s"
                        .formatted(settings.url(), said);
            case 401, 403 ->
                "InfluxDB at %s refused us (%d); check langsong.metrics.influx.token, or username and password, and that it may write: %s"
                        .formatted(settings.url(), e.status(), said);
            case 404 ->
                "InfluxDB at %s has no \"%s\" (404); create that database or bucket, or correct langsong.metrics.influx.database and .bucket; a server before 1.8 will not do: %s"
                        .formatted(settings.url(), settings.writeBucket(), said);
            case 429 -> "InfluxDB at %s asks for fewer writes (429): %s".formatted(settings.url(), said);
            default ->
                "InfluxDB at %s failed (%d); see its log and that its disk is not full (after a full disk it wants a restart): %s"
                        .formatted(settings.url(), e.status(), said);
        };
    }

    /** The client knows the reason where 2.x puts it; 1.x says it as "error". */
    private static String said(InfluxException e) {
        if (e.getMessage() != null) {
            return e.getMessage();
        }
        Object error = e.status() == 0 ? null : e.errorBody().get("error");
        return error == null ? "it gives no reason" : String.valueOf(error);
    }

    /** Retry-After in its form of seconds (RFC 9110 section 10.2.3). */
    private static Duration asksToWait(InfluxException e) {
        for (Map.Entry<String, String> header : e.headers().entrySet()) {
            if (header.getKey().equalsIgnoreCase("Retry-After")
                    && header.getValue().matches("\\d{1,6}")) {
                Duration asked = Duration.ofSeconds(Long.parseLong(header.getValue()));
                return asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT;
            }
        }
        return Duration.ZERO;
    }

    @Override
    public void close() {
        client.close();
    }
}
