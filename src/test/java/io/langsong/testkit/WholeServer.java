package io.langsong.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.LangSong;
import io.langsong.access.QuickPasswords;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;
import org.quartz.Scheduler;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.util.FileSystemUtils;

/**
 * The whole server in the test's own process, at {@code local.server.port}, with an administrator {@code admin} and a token of
 * that right, and with a folder and a database of its own: an external one, which takes no seconds to make.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DirtiesContext
@SpringBootTest(
        classes = LangSong.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            // A test is many people: each comes from an address of its own.
            "server.forward-headers-strategy=native",
            // Servers of several tests run at a time; the tests of these ports open them.
            "langsong.event.trap-port=0",
            "langsong.event.syslog-udp-port=0",
            "langsong.event.syslog-tcp-port=0",
            "langsong.collectors.port=0",
            "langsong.access.admin-password=" + WholeServer.PASSWORD,
            "langsong.access.api-token=" + WholeServer.TOKEN
        })
@ContextConfiguration(initializers = {WholeServer.Own.class, QuickPasswords.class})
public @interface WholeServer {
    String PASSWORD = "bon tu khong lien quan";
    String TOKEN = "0123456789abcdef0123456789abcdef";

    /** Gives it what no other has. */
    final class Own implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            Path folder = folder();
            PGSimpleDataSource database = TestDatabase.unpooled();
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "own",
                            Map.of(
                                    "langsong.data-dir", folder.toString(),
                                    "spring.datasource.url", Objects.requireNonNull(database.getUrl()),
                                    "spring.datasource.username", Objects.requireNonNull(database.getUser()),
                                    "spring.datasource.password", Objects.requireNonNull(database.getPassword()))));
            context.addApplicationListener(event -> {
                if (event instanceof ApplicationReadyEvent) {
                    awaitWork(context);
                } else if (event instanceof ContextClosedEvent) {
                    FileSystemUtils.deleteRecursively(folder.toFile());
                }
            });
        }

        /** The server is active, and all that only the active one does has begun: the calendar is the last of it. */
        private static void awaitWork(ConfigurableApplicationContext context) {
            Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> {
                context.getBean(MetricStore.class).seriesOf(new DeviceId("nobody"));
                assertThat(context.getBean(Scheduler.class).isStarted()).isTrue();
            });
        }

        private static Path folder() {
            try {
                return Files.createTempDirectory("langsong-test-server");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
