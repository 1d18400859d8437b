package io.langsong.discovery.web;

import io.langsong.discovery.DeviceProbes;
import io.langsong.discovery.DeviceProbes.Look;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.metric.Metric;
import io.langsong.polling.Prober;
import io.langsong.polling.profile.Questions.Line;
import io.langsong.polling.profile.Questions.Question;
import io.langsong.polling.profile.Reading.Measurement;
import io.langsong.web.ApiCall;
import io.langsong.web.RequestRefused;
import io.langsong.web.SeenInventory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** How a device is read, for programs. */
@RestController
class ProbeController {
    /** Longer than any device takes that answers at all; a program may wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SeenInventory inventory;
    private final DeviceProbes probes;

    ProbeController(SeenInventory inventory, DeviceProbes probes) {
        this.inventory = inventory;
        this.probes = probes;
    }

    /** Answered with 200 also when the device could not be read: {@code error} then says why. */
    @ApiCall(
            value = "Asks a device now, and says how it is read and what each question of its profile gave.",
            problems = {409, 429})
    @PostMapping(path = "/api/v1/devices/{id}/probe", produces = "application/json")
    ReadingJson probe(@PathVariable String id) {
        Device device = device(id);
        switch (probes.ask(device)) {
            case NOT_ASKED ->
                throw RequestRefused.conflict(
                        "id", id, "has no SNMP access in the inventory", "give it snmp, then it can be asked");
            case TOO_SOON ->
                throw RequestRefused.tooSoon("id", id, "was asked a moment ago", "ask again in ten seconds");
            case BUSY ->
                throw RequestRefused.tooSoon("id", id, "waits, for others are being asked", "ask again in ten seconds");
            case BEGUN, RUNNING -> {}
        }
        Optional<CompletableFuture<Look>> running = probes.runningOf(device.id());
        if (!ReadingPage.await(running, PATIENCE)) {
            throw RequestRefused.tooSoon("id", id, "is still being asked", "ask again in a minute");
        }
        return probes.lastOf(device.id())
                .map(look -> ReadingJson.of(device, look))
                .orElseThrow(() -> RequestRefused.tooSoon("id", id, "is still being asked", "ask again in a minute"));
    }

    private Device device(String id) {
        InventorySnapshot seen = inventory.snapshot();
        try {
            Optional<Device> found = seen.device(new DeviceId(id));
            if (found.isPresent()) {
                return found.get();
            }
        } catch (InventoryRefused notAnId) {
            // Then there is no such device either.
        }
        throw RequestRefused.unknown("id", id, "is not the id of a device", "GET /api/v1/devices lists them");
    }

    /**
     * @param profileReason what spoke for it
     * @param error null when the device was read
     */
    record ReadingJson(
            String device,
            Instant at,
            long tookMs,
            @Nullable String profile,
            @Nullable String profileReason,
            @Nullable String vendor,
            @Nullable String model,
            @Nullable String firmware,
            @Nullable String serial,
            @Nullable String sysObjectID,
            @Nullable String sysDescr,
            @Nullable String sysName,
            List<QuestionJson> questions,
            List<String> notes,
            @Nullable ReadingErrorJson error) {
        static ReadingJson of(Device device, Look look) {
            String id = device.id().value();
            long took = look.took().toMillis();
            if (look.outcome() instanceof Prober.Read read) {
                return new ReadingJson(
                        id,
                        look.at(),
                        took,
                        read.recognised().profile().name(),
                        read.recognised().reason(),
                        read.identified().vendor(),
                        read.identified().model(),
                        read.identified().firmware(),
                        read.identified().serial(),
                        Objects.toString(read.recognised().sysObjectId(), null),
                        read.recognised().sysDescr(),
                        read.sysName(),
                        look.questions().stream().map(QuestionJson::of).toList(),
                        read.notes(),
                        null);
            }
            ReadingErrorJson error = look.outcome() instanceof Prober.NotRead notRead
                    ? new ReadingErrorJson(
                            notRead.fault().kind(), notRead.fault().message())
                    : null;
            return new ReadingJson(
                    id, look.at(), took, null, null, null, null, null, null, null, null, null, List.of(), List.of(),
                    error);
        }
    }

    /** @param kind timeout, auth, refused, malformed or unreachable */
    record ReadingErrorJson(String kind, String message) {}

    /** @param more rows left out of {@code answers} */
    record QuestionJson(String metric, String unit, String oid, List<AnswerJson> answers, int more) {
        static QuestionJson of(Question question) {
            return new QuestionJson(
                    question.metric().name(),
                    question.metric().unit(),
                    question.oid().toString(),
                    question.lines().stream().map(AnswerJson::of).toList(),
                    question.more());
        }
    }

    /**
     * @param raw as the device gave it; null when it gave none
     * @param why null when there is a value
     */
    record AnswerJson(
            String oid,
            @Nullable String raw,
            @Nullable String index,
            @Nullable String label,
            @Nullable BigDecimal value,
            @Nullable String why) {
        static AnswerJson of(Line line) {
            Measurement value = line.value();
            String why = line.why() == null
                    ? null
                    : line.why().name().toLowerCase(Locale.ROOT).replace('_', '-');
            return new AnswerJson(
                    line.oid().toString(),
                    line.raw(),
                    value == null ? null : value.index(),
                    value == null ? null : value.label(),
                    value == null ? null : number(value),
                    why);
        }

        private static BigDecimal number(Measurement value) {
            return value.metric().kind() == Metric.Kind.GAUGE
                    ? BigDecimal.valueOf(value.asDouble())
                    : new BigDecimal(Long.toUnsignedString(value.bits()));
        }
    }
}
