package io.langsong.agent.web;

import io.langsong.agent.AgentReply;
import io.langsong.agent.AgentReports;
import io.langsong.agent.AgentReports.Call;
import io.langsong.agent.ReportBody;
import io.langsong.web.AddressThrottle;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.Cookieless;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where the monitoring agents of OpenWrt report, at the address of OpenWISP's server. */
@RestController
@Cookieless
class AgentReportController {
    /**
     * So many wrong keys for one box from one address in an hour: no way to guess 32 hexadecimal digits. Boxes behind one address do not count together: one
     * that was set up wrong sends a thousand in an hour, and would shut out those that are right. A flood gains little by going on to other boxes, since a
     * call for an unknown one costs as much and is never counted.
     */
    private static final int MOST_REFUSED = 1_000;

    private final AgentReports reports;
    private final AddressThrottle refused;

    AgentReportController(AgentReports reports, Clock clock) {
        this.reports = reports;
        this.refused = new AddressThrottle(clock, MOST_REFUSED, Duration.ofHours(1));
    }

    @ApiCall(
            value = "Takes a report of an OpenWrt monitoring agent; 200 says that it is kept.",
            bodyNamed = "agentReport",
            types = "text/plain",
            problems = {404, 408, 409, 413, 415, 429, 507})
    @PostMapping(path = "/api/v1/monitoring/device/{id}/", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> report(
            @PathVariable String id,
            @RequestParam(required = false) @ApiValue("of the box, as at its registration") @Nullable String key,
            @RequestParam(required = false)
                    @ApiValue("when the sample was taken, UTC: DD-MM-YYYY_HH:MM:SS.ffffff; without it, now")
                    @Nullable
                    String time,
            @RequestParam(required = false) @ApiValue("true: the agent holds nothing older") @Nullable String current,
            HttpServletRequest request) {
        String from = request.getRemoteAddr();
        // It may stand there with dashes or without.
        String box = id.replace("-", "");
        if (!refused.admits(from, box)) {
            return answer(new AgentReply(429, "Too many wrong keys\n"));
        }
        AgentReply reply = reports.take(new Call(id, key, time, "true".equals(current)), body(request));
        if (reply.status() == 403) {
            refused.count(from, box);
        }
        return answer(reply);
    }

    private static ReportBody body(HttpServletRequest request) {
        return new ReportBody() {
            @Override
            public long announced() {
                return request.getContentLengthLong();
            }

            @Override
            public @Nullable String encoding() {
                return request.getHeader(HttpHeaders.CONTENT_ENCODING);
            }

            @Override
            public InputStream open() throws IOException {
                return request.getInputStream();
            }
        };
    }

    private static ResponseEntity<String> answer(AgentReply reply) {
        return ResponseEntity.status(reply.status())
                .contentType(MediaType.TEXT_PLAIN)
                .cacheControl(CacheControl.noStore())
                .body(reply.text());
    }
}
