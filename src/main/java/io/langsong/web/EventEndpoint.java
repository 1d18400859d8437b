package io.langsong.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;

/** Where pages and programs listen; the wallboard at an address that its cookie goes to. */
@Controller
class EventEndpoint {
    static final String PATH = "/events";

    private final EventStream stream;

    EventEndpoint(EventStream stream) {
        this.stream = stream;
    }

    @ApiCall(
            value =
                    "What changed, as server-sent events: condition or incident with an object, resync when some were missed.",
            answer = String.class,
            types = "text/event-stream")
    @GetMapping({PATH, "/man-hinh/events", "/api/v1/events"})
    void listen(
            @RequestHeader(name = "Last-Event-ID", defaultValue = "") String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        stream.connect(request, response, lastEventId);
    }
}
