package io.langsong.notification.web;

import io.langsong.notification.Outbox;
import io.langsong.notification.Posted;
import io.langsong.web.SeenInventory;
import io.langsong.web.VillageSight;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What was told to whom, and whether it arrived, for people. */
@Controller
class MessagesPageController {
    private static final int SHOWN = 100;
    /** As many as the outbox gives at once: of those that are not seen some may be newer. */
    private static final int MOST = 1000;

    private final Outbox outbox;
    private final SeenInventory seen;

    MessagesPageController(Outbox outbox, SeenInventory seen) {
        this.outbox = outbox;
        this.seen = seen;
    }

    /** @param typed a state's code; anything else is all */
    @GetMapping("/thong-bao")
    String list(@RequestParam(name = "trang-thai", defaultValue = "") String typed, Model model) {
        Posted.State state = state(typed);
        List<Posted> messages = outbox.messages(state, VillageSight.current().all() ? SHOWN : MOST).stream()
                .filter(message -> seen.seesAllOf(message.facts()))
                .limit(SHOWN)
                .toList();
        model.addAttribute("messages", messages);
        model.addAttribute("most", SHOWN);
        model.addAttribute("chosen", state == null ? "" : state.code());
        model.addAttribute(
                "states",
                Arrays.stream(Posted.State.values()).map(Posted.State::code).toList());
        return "notification/messages";
    }

    private static Posted.@Nullable State state(String typed) {
        return Arrays.stream(Posted.State.values())
                .filter(known -> known.code().equals(typed))
                .findFirst()
                .orElse(null);
    }
}
