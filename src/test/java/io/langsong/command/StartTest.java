package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.constraints.Max;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.validation.annotation.Validated;

class StartTest {
    private final UnknownSettings settings = new UnknownSettings();

    @Test
    void aMisspeltSettingStopsTheStartWithTheNearestThatThereIs() {
        assertThatThrownBy(() -> settings.postProcessEnvironment(
                        environment(Map.of("langsong.data-dri", "x")), new SpringApplication()))
                .hasMessageContaining("langsong.data-dri is not a setting; did you mean langsong.data-dir?");
        assertThatThrownBy(() -> settings.postProcessEnvironment(
                        variables(Map.of("LANGSONG_DATA_DRI", "x")), new SpringApplication()))
                .hasMessageContaining(
                        "LANGSONG_DATA_DRI (environment) is not a setting; did you mean LANGSONG_DATA_DIR?");
    }

    @Test
    void settingsThatThereAreAndThoseOfOthersPass() {
        assertThatCode(() -> {
                    settings.postProcessEnvironment(
                            environment(Map.of("langsong.data-dir", "x", "langsong.dataDir", "x", "server.prot", "1")),
                            new SpringApplication());
                    settings.postProcessEnvironment(
                            variables(Map.of("LANGSONG_DATA_DIR", "x", "LANGSONG_SECRET_KEY", "x", "LANG", "vi")),
                            new SpringApplication());
                })
                .doesNotThrowAnyException();
    }

    @Test
    void belowAListOrAMapAnyNameGoes() {
        UnknownSettings.Known known = new UnknownSettings.Known(
                Map.of("langsongsnmpcredentials", "langsong.snmp.credentials"), List.of("langsongsnmpcredentials"));

        assertThat(known.has("langsong.snmp.credentials[0].user")).isTrue();
        assertThat(known.has("LANGSONG_SNMP_CREDENTIALS_0_USER")).isTrue();
        assertThat(known.has("langsong.snmp.credential")).isFalse();
    }

    @Test
    void everySettingOfEveryRecordIsKnown() throws Exception {
        UnknownSettings.Known known = UnknownSettings.Known.read(StartTest.class.getClassLoader());
        ClassPathScanningCandidateComponentProvider records = new ClassPathScanningCandidateComponentProvider(false);
        records.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        List<String> settings = new ArrayList<>();
        for (BeanDefinition found : records.findCandidateComponents("io.langsong")) {
            Class<?> type = Class.forName(found.getBeanClassName());
            String prefix = MergedAnnotations.from(type)
                    .get(ConfigurationProperties.class)
                    .getString("value");
            addSettings(prefix, type, settings);
        }

        assertThat(settings).contains("langsong.notification.email.host", "langsong.metrics.influx.url");
        assertThat(settings)
                .filteredOn(setting -> setting.startsWith("langsong."))
                .allMatch(known::has);
    }

    private static void addSettings(String prefix, Class<?> type, List<String> settings) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + component.getName();
            if (component.getType().isRecord()) {
                addSettings(name, component.getType(), settings);
            } else {
                settings.add(name);
            }
        }
    }

    private static StandardEnvironment environment(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().addFirst(new MapPropertySource("commandLine", properties));
        return environment;
    }

    private static StandardEnvironment variables(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        return environment;
    }

    @Test
    void aBusyPortIsNamedWithTheRemedy() {
        assertThat(StartFailure.message(new BeanCreationException("web", new PortInUseException(8080))))
                .isEqualTo("port 8080 is in use by another program; stop that one or choose another with --port");
    }

    @Validated
    @ConfigurationProperties("sample.polling")
    record Sample(
            @DefaultValue("30s") Duration interval,
            @DefaultValue("1") @Max(5) int retries,
            @DefaultValue("x") String apiToken) {
        Sample {
            if (interval.isNegative()) {
                throw new IllegalArgumentException("sample.polling.interval is negative; raise it", ofTheLibrary());
            }
        }
    }

    private static Exception ofTheLibrary() {
        try {
            throw new AssertionError(URI.create("a b"));
        } catch (IllegalArgumentException refused) {
            return refused;
        }
    }

    @EnableConfigurationProperties(Sample.class)
    static class Program {}

    @Test
    void aWrongSettingIsNamedWithItsValue() {
        assertThat(failing("--sample.polling.retries=9"))
                .contains("sample.polling.retries = 9: must be less than or equal to 5");
        assertThat(failing("--sample.polling.interval=soon"))
                .contains("sample.polling.interval = soon can not be read as Duration");
        assertThat(failing("--sample.polling.interval=-3s")).isEqualTo("sample.polling.interval is negative; raise it");
    }

    private static String failing(String setting) {
        SpringApplication program = new SpringApplication(Program.class);
        program.setWebApplicationType(WebApplicationType.NONE);
        program.setLogStartupInfo(false);
        try {
            program.run(setting).close();
        } catch (RuntimeException failure) {
            return StartFailure.message(failure);
        }
        throw new AssertionError("started with " + setting);
    }
}
