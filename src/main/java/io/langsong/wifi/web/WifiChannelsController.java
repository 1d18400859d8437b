package io.langsong.wifi.web;

import io.langsong.inventory.Ids;
import io.langsong.inventory.VillageId;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import io.langsong.web.SeenInventory;
import io.langsong.wifi.ChannelConflict;
import io.langsong.wifi.ChannelPlans;
import io.langsong.wifi.ChannelPlans.Radio;
import io.langsong.wifi.ChannelPlans.Wish;
import io.langsong.wifi.Spectrum;
import io.langsong.wifi.WifiRadio;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** Channels of the radios of a village, for programs. */
@RestController
@RequestMapping(path = "/api/v1/wifi/channels/{village}", produces = "application/json")
class WifiChannelsController {
    private final ChannelPlans plans;
    private final SeenInventory inventory;

    WifiChannelsController(ChannelPlans plans, SeenInventory inventory) {
        this.plans = plans;
        this.inventory = inventory;
    }

    /** A radio. @param channel 0: the box chooses @param heard channels on which it was heard to be @param notes of its channel */
    record WifiRadioJson(
            String accessPoint,
            String site,
            String band,
            int channel,
            int width,
            int powerDbm,
            List<Integer> heard,
            List<String> notes) {
        static WifiRadioJson of(Radio radio) {
            return new WifiRadioJson(
                    radio.place().id().value(),
                    radio.place().site().value(),
                    radio.band().code(),
                    radio.channel(),
                    radio.width(),
                    radio.powerDbm(),
                    radio.heard(),
                    radio.onAir().stream()
                            .flatMap(on -> Spectrum.notes(on.band(), on.channel(), on.width()).stream())
                            .map(Spectrum.Note::code)
                            .toList());
        }
    }

    /** One of two radios that are in conflict. */
    record RadioInConflictJson(String accessPoint, String band, int channel, int width) {
        static RadioInConflictJson of(WifiRadio radio) {
            return new RadioInConflictJson(
                    radio.accessPoint().value(), radio.band().code(), radio.channel(), radio.width());
        }
    }

    /** @param sameChannel whether they take turns; else they overlap in part, and disturb each other */
    record ChannelConflictJson(
            RadioInConflictJson one, RadioInConflictJson other, boolean sameSite, boolean sameChannel) {
        static ChannelConflictJson of(ChannelConflict conflict) {
            return new ChannelConflictJson(
                    RadioInConflictJson.of(conflict.one()),
                    RadioInConflictJson.of(conflict.other()),
                    conflict.sameSite(),
                    conflict.sameChannel());
        }
    }

    record ChannelPlanJson(List<WifiRadioJson> radios, List<ChannelConflictJson> conflicts) {
        static ChannelPlanJson of(List<Radio> radios) {
            return new ChannelPlanJson(
                    radios.stream().map(WifiRadioJson::of).toList(),
                    ChannelPlans.conflicts(radios).stream()
                            .map(ChannelConflictJson::of)
                            .toList());
        }
    }

    /** A radio as sent. */
    record WifiRadioSent(
            String accessPoint,

            @ApiValue(choices = {"2.4", "5"}) String band,

            @ApiValue(value = "0: the box chooses", least = 0, most = 165)
            Integer channel,

            @ApiValue("MHz") Integer width,

            @ApiValue(value = "dBm", least = 0, most = 30) Integer powerDbm) {}

    /** What may be sent. */
    record ChannelPlanSent(
            @ApiValue("those that are to change; others stay")
            List<WifiRadioSent> radios,

            @ApiValue("for those who read the versions of the templates") @Nullable
            String reason) {}

    @ApiCall("The radios of a village as they are to be, and conflicts among them.")
    @GetMapping
    ChannelPlanJson read(@PathVariable String village) {
        return ChannelPlanJson.of(plans.of(require(village)));
    }

    private VillageId require(String village) {
        if (!Ids.isOne(village)
                || inventory.snapshot().village(new VillageId(village)).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such village.");
        }
        return new VillageId(village);
    }

    @ApiCall("Channels with few conflicts for the radios of a village; keeps nothing.")
    @GetMapping("/proposal")
    ChannelPlanJson propose(@PathVariable String village) {
        return ChannelPlanJson.of(ChannelPlans.proposed(plans.of(require(village))));
    }

    @ApiCall(value = "What conflicts there would be with this; keeps nothing.", body = ChannelPlanSent.class)
    @PostMapping("/try")
    ChannelPlanJson tryOut(@PathVariable String village, @RequestBody JsonNode json) {
        return ChannelPlanJson.of(plans.draft(require(village), wishes(JsonFields.of(json, ChannelPlanSent.class))));
    }

    @ApiCall(value = "Keeps channels of radios; no box is changed by it.", body = ChannelPlanSent.class, problems = 409)
    @PutMapping
    ChannelPlanJson save(@PathVariable String village, @RequestBody JsonNode json) {
        JsonFields sent = JsonFields.of(json, ChannelPlanSent.class);
        VillageId id = require(village);
        String reason = Objects.requireNonNullElse(sent.text("reason"), "channels of " + id);
        return ChannelPlanJson.of(plans.save(id, wishes(sent), reason, WifiPage.who()));
    }

    private static List<Wish> wishes(JsonFields sent) {
        return sent.list("radios").stream().map(WifiChannelsController::wish).toList();
    }

    private static Wish wish(JsonNode json) {
        JsonFields sent = JsonFields.of(json, WifiRadioSent.class);
        return new Wish(
                Objects.requireNonNullElse(sent.text("accessPoint"), ""),
                Objects.requireNonNullElse(sent.text("band"), ""),
                number(sent, "channel"),
                number(sent, "width"),
                number(sent, "powerDbm"));
    }

    private static int number(JsonFields sent, String field) {
        Integer number = sent.number(field);
        if (number == null) {
            throw RequestRefused.wrong(field, null, "is missing", "give a whole number");
        }
        return number;
    }
}
