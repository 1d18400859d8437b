package io.langsong.web;

import io.langsong.access.AccessRules;
import io.langsong.access.ApiTokens;
import io.langsong.access.AuditTrail;
import io.langsong.access.People;
import io.langsong.access.Role;
import io.langsong.access.SignIn;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.server.servlet.CookieSameSiteSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.CompositeSessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.RegisterSessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.session.HttpSessionEventPublisher;

/**
 * Who may come in where. Two chains: a program with a bearer token, without session or CSRF; everybody else, with both.
 * A route that no rule names is for those who signed in.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class Doors {
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                    + "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** Changing what the network consists of, when it alerts and when it is meant to serve, is for administrators. */
    private static final String[] INVENTORY = {
        "/api/v1/villages/**",
        "/api/v1/sites/**",
        "/api/v1/devices/**",
        "/api/v1/links/**",
        "/api/v1/services/**",
        "/api/v1/power-areas/**",
        "/api/v1/power-area-proposals/**",
        "/api/v1/contacts/**",
        "/api/v1/providers/**",
        "/api/v1/contracts/**",
        "/api/v1/inventory/**",
        "/danh-muc/**",
        "/thiet-bi/*/agent/**",
        "/canh-bao/**",
        "/api/v1/alert-rules/**",
        "/lich-tinh/**",
        "/ngay-nghi/**",
        "/api/v1/uptime-calendars/**",
        "/api/v1/holidays/**"
    };

    /** What devices are made to be: for administrators alone, to read as well, since it shows how the network is built. */
    private static final String[] PROVISIONING = {
        "/cau-hinh/**", "/api/v1/provisioning/**", "/wifi/**", "/api/v1/wifi/**", "/firmware/**", "/api/v1/firmware/**"
    };

    /** A technician who stands before it takes the photo, and asks the device. */
    private static final String[] ON_SITE = {"/danh-muc/*/*/anh", "/api/v1/*/*/photos", "/api/v1/devices/*/probe"};

    /** What is for administrators alone, to read as well. */
    private static final String[] RIGHTS = {
        "/nhat-ky/**",
        "/nguoi-dung/**",
        "/khoa-api/**",
        "/sao-luu/**",
        "/tram-thu-thap/**",
        "/api/v1/audit/**",
        "/api/v1/people/**",
        "/api/v1/tokens/**",
        "/api/v1/server-backups/**",
        "/api/v1/collectors/**"
    };

    /** How the server itself is, and what it finds in the network: technicians look, administrators act. */
    private static final String[] ENGINE_ROOM = {
        "/cong-viec/**", "/suc-khoe/**", "/do-tim/**", "/api/v1/jobs/**", "/api/v1/discovery/**"
    };

    /** Whose turn it is, administrators say; technicians stand in for one another and swap. */
    private static final String[] ROTAS = {
        "/lich-truc",
        "/lich-truc/*",
        "/lich-truc/*/xoa",
        "/chuyen-cap/**",
        "/api/v1/rotas",
        "/api/v1/rotas/*",
        "/api/v1/escalation-policies/**"
    };

    /** What leaves the house, administrators let go. */
    private static final String[] ISSUING = {"/bao-cao/*/phat-hanh", "/api/v1/reports/*/issue"};

    /** What everybody may send who signed in: leaving, and settings of their own. */
    private static final String[] OWN_AFFAIRS = {
        "/dang-xuat", "/giao-dien", "/phim-tat", "/tai-khoan/**", "/lich-truc/_cua-toi"
    };

    @Bean
    @Order(1)
    SecurityFilterChain programsDoor(HttpSecurity http, ApiTokens tokens, Problems problems) {
        return http.securityMatcher(BearerTokens::carriedBy)
                .headers(Doors::headers)
                // A browser never adds a bearer token by itself, so there is nothing to forge.
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .addFilterBefore(new BearerTokens(tokens, problems), AuthorizationFilter.class)
                .authorizeHttpRequests(Doors::rules)
                .exceptionHandling(failing -> failing.authenticationEntryPoint((request, response, why) ->
                                problems.write(request, response, HttpStatus.UNAUTHORIZED, "Sign in, or send a token."))
                        .accessDeniedHandler((request, response, why) -> problems.write(
                                request,
                                response,
                                HttpStatus.FORBIDDEN,
                                "The role of this token does not allow this.")))
                .build();
    }

    /** Boxes that fetch their configuration and report: each call carries a key of its own, and a redirect is a failure to them. */
    @Bean
    @Order(0)
    SecurityFilterChain boxesDoor(HttpSecurity http) {
        return http.securityMatcher("/controller/**", "/api/v1/monitoring/**")
                .headers(Doors::headers)
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .authorizeHttpRequests(rules -> {
                    rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                            .permitAll();
                    OpenRoutes.ALL.forEach(
                            open -> rules.requestMatchers(open.pattern()).permitAll());
                    rules.anyRequest().denyAll();
                })
                .exceptionHandling(failing -> failing.authenticationEntryPoint(
                        (request, response, why) -> response.setStatus(HttpStatus.NOT_FOUND.value())))
                .build();
    }

    /** A screen on a wall: it looks at one page, by a token that opens nothing else. */
    @Bean
    @Order(2)
    SecurityFilterChain wallboardsDoor(HttpSecurity http, ApiTokens tokens, Clock clock) {
        return http.securityMatcher(WallboardTokens::carriedBy)
                .headers(Doors::headers)
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .addFilterBefore(new WallboardTokens(tokens, clock), AuthorizationFilter.class)
                .authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/**")
                        .hasRole(Role.VIEWER.name())
                        .requestMatchers(HttpMethod.HEAD, "/**")
                        .hasRole(Role.VIEWER.name())
                        .anyRequest()
                        .denyAll())
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain peoplesDoor(
            HttpSecurity http,
            AccessRules rules,
            LiveSessions sessions,
            Problems problems,
            AuditTrail audit,
            Clock clock,
            ObjectProvider<OidcDoor> outside) {
        outside.ifAvailable(door -> door.addTo(http));
        return http.headers(Doors::headers)
                // Who checks a document changes nothing, and a token would need a cookie.
                .csrf(csrf -> csrf.ignoringRequestMatchers(
                        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/kiem-tra")))
                .addFilterBefore(new IdleLock(rules, sessions, clock), AnonymousAuthenticationFilter.class)
                .addFilterAfter(new FirstDuties(problems), AuthorizationFilter.class)
                .authorizeHttpRequests(Doors::rules)
                .requestCache(cache -> cache.requestCache(pagesOnly()))
                .sessionManagement(session ->
                        session.maximumSessions(-1).sessionRegistry(sessions).expiredUrl("/dang-nhap?het-phien"))
                .logout(logout -> logout.logoutUrl("/dang-xuat")
                        .addLogoutHandler((request, response, who) -> tellLeaving(request, who, audit))
                        .logoutSuccessUrl("/dang-nhap?da-ra"))
                .exceptionHandling(failing -> failing.authenticationEntryPoint(
                                (request, response, why) -> askWho(request, response, problems))
                        .accessDeniedHandler((request, response, why) ->
                                refuse(request, response, why instanceof CsrfException, problems)))
                .build();
    }

    /** Spring calls it for a session that was ended as well. */
    private static void tellLeaving(HttpServletRequest request, @Nullable Authentication who, AuditTrail audit) {
        boolean left = request.getRequestURI().endsWith("/dang-xuat");
        if (left && who != null && who.getPrincipal() instanceof SignedIn person) {
            audit.recordAs(person.name(), "access.sign-out", "person:" + person.name(), List.of());
        }
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
        // The container's own second pass, after the first was judged.
        rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC).permitAll();
        OpenRoutes.ALL.forEach(open -> open.methods()
                .forEach(method -> rules.requestMatchers(method, open.pattern()).permitAll()));
        rules.requestMatchers("/actuator/prometheus")
                .hasRole(Role.VIEWER.name())
                .requestMatchers("/actuator", "/actuator/**")
                .hasRole(Role.ADMIN.name())
                .requestMatchers("/mau")
                .hasRole(Role.ADMIN.name())
                .requestMatchers(HttpMethod.GET, ENGINE_ROOM)
                .hasRole(Role.TECHNICIAN.name())
                .requestMatchers(HttpMethod.HEAD, ENGINE_ROOM)
                .hasRole(Role.TECHNICIAN.name())
                .requestMatchers(ENGINE_ROOM)
                .hasRole(Role.ADMIN.name())
                .requestMatchers(RIGHTS)
                .hasRole(Role.ADMIN.name())
                .requestMatchers(PROVISIONING)
                .hasRole(Role.ADMIN.name())
                .requestMatchers(HttpMethod.GET, "/**")
                .hasRole(Role.VIEWER.name())
                .requestMatchers(HttpMethod.HEAD, "/**")
                .hasRole(Role.VIEWER.name())
                .requestMatchers(OWN_AFFAIRS)
                .hasRole(Role.VIEWER.name())
                .requestMatchers(ON_SITE)
                .hasRole(Role.TECHNICIAN.name())
                .requestMatchers(INVENTORY)
                .hasRole(Role.ADMIN.name())
                .requestMatchers(ROTAS)
                .hasRole(Role.ADMIN.name())
                .requestMatchers(ISSUING)
                .hasRole(Role.ADMIN.name())
                .anyRequest()
                .hasRole(Role.TECHNICIAN.name());
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                .frameOptions(frame -> frame.deny())
                .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                // The commune's other servers may share the domain and lack a certificate.
                .httpStrictTransportSecurity(hsts -> hsts.includeSubDomains(false));
    }

    /** After sign-in one returns to the page asked for; never to a fragment, a stream or a file. */
    private static HttpSessionRequestCache pagesOnly() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(request -> request.getMethod().equals("GET") && readsPages(request));
        return cache;
    }

    private static boolean readsPages(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null
                && accept.contains("text/html")
                && request.getHeader("HX-Request") == null
                && !Problems.speaksToPrograms(request);
    }

    private static void askWho(HttpServletRequest request, HttpServletResponse response, Problems problems)
            throws IOException {
        if (Problems.speaksToPrograms(request)) {
            response.setHeader("WWW-Authenticate", "Bearer");
            problems.write(request, response, HttpStatus.UNAUTHORIZED, "Send a token: Authorization: Bearer TOKEN");
        } else if (request.getHeader("HX-Request") != null) {
            // The session ended under an open page: loading it anew leads to the sign-in page and back.
            response.setHeader("HX-Refresh", "true");
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
        } else if (request.getRequestURI().endsWith(EventEndpoint.PATH)) {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
        } else {
            boolean idle = request.getAttribute(IdleLock.ENDED) != null;
            response.sendRedirect(request.getContextPath() + "/dang-nhap" + (idle ? "?het-phien" : ""));
        }
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, boolean forged, Problems problems)
            throws IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        boolean stranger = SecurityContextHolder.getContext().getAuthentication() == null;
        if (Problems.speaksToPrograms(request) && stranger) {
            askWho(request, response, problems);
        } else if (Problems.speaksToPrograms(request)) {
            problems.write(
                    request,
                    response,
                    HttpStatus.FORBIDDEN,
                    forged
                            ? "A change by a browser that signed in needs its CSRF header."
                            : "Your role does not allow this.");
        } else if (forged && (path.equals("/dang-nhap") || path.equals("/dang-xuat"))) {
            response.sendRedirect(request.getContextPath() + "/dang-nhap?het-phien");
        } else {
            response.sendError(HttpStatus.FORBIDDEN.value());
        }
    }

    /** Without an issuer nothing of it begins. */
    @Bean
    @ConditionalOnProperty("langsong.access.oidc.issuer")
    OidcDoor oidcDoor(OidcProperties settings, People people, SignIn signIn, Entrance entrance) {
        return new OidcDoor(settings, people, signIn, entrance);
    }

    /** What happens to the session of whoever comes in: a new id, a place in the list, a new CSRF token. */
    @Bean
    SessionAuthenticationStrategy newSession(LiveSessions sessions) {
        return new CompositeSessionAuthenticationStrategy(List.of(
                new ChangeSessionIdAuthenticationStrategy(),
                new RegisterSessionAuthenticationStrategy(sessions),
                new CsrfAuthenticationStrategy(new HttpSessionCsrfTokenRepository())));
    }

    /** Nobody comes in by Spring's own ways, in which Boot would else make somebody up. */
    @Bean
    AuthenticationManager noOtherWay() {
        return asked -> {
            throw new ProviderNotFoundException("people come in by Entrance alone");
        };
    }

    @Bean
    HttpSessionEventPublisher sessionEvents() {
        return new HttpSessionEventPublisher();
    }

    /** The container adds HttpOnly, and Secure on https. */
    @Bean
    CookieSameSiteSupplier sameSite() {
        return CookieSameSiteSupplier.ofLax();
    }
}
