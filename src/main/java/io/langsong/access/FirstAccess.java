package io.langsong.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Lets the first person and the first program in, before the web server listens. There is no default password. */
@Component
class FirstAccess implements SmartLifecycle {
    static final String TOKEN_NAME = "LANGSONG_API_TOKEN";
    private static final Logger log = LoggerFactory.getLogger(FirstAccess.class);

    private final People people;
    private final ApiTokens tokens;
    private final Passwords passwords;
    private final AccessProperties settings;
    private volatile boolean running;

    FirstAccess(People people, ApiTokens tokens, Passwords passwords, AccessProperties settings) {
        this.people = people;
        this.tokens = tokens;
        this.passwords = passwords;
        this.settings = settings;
    }

    @Override
    public void start() {
        if (people.none()) {
            addFirstPerson();
        }
        String token = settings.apiToken();
        if (token != null) {
            tokens.put(TOKEN_NAME, Role.ADMIN, token);
        }
        running = true;
    }

    private void addFirstPerson() {
        String given = settings.adminPassword();
        String password = given == null ? passwords.generate() : given;
        // False when another server on the same database was first.
        if (people.add("admin", "admin", Role.ADMIN, password)) {
            log.info("first person added name=admin password={}", given == null ? "printed-once" : "from-setting");
            if (given == null) {
                print(password);
            }
        }
    }

    /** To the terminal alone: log files are kept, copied and sent around. */
    private static void print(String password) {
        System.out.println("""

                ======================================================================
                  First start of LangSong. Sign in as

                      name      admin
                      password  %s

                  This is shown only now. Change it after the first sign-in.
                ======================================================================
                """.formatted(password));
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After what makes the database usable, before what serves or polls. */
    @Override
    public int getPhase() {
        return 0;
    }
}
