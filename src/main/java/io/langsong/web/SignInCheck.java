package io.langsong.web;

import io.langsong.access.People;
import io.langsong.access.Person;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Signs a person in by name and password. */
@Component
class SignInCheck implements AuthenticationProvider {
    private static final Logger log = LoggerFactory.getLogger(SignInCheck.class);

    private final People people;
    private final SignInThrottle throttle;

    SignInCheck(People people, SignInThrottle throttle) {
        this.people = people;
        this.throttle = throttle;
    }

    @Override
    public Authentication authenticate(Authentication asked) {
        String name = asked.getName();
        String password = asked.getCredentials() instanceof String given ? given : "";
        String address =
                asked.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "unknown";
        if (!throttle.admits(address)) {
            throw new LockedException("too many failed sign-ins from this address");
        }
        Optional<Person> person = people.signIn(name, password);
        if (person.isEmpty()) {
            throttle.failed(address);
            log.warn("sign-in refused name={} address={}", LogText.of(name), address);
            throw new BadCredentialsException("wrong name or password");
        }
        log.info("signed in name={} address={}", person.get().name(), address);
        return signedIn(person.get(), asked.getDetails());
    }

    private static Authentication signedIn(Person person, @Nullable Object details) {
        SignedIn who = new SignedIn(person.name(), person.displayName(), person.role(), person.language());
        var authentication =
                UsernamePasswordAuthenticationToken.authenticated(who, null, Authorities.of(person.role()));
        authentication.setDetails(details);
        return authentication;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
