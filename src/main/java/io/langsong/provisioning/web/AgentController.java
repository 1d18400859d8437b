package io.langsong.provisioning.web;

import io.langsong.provisioning.AgentAnswer;
import io.langsong.provisioning.AgentDesk;
import io.langsong.web.AddressThrottle;
import io.langsong.web.Cookieless;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What OpenWrt's agents ask, at the addresses of OpenWISP's controller. They take a redirect for a failure, and read head and body of an
 * answer together, line by line: no header may look like one of their words.
 */
@RestController
@Cookieless
class AgentController {
    /** So many refusals of one address for one box, or of its registrations, in an hour: no way to guess, and one set up wrong shuts out no other. */
    private static final int MOST_REFUSED = 1_000;

    private final AgentDesk desk;
    private final AddressThrottle refused;

    AgentController(AgentDesk desk, Clock clock) {
        this.desk = desk;
        this.refused = new AddressThrottle(clock, MOST_REFUSED, Duration.ofHours(1));
    }

    @PostMapping("/controller/register/")
    ResponseEntity<byte[]> register(HttpServletRequest request) {
        return answer(request, "", from -> desk.register(form(request), from));
    }

    @GetMapping({"/controller/checksum/{id}/", "/controller/device/checksum/{id}/"})
    ResponseEntity<byte[]> checksum(@PathVariable String id, HttpServletRequest request) {
        return answer(
                request,
                id,
                from -> desk.checksum(id, request.getParameter("key"), request.getParameter("management_ip"), from));
    }

    @GetMapping({"/controller/download-config/{id}/", "/controller/device/download-config/{id}/"})
    ResponseEntity<byte[]> download(@PathVariable String id, HttpServletRequest request) {
        return answer(
                request,
                id,
                from -> desk.download(id, request.getParameter("key"), request.getParameter("management_ip"), from));
    }

    @PostMapping({"/controller/update-info/{id}/", "/controller/device/update-info/{id}/"})
    ResponseEntity<byte[]> updateInfo(@PathVariable String id, HttpServletRequest request) {
        return answer(request, id, from -> desk.updateInfo(id, request.getParameter("key"), form(request)));
    }

    @PostMapping({"/controller/report-status/{id}/", "/controller/device/report-status/{id}/"})
    ResponseEntity<byte[]> report(@PathVariable String id, HttpServletRequest request) {
        return answer(request, id, from -> desk.report(id, request.getParameter("key"), form(request)));
    }

    /** @param id of the box that asks, empty when it has none yet */
    private ResponseEntity<byte[]> answer(HttpServletRequest request, String id, Function<String, AgentAnswer> ask) {
        String from = request.getRemoteAddr();
        // It may stand there with dashes or without.
        String box = id.replace("-", "");
        if (!refused.admits(from, box)) {
            // Any other status than 403 and 404 has an agent try again later.
            return ResponseEntity.status(429).build();
        }
        AgentAnswer answer = ask.apply(from);
        if (answer.status() == 403) {
            refused.count(from, box);
        }
        ResponseEntity.BodyBuilder built = ResponseEntity.status(answer.status())
                .header(HttpHeaders.CONTENT_TYPE, answer.type())
                .cacheControl(CacheControl.noStore());
        if (answer.isArchive()) {
            built.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=configuration.tar.gz");
        }
        return built.body(answer.body());
    }

    /** The first value of each field; agents send an empty pair at the end. */
    private static Map<String, String> form(HttpServletRequest request) {
        Map<String, String> form = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> form.put(name, values.length == 0 ? "" : values[0]));
        return form;
    }
}
