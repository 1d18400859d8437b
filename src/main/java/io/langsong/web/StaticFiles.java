package io.langsong.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/** Style sheets and scripts, each under a name with its content's hash, so that a browser may keep it for a year. */
@Configuration(proxyBeanMethods = false)
class StaticFiles implements WebMvcConfigurer {
    private static final String HTMX = "classpath:/META-INF/resources/webjars/htmx.org/2.0.10/dist/";

    private final Language language;

    StaticFiles(Language language) {
        this.language = language;
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        serve(registry, "/css/**", "classpath:/static/css/");
        serve(registry, "/js/**", "classpath:/static/js/");
        serve(registry, "/lib/**", HTMX);
    }

    private static void serve(ResourceHandlerRegistry registry, String path, String folder) {
        registry.addResourceHandler(path)
                .addResourceLocations(folder)
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .resourceChain(true)
                .addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"))
                .addResolver(new JoinedStyles());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(language);
    }

    /** Lets a template write {@code @{/css/langsong.css}} and the page name the hashed file. */
    @Bean
    ResourceUrlEncodingFilter hashedNames() {
        return new ResourceUrlEncodingFilter();
    }

    /**
     * Serves a style sheet with what it {@code @import}s written into it: a browser on a slow line would fetch the parts
     * one round trip later.
     */
    static final class JoinedStyles implements ResourceResolver {
        private static final Pattern IMPORT = Pattern.compile("@import \"([a-z0-9-]+\\.css)\";\\s*");

        @Override
        public @Nullable Resource resolveResource(
                @Nullable HttpServletRequest request,
                String path,
                List<? extends Resource> locations,
                ResourceResolverChain chain) {
            Resource file = chain.resolveResource(request, path, locations);
            return file != null && path.endsWith("langsong.css") ? joined(file) : file;
        }

        private static Resource joined(Resource file) {
            try {
                Matcher parts = IMPORT.matcher(file.getContentAsString(StandardCharsets.UTF_8));
                StringBuilder whole = new StringBuilder();
                while (parts.find()) {
                    parts.appendReplacement(
                            whole,
                            Matcher.quoteReplacement(
                                    file.createRelative(parts.group(1)).getContentAsString(StandardCharsets.UTF_8)));
                }
                parts.appendTail(whole);
                return new Joined(whole.toString(), file.lastModified());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public @Nullable String resolveUrlPath(
                String path, List<? extends Resource> locations, ResourceResolverChain chain) {
            return chain.resolveUrlPath(path, locations);
        }
    }

    private static final class Joined extends ByteArrayResource {
        private final long lastModified;

        Joined(String text, long lastModified) {
            super(text.getBytes(StandardCharsets.UTF_8), "langsong.css with its parts");
            this.lastModified = lastModified;
        }

        @Override
        public String getFilename() {
            return "langsong.css";
        }

        @Override
        public long lastModified() {
            return lastModified;
        }
    }
}
