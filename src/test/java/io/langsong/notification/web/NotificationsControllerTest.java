package io.langsong.notification.web;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.langsong.notification.Message;
import io.langsong.notification.Post;
import io.langsong.web.TestSight;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class NotificationsControllerTest {
    private final Post post = Post.toNobody(Clock.fixed(Instant.parse("2026-06-05T07:05:30Z"), ZoneOffset.UTC));
    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(
                    new NotificationsController(post.outbox, TestSight.over(null)))
            .build();

    @BeforeEach
    void signIn() {
        TestSight.signIn();
    }

    @AfterEach
    void signOut() {
        TestSight.signOut();
    }

    @Test
    void showsMessagesNewestFirst() throws Exception {
        post.outbox.post(new Message("outage-1-started", "Mất kết nối", "text", Map.of("outage", 1)));
        post.outbox.post(new Message("outage-1-ended", "Đã khôi phục", "text", Map.of("outage", 1)));

        mvc.perform(get("/api/v1/notifications?state=no-recipient"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$", hasSize(2)))
                .andExpect(jsonPath("$[0].key").value("outage-1-ended"))
                .andExpect(jsonPath("$[1].state").value("no-recipient"))
                .andExpect(jsonPath("$[1].severity").value("critical"))
                .andExpect(jsonPath("$[1].createdAt").value("2026-06-05T07:05:30Z"))
                .andExpect(jsonPath("$[1].facts.outage").value(1))
                .andExpect(jsonPath("$[1].deliveries", hasSize(0)));
        mvc.perform(get("/api/v1/notifications?limit=1")).andExpect(jsonPath("$", hasSize(1)));
        mvc.perform(get("/api/v1/notifications?state=queued")).andExpect(jsonPath("$", hasSize(0)));
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        mvc.perform(get("/api/v1/notifications?state=lost"))
                .andExpect(status().isBadRequest())
                .andExpect(status().reason(containsString("no-recipient")));
        mvc.perform(get("/api/v1/notifications?limit=0")).andExpect(status().isBadRequest());
    }
}
