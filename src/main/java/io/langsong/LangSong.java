package io.langsong;

import io.langsong.command.Commands;
import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.modulith.Modulithic;

/** The program, and the one clock in it. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Modulithic
public class LangSong {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    public static void main(String[] args) {
        Commands.main(LangSong.class, args);
    }
}
