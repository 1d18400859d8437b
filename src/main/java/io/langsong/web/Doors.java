package io.langsong.web;

import io.langsong.access.ApiTokens;
import io.langsong.access.PersonChanged;
import io.langsong.access.Role;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.server.servlet.CookieSameSiteSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
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

    /** Changing what the network consists of is for administrators. */
    private static final String[] INVENTORY = {
        "/api/v1/villages/**",
        "/api/v1/sites/**",
        "/api/v1/devices/**",
        "/api/v1/links/**",
        "/api/v1/services/**",
        "/api/v1/power-areas/**",
        "/api/v1/inventory/**",
        "/danh-muc/**"
    };

    /** What everybody may send who signed in: leaving, and settings of their own. */
    private static final String[] OWN_AFFAIRS = {"/dang-xuat", "/giao-dien", "/phim-tat", "/tai-khoan/**"};

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

    @Bean
    @Order(2)
    SecurityFilterChain peoplesDoor(HttpSecurity http, SignInCheck check, SessionRegistry sessions, Problems problems) {
        return http.headers(Doors::headers)
                .csrf(Customizer.withDefaults())
                .authenticationProvider(check)
                .authorizeHttpRequests(Doors::rules)
                .requestCache(cache -> cache.requestCache(pagesOnly()))
                .sessionManagement(session ->
                        session.maximumSessions(-1).sessionRegistry(sessions).expiredUrl("/dang-nhap?het-phien"))
                .formLogin(form -> form.loginPage("/dang-nhap")
                        .loginProcessingUrl("/dang-nhap")
                        .usernameParameter("name")
                        .passwordParameter("password")
                        .failureHandler((request, response, why) -> response.sendRedirect(request.getContextPath()
                                + "/dang-nhap?loi="
                                + (why instanceof LockedException ? "cham-lai" : "sai"))))
                .logout(logout -> logout.logoutUrl("/dang-xuat").logoutSuccessUrl("/dang-nhap?da-ra"))
                .exceptionHandling(failing -> failing.authenticationEntryPoint(
                                (request, response, why) -> askWho(request, response, problems))
                        .accessDeniedHandler((request, response, why) ->
                                refuse(request, response, why instanceof CsrfException, problems)))
                .build();
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
        // The container's own second pass, after the first was judged.
        rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC).permitAll();
        OpenRoutes.ALL.forEach(
                open -> rules.requestMatchers(open.method(), open.pattern()).permitAll());
        rules.requestMatchers("/actuator/prometheus")
                .hasRole(Role.VIEWER.name())
                .requestMatchers("/actuator", "/actuator/**")
                .hasRole(Role.ADMIN.name())
                .requestMatchers("/mau")
                .hasRole(Role.ADMIN.name())
                .requestMatchers(HttpMethod.GET, "/**")
                .hasRole(Role.VIEWER.name())
                .requestMatchers(HttpMethod.HEAD, "/**")
                .hasRole(Role.VIEWER.name())
                .requestMatchers(OWN_AFFAIRS)
                .hasRole(Role.VIEWER.name())
                .requestMatchers(INVENTORY)
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
        } else if (request.getRequestURI().equals(request.getContextPath() + EventEndpoint.PATH)) {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
        } else {
            response.sendRedirect(request.getContextPath() + "/dang-nhap");
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

    @Bean
    SessionRegistry sessionRegistry() {
        return new SessionRegistryImpl();
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

    @Bean
    EndedSessions endedSessions(SessionRegistry sessions) {
        return new EndedSessions(sessions);
    }

    /** A changed role or password, or a person put out, ends that person's sessions at their next request. */
    static final class EndedSessions {
        private final SessionRegistry sessions;

        EndedSessions(SessionRegistry sessions) {
            this.sessions = sessions;
        }

        @EventListener
        void on(PersonChanged changed) {
            sessions.getAllPrincipals().stream()
                    .filter(who ->
                            who instanceof SignedIn signedIn && signedIn.name().equals(changed.name()))
                    .flatMap(who -> sessions.getAllSessions(who, false).stream())
                    .forEach(SessionInformation::expireNow);
        }
    }
}
