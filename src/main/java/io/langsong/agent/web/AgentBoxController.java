package io.langsong.agent.web;

import io.langsong.agent.AgentBoxes;
import io.langsong.agent.AgentBoxes.Said;
import io.langsong.inventory.DeviceId;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.SeenInventory;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What the agent of a device last said, for programs. */
@RestController
@RequestMapping(path = "/api/v1/devices/{id}/agent", produces = "application/json")
class AgentBoxController {
    private final AgentBoxes boxes;
    private final SeenInventory inventory;

    AgentBoxController(AgentBoxes boxes, SeenInventory inventory) {
        this.boxes = boxes;
        this.inventory = inventory;
    }

    record AgentSaidJson(
            @ApiValue("when the newest sample was taken, by the clock of the box") @Nullable
            Instant sampleAt,

            @ApiValue("when a report last came") @Nullable Instant arrivedAt,

            @ApiValue("kept in all, those that came twice counted twice")
            long reports,

            @ApiValue("fields that could not be read, in all")
            long leftOut,

            @ApiValue("whether the time of the last report was replaced by that of its arrival")
            boolean clockIsWrong,

            @ApiValue("reports of which that was so") long wrongClock,

            @ApiValue("of the box, in its newest report") @Nullable
            Long uptimeSeconds,

            @ApiValue(
                    value =
                            "whether a second box reports under this id: other, told apart by its ports; alike, not told apart",
                    choices = {"none", "other", "alike"})
            String two,

            @ApiValue("MAC addresses of the ports of the second box")
            List<String> otherMacs,

            @Nullable Instant twoSince,
            @Nullable Instant twoLast) {
        static AgentSaidJson of(Said said) {
            return new AgentSaidJson(
                    said.sent(),
                    said.arrived(),
                    said.reports(),
                    said.leftOut(),
                    said.clockIsWrong(),
                    said.wrongClock(),
                    said.uptime() == null ? null : said.uptime().toSeconds(),
                    said.two().code(),
                    said.other(),
                    said.twoSince(),
                    said.twoLast());
        }
    }

    @ApiCall("What the agent of a device last said, and when; 404 when it never reported.")
    @GetMapping
    AgentSaidJson said(@PathVariable String id) {
        return AgentSaidJson.of(
                boxes.said(seen(id)).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
    }

    @ApiCall("Says that the second box is the right one; or, of two that look alike, that one is gone.")
    @PostMapping("/accept")
    AgentSaidJson accept(@PathVariable String id) {
        boxes.accept(seen(id));
        return said(id);
    }

    private DeviceId seen(String id) {
        return SeenDevice.of(inventory, id);
    }
}
