package io.langsong.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.notification.channel.EmailSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class NotificationPropertiesTest {
    private static final String PREFIX = "langsong.notification.";
    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(NotificationProperties.class)
    static class Settings {}

    @Test
    void nobodyIsToldByDefault() {
        runner.run(context -> {
            NotificationProperties settings = context.getBean(NotificationProperties.class);
            assertThat(settings.email().host()).isNull();
            assertThat(settings.webhook().url()).isNull();
            assertThat(settings.webhook().allowPrivate()).isFalse();
            assertThat(settings.ntfy().topic()).isNull();
            assertThat(settings.telegram().token()).isNull();
            assertThat(settings.recipients()).isEmpty();
            assertThat(settings.locale().getLanguage()).isEqualTo("vi");
            assertThat(settings.retry()).isEqualTo(new RetrySettings(Duration.ofSeconds(5), Duration.ofMinutes(10)));
        });
    }

    @Test
    void readsEverySetting() {
        runner.withPropertyValues(
                        PREFIX + "email.host=mail.xa.example",
                        PREFIX + "email.from=Giám sát <giamsat@xa.example>",
                        PREFIX + "email.username=giamsat",
                        PREFIX + "email.password=khong-ai-biet",
                        PREFIX + "email.tls=implicit",
                        PREFIX + "recipients=an@xa.example,binh@xa.example,an@xa.example",
                        PREFIX + "webhook.url=https://hook.example/T0/secret-path",
                        PREFIX + "webhook.secret=0123456789abcdef",
                        PREFIX + "webhook.allow-private=true",
                        PREFIX + "ntfy.topic=lang-song-x7Kq2",
                        PREFIX + "ntfy.url=http://10.0.0.5:8090",
                        PREFIX + "ntfy.token=tk_khongaibiet",
                        PREFIX + "ntfy.allow-private=true",
                        PREFIX + "telegram.token=123456789:AAExampleExampleExampleExample",
                        PREFIX + "telegram.chats=-1001234567890,@to_ung_cuu",
                        PREFIX + "language=en",
                        PREFIX + "pages=https://langsong.xa.example/mang",
                        PREFIX + "retry.first=1s",
                        PREFIX + "retry.longest=1m")
                .run(context -> {
                    NotificationProperties settings = context.getBean(NotificationProperties.class);
                    assertThat(settings.email().portInUse()).isEqualTo(465);
                    assertThat(settings.email().tls()).isEqualTo(EmailSettings.Tls.IMPLICIT);
                    assertThat(settings.recipients()).containsExactly("an@xa.example", "binh@xa.example");
                    assertThat(settings.webhook().allowPrivate()).isTrue();
                    assertThat(settings.ntfy().url()).isEqualTo("http://10.0.0.5:8090");
                    assertThat(settings.telegram().chats()).containsExactly("-1001234567890", "@to_ung_cuu");
                    assertThat(settings.language()).isEqualTo("en");
                    assertThat(settings.pages()).hasToString("https://langsong.xa.example/mang");
                    assertThat(settings.toString())
                            .contains("mail.xa.example")
                            .doesNotContain(
                                    "khong-ai-biet",
                                    "secret-path",
                                    "0123456789abcdef",
                                    "x7Kq2",
                                    "khongaibiet",
                                    "AAExample");
                });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        email.host=smtp://mail ; email.from=a@b.c ; recipients=a@b.c                           | email.host: "smtp://mail"
        email.host=mail ; email.from=a@b.c ; recipients=a@b.c ; email.port=70000               | email.port: 70000
        email.host=mail ; recipients=a@b.c                                                     | email.from is missing
        email.host=mail ; email.from=nobody ; recipients=a@b.c                                 | email.from: "nobody"
        email.host=mail ; email.from=a@b.c ; recipients=a@b.c ; email.username=u               | only one of them is set
        email.host=mail ; email.from=a@b.c ; recipients=a@b.c ; email.tls=none ; email.username=u ; email.password=p | email.tls: none would send the password unencrypted
        email.host=mail ; email.from=a@b.c ; recipients=a@b.c ; email.tls=ssl                  | ssl
        email.host=mail ; email.from=a@b.c ; recipients=a@b.c ; email.timeout=1h               | email.timeout
        email.host=mail ; email.from=a@b.c ; recipients=a b@c                                  | "a b@c" is no e-mail address
        recipients=a@b.c                                                                       | email.host is not set
        email.from=a@b.c                                                                       | email.from is set
        webhook.url=ftp://x/y                                                                  | webhook.url
        webhook.url=https://u:p@x/y                                                            | webhook.url
        webhook.url=https://x/y ; webhook.secret=short                                         | webhook.secret has 5 characters
        webhook.url=https://x/y ; webhook.body={"t":"{title}"}                                 | {title} is not known
        webhook.body={"t":"{text}"}                                                            | webhook.body is set
        stale=1m                                                                               | notification.stale
        heartbeat.url=http://watch.example/x                                                   | heartbeat.allow-private=true
        heartbeat.interval=1s                                                                  | heartbeat.interval
        gsm-modem.device=ttyUSB0                                                               | gsm-modem.device: "ttyUSB0"
        gsm-modem.pin=1234                                                                     | gsm-modem.device is not
        zalo.app-secret=x                                                                      | zalo.app-id is not
        sms-gateway.secret=x                                                                   | sms-gateway.url is not
        webhook.secret=0123456789abcdef                                                        | webhook.secret is set
        ntfy.topic=lang song                                                                   | ntfy.topic: not 1 to 64
        ntfy.token=tk_1                                                                        | ntfy.token is set
        ntfy.topic=t ; ntfy.url=http://10.0.0.5                                                | ntfy.allow-private=true
        ntfy.topic=t ; ntfy.url=https://ntfy.sh/t                                              | ntfy.url: names more than a server
        ntfy.topic=t ; ntfy.url=ntfy.sh                                                        | ntfy.url: "ntfy.sh…"
        ntfy.topic=t ; ntfy.token=a b                                                          | ntfy.token holds a space
        ntfy.topic=t ; ntfy.timeout=1h                                                         | ntfy.timeout
        telegram.token=123:abc ; telegram.chats=1                                              | telegram.token: not of the form
        telegram.chats=1                                                                       | telegram.token is not set
        telegram.token=123456789:AAExampleExampleExampleExample ; telegram.chats=To ung cuu    | telegram.chats: "To ung cuu"
        inside=email,mail                                                                      | inside: "mail"
        language=fr                                                                            | language: "fr"
        pages=langsong.example.org                                                             | pages: "langsong.example.org"
        pages=https://u:p@x/                                                                   | pages: "https
        retry.first=0s                                                                         | retry.first
        retry.longest=1s                                                                       | retry.longest
        emial.host=mail                                                                        | langsong.notification.emial.host
        """)
    void aWrongSettingStopsTheStartAndIsNamed(String settings, String named) {
        String[] values = settings.trim().split(" *; *");
        for (int i = 0; i < values.length; i++) {
            values[i] = PREFIX + values[i];
        }
        runner.withPropertyValues(values).run(context -> {
            assertThat(context).hasFailed();
            StringBuilder said = new StringBuilder();
            for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
                said.append(cause).append('\n');
            }
            assertThat(said.toString()).contains(named);
        });
    }

    @ParameterizedTest(name = "after attempt {0}: {1} to {2} s")
    @CsvSource({"1, 4, 5", "2, 8, 10", "3, 16, 20", "7, 256, 320", "8, 480, 600", "1000, 480, 600"})
    void waitsDoubleUpToTheLongest(int attempts, long least, long most) {
        RetrySettings retry = new RetrySettings(Duration.ofSeconds(5), Duration.ofMinutes(10));

        assertThat(retry.after(attempts, 0)).isEqualTo(Duration.ofSeconds(least));
        assertThat(retry.after(attempts, 1)).isEqualTo(Duration.ofSeconds(most));
    }
}
