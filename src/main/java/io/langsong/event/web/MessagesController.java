package io.langsong.event.web;

import io.langsong.event.DeviceMessage;
import io.langsong.event.EngineFault;
import io.langsong.event.Kinds;
import io.langsong.event.Messages.Wish;
import io.langsong.event.Severity;
import io.langsong.event.UnknownSender;
import io.langsong.inventory.DeviceId;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.RequestRefused;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What devices said by themselves, for programs. */
@RestController
class MessagesController {
    private static final int LARGEST_PAGE = 1000;
    private static final int LAST_PAGE = 100_000;
    private static final int LONGEST = 200;

    private final SeenMessages messages;

    MessagesController(SeenMessages messages) {
        this.messages = messages;
    }

    @ApiCall("Traps, informs and syslog of devices, the one that came in last first.")
    @GetMapping(path = "/api/v1/messages", produces = "application/json")
    List<DeviceMessageJson> list(
            @RequestParam(required = false) @ApiValue("id of a device") @Nullable String device,
            @RequestParam(required = false) @ApiValue("as in the answers, like link-down, trap or syslog") @Nullable
                    String kind,
            @RequestParam(required = false)
                    @ApiValue("so bad or worse: emergency, alert, critical, error, warning, notice, info, debug")
                    @Nullable
                    String severity,
            @RequestParam(required = false) @ApiValue("stands in the text or the name, in capitals or not") @Nullable
                    String text,
            @RequestParam(required = false) @ApiValue("came in last at or after it") @Nullable OffsetDateTime from,
            @RequestParam(required = false) @ApiValue("came in last before it") @Nullable OffsetDateTime to,
            @RequestParam(defaultValue = "0") @ApiValue(value = "from 0", least = 0, most = LAST_PAGE) int page,
            @RequestParam(defaultValue = "100") @ApiValue(least = 1, most = LARGEST_PAGE) int size) {
        if (size < 1 || size > LARGEST_PAGE) {
            throw RequestRefused.wrong(
                    "size", Integer.toString(size), "is not the length of a page", "give 1 to " + LARGEST_PAGE);
        }
        if (page < 0 || page > LAST_PAGE) {
            throw RequestRefused.wrong("page", Integer.toString(page), "is not the number of a page", "count from 0");
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw RequestRefused.wrong("to", to.toString(), "is not after from", "give a later to");
        }
        Wish wish = new Wish(
                null,
                device == null ? null : device(device),
                kind == null ? null : kind(kind),
                severity == null ? null : severity(severity),
                text(text),
                from == null ? null : from.toInstant(),
                to == null ? null : to.toInstant());
        return messages.find(wish, page * size, size).stream()
                .map(MessagesController::json)
                .toList();
    }

    private static DeviceId device(String device) {
        return MessageFilter.deviceId(device)
                .orElseThrow(
                        () -> RequestRefused.wrong("device", device, "is no id", "GET /api/v1/devices lists them"));
    }

    private static String kind(String kind) {
        if (!Kinds.ALL.contains(kind)) {
            throw RequestRefused.wrong("kind", kind, "is no kind", "there are " + String.join(", ", Kinds.ALL));
        }
        return kind;
    }

    private static Severity severity(String severity) {
        return Severity.of(severity)
                .orElseThrow(() -> RequestRefused.wrong(
                        "severity",
                        severity,
                        "is no severity",
                        "there are " + String.join(", ", MessageFilter.SEVERITIES)));
    }

    private static String text(@Nullable String text) {
        if (text == null) {
            return "";
        }
        if (text.length() > LONGEST) {
            throw RequestRefused.wrong(
                    "text", text, "has %d characters".formatted(text.length()), "give at most " + LONGEST);
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw RequestRefused.wrong("text", text, "contains a control character", "give it without");
        }
        return text;
    }

    @ApiCall("Who sends traps or syslog and is in no inventory, the last first; for those who see all villages.")
    @GetMapping(path = "/api/v1/messages/unknown-senders", produces = "application/json")
    List<UnknownSenderJson> unknown() {
        return messages.unknown().stream().map(MessagesController::json).toList();
    }

    @ApiCall("What is wrong with engines of SNMPv3: ids that devices share, clocks that went back; what lasts first.")
    @GetMapping(path = "/api/v1/messages/engine-faults", produces = "application/json")
    List<EngineFaultJson> faults() {
        return messages.faults().stream().map(MessagesController::json).toList();
    }

    private static EngineFaultJson json(EngineFault one) {
        return new EngineFaultJson(
                one.kind().code(),
                one.engineId(),
                one.members().stream()
                        .map(member -> new MemberJson(member.device().value(), member.address()))
                        .toList(),
                one.unseen(),
                one.firstAt(),
                one.lastAt(),
                one.endedAt(),
                one.times(),
                one.bootsBefore(),
                one.boots());
    }

    private static DeviceMessageJson json(DeviceMessage one) {
        return new DeviceMessageJson(
                one.id(),
                one.device().value(),
                one.kind(),
                one.name(),
                one.severity().code(),
                one.body(),
                one.protocol().code(),
                one.address(),
                one.happenedAt(),
                one.firstAt(),
                one.lastAt(),
                one.times());
    }

    private static UnknownSenderJson json(UnknownSender one) {
        return new UnknownSenderJson(
                one.address(), one.protocol().code(), one.times(), one.firstAt(), one.lastAt(), one.lastBody());
    }

    /** As {@link DeviceMessage}. */
    record DeviceMessageJson(
            long id,
            String device,
            String kind,
            String name,
            String severity,
            String text,
            String protocol,
            String address,

            @ApiValue("of the first, by the device's own uptime where that is known")
            Instant happenedAt,

            Instant firstAt,
            Instant lastAt,
            @ApiValue("how often it came") long times) {}

    /** As {@link EngineFault}. */
    record EngineFaultJson(
            @ApiValue("shared-id or set-back") String kind,
            @ApiValue("in hexadecimal digits") String engineId,
            List<MemberJson> devices,

            @ApiValue("how many more there are in villages that are not seen")
            int unseen,

            Instant firstAt,
            Instant lastAt,

            @ApiValue("when it was seen to be over; null while it lasts") @Nullable
            Instant endedAt,

            @ApiValue("how often a clock went back; 1 of a shared id")
            long times,

            @ApiValue("snmpEngineBoots before the clock went back last; 0 of a shared id")
            int bootsBefore,

            @ApiValue("snmpEngineBoots after; 0 of a shared id")
            int boots) {}

    /** As {@link EngineFault.Member}. */
    record MemberJson(
            String device,
            @ApiValue("where it answered, with the port") String address) {}

    /** As {@link UnknownSender}. */
    record UnknownSenderJson(
            String address, String protocol, long times, Instant firstAt, Instant lastAt, String lastText) {}
}
