package io.langsong.metric.influx;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * In front of an influxd 1.6: turns {@code /api/v2/write}, which it does not know, into {@code /write}, as 1.8 does by
 * itself, and can answer writes with trouble.
 */
public final class V2Shim implements AutoCloseable {
    /** @param applied whether the write is done nevertheless */
    record Trouble(int status, Map<String, String> headers, boolean applied) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final URI behind;
    final Deque<Trouble> troubles = new ConcurrentLinkedDeque<>();
    final List<Long> writesAtNanos = new CopyOnWriteArrayList<>();

    public V2Shim(URI behind) throws IOException {
        this.behind = behind;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (!path.equals("/api/v2/write")) {
                answer(
                        exchange,
                        forward(exchange, path, exchange.getRequestURI().getRawQuery(), body));
                return;
            }
            writesAtNanos.add(System.nanoTime());
            Trouble trouble = troubles.poll();
            if (trouble == null || trouble.applied()) {
                HttpResponse<byte[]> done = forward(exchange, "/write", asVersion1(exchange.getRequestURI()), body);
                if (trouble == null) {
                    answer(exchange, done);
                    return;
                }
            }
            trouble.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(trouble.status(), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String asVersion1(URI asked) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : asked.getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        String[] bucket = parameters.get("bucket").split("/", 2);
        return "db=" + URLEncoder.encode(bucket[0], StandardCharsets.UTF_8)
                + (bucket.length > 1 ? "&rp=" + URLEncoder.encode(bucket[1], StandardCharsets.UTF_8) : "")
                + "&precision=" + parameters.get("precision");
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, String path, String query, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(behind.resolve(path + (query == null ? "" : "?" + query)))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String header : List.of("Content-Type", "Content-Encoding", "Authorization", "Accept")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        response.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        byte[] body = response.body();
        exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
