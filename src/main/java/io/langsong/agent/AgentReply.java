package io.langsong.agent;

/**
 * What an agent is answered: it takes 200 for kept, throws its report away after 400, and tries again after anything else.
 *
 * @param status of HTTP
 * @param text without anything that was sent
 */
public record AgentReply(int status, String text) {
    static final AgentReply KEPT = new AgentReply(200, "");

    static AgentReply of(int status, String text) {
        return new AgentReply(status, text);
    }
}
