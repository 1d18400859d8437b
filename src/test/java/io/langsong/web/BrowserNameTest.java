package io.langsong.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserNameTest {
    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Chrome  | Linux   | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36
            Chrome  | Android | Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36
            Chrome  | iOS     | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1
            Edge    | Windows | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0
            Firefox | Windows | Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0
            Firefox | iOS     | Mozilla/5.0 (iPhone; CPU iPhone OS 14_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/127.0 Mobile/15E148 Safari/605.1.15
            Safari  | macOS   | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15
            Safari  | iOS     | Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1
            Cốc Cốc | Windows | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/126.0.0 Chrome/120.0.0.0 Safari/537.36
            """)
    void namesTheBrowserAndItsSystem(String name, String system, String userAgent) {
        assertThat(BrowserName.of(userAgent)).contains(new BrowserName(name, system));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "curl/8.5.0",
                "Java-http-client/17.0.11",
                "Mozilla/5.0 (X11; Linux x86_64)",
                "Chrome/126.0 Safari/537.36",
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 OPR/112.0",
                "<script>alert(1)</script> Linux Chrome/1",
                "((((((((((Linux Chrome/1"
            })
    void doesNotGuess(String userAgent) {
        assertThat(BrowserName.of(userAgent)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 100_000})
    void doesNotReadWhatIsTooLong(int length) {
        String begin = "Mozilla/5.0 (X11; Linux) Chrome/1 Safari/";
        assertThat(BrowserName.of(begin + "1")).isPresent();
        assertThat(BrowserName.of(begin + "1".repeat(length - begin.length()))).isEmpty();
    }
}
