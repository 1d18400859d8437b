package io.langsong.web;

import java.io.IOException;
import java.util.Arrays;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The words of every module: {@code messages/MODULE.properties} in Vietnamese, {@code messages/MODULE_en.properties}. */
@Configuration(proxyBeanMethods = false)
class MessageFiles {
    @Bean
    MessageSource messageSource() throws IOException {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasenames(Arrays.stream(
                        new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*.properties"))
                .map(file -> String.valueOf(file.getFilename()).replace(".properties", ""))
                .filter(name -> !name.endsWith("_en"))
                .distinct()
                .sorted()
                .map(name -> "messages/" + name)
                .toArray(String[]::new));
        messages.setDefaultEncoding("UTF-8");
        // The file without a suffix is the Vietnamese one, whatever the server's own language is.
        messages.setFallbackToSystemLocale(false);
        return messages;
    }
}
