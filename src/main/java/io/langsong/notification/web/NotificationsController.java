package io.langsong.notification.web;

import io.langsong.notification.Outbox;
import io.langsong.notification.Posted;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.RequestRefused;
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
    private final Outbox outbox;

    NotificationsController(Outbox outbox) {
        this.outbox = outbox;
    }

    @ApiCall("Messages, newest first.")
    @GetMapping(path = "/api/v1/notifications", produces = "application/json")
    List<MessageJson> messages(
            @RequestParam(required = false)
                    @ApiValue(choices = {"pending", "delivered", "failed", "no-recipient"})
                    @Nullable
                    String state,
            @RequestParam(defaultValue = "100") @ApiValue(least = 1, most = 1000) int limit) {
        if (limit < 1 || limit > 1000) {
            throw RequestRefused.wrong("limit", Integer.toString(limit), "is out of range", "give 1 to 1000");
        }
        return outbox.messages(state == null ? null : parse(state), limit).stream()
                .map(MessageJson::of)
                .toList();
    }

    private static Posted.State parse(String state) {
        return Arrays.stream(Posted.State.values())
                .filter(known -> known.code().equals(state))
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
            Instant createdAt,
            String state,
            List<DeliveryJson> deliveries) {
        static MessageJson of(Posted message) {
            return new MessageJson(
                    message.key(),
                    message.subject(),
                    message.text(),
                    message.facts(),
                    message.createdAt(),
                    message.state().code(),
                    message.deliveries().stream().map(DeliveryJson::of).toList());
        }
    }

    record DeliveryJson(
            String channel,
            String recipient,
            String state,
            int attempts,
            @Nullable Instant nextAt,
            @Nullable String lastError,
            @Nullable Instant deliveredAt,
            @Nullable String remoteId) {
        static DeliveryJson of(Posted.Delivery delivery) {
            return new DeliveryJson(
                    delivery.channel(),
                    delivery.recipient(),
                    delivery.state().code(),
                    delivery.attempts(),
                    delivery.nextAt(),
                    delivery.lastError(),
                    delivery.deliveredAt(),
                    delivery.remoteId());
        }
    }
}
