package io.langsong.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes every message on a loopback port, and remembers in which order they came. */
public final class WebhookReceiver implements AutoCloseable {
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicReference<Consumer<Received>> atNext = new AtomicReference<>(nothing -> {});
    private final HttpServer server;

    public WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    /** @param delivery the Idempotency-Key */
    public record Received(Instant at, String delivery, JsonNode message) {
        public String key() {
            return message.get("key").asString();
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        JsonNode message = JsonMapper.shared().readTree(exchange.getRequestBody());
        Received one = new Received(Instant.now(), exchange.getRequestHeaders().getFirst("Idempotency-Key"), message);
        received.add(one);
        atNext.getAndSet(nothing -> {}).accept(one);
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Once, when the next message has come and before it is answered. */
    public void atNext(Consumer<Received> action) {
        atNext.set(action);
    }

    /** Settings of a server that is to send here. */
    public String[] settings() {
        return new String[] {
            "--langsong.notification.webhook.url=http://127.0.0.1:"
                    + server.getAddress().getPort() + "/hook",
            "--langsong.notification.webhook.allow-private=true"
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
