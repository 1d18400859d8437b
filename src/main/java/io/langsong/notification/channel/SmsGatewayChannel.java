package io.langsong.notification.channel;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * SMS through a provider's HTTP gateway, of which there are as many dialects as providers: settings say what is asked, and how
 * an answer is read. A log-in that is refused is a setting that somebody will correct, so the letter is tried again.
 */
public final class SmsGatewayChannel implements Channel {
    private static final int MOST_OCTETS = 65_536;
    private static final int SHOWN = 120;
    /** In a row: a new letter must not wait for the receipts of old ones. */
    private static final int MOST_QUESTIONS = 3;

    private final SmsGatewaySettings settings;
    private final JsonMapper json;
    private final Clock clock;
    private final HttpCaller http;
    private final @Nullable Pattern success;
    private final @Nullable Pattern refused;
    private final @Nullable Pattern id;
    private final Map<UUID, Instant> askedAt = new HashMap<>();

    /** @param settings with an URL */
    public SmsGatewayChannel(SmsGatewaySettings settings, JsonMapper json, Clock clock) {
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.http = new HttpCaller(
                SmsGatewaySettings.NAME,
                settings.timeout(),
                settings.allowPrivate(),
                HttpCaller.Plain.PRIVATE,
                MOST_OCTETS);
        this.success = compiled(settings.success());
        this.refused = compiled(settings.refused());
        this.id = compiled(settings.id());
    }

    private static @Nullable Pattern compiled(@Nullable String pattern) {
        return pattern == null ? null : Pattern.compile(pattern);
    }

    @Override
    public String name() {
        return "sms-gateway";
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
        Map<String, String> values = values(letter);
        String body = settings.body();
        HttpRequest.Builder request = request(values);
        if (body == null) {
            request.method(settings.method(), HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", settings.contentType())
                    .method(
                            settings.method(),
                            HttpRequest.BodyPublishers.ofString(
                                    Template.filled(body, values, Template.escaping(settings.contentType(), json)),
                                    StandardCharsets.UTF_8));
        }
        return http.call(address(Objects.requireNonNull(settings.url()), values), request)
                .judgedBy(this::judge);
    }

    private Map<String, String> values(Letter letter) {
        String number = letter.recipient();
        Map<String, String> values = new HashMap<>();
        values.put("to", number);
        values.put("to-digits", number.substring(1));
        values.put("to-national", number.startsWith("+84") ? "0" + number.substring(3) : number);
        values.put("text", text(letter));
        values.put("delivery", letter.delivery().toString());
        values.put("secret", Objects.requireNonNullElse(settings.secret(), ""));
        return values;
    }

    private String text(Letter letter) {
        String text = settings.unaccented() ? SmsText.plain(letter) : letter.subject();
        return SmsPdu.fitting(text, settings.parts());
    }

    private HttpRequest.Builder request(Map<String, String> values) {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        settings.headers().forEach((name, value) -> request.header(name, Template.filled(value, values, one -> one)));
        return request;
    }

    private static URI address(String template, Map<String, String> values) {
        return URI.create(Template.filled(template, values, Template::encoded));
    }

    private SendResult judge(HttpCaller.Outcome.Answered answer) {
        int status = answer.status();
        String said = "HTTP %d %s".formatted(status, shown(answer.body()));
        if (refused != null && refused.matcher(answer.body()).find()) {
            return new SendResult.Refused(said);
        }
        boolean well = status >= 200 && status <= 299;
        if (well && (success == null || success.matcher(answer.body()).find())) {
            String remoteId = remoteId(answer.body());
            return settings.receipts().url() != null && !remoteId.isEmpty()
                    ? new SendResult.Taken(remoteId)
                    : new SendResult.Delivered(remoteId.isEmpty() ? "HTTP " + status : remoteId);
        }
        if (status == 401 || status == 403 || status == 407) {
            return SendResult.Postponed.because(
                    "log-in refused, check %s.secret: %s".formatted(SmsGatewaySettings.NAME, said));
        }
        // Where settings say how a refusal reads, nothing else is one.
        if (refused == null && status >= 400 && status <= 499 && status != 408 && status != 429) {
            return new SendResult.Refused(said);
        }
        return new SendResult.Postponed(said, HttpCaller.retryAfter(answer.headers(), clock));
    }

    private String remoteId(String body) {
        if (id == null) {
            return "";
        }
        Matcher found = id.matcher(body);
        return found.find() ? Objects.requireNonNullElse(found.group(1), "") : "";
    }

    /** Without the secret, should the gateway say it back. */
    private String shown(String body) {
        String secret = settings.secret();
        String plain = secret == null ? body : body.replace(secret, "***");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
    }

    @Override
    public List<Receipt> receipts(List<Sent> open) {
        String url = settings.receipts().url();
        Instant now = clock.instant();
        askedAt.keySet().retainAll(open.stream().map(Sent::delivery).collect(Collectors.toSet()));
        List<Receipt> receipts = new ArrayList<>();
        int asked = 0;
        for (Sent sent : open) {
            Instant last = askedAt.getOrDefault(sent.delivery(), sent.at());
            if (url != null
                    && asked < MOST_QUESTIONS
                    && !last.plus(settings.receipts().interval()).isAfter(now)) {
                asked++;
                askedAt.put(sent.delivery(), now);
                receipt(url, sent).ifPresent(receipts::add);
            }
        }
        return receipts;
    }

    private Optional<Receipt> receipt(String url, Sent sent) {
        Map<String, String> values = new HashMap<>();
        values.put("id", sent.remoteId());
        values.put("secret", Objects.requireNonNullElse(settings.secret(), ""));
        HttpCaller.Outcome outcome =
                http.call(address(url, values), request(values).GET());
        if (!(outcome instanceof HttpCaller.Outcome.Answered answer)
                || answer.status() < 200
                || answer.status() > 299) {
            return Optional.empty();
        }
        String failed = settings.receipts().failed();
        if (failed != null && Pattern.compile(failed).matcher(answer.body()).find()) {
            return Optional.of(new Receipt.Lost(sent.delivery(), shown(answer.body())));
        }
        return Pattern.compile(Objects.requireNonNull(settings.receipts().delivered()))
                        .matcher(answer.body())
                        .find()
                ? Optional.of(new Receipt.Arrived(sent.delivery()))
                : Optional.empty();
    }
}
