package io.langsong.statuspage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.statuspage.PublicStatus.Overall;
import io.langsong.testkit.WholeServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@WholeServer
@AutoConfigureMockMvc
@TestPropertySource(properties = "langsong.status-page.enabled=false")
class StatusPageOffTest {
    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private StatusBoard board;

    @Test
    void whoTurnsItOffShowsNothing() {
        assertThat(mvc.get().uri("/trang-thai")).hasStatus(404);
        assertThat(mvc.get().uri("/tt/1")).hasStatus(404);
        assertThat(mvc.get().uri("/api/v1/status")).hasStatus(404);
    }

    @Test
    void aServerThatHasNeverLookedSaysSo() {
        assertThat(board.now().overall()).isEqualTo(Overall.UNKNOWN);
    }

    @Test
    void refusesWhatIsNoTelephoneNumber() {
        assertThatThrownBy(() -> new StatusPageProperties(true, null, "javascript:alert(1)"))
                .hasMessageContaining("langsong.status-page.phone")
                .hasMessageContaining("give digits");
        assertThatThrownBy(() -> new StatusPageProperties(true, "x".repeat(121), null))
                .hasMessageContaining("langsong.status-page.title");
        assertThat(new StatusPageProperties(true, " ", " ")).isEqualTo(new StatusPageProperties(true, null, null));
    }
}
