package io.langsong.web;

import io.langsong.access.AccessRules;
import io.langsong.access.Duties;
import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.access.SecondSteps;
import io.langsong.access.SignIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Component;

/** How people come in: by password, then by a code where they have two-factor authentication. One thread a request. */
@Component
public class Entrance {
    private static final Logger log = LoggerFactory.getLogger(Entrance.class);
    private static final String HALF_WAY = Entrance.class.getName();
    /** Of {@code OidcDoor}, whose class is not to be loaded for it. */
    private static final String OUTSIDE = "/oauth2/authorization/langsong";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final People people;
    private final SignIn signIn;
    private final AccessRules rules;
    private final SecondSteps secondSteps;
    private final SignInThrottle throttle;
    private final SessionAuthenticationStrategy newSession;
    private final OidcProperties outside;
    private final Clock clock;
    private final HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();
    private final HttpSessionRequestCache askedFor = new HttpSessionRequestCache();

    Entrance(
            People people,
            SignIn signIn,
            AccessRules rules,
            SecondSteps secondSteps,
            SignInThrottle throttle,
            SessionAuthenticationStrategy newSession,
            OidcProperties outside,
            Clock clock) {
        this.people = people;
        this.signIn = signIn;
        this.rules = rules;
        this.secondSteps = secondSteps;
        this.throttle = throttle;
        this.newSession = newSession;
        this.outside = outside;
        this.clock = clock;
    }

    /**
     * Another server that signs people in.
     *
     * @param label of its button
     * @param path where the way there begins
     */
    public record Outside(String label, String path) {}

    /** Null: people sign in here alone. */
    public @Nullable Outside outside() {
        return outside.issuer() == null ? null : new Outside(outside.label(), OUTSIDE);
    }

    /** How a try ended. */
    public sealed interface Outcome {
        /** @param next page to go to: a path without the context path, or a whole address */
        record CameIn(String next) implements Outcome {}

        /** The password was right, a code is asked for. */
        record HalfWay() implements Outcome {}

        /** Wrong, locked or disabled: a stranger does not learn which. */
        record Refused() implements Outcome {}

        /** Too many failed from this address. */
        record TooFast() implements Outcome {}

        /** There is nobody half-way, or it took too long. */
        record TooLate() implements Outcome {}
    }

    private record Half(String name, Instant until) implements Serializable {}

    /** The first step. */
    public Outcome byPassword(String name, String password, HttpServletRequest request, HttpServletResponse response) {
        String address = request.getRemoteAddr();
        if (!throttle.admits(address)) {
            return new Outcome.TooFast();
        }
        Optional<Person> person = signIn.byPassword(name, password);
        if (person.isEmpty()) {
            return refused(name, "password", address);
        }
        if (person.get().totp()) {
            request.getSession()
                    .setAttribute(
                            HALF_WAY,
                            new Half(person.get().name(), clock.instant().plus(PATIENCE)));
            return new Outcome.HalfWay();
        }
        return new Outcome.CameIn(comeIn(person.get(), request, response));
    }

    /** Whether somebody gave the right password in this session, and not the code yet. */
    public boolean isHalfWay(HttpServletRequest request) {
        return half(request) != null;
    }

    private @Nullable Half half(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null
                        && session.getAttribute(HALF_WAY) instanceof Half half
                        && clock.instant().isBefore(half.until())
                ? half
                : null;
    }

    /** The second step: a code of the telephone, or a recovery code. */
    public Outcome byCode(String code, HttpServletRequest request, HttpServletResponse response) {
        Half half = half(request);
        String address = request.getRemoteAddr();
        if (half == null) {
            return new Outcome.TooLate();
        }
        if (!throttle.admits(address)) {
            return new Outcome.TooFast();
        }
        if (!secondSteps.passes(half.name(), code)) {
            return refused(half.name(), "code", address);
        }
        Optional<Person> person = people.find(half.name()).filter(Person::enabled);
        request.getSession().removeAttribute(HALF_WAY);
        return person.isEmpty()
                ? refused(half.name(), "disabled", address)
                : new Outcome.CameIn(comeIn(person.get(), request, response));
    }

    private Outcome refused(String name, String why, String address) {
        throttle.failed(address);
        log.warn("sign-in refused name={} address={} why={}", signIn.wasRefused(name, why), address, why);
        return new Outcome.Refused();
    }

    /**
     * Opens a session for somebody who has proved to be that person.
     *
     * @return address of the page that was asked for before, else the path of the first page
     */
    public String comeIn(Person person, HttpServletRequest request, HttpServletResponse response) {
        SignedIn who = of(person);
        Authentication authentication =
                UsernamePasswordAuthenticationToken.authenticated(who, null, Authorities.of(who.role()));
        newSession.onAuthentication(authentication, request, response);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
        Duties duties = rules.duties(person);
        request.getSession().setAttribute(FirstDuties.DUTIES, duties);
        IdleLock.begin(request.getSession(), clock.instant());
        signIn.cameIn(person.name());
        log.info("signed in name={} address={}", person.name(), request.getRemoteAddr());
        SavedRequest asked = askedFor.getRequest(request, response);
        return asked == null ? "/" : asked.getRedirectUrl();
    }

    static SignedIn of(Person person) {
        return new SignedIn(person.name(), person.displayName(), person.role(), person.language(), person.sees());
    }

    /** What the person of this session has to see to. */
    public Duties duties(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(FirstDuties.DUTIES) instanceof Duties owed
                ? owed
                : new Duties(false, false, false);
    }

    /** Looks again, after one of them was seen to. */
    public void lookAgain(Person person, HttpServletRequest request) {
        request.getSession().setAttribute(FirstDuties.DUTIES, rules.duties(person));
    }
}
