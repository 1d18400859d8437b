package io.langsong.notification.channel;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Plain text over SMTP (RFC 5321), one connection a letter. Jakarta Mail is used as it is, because Spring's sender does
 * not hand out the server's answer, which names the letter in the server's queue.
 */
public final class EmailChannel implements Channel {
    private final EmailSettings settings;
    private final List<String> recipients;

    /** @param settings with a host */
    public EmailChannel(EmailSettings settings, List<String> recipients) {
        this.settings = settings;
        this.recipients = List.copyOf(recipients);
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public List<String> recipients() {
        return recipients;
    }

    @Override
    public Optional<Contact> contact() {
        return Optional.of(Contact.EMAIL);
    }

    @Override
    public SendResult send(Letter letter) {
        Session session = Session.getInstance(properties());
        SendResult delivered = null;
        try (Transport transport = session.getTransport(protocol())) {
            MimeMessage mail = compose(session, letter);
            transport.connect(settings.host(), settings.portInUse(), settings.username(), settings.password());
            transport.sendMessage(mail, mail.getAllRecipients());
            delivered = new SendResult.Delivered(
                    transport instanceof SMTPTransport smtp ? orEmpty(smtp.getLastServerResponse()) : "");
            return delivered;
        } catch (MessagingException e) {
            // The farewell is said after the letter was taken; when it gets lost, the letter does not.
            return delivered == null ? judge(e) : delivered;
        }
    }

    private String protocol() {
        return settings.tls() == EmailSettings.Tls.IMPLICIT ? "smtps" : "smtp";
    }

    private Properties properties() {
        String prefix = "mail." + protocol() + ".";
        String timeout = Long.toString(settings.timeout().toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", protocol());
        properties.setProperty(prefix + "connectiontimeout", timeout);
        properties.setProperty(prefix + "timeout", timeout);
        properties.setProperty(prefix + "writetimeout", timeout);
        properties.setProperty(prefix + "auth", Boolean.toString(settings.username() != null));
        boolean startTls = settings.tls() == EmailSettings.Tls.STARTTLS;
        properties.setProperty(prefix + "starttls.enable", Boolean.toString(startTls));
        properties.setProperty(prefix + "starttls.required", Boolean.toString(startTls));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        // Once the letter is taken, nobody needs to wait for the farewell.
        properties.setProperty(prefix + "quitwait", "false");
        return properties;
    }

    private MimeMessage compose(Session session, Letter letter) throws MessagingException {
        InternetAddress sender = settings.sender();
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(sender);
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.recipient(), true));
        mail.setSubject(oneLine(letter.subject()), StandardCharsets.UTF_8.name());
        mail.setText(letter.text(), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(letter.createdAt()));
        // RFC 3834 section 5: so that no holiday answer comes back.
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.saveChanges();
        // After saveChanges, which makes up another one.
        mail.setHeader("Message-ID", messageId(letter, sender));
        return mail;
    }

    private static String messageId(Letter letter, InternetAddress sender) {
        String address = sender.getAddress();
        return "<%s@%s>"
                .formatted(
                        letter.delivery(),
                        address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT));
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ");
    }

    /**
     * A 5xx on the recipient, the sender or the letter is final (RFC 5321 section 4.2.1). Being refused for who we are is
     * not: the log-in is a setting, and somebody will correct it.
     */
    private SendResult judge(MessagingException failure) {
        String reason = describe(failure);
        if (failure instanceof AuthenticationFailedException) {
            return SendResult.Postponed.because(
                    "log-in refused, check langsong.notification.email.username and .password: " + reason);
        }
        int code = replyCode(failure);
        boolean aboutLogIn = code == 530 || code == 534 || code == 535 || code == 538;
        return code >= 500 && code <= 599 && !aboutLogIn
                ? new SendResult.Refused(reason)
                : new SendResult.Postponed(reason, Duration.ZERO, code != 0 || !isOfTheLine(failure));
    }

    private static boolean isOfTheLine(MessagingException failure) {
        return failure instanceof MailConnectException
                || (failure.getNextException() instanceof IOException && !(failure instanceof SendFailedException));
    }

    private static String describe(MessagingException failure) {
        StringBuilder reason = new StringBuilder();
        for (Exception next = failure; next != null; next = following(next)) {
            String said = next.getMessage();
            if (said != null && reason.indexOf(said.strip()) < 0) {
                reason.append(reason.isEmpty() ? "" : "; ").append(said.strip());
            }
        }
        return reason.isEmpty() ? failure.getClass().getSimpleName() : reason.toString();
    }

    /** @return the worst reply to a command about this letter; 0 when the server said nothing about it */
    private static int replyCode(MessagingException failure) {
        int code = 0;
        for (Exception next = failure; next != null; next = following(next)) {
            if (next instanceof SMTPAddressFailedException refused) {
                code = Math.max(code, refused.getReturnCode());
            } else if (next instanceof SMTPSenderFailedException refused) {
                code = Math.max(code, refused.getReturnCode());
            } else if (next instanceof SMTPSendFailedException refused) {
                code = Math.max(code, refused.getReturnCode());
            }
        }
        return code;
    }

    private static @Nullable Exception following(Exception failure) {
        return failure instanceof MessagingException mail ? mail.getNextException() : null;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
