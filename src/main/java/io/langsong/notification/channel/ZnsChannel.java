package io.langsong.notification.channel;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A message by an approved template to a telephone number, whether or not it follows the official account. */
public final class ZnsChannel implements Channel {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm dd/MM/yyyy").withZone(ZoneId.of("Asia/Ho_Chi_Minh"));
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(30);
    private static final int ON_THE_TELEPHONE = 1;
    /** In a row: a new letter must not wait for the receipts of old ones. */
    private static final int MOST_QUESTIONS = 3;

    private final ZaloSettings settings;
    private final JsonMapper json;
    private final Clock clock;
    private final URI server;
    private final ZaloCaller zalo;
    private final Map<UUID, Instant> askedAt = new HashMap<>();

    /** @param settings with a template */
    public ZnsChannel(ZaloSettings settings, ZaloTokens tokens, JsonMapper json, Clock clock) {
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.server = URI.create(settings.znsUrl());
        this.zalo = new ZaloCaller(settings, tokens, json, clock);
    }

    @Override
    public String name() {
        return "zns";
    }

    @Override
    public List<String> recipients() {
        return settings.numbers();
    }

    @Override
    public Optional<Contact> contact() {
        return Optional.of(Contact.PHONE);
    }

    @Override
    public SendResult send(Letter letter) {
        ObjectNode body = json.createObjectNode();
        body.put("phone", digits(letter.recipient()));
        body.put("template_id", Objects.requireNonNull(settings.template()));
        ObjectNode data = body.putObject("template_data");
        settings.templateData().forEach((name, value) -> data.put(name, filled(value, letter)));
        body.put("tracking_id", letter.delivery().toString());
        return zalo.post(server.resolve("/message/template"), body, said -> {
            String id = said.path("msg_id").asString("");
            return id.isEmpty() ? new SendResult.Delivered("") : new SendResult.Taken(id);
        });
    }

    private static String digits(String number) {
        return number.substring(1);
    }

    private String filled(String template, Letter letter) {
        String value = template.replace("{time}", TIME.format(letter.createdAt()))
                .replace("{text}", letter.text().strip())
                .replace("{subject}", letter.subject());
        return Texts.units(value, settings.longestValue());
    }

    @Override
    public List<Receipt> receipts(List<Sent> open) {
        Instant now = clock.instant();
        askedAt.keySet().retainAll(open.stream().map(Sent::delivery).collect(Collectors.toSet()));
        List<Receipt> receipts = new ArrayList<>();
        int asked = 0;
        for (Sent sent : open) {
            Instant last = askedAt.getOrDefault(sent.delivery(), sent.at());
            if (asked < MOST_QUESTIONS && !last.plus(BETWEEN_QUESTIONS).isAfter(now)) {
                asked++;
                askedAt.put(sent.delivery(), now);
                if (hasArrived(sent)) {
                    receipts.add(new Receipt.Arrived(sent.delivery()));
                }
            }
        }
        return receipts;
    }

    private boolean hasArrived(Sent sent) {
        URI target = server.resolve("/message/status?message_id=%s&phone=%s"
                .formatted(URLEncoder.encode(sent.remoteId(), StandardCharsets.UTF_8), digits(sent.recipient())));
        // What is no receipt is as silence: it is asked again.
        return zalo.get(
                        target,
                        said -> said.path("status").asInt(0) == ON_THE_TELEPHONE
                                ? new SendResult.Delivered("")
                                : SendResult.Postponed.because("on its way"))
                instanceof SendResult.Delivered;
    }
}
