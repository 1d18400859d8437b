package io.langsong.notification.channel;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Asks an HTTP server once, bounded in time and in what is read of the answer. Follows no redirect, and goes neither to this
 * machine nor unencrypted over the Internet unless settings allow it. What it says of a failure holds no address beyond the
 * host, because paths and queries carry secrets. One thread at a time.
 */
final class HttpCaller {
    /** No server may put us off for longer by Retry-After. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** Where unencrypted HTTP may go. */
    enum Plain {
        ANYWHERE,
        /** This machine and private networks. */
        PRIVATE
    }

    sealed interface Outcome {
        /** @param body as far as it was to be read */
        record Answered(int status, HttpHeaders headers, String body) implements Outcome {
            /** The body; a missing node when it is not JSON, as from a provider's sign-in page. */
            JsonNode json() {
                try {
                    return JsonMapper.shared().readTree(body);
                } catch (JacksonException notJson) {
                    return MissingNode.getInstance();
                }
            }
        }

        /**
         * Nothing that could be read came back.
         *
         * @param asked false when settings did not let us ask
         */
        record Silent(String reason, boolean asked) implements Outcome {}

        /** As a result; silence is tried again. */
        default SendResult judgedBy(Function<Answered, SendResult> judge) {
            if (this instanceof Answered answered) {
                return judge.apply(answered);
            }
            Silent silent = (Silent) this;
            return silent.asked()
                    ? SendResult.Postponed.unanswered(silent.reason())
                    : SendResult.Postponed.because(silent.reason());
        }
    }

    private final String setting;
    private final Duration timeout;
    private final boolean allowPrivate;
    private final Plain plain;
    private final int mostOctets;
    private @Nullable HttpClient client;

    /**
     * @param setting prefix of the settings that allow it more, for messages
     * @param timeout for the whole exchange
     * @param allowPrivate also addresses of this machine and link-local ones
     * @param mostOctets of the answer's body that are read; 0 for none
     */
    HttpCaller(String setting, Duration timeout, boolean allowPrivate, Plain plain, int mostOctets) {
        this.setting = setting;
        this.timeout = timeout;
        this.allowPrivate = allowPrivate;
        this.plain = plain;
        this.mostOctets = mostOctets;
    }

    /** @param request without a timeout */
    Outcome call(URI target, HttpRequest.Builder request) {
        try {
            String refused = refusal(target);
            return refused == null ? ask(request.uri(target)) : new Outcome.Silent(refused, false);
        } catch (UnknownHostException e) {
            return new Outcome.Silent("no address for " + target.getHost(), true);
        }
    }

    /**
     * Looks the host up. The client does not take an address in place of a name, but asks the same resolver a moment
     * later, which answers from its cache (30 s; {@code networkaddress.cache.ttl}).
     */
    private @Nullable String refusal(URI target) throws UnknownHostException {
        boolean unencrypted = plain == Plain.PRIVATE && !"https".equalsIgnoreCase(target.getScheme());
        for (InetAddress address : InetAddress.getAllByName(target.getHost())) {
            if (!allowPrivate && AddressGuard.isOurSide(address)) {
                return "%s is %s, an address of this machine or link; set %s.allow-private=true if that is meant"
                        .formatted(target.getHost(), address.getHostAddress(), setting);
            }
            if (unencrypted && !AddressGuard.isOurSide(address) && !AddressGuard.isPrivate(address)) {
                return "%s is %s, no private address, and would be reached unencrypted; write https:// into %s.url"
                        .formatted(target.getHost(), address.getHostAddress(), setting);
            }
        }
        return null;
    }

    private Outcome ask(HttpRequest.Builder request) {
        HttpRequest whole =
                request.timeout(timeout).header("User-Agent", "LangSong").build();
        CompletableFuture<HttpResponse<byte[]>> asked = client().sendAsync(whole, head -> new Start(mostOctets));
        try {
            // The request's own time ends with the head of the answer; the body must come within it too.
            HttpResponse<byte[]> answer = asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Outcome.Answered(
                    answer.statusCode(), answer.headers(), new String(answer.body(), StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            return new Outcome.Silent("no answer within " + timeout, true);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Outcome.Silent(
                    cause instanceof HttpTimeoutException
                            ? "no answer within " + timeout
                            // Its message may hold what the other side sent.
                            : "connection failed: " + cause.getClass().getSimpleName(),
                    true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Silent("stopped", false);
        } finally {
            asked.cancel(true);
        }
    }

    /** Made at the first letter, because it begins a thread. */
    private HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(timeout)
                    .build();
            client = made;
        }
        return made;
    }

    /** How long an answer asks us to wait, by RFC 9110 section 10.2.3: seconds or a date. Zero when it does not. */
    static Duration retryAfter(HttpHeaders headers, Clock clock) {
        return headers.firstValue("Retry-After")
                .map(asked -> wait(asked, clock))
                .orElse(Duration.ZERO);
    }

    private static Duration wait(String retryAfter, Clock clock) {
        if (retryAfter.matches("[0-9]{1,9}")) {
            return bounded(Duration.ofSeconds(Long.parseLong(retryAfter)));
        }
        try {
            Instant until = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return bounded(Duration.between(clock.instant(), until));
        } catch (DateTimeParseException neither) {
            return Duration.ZERO;
        }
    }

    static Duration bounded(Duration asked) {
        return asked.isNegative() ? Duration.ZERO : asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }

    /** The first octets of a body; what follows is not waited for, so that an endless answer holds nobody. */
    private static final class Start implements HttpResponse.BodySubscriber<byte[]> {
        private final int most;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;

        Start(int most) {
            this.most = most;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            if (most == 0) {
                enough(begun);
            } else {
                begun.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> octets) {
            for (ByteBuffer part : octets) {
                byte[] next = new byte[Math.min(part.remaining(), most - kept.size())];
                part.get(next);
                kept.write(next, 0, next.length);
            }
            Flow.Subscription begun = subscription;
            if (kept.size() == most && begun != null) {
                enough(begun);
            }
        }

        private void enough(Flow.Subscription begun) {
            begun.cancel();
            onComplete();
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(kept.toByteArray());
        }
    }
}
