package io.langsong.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.support.DefaultHandlerExceptionResolver;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** What all routes of the API have in common. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration implements WebMvcConfigurer {
    private final JsonMapper json;
    private final ZoneId zone;

    ApiConfiguration(JsonMapper json, WebProperties settings) {
        this.json = json;
        this.zone = settings.zone();
    }

    /** Only for answers: what is kept in the database keeps all its digits. */
    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        SimpleModule times = new SimpleModule("times of the API")
                .addSerializer(new Times<>(Instant.class, zone))
                .addSerializer(new Times<>(OffsetDateTime.class, zone));
        builder.withJsonConverter(new JacksonJsonHttpMessageConverter(
                json.rebuild().addModule(times).build()));
    }

    /** Takes a space for the plus sign that it was before somebody forgot to escape it. */
    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(
                String.class,
                OffsetDateTime.class,
                text -> OffsetDateTime.parse(text.strip().replace(' ', '+')));
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        // An agent throws away what it is told is wrong, be it for a parameter of next year.
        registry.addInterceptor(new UnknownParameters())
                .addPathPatterns("/api/v1/**")
                .excludePathPatterns("/api/v1/monitoring/**");
    }

    /** A client's mistake is for the log at DEBUG; without a category of its own that resolver warns of each. */
    @Override
    public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        for (HandlerExceptionResolver resolver : resolvers) {
            if (resolver instanceof DefaultHandlerExceptionResolver usual) {
                usual.setWarnLogCategory("");
            }
        }
    }

    /** RFC 3339 with the commune's offset and three digits of the second, always as long. */
    private static final class Times<T> extends StdSerializer<T> {
        private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

        private final ZoneId zone;

        Times(Class<T> type, ZoneId zone) {
            super(type);
            this.zone = zone;
        }

        @Override
        public void serialize(T time, JsonGenerator json, SerializationContext context) {
            Instant at = time instanceof OffsetDateTime there ? there.toInstant() : (Instant) time;
            json.writeString(FORM.format(at.atZone(zone)));
        }
    }
}
