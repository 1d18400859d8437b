package io.langsong.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class IdleLockTest {
    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(textBlock = """
            # method, what it carries,                   somebody's doing
            GET,  Accept=text/html,                      true
            HEAD, Accept=text/html,                      true
            GET,  Accept=text/html HX-Request=true,      false
            GET,  Accept=*/* HX-Request=true,            false
            GET,  Accept=*/* HX-Request=true X-Gesture=1, true
            POST, Accept=*/* HX-Request=true,            true
            GET,  Accept=text/event-stream,              false
            GET,  Accept=text/css,                       false
            GET,  Accept=application/json,               false
            GET,  Accept=text/html ?tu-lam-moi,          false
            GET,  Accept=text/html ?gio=24&tu-lam-moi,   false
            GET,  Accept=text/html ?gio=24,              true
            """)
    void knowsWhatIsSomebodysDoing(String method, String carried, boolean doing) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, "/");
        for (String word : carried.split(" ")) {
            if (word.startsWith("?")) {
                request.setQueryString(word.substring(1));
            } else {
                request.addHeader(word.replaceFirst("=.*", ""), word.replaceFirst("[^=]*=", ""));
            }
        }

        assertThat(IdleLock.isSomebodysDoing(request)).isEqualTo(doing);
    }

    @Test
    void aPageWithoutScriptMarksItsReload() {
        PageFrame frame = new PageFrame(null, null);
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/gian-doan");

        assertThat(frame.reload(request)).isEqualTo("/gian-doan?tu-lam-moi");
        request.setQueryString("ngay=7");
        assertThat(frame.reload(request)).isEqualTo("/gian-doan?ngay=7&tu-lam-moi");
        request.setQueryString("ngay=7&tu-lam-moi");
        assertThat(frame.reload(request)).isEqualTo("/gian-doan?ngay=7&tu-lam-moi");
    }
}
