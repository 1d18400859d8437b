package io.langsong.provisioning;

import java.nio.charset.StandardCharsets;

/**
 * What an agent is answered.
 *
 * @param status of HTTP
 * @param type media type
 * @param body lines that end in a line feed alone, or an archive
 */
public record AgentAnswer(int status, String type, byte[] body) {
    private static final String ARCHIVE = "application/octet-stream";

    static AgentAnswer archive(byte[] archive) {
        return new AgentAnswer(200, ARCHIVE, archive);
    }

    public boolean isArchive() {
        return type.equals(ARCHIVE);
    }

    static AgentAnswer text(int status, String text) {
        return new AgentAnswer(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    static AgentAnswer missing(String parameter) {
        return text(400, "error: missing required parameter \"" + parameter + "\"\n");
    }
}
