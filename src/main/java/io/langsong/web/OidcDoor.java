package io.langsong.web;

import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.access.Role;
import io.langsong.access.SignIn;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets people in whom another server signs in, by OpenID Connect. The role is what that server says at each sign-in; who has
 * none there stays outside. The server is asked for its addresses at the first sign-in, so the start waits for nobody.
 */
final class OidcDoor {
    static final String REGISTRATION = "langsong";
    private static final String BEGIN = "/oauth2/authorization/" + REGISTRATION;

    private static final Logger log = LoggerFactory.getLogger(OidcDoor.class);

    private final OidcProperties settings;
    private final People people;
    private final SignIn signIn;
    private final Entrance entrance;
    private @Nullable ClientRegistration registration;

    OidcDoor(OidcProperties settings, People people, SignIn signIn, Entrance entrance) {
        this.settings = settings;
        this.people = people;
        this.signIn = signIn;
        this.entrance = entrance;
    }

    void addTo(HttpSecurity http) {
        if (settings.issuer() == null) {
            return;
        }
        http.addFilterBefore(new WhenReachable(), OAuth2AuthorizationRequestRedirectFilter.class);
        http.oauth2Login(login -> login.loginPage("/dang-nhap")
                .clientRegistrationRepository(id -> id.equals(REGISTRATION) ? registration() : null)
                .authorizedClientRepository(new NothingKept())
                .successHandler(this::cameFromOutside)
                .failureHandler((request, response, why) -> {
                    log.warn(
                            "sign-in by openid connect failed reason={}", LogText.of(String.valueOf(why.getMessage())));
                    refuse(request, response);
                }));
    }

    /** Tried again at the next sign-in when that server can not be asked now. */
    private synchronized ClientRegistration registration() {
        ClientRegistration known = registration;
        if (known == null) {
            known = ClientRegistrations.fromIssuerLocation(String.valueOf(settings.issuer()))
                    .registrationId(REGISTRATION)
                    .clientId(settings.clientId())
                    .clientSecret(settings.clientSecret())
                    .scope("openid", "profile")
                    .build();
            registration = known;
            log.info("openid connect ready issuer={}", settings.issuer());
        }
        return known;
    }

    private void cameFromOutside(HttpServletRequest request, HttpServletResponse response, Authentication who)
            throws IOException {
        if (!(who.getPrincipal() instanceof OidcUser user)) {
            refuse(request, response);
            return;
        }
        Optional<Person> person = person(user);
        if (person.isEmpty()) {
            refuse(request, response);
            return;
        }
        String next = entrance.comeIn(person.get(), request, response);
        response.sendRedirect(next.startsWith("/") ? request.getContextPath() + next : next);
    }

    private Optional<Person> person(OidcUser user) {
        String name = String.valueOf(user.getClaims().get(settings.nameClaim()));
        Role role = role(user.getClaims());
        if (role == null) {
            log.warn("sign-in by openid connect refused name={} why=no-role", LogText.of(name));
            signIn.wasRefused(name, "no-role");
            return Optional.empty();
        }
        String display = user.getFullName() == null ? name : user.getFullName();
        try {
            String outside = user.getIssuer() + " " + user.getSubject();
            Optional<Person> person = Optional.of(people.comeFromOutside(outside, name, display, role))
                    .filter(Person::enabled);
            if (person.isEmpty()) {
                signIn.wasRefused(name, "disabled");
            }
            return person;
        } catch (IllegalArgumentException refused) {
            log.warn(
                    "sign-in by openid connect refused name={} why={}",
                    LogText.of(name),
                    LogText.of(String.valueOf(refused.getMessage())));
            signIn.wasRefused(name, "account");
            return Optional.empty();
        }
    }

    private @Nullable Role role(Map<String, Object> claims) {
        Object found = claims;
        for (String step : settings.roleClaim().split("\\.")) {
            found = found instanceof Map<?, ?> object ? object.get(step) : null;
        }
        Collection<?> values = found instanceof Collection<?> many ? many : found == null ? List.of() : List.of(found);
        if (values.contains(settings.adminValue())) {
            return Role.ADMIN;
        }
        if (values.contains(settings.technicianValue())) {
            return Role.TECHNICIAN;
        }
        return values.contains(settings.viewerValue()) ? Role.VIEWER : null;
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        SecurityContextHolder.clearContext();
        response.sendRedirect(request.getContextPath() + "/dang-nhap?loi=tu-choi");
    }

    /** That the other server does not answer is said on the sign-in page, where people can still come in by password. */
    private final class WhenReachable extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String path =
                    request.getRequestURI().substring(request.getContextPath().length());
            if (path.equals(BEGIN)) {
                try {
                    registration();
                } catch (RuntimeException away) {
                    log.warn(
                            "openid connect is not reachable issuer={} cause={}",
                            settings.issuer(),
                            LogText.of(String.valueOf(away.getMessage())));
                    response.sendRedirect(request.getContextPath() + "/dang-nhap?loi=may-chu");
                    return;
                }
            }
            chain.doFilter(request, response);
        }
    }

    /** The tokens of that server are of no use to us after the sign-in, so they are not kept. */
    private static final class NothingKept implements OAuth2AuthorizedClientRepository {
        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String id, Authentication who, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication who,
                HttpServletRequest request,
                HttpServletResponse response) {
            log.debug("tokens of the issuer were dropped");
        }

        @Override
        public void removeAuthorizedClient(
                String id, Authentication who, HttpServletRequest request, HttpServletResponse response) {
            log.debug("there are no tokens of the issuer to drop");
        }
    }
}
