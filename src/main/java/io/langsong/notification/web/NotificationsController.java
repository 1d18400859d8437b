package io.langsong.notification.web;

import io.langsong.notification.Outbox;
import io.langsong.notification.Posted;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.RequestRefused;
import io.langsong.web.SeenInventory;
import io.langsong.web.VillageSight;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was told to whom, newest first. */
@RestController
class NotificationsController {
    /** As many as the outbox gives at once: of those that are not seen some may be newer. */
    private static final int MOST = 1000;
    /** What {@code queued} was called before, by which programs may still ask. */
    private static final String ONCE_QUEUED = "pending";

    private final Outbox outbox;
    private final SeenInventory seen;

    NotificationsController(Outbox outbox, SeenInventory seen) {
        this.outbox = outbox;
        this.seen = seen;
    }

    @ApiCall("Messages, newest first.")
    @GetMapping(path = "/api/v1/notifications", produces = "application/json")
    List<MessageJson> messages(
            @RequestParam(required = false)
                    @ApiValue(choices = {"queued", "sent", "delivered", "failed", "no-recipient"})
                    @Nullable
                    String state,
            @RequestParam(defaultValue = "100") @ApiValue(least = 1, most = MOST) int limit) {
        if (limit < 1 || limit > MOST) {
            throw RequestRefused.wrong("limit", Integer.toString(limit), "is out of range", "give 1 to " + MOST);
        }
        return outbox
                .messages(
                        state == null ? null : parse(state),
                        VillageSight.current().all() ? limit : MOST)
                .stream()
                .filter(message -> seen.seesAllOf(message.facts()))
                .limit(limit)
                .map(MessageJson::of)
                .toList();
    }

    private static Posted.State parse(String state) {
        return Arrays.stream(Posted.State.values())
                .filter(known ->
                        known.code().equals(state) || known == Posted.State.QUEUED && state.equals(ONCE_QUEUED))
                .findFirst()
                .orElseThrow(() -> RequestRefused.wrong(
                        "state",
                        state,
                        "is not known",
                        "give one of "
                                + Arrays.stream(Posted.State.values())
                                        .map(Posted.State::code)
                                        .collect(Collectors.joining(", "))));
    }

    record MessageJson(
            String key,
            String subject,
            String text,
            Map<String, Object> facts,

            @ApiValue(choices = {"info", "warning", "critical"})
            String severity,

            Instant createdAt,

            @ApiValue(choices = {"queued", "sent", "delivered", "failed", "no-recipient"})
            String state,

            List<DeliveryJson> deliveries) {
        static MessageJson of(Posted message) {
            return new MessageJson(
                    message.key(),
                    message.subject(),
                    message.text(),
                    message.facts(),
                    message.severity().code(),
                    message.createdAt(),
                    message.state().code(),
                    message.deliveries().stream().map(DeliveryJson::of).toList());
        }
    }

    record DeliveryJson(
            @ApiValue("name of the account that it is for; left out for whom settings name") @Nullable
            String person,

            String channel,

            @ApiValue("of settings, or the person") String recipient,

            @ApiValue(choices = {"queued", "sent", "delivered", "failed"})
            String state,

            int attempts,
            @Nullable Instant nextAt,
            @Nullable String lastError,
            @Nullable Instant sentAt,
            @Nullable Instant deliveredAt,

            @ApiValue(
                    value = "who said that it arrived: the recipient’s device, or the last server that tells",
                    choices = {"device", "server"})
            @Nullable
            String receipt,

            @Nullable String remoteId,

            @ApiValue("key of the later message that lists this one, since it had waited too long") @Nullable
            String toldBy) {
        static DeliveryJson of(Posted.Delivery delivery) {
            return new DeliveryJson(
                    delivery.person(),
                    delivery.channel(),
                    delivery.recipient(),
                    delivery.state().code(),
                    delivery.attempts(),
                    delivery.nextAt(),
                    delivery.lastError(),
                    delivery.sentAt(),
                    delivery.deliveredAt(),
                    delivery.receipt(),
                    delivery.remoteId(),
                    delivery.toldBy());
        }
    }
}
