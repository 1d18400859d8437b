package io.langsong.provisioning.web;

import io.langsong.access.Refused;
import io.langsong.provisioning.Level;
import io.langsong.provisioning.Values;
import io.langsong.provisioning.Values.Shown;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Values of variables, for programs. */
@RestController
@RequestMapping(path = "/api/v1/provisioning/values", produces = "application/json")
class ValuesController {
    private final Values values;

    ValuesController(Values values) {
        this.values = values;
    }

    /** @param value null of a secret @param place empty for the commune */
    record ValueJson(
            String level,
            String place,
            String name,
            @Nullable String value,
            boolean secret,
            Instant at,
            String who) {
        static ValueJson of(Shown shown) {
            return new ValueJson(
                    shown.level().code(),
                    shown.place(),
                    shown.name(),
                    shown.value(),
                    shown.secret(),
                    shown.at(),
                    shown.who());
        }
    }

    /** What may be sent. */
    record ValueSent(
            @ApiValue(choices = {"commune", "village", "site", "group", "access-point"})
            String level,

            @ApiValue("id of the village, site or access point, or name of the group; left out for the commune")
            @Nullable
            String place,

            @ApiValue("of the variable") String name,

            @ApiValue("left out: there is to be none") @Nullable
            String value,

            @ApiValue("a secret though no template says so") @Nullable
            Boolean secret) {}

    @ApiCall("All values that are set, of secrets only that they are.")
    @GetMapping
    List<ValueJson> list() {
        return values.all().stream().map(ValueJson::of).toList();
    }

    @ApiCall(value = "Sets a value, or takes it away; no box is changed by it.", body = ValueSent.class)
    @PutMapping
    List<ValueJson> set(@RequestBody JsonNode json) {
        JsonFields sent = JsonFields.of(json, ValueSent.class);
        values.set(
                level(sent.text("level")),
                Objects.requireNonNullElse(sent.text("place"), ""),
                Objects.requireNonNullElse(sent.text("name"), ""),
                sent.text("value"),
                sent.truth("secret", false),
                Who.name());
        return list();
    }

    static Level level(@Nullable String code) {
        return Arrays.stream(Level.values())
                .filter(level -> level.code().equals(code))
                .findFirst()
                .orElseThrow(() -> Refused.invalid(
                        "level",
                        code,
                        "access.refused.choice",
                        List.of(),
                        "is not known",
                        "give one of commune, village, site, group, access-point"));
    }
}
