package io.langsong.firmware.web;

import io.langsong.access.Refused;
import io.langsong.firmware.BoxFacts;
import io.langsong.firmware.Boxes;
import io.langsong.firmware.FirmwareProperties;
import io.langsong.firmware.Fit;
import io.langsong.firmware.Image;
import io.langsong.firmware.Images;
import io.langsong.firmware.Images.ImageWish;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** Firmware and what it fits, for programs. */
@RestController
@RequestMapping(path = "/api/v1/firmware", produces = "application/json")
class ImagesController {
    private final Images images;
    private final Boxes boxes;
    private final FirmwareProperties settings;

    ImagesController(Images images, Boxes boxes, FirmwareProperties settings) {
        this.images = images;
        this.boxes = boxes;
        this.settings = settings;
    }

    record FirmwareImageJson(
            String sha256,
            String name,
            @ApiValue(choices = {"openwrt", "routeros"}) String family,
            long octets,
            String version,
            @Nullable String revision,

            @ApiValue("boards of OpenWrt, architectures of RouterOS")
            List<String> boards,

            @ApiValue("whether the file itself says what it is for; else a person did")
            boolean described,

            @ApiValue("of a RouterOS package") @Nullable String packageName,
            String by,
            Instant at) {
        static FirmwareImageJson of(Image image) {
            return new FirmwareImageJson(
                    image.sha256(),
                    image.name(),
                    image.family().code(),
                    image.octets(),
                    image.version(),
                    image.revision(),
                    image.boards(),
                    image.described(),
                    image.packageName(),
                    image.by(),
                    image.at());
        }
    }

    record FirmwareFitJson(
            String accessPoint,

            @ApiValue(choices = {"fits", "has-it", "does-not-fit", "unknown"})
            String verdict,

            @ApiValue(
                    "why: other-family, other-board, other-architecture, other-packages, too-little-room, older, has-it, "
                            + "not-approved, no-ssh, no-host-key, not-asked")
            List<String> reasons,

            @ApiValue("version that runs there") @Nullable String from) {
        static FirmwareFitJson of(DeviceId place, Fit fit) {
            return new FirmwareFitJson(place.value(), fit.verdict().code(), fit.reasons(), fit.from());
        }
    }

    /** @param problem why it could not be asked; null when it was */
    record FirmwareBoxJson(
            String accessPoint,
            @Nullable String board,
            @Nullable String model,
            @Nullable String version,
            @Nullable String revision,
            @ApiValue("room for a file") @Nullable Long freeOctets,
            @Nullable Instant asked,

            @ApiValue("why it could not be asked; what is beside it is what it said before") @Nullable
            String problem) {
        static FirmwareBoxJson of(DeviceId place, @Nullable BoxFacts facts, @Nullable Refused refused) {
            return new FirmwareBoxJson(
                    place.value(),
                    facts == null ? null : facts.board(),
                    facts == null ? null : facts.model(),
                    facts == null ? null : facts.version(),
                    facts == null ? null : facts.revision(),
                    facts == null ? null : Long.valueOf(facts.freeOctets()),
                    facts == null ? null : facts.asked(),
                    refused == null ? null : refused.getMessage());
        }
    }

    /** What may be sent to have boxes asked. */
    record FirmwareAskSent(@ApiValue("ids, at most 40") List<String> accessPoints) {}

    @ApiCall("All firmware that was given, the newest first.")
    @GetMapping("/images")
    List<FirmwareImageJson> list() {
        return images.all().stream().map(FirmwareImageJson::of).toList();
    }

    /** A browser can not send this: the body is the file itself. */
    @ApiCall(
            value = "Takes a file of firmware and makes an image of it.",
            bodyNamed = "binary",
            status = 201,
            headers = "Location: its address",
            problems = {409})
    @PostMapping(path = "/images", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<FirmwareImageJson> add(
            @RequestParam @ApiValue("as people call it") String name,
            @RequestParam(defaultValue = "") @ApiValue("SHA-256 that its maker tells; another one is refused")
                    String expected,
            @RequestParam(defaultValue = "") @ApiValue("where the file does not say it") String version,
            @RequestParam(defaultValue = "")
                    @ApiValue("what it is for, with spaces between, where the file does not say it")
                    String boards,
            HttpServletRequest request)
            throws IOException {
        if (request.getContentLengthLong() > settings.limit().toBytes()) {
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "The file is longer than %d octets; send a shorter one, or raise langsong.firmware.limit"
                            .formatted(settings.limit().toBytes()));
        }
        String sha256 = images.take(request.getInputStream());
        Image image = images.add(sha256, new ImageWish(name, expected, version, Given.boards(boards)), Asker.name());
        return ResponseEntity.created(URI.create("/api/v1/firmware/images/" + image.sha256()))
                .body(FirmwareImageJson.of(image));
    }

    private Image require(String sha256) {
        return images.find(sha256).orElseThrow(() -> Images.missing(sha256));
    }

    @ApiCall("One image.")
    @GetMapping("/images/{sha256}")
    FirmwareImageJson one(@PathVariable String sha256) {
        return FirmwareImageJson.of(require(sha256));
    }

    @ApiCall(value = "Removes an image that no upgrade used.", status = 204, problems = 409)
    @DeleteMapping("/images/{sha256}")
    ResponseEntity<Void> remove(@PathVariable String sha256) {
        images.remove(sha256);
        return ResponseEntity.noContent().build();
    }

    @ApiCall("How an image fits each access point.")
    @GetMapping("/images/{sha256}/fits")
    List<FirmwareFitJson> fits(@PathVariable String sha256) {
        return boxes.fits(require(sha256)).entrySet().stream()
                .map(one -> FirmwareFitJson.of(one.getKey(), one.getValue()))
                .toList();
    }

    @ApiCall(
            value = "Asks boxes over SSH what they are and what runs there; takes up to a minute.",
            body = FirmwareAskSent.class)
    @PostMapping("/ask")
    List<FirmwareBoxJson> ask(@RequestBody JsonNode json) {
        List<DeviceId> places = places(JsonFields.of(json, FirmwareAskSent.class));
        Map<DeviceId, Refused> refusals = boxes.askAll(places);
        Map<DeviceId, BoxFacts> known = boxes.known();
        return places.stream()
                .distinct()
                .map(place -> FirmwareBoxJson.of(place, known.get(place), refusals.get(place)))
                .toList();
    }

    static List<DeviceId> places(JsonFields sent) {
        return sent.texts("accessPoints").stream()
                .map(id -> {
                    if (!Ids.isOne(id)) {
                        throw RequestRefused.unknown(
                                "accessPoints",
                                id,
                                "is no access point",
                                "GET /api/v1/provisioning/access-points lists them");
                    }
                    return new DeviceId(id);
                })
                .toList();
    }
}
