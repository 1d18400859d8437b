package io.langsong.command;

import io.langsong.database.PostgresAhead;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;

/** The one place that starts Spring, apart so that the light commands do not load it. */
final class Server {
    private Server() {}

    /** @return whether it runs; if not, {@link StartFailure} has said why */
    static boolean start(Class<?> application, List<String> args, boolean demo) {
        SpringApplication spring = new SpringApplication(application);
        spring.setBannerMode(Banner.Mode.OFF);
        if (demo) {
            spring.setAdditionalProfiles("demo");
        }
        // What these say of a failed start at length, StartFailure says in a sentence.
        spring.setDefaultProperties(Map.of(
                "logging.level.org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext",
                "error",
                "logging.level.org.springframework.boot.tomcat.TomcatStarter",
                "off",
                "logging.level.org.springframework.boot.autoconfigure.logging.ConditionEvaluationReportLogger",
                "off",
                "logging.level.org.apache.catalina.core.StandardService",
                "off",
                "logging.level.org.apache.coyote.http11.Http11NioProtocol",
                "off"));
        PostgresAhead postgres = new PostgresAhead();
        spring.addInitializers(postgres);
        try {
            spring.run(args.toArray(String[]::new));
            return true;
        } catch (RuntimeException reported) {
            postgres.close();
            return false;
        }
    }
}
