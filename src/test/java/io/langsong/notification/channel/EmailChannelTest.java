package io.langsong.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.langsong.testkit.SmtpSink;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EmailChannelTest {
    private static final UUID DELIVERY = UUID.fromString("5e7c3d1e-0000-4000-8000-000000000001");
    private static final String SUBJECT =
            "Mất kết nối: Thôn Đồng Mận, Bộ chuyển mạch nhà văn hóa thôn, tủ mạng tầng hai (+199 điểm)";
    private static final String TEXT =
            "Bắt đầu: khoảng 14:05:30\n.\n- Điểm phát Wi-Fi <script>&\n" + "x".repeat(1200) + "\n";

    @Test
    void arrivesAtARealServerAsWritten() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("an@xa.example", "giamsat", "mat-khau");
        server.start();
        try {
            EmailChannel channel = channel(server.getSmtp().getPort(), "giamsat", "mat-khau", EmailSettings.Tls.NONE);

            assertThat(channel.send(letter("an@xa.example", SUBJECT))).isInstanceOf(SendResult.Delivered.class);

            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject()).isEqualTo(SUBJECT);
            assertThat(mail.getContent().toString().replace("\r\n", "\n").strip())
                    .isEqualTo(TEXT.strip());
            assertThat(mail.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
            assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(mail.getMessageID()).isEqualTo("<" + DELIVERY + "@xa.example>");
            assertThat(mail.getFrom()[0].toString()).contains("giamsat@xa.example");
            assertThat(mail.getSentDate()).isEqualTo("2026-06-05T07:05:30.000Z");
        } finally {
            server.stop();
        }
    }

    @Test
    void aWrongLogInIsTriedAgainBecauseItIsASetting() {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("an@xa.example", "giamsat", "mat-khau");
        server.start();
        try {
            SendResult result = channel(server.getSmtp().getPort(), "giamsat", "sai-roi", EmailSettings.Tls.NONE)
                    .send(letter("an@xa.example", SUBJECT));

            assertThat(result).isInstanceOf(SendResult.Postponed.class);
            assertThat(result.toString()).contains("email.username").doesNotContain("sai-roi");
        } finally {
            server.stop();
        }
    }

    @Test
    void neverFallsBackToAnUnencryptedConnection() {
        try (SmtpSink sink = new SmtpSink()) {
            SendResult result =
                    channel(sink.port(), null, null, EmailSettings.Tls.STARTTLS).send(letter("an@xa.example", SUBJECT));

            assertThat(result).isInstanceOf(SendResult.Postponed.class);
            assertThat(sink.mails()).isEmpty();
        }
    }

    @Test
    void aLetterThatWasTakenIsDeliveredHoweverTheConnectionEnds() {
        try (SmtpSink sink = new SmtpSink()) {
            sink.mood(SmtpSink.Mood.RESET_AFTER);
            EmailChannel channel = channel(sink.port(), null, null, EmailSettings.Tls.NONE);

            // Whether the reset comes before our farewell is a race; one of these will lose it.
            for (int i = 0; i < 20; i++) {
                assertThat(channel.send(letter("an@xa.example", SUBJECT))).isInstanceOf(SendResult.Delivered.class);
            }
        }
    }

    @Test
    void aLineBreakInAnyValueMakesNoHeader() throws Exception {
        try (SmtpSink sink = new SmtpSink()) {
            EmailChannel channel = channel(sink.port(), null, null, EmailSettings.Tls.NONE);

            channel.send(letter("an@xa.example", "ap\r\nBcc: all@xa.example\r\n\r\nbody"));

            SmtpSink.Mail mail = sink.mails().get(0);
            assertThat(mail.recipients()).containsExactly("an@xa.example");
            assertThat(mail.parsed().getHeader("Bcc")).isNull();
            assertThat(mail.subject()).isEqualTo("ap Bcc: all@xa.example body");
            assertThat(channel.send(letter("an@xa.example>\r\nRCPT TO:<all@xa.example", "x")))
                    .isInstanceOf(SendResult.Postponed.class);
            assertThat(sink.mails()).hasSize(1);
        }
    }

    @Test
    void headersAreAsciiOnTheWire() {
        try (SmtpSink sink = new SmtpSink()) {
            channel(sink.port(), null, null, EmailSettings.Tls.NONE).send(letter("an@xa.example", SUBJECT));

            String data = sink.mails().get(0).data();
            assertThat(data.chars()).allMatch(c -> c < 128);
            assertThat(data.lines()).allMatch(line -> line.length() <= 998);
        }
    }

    private static EmailChannel channel(
            int port, @Nullable String user, @Nullable String password, EmailSettings.Tls tls) {
        return new EmailChannel(
                new EmailSettings(
                        "127.0.0.1", port, "Giám sát <giamsat@xa.example>", user, password, tls, Duration.ofSeconds(5)),
                List.of("an@xa.example"));
    }

    private static Letter letter(String recipient, String subject) {
        return new Letter(DELIVERY, recipient, null, "k", subject, TEXT, "{}", Instant.parse("2026-06-05T07:05:30Z"));
    }
}
