package io.langsong.provisioning.web;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.SharedSecrets;
import io.langsong.provisioning.SharedSecrets.Issued;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Secrets by which boxes come in, for programs. */
@RestController
@RequestMapping(path = "/api/v1/provisioning/secrets", produces = "application/json")
class SecretsController {
    private final SharedSecrets secrets;
    private final AccessPoints accessPoints;

    SecretsController(SharedSecrets secrets, AccessPoints accessPoints) {
        this.secrets = secrets;
        this.accessPoints = accessPoints;
    }

    /** @param accessPoint null: good for any box */
    record SecretJson(
            String id,
            @Nullable String accessPoint,
            Instant madeAt,
            String madeBy,
            @Nullable Instant usedAt,
            @Nullable Instant revokedAt,
            @ApiValue("whether a new box may come in by it") boolean good) {
        static SecretJson of(Issued issued) {
            return new SecretJson(
                    issued.id(),
                    issued.place() == null ? null : issued.place().value(),
                    issued.made(),
                    issued.who(),
                    issued.used(),
                    issued.revoked(),
                    issued.isGood());
        }
    }

    record SecretSent(
            @ApiValue("id of the one place that it is good for, once; left out: the commune's") @Nullable
            String accessPoint) {}

    record MadeJson(@ApiValue("in this answer alone") String secret) {}

    @ApiCall("All secrets, without themselves.")
    @GetMapping
    List<SecretJson> list() {
        return secrets.all().stream().map(SecretJson::of).toList();
    }

    @ApiCall(value = "Makes a secret for the agents of boxes.", body = SecretSent.class, status = 201)
    @PostMapping
    ResponseEntity<MadeJson> make(@RequestBody JsonNode json) {
        String place = JsonFields.of(json, SecretSent.class).text("accessPoint");
        DeviceId device = place == null ? null : require(place);
        return ResponseEntity.status(HttpStatus.CREATED).body(new MadeJson(secrets.make(device, Who.name())));
    }

    private DeviceId require(String place) {
        DeviceId device = AccessPointsController.device(place);
        return accessPoints
                .find(device)
                .orElseThrow(() -> AccessPoints.missing(device))
                .id();
    }

    @ApiCall(value = "Revokes a secret: no new box comes in by it; those that are in stay.", status = 204)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(@PathVariable String id) {
        secrets.revoke(id, Who.name());
        return ResponseEntity.noContent().build();
    }
}
