package io.langsong.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AuditLinesTest {
    private static List<String> lines(String value) {
        return AuditLines.of(value).stream()
                .map(line -> line.kind() + " " + line.text())
                .toList();
    }

    @Test
    void aDifferenceIsShownByLines() {
        assertThat(lines("@@ -1 +1 @@\\u000a-\\u0009option ssid 'a'\\u000a+\\u0009option ssid 'b'\\u000a"))
                .containsExactly("same @@ -1 +1 @@", "removed -\toption ssid 'a'", "added +\toption ssid 'b'");
        assertThat(lines("-a\\u000a+b\\u000acut off…"))
                .as("what is too long is cut within a line")
                .containsExactly("removed -a", "added +b", "same cut off…");
    }

    @Test
    void otherTextsHaveLinesWithoutASign() {
        assertThat(lines("ports:\\u000d\\u000a- lan1\\u000a\\u000a+ lan2"))
                .containsExactly("same ports:", "same - lan1", "same ", "same + lan2");
    }

    @Test
    void whatCanNotBeSeenStaysByItsNumber() {
        assertThat(lines("+a\\u202eb\\u000a+\\u0000")).containsExactly("added +a\\u202eb", "added +\\u0000");
        assertThat(lines("một dòng\\u0009 có tab")).isEmpty();
        assertThat(lines("")).isEmpty();
    }
}
